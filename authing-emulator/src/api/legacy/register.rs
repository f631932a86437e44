//! Registering users.

use super::login::origin;
use super::profile;
use super::user_object::user_object;
use crate::engine::call::{Answer, Call};
use crate::rules::api_error::Code;
use crate::rules::users::registration::{self, NewUser};

/// With `forceLogin` the user is logged in at once.
pub(super) fn register(call: &Call<'_>) -> Answer {
    // The schema demands it.
    let info = call.args.object("userInfo").ok_or(Code::PhoneOrEmail)?;
    call.pool.check_id(info.text("registerInClient"))?;
    let new = NewUser {
        email: info.text("email"),
        phone: info.text("phone"),
        phone_code: info.text("phoneCode"),
        username: info.text("username"),
        password: info.text("password"),
        register_method: info.text("registerMethod"),
        last_login: info.text("lastLogin"),
        last_ip: info.text("lastIP"),
        signed_up: info.text("signedUp"),
        profile: profile::given(info),
    };
    let (origin, log_in) = (origin(call, info), info.flag("forceLogin"));
    let user = registration::register(call.pool, &new, &origin, call.is_owner(), log_in)?;
    Ok(user_object(call.pool, &user).into())
}
