//! Email addresses, phone numbers, and password reset by email.

use serde_json::{Value, json};

use super::user_object::{seen_by_caller, user_object};
use crate::engine::call::{Call, HandlerResult};
use crate::rules::users::contacts::{self, Change, Kind, Terms};
use crate::rules::users::{password_reset, verification};
use crate::rules::{codes, well_formed};
use crate::store::messages::Purpose;
use crate::store::users::Name;

pub(super) fn send_change_email_verify_code(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id(call.args.text("userPoolId"))?;
    let email = call.args.text("email").unwrap_or_default();
    contacts::send_code(call.pool, call.caller.as_ref(), email)?;
    Ok(done("the code has been sent"))
}

pub(super) fn update_email(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    call.pool.check_id(args.text("userPoolId"))?;
    let old = args.text("oldEmail").map(str::to_lowercase);
    let change = Change {
        kind: Kind::Email,
        new: &well_formed::new_email(args.text("email").unwrap_or_default())?,
        code: args.text("emailCode").unwrap_or_default(),
        old: old.as_deref(),
        old_code: args.text("oldEmailCode"),
        country: None,
        terms: Terms::IfNamed,
    };
    let user = contacts::change(call.pool, call.caller.as_ref(), &change)?;
    Ok(seen_by_caller(call, &user).into())
}

pub(super) fn send_verify_email(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id(call.args.text("client"))?;
    verification::send_link(call.pool, call.args.text("email").unwrap_or_default())?;
    Ok(done("the mail has been sent"))
}

pub(super) fn unbind_email(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id_if_given(call.args.text("client"))?;
    let id = call.subject(call.args.text("user"))?;
    let user = contacts::unbind(call.pool, Kind::Email, &id)?;
    Ok(seen_by_caller(call, &user).into())
}

pub(super) fn update_phone(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    call.pool.check_id(args.text("userPoolId"))?;
    let change = Change {
        kind: Kind::Phone,
        new: well_formed::phone(args.text("phone").unwrap_or_default())?,
        code: args.text("phoneCode").unwrap_or_default(),
        old: args.text("oldPhone"),
        old_code: args.text("oldPhoneCode"),
        country: None,
        terms: Terms::IfNamed,
    };
    let user = contacts::change(call.pool, call.caller.as_ref(), &change)?;
    Ok(seen_by_caller(call, &user).into())
}

/// Checks the login code that was sent to a phone, without using it up.
pub(super) fn check_phone_code(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    call.pool.check_id(args.text("userPoolId"))?;
    let phone = well_formed::phone(args.text("phone").unwrap_or_default())?;
    let code = args.text("phoneCode").unwrap_or_default();
    codes::check(call.pool, Purpose::Login, phone, code)?;
    Ok(done("the code is right"))
}

pub(super) fn send_reset_password_email(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id(call.args.text("client"))?;
    password_reset::send_code(call.pool, text(call, "email"))?;
    Ok(done("the code has been sent"))
}

pub(super) fn verify_reset_password_verify_code(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id(call.args.text("client"))?;
    password_reset::check_code(call.pool, text(call, "email"), text(call, "verifyCode"))?;
    Ok(done("the code is right"))
}

pub(super) fn change_password(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id(call.args.text("client"))?;
    let (email, code) = (text(call, "email"), text(call, "verifyCode"));
    let password = text(call, "password");
    let mut user = {
        let email = well_formed::new_email(email)?;
        password_reset::set_password(call.pool, Name::Email(&email), code, password)?
    };
    // A password reset is not a login.
    user.token = None;
    Ok(user_object(call.pool, &user).into())
}

fn text<'a>(call: &Call<'a>, name: &str) -> &'a str {
    call.args.text(name).unwrap_or_default()
}

/// The service's samples have a null code on success.
fn done(message: &str) -> Value {
    json!({"message": message, "code": null, "status": true})
}
