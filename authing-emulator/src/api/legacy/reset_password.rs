//! A new password for whoever can read the mails to an address.

use super::common_message::done;
use super::user_object::user_object;
use crate::engine::call::{Answer, Call};
use crate::rules::users::password_reset;

pub(super) fn send_reset_password_email(call: &Call<'_>) -> Answer {
    call.pool.check_id(call.args.text("client"))?;
    password_reset::send_code(call.pool, text(call, "email"))?;
    Ok(done("the code has been sent"))
}

pub(super) fn verify_reset_password_verify_code(call: &Call<'_>) -> Answer {
    call.pool.check_id(call.args.text("client"))?;
    password_reset::check_code(call.pool, text(call, "email"), text(call, "verifyCode"))?;
    Ok(done("the code is right"))
}

pub(super) fn change_password(call: &Call<'_>) -> Answer {
    call.pool.check_id(call.args.text("client"))?;
    let (email, code) = (text(call, "email"), text(call, "verifyCode"));
    let password = text(call, "password");
    let mut user = password_reset::set_password(call.pool, email, code, password)?;
    // Nobody has logged in by this.
    user.token = None;
    Ok(user_object(call.pool, &user).into())
}

fn text<'a>(call: &Call<'a>, name: &str) -> &'a str {
    call.args.text(name).unwrap_or_default()
}
