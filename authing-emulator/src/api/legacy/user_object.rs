//! The response form of a user.

use redb::ReadTransaction;
use serde_json::{Map, Value, json};

use crate::api::members;
use crate::engine::call::{Call, Window};
use crate::rules::api_error::ApiError;
use crate::rules::pool::Pool;
use crate::store::logins::{self, Login};
use crate::store::users::User;

/// Returns all fields of the schema's user types that the emulator stores. The password is null: not even its hash is
/// returned.
pub(super) fn user_object(pool: &Pool, user: &User) -> Map<String, Value> {
    let profile = user.profile.iter();
    let mut object: Map<_, _> = profile
        .map(|(field, text)| (field.clone(), text.as_str().into()))
        .collect();
    object.extend(members(json!({
        "_id": user.id,
        "email": user.email,
        "emailVerified": user.email_verified,
        "phone": user.phone,
        "phoneVerified": user.phone_verified,
        "username": user.username,
        "password": null,
        "registerInClient": pool.user_pool_id,
        "registerMethod": user.register_method,
        "token": user.token,
        "tokenExpiredAt": user.token_expired_at,
        "loginsCount": user.logins_count,
        "lastLogin": user.last_login,
        "lastIP": user.last_ip,
        "signedUp": user.signed_up,
        "updatedAt": user.updated_at,
        "blocked": user.blocked,
        "isDeleted": user.is_deleted,
    })));
    object
}

/// Returns a user with the fields that the caller may see: the token only for the owner and the user itself.
pub(super) fn seen_by_caller(call: &Call<'_>, user: &User) -> Map<String, Value> {
    let mut object = user_object(call.pool, user);
    let caller = call.caller.as_ref();
    if !caller.is_some_and(|caller| caller.is_owner() || caller.is_user(&user.id)) {
        object.insert("token".to_owned(), Value::Null);
    }
    object
}

/// Returns a user as everybody may see it, with the newest logins.
pub(super) fn seen_by_all(
    pool: &Pool,
    read: &ReadTransaction,
    user: &User,
) -> Result<Value, ApiError> {
    let mut object = user_object(pool, user);
    object.insert("token".to_owned(), Value::Null);
    add_history(read, user, Window::FIRST, object)
}

/// Returns a user with the fields that the caller may see, and the login history.
pub(super) fn with_history(
    call: &Call<'_>,
    read: &ReadTransaction,
    user: &User,
    window: Window,
) -> Result<Value, ApiError> {
    add_history(read, user, window, seen_by_caller(call, user))
}

fn add_history(
    read: &ReadTransaction,
    user: &User,
    window: Window,
    mut object: Map<String, Value>,
) -> Result<Value, ApiError> {
    let history = logins::of_user(read, &user.id)?;
    let shown = history.iter().skip(window.skip).take(window.take);
    let shown: Vec<_> = shown.map(login_object).collect();
    object.insert(
        "userLoginHistory".to_owned(),
        json!({"totalCount": history.len(), "list": shown}),
    );
    // The emulator has IP addresses, not their locations.
    object.insert("userLocation".to_owned(), json!([]));
    Ok(object.into())
}

fn login_object(login: &Login) -> Value {
    json!({
        "_id": login.id,
        "when": login.when,
        "success": login.success,
        "ip": login.ip,
        "result": login.result,
        "device": login.device,
        "browser": login.browser,
    })
}
