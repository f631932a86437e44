//! A user as the service shows it.

use serde_json::{Map, Value, json};

use crate::store::logins::Login;
use crate::store::users::User;

/// All fields of the schema's user types that the emulator keeps. The password is null: not even its hash goes out.
pub(super) fn user_object(user: &User, pool: &str) -> Map<String, Value> {
    let mut object = user.profile.clone();
    let fields = json!({
        "_id": user.id,
        "email": user.email,
        "emailVerified": user.email_verified,
        "phone": user.phone,
        "phoneVerified": user.phone_verified,
        "username": user.username,
        "password": null,
        "registerInClient": pool,
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
    });
    if let Value::Object(fields) = fields {
        object.extend(fields);
    }
    object
}

pub(super) fn login_object(login: &Login) -> Value {
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
