//! Passwords.

use serde_json::{Value, json};

use crate::api::v2::input::{missing, required};
use crate::api::v2::output::done;
use crate::api::v2::users::object::seen_by_caller;
use crate::engine::call::{Call, HandlerResult};
use crate::rules::users::changes::{self, Changes};
use crate::rules::users::password_reset;
use crate::rules::well_formed;
use crate::store::users::Name;

/// Whether a password, in plain text, may be chosen.
pub(in crate::api::v2) fn check_strength(call: &Call<'_>) -> HandlerResult {
    let judged = well_formed::new_password(required(call.args, "password"));
    Ok(
        json!({"valid": judged.is_ok(), "message": judged.as_ref().err().map(|error| call.message(error))}),
    )
}

/// Sets a password with the code sent to the phone or by email.
pub(in crate::api::v2) fn reset(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    let email = args.text("email").map(well_formed::email).transpose()?;
    let name = match (&email, args.text("phone")) {
        (Some(email), _) => Name::Email(email),
        (None, Some(phone)) => Name::Phone(well_formed::phone(phone)?),
        (None, None) => return Err(missing("phone` or `email")),
    };
    let (code, password) = (required(args, "code"), required(args, "newPassword"));
    password_reset::set_password(call.pool, name, code, password)?;
    Ok(done("the password has been reset"))
}

/// Sets a password with the code sent to the phone.
pub(in crate::api::v2) fn reset_by_phone(call: &Call<'_>) -> HandlerResult {
    let text = |name| required(call.args, name);
    let name = Name::Phone(well_formed::phone(text("phone"))?);
    password_reset::set_password(call.pool, name, text("phoneCode"), text("password"))?;
    Ok(Value::Null)
}

pub(in crate::api::v2) fn reset_first(call: &Call<'_>) -> HandlerResult {
    let (token, password) = (
        required(call.args, "token"),
        required(call.args, "password"),
    );
    password_reset::set_first(call.pool, token, password)?;
    Ok(done("the password has been set"))
}

pub(in crate::api::v2) fn reset_forced(call: &Call<'_>) -> HandlerResult {
    let text = |name| required(call.args, name);
    let (old, new) = (text("oldPassword"), text("newPassword"));
    password_reset::replace(call.pool, text("token"), old, new)?;
    Ok(done("the password has been replaced"))
}

/// Changes the caller's password. The old one is required once there is one.
pub(in crate::api::v2) fn update(call: &Call<'_>) -> HandlerResult {
    let changes = Changes {
        password: call.args.text("newPassword"),
        old_password: call.args.text("oldPassword"),
        ..Changes::default()
    };
    let user = changes::change(call.pool, &call.subject(None)?, &changes)?;
    Ok(seen_by_caller(call, &user).into())
}
