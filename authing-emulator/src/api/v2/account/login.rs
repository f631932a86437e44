//! Login.

use serde_json::{Map, Value};

use super::register::{self, Newcomer};
use crate::api::v2::input::{app, borrowed, object, origin, params, required};
use crate::api::v2::users::object::user_object;
use crate::engine::call::{Args, Call, HandlerResult};
use crate::rules::api_error::ApiError;
use crate::rules::login::attempt::{Attempt, Captcha, Proof};
use crate::rules::users::lookup;
use crate::rules::{custom_data, login, well_formed};
use crate::store::custom_data::Target;
use crate::store::messages::Purpose;
use crate::store::users::{Name, User};

pub(in crate::api::v2) fn by_email(call: &Call<'_>) -> HandlerResult {
    let input = object(call, "input")?;
    let email = well_formed::email(required(input, "email"))?;
    by_password(call, input, Name::Email(&email))
}

pub(in crate::api::v2) fn by_username(call: &Call<'_>) -> HandlerResult {
    let input = object(call, "input")?;
    by_password(call, input, Name::Username(required(input, "username")))
}

pub(in crate::api::v2) fn by_phone_password(call: &Call<'_>) -> HandlerResult {
    let input = object(call, "input")?;
    let phone = well_formed::phone(required(input, "phone"))?;
    by_password(call, input, Name::Phone(phone))
}

/// Logs in with the code sent to a phone. A phone that no user has is registered, unless the input forbids it.
pub(in crate::api::v2) fn by_phone_code(call: &Call<'_>) -> HandlerResult {
    let input = object(call, "input")?;
    let name = Name::Phone(well_formed::phone(required(input, "phone"))?);
    let code = required(input, "code");
    let may_register = input.flag_if_given("autoRegister").unwrap_or(true);
    if may_register && is_unknown(call, name)? {
        let newcomer = Newcomer {
            code: Some((Purpose::Login, code)),
            source: "basic:phone-code",
            ..Newcomer::named(name)
        };
        return new_user(call, input, newcomer);
    }
    log_in(call, input, name, Proof::Code(code))
}

/// Logs in with a username, an email address or a phone number: the first that a user has.
pub(in crate::api::v2) fn by_sub_account(call: &Call<'_>) -> HandlerResult {
    let account = required(call.args, "account");
    let email = account.to_lowercase();
    let name = lookup::name_of(&call.pool.store.read()?, account, &email)?;
    let password = Proof::Password(call.args.text("password"));
    log_in(call, call.args, name, password)
}

fn by_password(call: &Call<'_>, input: Args<'_>, name: Name<'_>) -> HandlerResult {
    if input.flag("autoRegister") && is_unknown(call, name)? {
        let newcomer = Newcomer {
            source: match name {
                Name::Email(_) => "basic:email",
                Name::Phone(_) => "basic:phone-password",
                Name::Username(_) | Name::External(_) | Name::Unionid(_) => {
                    "basic:username-password"
                }
            },
            ..Newcomer::named(name)
        };
        return new_user(call, input, newcomer);
    }
    log_in(call, input, name, Proof::Password(input.text("password")))
}

fn is_unknown(call: &Call<'_>, name: Name<'_>) -> Result<bool, ApiError> {
    Ok(!lookup::exists(&call.pool.store.read()?, [name])?)
}

fn new_user(call: &Call<'_>, input: Args<'_>, newcomer: Newcomer<'_>) -> HandlerResult {
    let user = register::register(call, input, &newcomer)?;
    Ok(logged_in(call, &user, true).into())
}

pub(in crate::api::v2) fn log_in(
    call: &Call<'_>,
    input: Args<'_>,
    name: Name<'_>,
    proof: Proof<'_>,
) -> HandlerResult {
    let (app, params) = (app(call)?, params(input)?);
    // A login with wrong custom data must not count, nor use up its code.
    custom_data::checked(&call.pool.store.read()?, Target::User, &borrowed(&params))?;
    let attempt = Attempt {
        name,
        proof,
        mfa_code: None,
        captcha: Captcha::InSession {
            id: call.sender.captcha_session.as_deref(),
            typed: input.text("captchaCode"),
        },
        origin: origin(call, input, &app),
    };
    let user = login::log_in(call.pool, &attempt)?;
    if !params.is_empty() {
        custom_data::set(call.pool, Target::User, &user.id, &borrowed(&params))?;
    }
    Ok(logged_in(call, &user, false).into())
}

/// Returns a user with the token of the login.
pub(in crate::api::v2) fn logged_in(
    call: &Call<'_>,
    user: &User,
    newly_created: bool,
) -> Map<String, Value> {
    let mut object = user_object(call.pool, user, user.token.as_deref());
    object.insert("newlyCreated".to_owned(), newly_created.into());
    object
}
