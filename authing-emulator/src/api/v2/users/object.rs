//! The response form of a user.

use serde_json::{Map, Value, json};

use crate::api::members;
use crate::api::v2::access::groups::group_object;
use crate::api::v2::access::roles::roles_in;
use crate::api::v2::orgs::node_object;
use crate::api::v2::output::{page, resources, whole};
use crate::clock::js_date::iso_date;
use crate::crypto::password_hash;
use crate::engine::call::{Call, HandlerResult, Parent};
use crate::rules::access::permissions;
use crate::rules::access::roles::coded;
use crate::rules::api_error::ApiError;
use crate::rules::memberships::groups as groups_rules;
use crate::rules::memberships::orgs::people;
use crate::rules::pool::Pool;
use crate::rules::users::{lookup, profile};
use crate::store::Read;
use crate::store::members::Member;
use crate::store::orgs::Node;
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

fn user_of(parent: &Parent<'_>) -> Result<User, ApiError> {
    let id = parent.object.text("id").unwrap_or_default();
    lookup::known(&parent.pool.store.read()?, id)
}

/// Returns the roles of a user in a namespace, or in all.
pub(in crate::api::v2) fn roles(parent: &Parent<'_>) -> HandlerResult {
    let user = user_of(parent)?;
    let roles = coded::of_user(&parent.pool.store.read()?, &user)?;
    Ok(roles_in(parent, roles))
}

pub(in crate::api::v2) fn groups(parent: &Parent<'_>) -> HandlerResult {
    let id = parent.object.text("id").unwrap_or_default();
    let groups = groups_rules::of_user(&parent.pool.store.read()?, id)?;
    Ok(whole(groups.iter().map(group_object).collect()))
}

pub(in crate::api::v2) fn departments(parent: &Parent<'_>) -> HandlerResult {
    let org = parent.args.text("orgId");
    let read = parent.pool.store.read()?;
    let mut list = Vec::new();
    for (node, member) in departments_of(parent)? {
        if org.is_none_or(|org| node.org == org) {
            list.push(json!({
                "department": node_object(&read, &node)?,
                "isMainDepartment": member.is_main,
                "joinedAt": iso_date(&member.joined_at),
            }));
        }
    }
    Ok(whole(list))
}

fn departments_of(parent: &Parent<'_>) -> Result<Vec<(Node, Member)>, ApiError> {
    let id = parent.object.text("id").unwrap_or_default();
    people::departments(&parent.pool.store.read()?, id)
}

fn main_department(parent: &Parent<'_>) -> Result<Option<Node>, ApiError> {
    let departments = departments_of(parent)?.into_iter();
    let mut main = departments.filter(|(_, member)| member.is_main);
    Ok(main.next().map(|(node, _)| node))
}

pub(in crate::api::v2) fn main_department_id(parent: &Parent<'_>) -> HandlerResult {
    Ok(main_department(parent)?.map(|node| node.id).into())
}

pub(in crate::api::v2) fn main_department_code(parent: &Parent<'_>) -> HandlerResult {
    Ok(main_department(parent)?.and_then(|node| node.code).into())
}

pub(in crate::api::v2) fn authorized_resources(parent: &Parent<'_>) -> HandlerResult {
    let user = user_of(parent)?;
    let namespace = parent.args.text("namespace");
    let read = parent.pool.store.read()?;
    let allowed = permissions::of_user(parent.pool, &read, namespace, &user)?;
    Ok(resources(parent.args, allowed))
}

pub(in crate::api::v2) fn custom_data(parent: &Parent<'_>) -> HandlerResult {
    let id = parent.object.text("id").unwrap_or_default();
    super::custom_data::of_user(parent.pool, id)
}
