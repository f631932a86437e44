//! Email addresses and phone numbers.

use serde_json::Value;

use crate::api::v2::input::required;
use crate::api::v2::output::done;
use crate::api::v2::users::object::seen_by_caller;
use crate::engine::call::{Call, HandlerResult};
use crate::rules::api_error::Code;
use crate::rules::codes::sending;
use crate::rules::users::contacts::{self, Change, Kind, Terms};
use crate::rules::users::{lookup, password_reset, verification};
use crate::rules::{apps, well_formed};
use crate::store::messages::Purpose;

pub(in crate::api::v2) fn send_email(call: &Call<'_>) -> HandlerResult {
    let email = well_formed::email(required(call.args, "email"))?;
    let purpose = match required(call.args, "scene") {
        "VERIFY_EMAIL" | "FIRST_EMAIL_LOGIN_VERIFY" | "CONSOLE_CONDUCTED_VERIFY" => Purpose::Verify,
        "RESET_PASSWORD" | "RESET_PASSWORD_VERIFY_CODE" => Purpose::ResetPassword,
        "CHANGE_EMAIL" | "EMAIL_BIND_VERIFY_CODE" | "EMAIL_UNBIND_VERIFY_CODE" => {
            Purpose::ChangeEmail
        }
        "MFA_VERIFY" | "MFA_VERIFY_CODE" => Purpose::Mfa,
        "LOGIN_VERIFY_CODE" => Purpose::Login,
        "REGISTER_VERIFY_CODE" => Purpose::Register,
        _ => Purpose::Any,
    };
    match purpose {
        Purpose::Verify => verification::send_link(call.pool, &email)?,
        Purpose::ResetPassword => password_reset::send_short_code(call.pool, &email)?,
        purpose => sending::short_mail(call.pool, purpose, &email)?,
    }
    Ok(done("the mail has been sent"))
}

/// Sends a code to a phone, which without a scene is good for anything.
pub(in crate::api::v2) fn send_sms(call: &Call<'_>) -> HandlerResult {
    let purpose = match call.args.text("scene").unwrap_or_default() {
        "LOGIN_VERIFY_CODE" | "CHANNEL_LOGIN" => Purpose::Login,
        "REGISTER_VERIFY_CODE" | "CHANNEL_REGISTER" => Purpose::Register,
        "RESET_PASSWORD_VERIFY_CODE" | "CHANNEL_RESET_PASSWORD" => Purpose::ResetPassword,
        _ => Purpose::Any,
    };
    sending::short_code(call.pool, purpose, required(call.args, "phone"))?;
    Ok(Value::Null)
}

pub(in crate::api::v2) fn send_first_login_verify_email(call: &Call<'_>) -> HandlerResult {
    apps::named(call.pool, call.args.text("appId"))?;
    let user = lookup::known(&call.pool.store.read()?, required(call.args, "userId"))?;
    verification::send_link(call.pool, &user.email.ok_or(Code::NoEmail)?)?;
    Ok(done("the mail has been sent"))
}

pub(in crate::api::v2) fn update_email(call: &Call<'_>) -> HandlerResult {
    let old = call.args.text("oldEmail").map(str::to_lowercase);
    change(call, Kind::Email, Terms::Proven, old.as_deref())
}

pub(in crate::api::v2) fn update_phone(call: &Call<'_>) -> HandlerResult {
    change(call, Kind::Phone, Terms::Proven, call.args.text("oldPhone"))
}

pub(in crate::api::v2) fn bind_email(call: &Call<'_>) -> HandlerResult {
    change(call, Kind::Email, Terms::NoneBound, None)
}

pub(in crate::api::v2) fn bind_phone(call: &Call<'_>) -> HandlerResult {
    change(call, Kind::Phone, Terms::NoneBound, None)
}

pub(in crate::api::v2) fn unbind_email(call: &Call<'_>) -> HandlerResult {
    unbind(call, Kind::Email)
}

pub(in crate::api::v2) fn unbind_phone(call: &Call<'_>) -> HandlerResult {
    unbind(call, Kind::Phone)
}

fn change(call: &Call<'_>, kind: Kind, terms: Terms, old: Option<&str>) -> HandlerResult {
    let args = call.args;
    let (new, code, old_code) = match kind {
        Kind::Email => (
            well_formed::email(required(args, "email"))?,
            "emailCode",
            "oldEmailCode",
        ),
        Kind::Phone => (
            well_formed::phone(required(args, "phone"))?.to_owned(),
            "phoneCode",
            "oldPhoneCode",
        ),
    };
    let change = Change {
        kind,
        new: &new,
        code: required(args, code),
        country: args.text("phoneCountryCode"),
        old,
        old_code: args.text(old_code),
        terms,
    };
    let user = contacts::change(call.pool, call.caller.as_ref(), &change)?;
    Ok(seen_by_caller(call, &user).into())
}

fn unbind(call: &Call<'_>, kind: Kind) -> HandlerResult {
    let user = contacts::unbind(call.pool, kind, &call.subject(None)?)?;
    Ok(seen_by_caller(call, &user).into())
}
