//! Changing a user's data.

use super::profile;
use super::user_object::seen_by_caller;
use crate::engine::call::{Answer, Call};
use crate::rules::api_error::Code;
use crate::rules::users::changes::{self, Changes};

/// Changes what is given and nothing else. Null clears a text; a null flag, number or password says nothing.
///
/// Users may change their own data only.
pub(super) fn update_user(call: &Call<'_>) -> Answer {
    // The schema demands it.
    let options = call.args.object("options").ok_or(Code::Internal)?;
    call.pool.check_id(options.text("registerInClient"))?;
    let id = call.subject(options.text("_id"))?;
    let logins_count = options.int("loginsCount");
    let changes = Changes {
        email: options.text_or_null("email"),
        phone: options.text_or_null("phone"),
        username: options.text_or_null("username"),
        password: options.text("password"),
        old_password: options.text("oldPassword"),
        email_verified: options.flag_if_given("emailVerified"),
        phone_verified: options.flag_if_given("phoneVerified"),
        blocked: options.flag_if_given("blocked"),
        is_deleted: options.flag_if_given("isDeleted"),
        token: options.text_or_null("token"),
        token_expired_at: options.text_or_null("tokenExpiredAt"),
        last_login: options.text_or_null("lastLogin"),
        last_ip: options.text_or_null("lastIP"),
        signed_up: options.text("signedUp"),
        register_method: options.text("registerMethod"),
        logins_count: logins_count.map(|count| u32::try_from(count).unwrap_or_default()),
        profile: profile::given(options),
        // That is how the SDKs log a user out.
        log_out: options.text("tokenExpiredAt") == Some("0"),
    };
    let user = changes::change(call.pool, &id, &changes)?;
    Ok(seen_by_caller(call, &user).into())
}
