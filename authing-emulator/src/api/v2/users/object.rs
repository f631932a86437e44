//! The response form of a user.

use serde_json::{Map, Value, json};

use crate::api::members;
use crate::api::v2::output::page;
use crate::clock::js_date::iso_date;
use crate::crypto::password_hash;
use crate::engine::call::{Call, HandlerResult, Parent};
use crate::rules::pool::Pool;
use crate::rules::users::{lookup, profile};
use crate::store::Read;
use crate::store::users::User;

/// Returns the fields of the schema's user type that are in the user's record. The password has the form of the service's
/// hash; the hash that is stored is not returned.
pub(in crate::api::v2) fn user_object(
    pool: &Pool,
    user: &User,
    token: Option<&str>,
) -> Map<String, Value> {
    // REST, which has no selections, shows the fields without a value, too.
    let fields = profile::FIELDS.into_iter();
    let mut object: Map<_, _> = fields
        .map(|field| (field.to_owned(), user.profile.get(field).cloned().into()))
        .collect();
    let date = |text: &Option<String>| text.as_deref().map(iso_date);
    let source = user.register_method.as_deref();
    object.extend(members(json!({
        "id": user.id,
        "arn": pool.arn("user", &user.id),
        "status": if user.blocked { "Suspended" } else { "Activated" },
        "userPoolId": pool.user_pool_id,
        "username": user.username,
        "email": user.email,
        "emailVerified": user.email_verified,
        "phone": user.phone,
        "phoneVerified": user.phone_verified,
        "externalId": user.external_id,
        "identities": identities(pool, user),
        "registerSource": source.map(|source| source.split(',').collect::<Vec<_>>()),
        "password": user.password_hash.as_deref().map(password_hash::digits),
        "token": token,
        "tokenExpiredAt": date(&user.token_expired_at),
        "loginsCount": user.logins_count,
        "lastLogin": date(&user.last_login),
        "lastIP": user.last_ip,
        "signedUp": date(&user.signed_up),
        "createdAt": date(&user.signed_up),
        "updatedAt": date(&user.updated_at),
        "blocked": user.blocked,
        "isDeleted": user.is_deleted,
        "secondaryUserIds": [],
    })));
    object
}

fn identities(pool: &Pool, user: &User) -> Vec<Value> {
    let accounts = user.social_accounts.iter();
    let identities = accounts.map(|account| {
        json!({
            "provider": account.kind,
            "type": account.kind,
            "userIdInIdp": account.unionid,
            "userInfoInIdp": account.user_info,
            "isSocial": true,
            "userId": user.id,
            "userPoolId": pool.user_pool_id,
        })
    });
    identities.collect()
}

/// Returns a user as the caller sees it. Users see the token that they have sent, so that they stay logged in.
pub(in crate::api::v2) fn seen_by_caller(call: &Call<'_>, user: &User) -> Map<String, Value> {
    let caller = call.caller.as_ref();
    let token = match caller {
        Some(caller) if caller.is_user(&user.id) => call.sender.token,
        Some(caller) if caller.is_owner() => user.token.as_deref(),
        _ => None,
    };
    user_object(call.pool, user, token)
}

/// Returns a user in another object, without the token.
pub(in crate::api::v2) fn user_in(pool: &Pool, user: &User) -> Value {
    user_object(pool, user, None).into()
}

/// Returns the requested page of users.
pub(in crate::api::v2) fn users_page(
    parent: &Parent<'_>,
    read: &impl Read,
    ids: Vec<String>,
) -> HandlerResult {
    page(parent.args, ids, |id| {
        Ok(user_in(parent.pool, &lookup::known(read, &id)?))
    })
}
