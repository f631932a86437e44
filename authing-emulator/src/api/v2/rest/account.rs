//! What a user does with its own account, and the logins and registrations that GraphQL does not have.

use serde_json::{Value, json};

use super::routes::Kind::AnyText;
use super::routes::routes;
use crate::api::set;
use crate::api::v2::account::login::logged_in;
use crate::api::v2::account::{contacts, login, passwords, register};
use crate::api::v2::input::{app, missing, origin, required};
use crate::api::v2::orgs::paths_of;
use crate::api::v2::output::page;
use crate::api::v2::rest::apps::app_object;
use crate::api::v2::users::custom_data;
use crate::api::v2::users::object::seen_by_caller;
use crate::engine::call::{Call, HandlerResult};
use crate::rules::access::app_access;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::caller::Caller;
use crate::rules::login::attempt::Proof;
use crate::rules::login::social;
use crate::rules::login::{enrollment, ldap};
use crate::rules::tokens;
use crate::rules::well_formed;
use crate::store::apps::APPS;
use crate::store::users::Name;

routes! {
    Get "/api/v2/users/me" User me;
    Get "/api/v2/users/me/security-level" User security_level;
    Get "/api/v2/users/me/orgs" User orgs;
    Get "/api/v2/users/me/applications/allowed" User applications;
    Get "/api/v2/logout" User log_out;
    Get "/logout" Any log_out_named;
    Post "/api/v2/users/link" PoolOrApp link(primaryUserToken, secondaryUserToken);
    Post "/api/v2/users/unlink" PoolOrApp unlink(primaryUserToken, provider);
    Post "/api/v2/register/email-code" PoolOrApp register::by_email_code(email, code);
    Post "/api/v2/login/email-code" PoolOrApp by_email_code(email, code);
    Post "/api/v2/ldap/verify-user" PoolOrApp by_directory(username, password);
    Post "/api/v2/ad/verify-user" PoolOrApp by_directory(username, password);
    Post "/api/v2/password/check" Owner check_password(password: AnyText);
    Post "/api/v2/users/password/change-by-phonecode" PoolOrApp passwords::reset_by_phone(phone, phoneCode, password);
    Post "/api/v2/sms/send" PoolOrApp contacts::send_sms(phone);
}

fn me(call: &Call<'_>) -> HandlerResult {
    Ok(seen_by_caller(call, &call.user(None)?).into())
}

/// Returns how many of four protections an account has. Only the password's hash is stored, so its level is not known.
fn security_level(call: &Call<'_>) -> HandlerResult {
    let user = call.user(None)?;
    let has = [
        user.email.is_some(),
        user.phone.is_some(),
        user.password_hash.is_some(),
        enrollment::is_enrolled(&user),
    ];
    let [email, phone, password, mfa] = has;
    Ok(json!({
        "score": has.iter().filter(|has| **has).count() * 25,
        "email": email,
        "phone": phone,
        "password": password,
        "passwordSecurityLevel": null,
        "mfa": mfa,
    }))
}

fn orgs(call: &Call<'_>) -> HandlerResult {
    paths_of(call.pool, &call.subject(None)?)
}

/// Lists the apps that the caller may log in to.
fn applications(call: &Call<'_>) -> HandlerResult {
    let (user, read) = (call.user(None)?, call.pool.store.read()?);
    let mut allowed = Vec::new();
    for app in APPS.all(&read)? {
        if app_access::may_use(&read, &app, &user)? {
            allowed.push(app);
        }
    }
    page(call.args, allowed, |app| {
        Ok(app_object(call.pool, &app, false))
    })
}

fn log_out(call: &Call<'_>) -> HandlerResult {
    tokens::log_out(call.pool, &call.subject(None)?)?;
    Ok(Value::Null)
}

/// Logs out the caller, or for the owner the user whom it names.
fn log_out_named(call: &Call<'_>) -> HandlerResult {
    let user = call.args.text("userId");
    if call.is_owner() && user.is_none() {
        return Err(missing("userId"));
    }
    tokens::log_out(call.pool, &call.subject(user)?)?;
    Ok(Value::Null)
}

/// Gives the social accounts of one user to another. Both prove themselves by their tokens.
fn link(call: &Call<'_>) -> HandlerResult {
    let primary = bearer(call, "primaryUserToken")?;
    let secondary = bearer(call, "secondaryUserToken")?;
    social::link(call.pool, &primary, &secondary)?;
    Ok(Value::Null)
}

fn unlink(call: &Call<'_>) -> HandlerResult {
    let (user, provider) = (
        bearer(call, "primaryUserToken")?,
        required(call.args, "provider"),
    );
    social::unbind(call.pool, &user, provider, None)?;
    Ok(Value::Null)
}

/// Returns the id of the user with the token in an argument.
fn bearer(call: &Call<'_>, name: &str) -> Result<String, ApiError> {
    match tokens::identify(call.pool, required(call.args, name))?.caller {
        Caller::User(user) => Ok(user.id),
        Caller::Owner => Err(Code::TokenWrong.into()),
    }
}

fn by_email_code(call: &Call<'_>) -> HandlerResult {
    let email = well_formed::email(required(call.args, "email"))?;
    let code = Proof::Code(required(call.args, "code"));
    login::log_in(call, call.args, Name::Email(&email), code)
}

/// Returns a list of one verdict.
fn check_password(call: &Call<'_>) -> HandlerResult {
    Ok(json!([passwords::check_strength(call)?]))
}

/// Logs in with an account of the directory: the emulator has one for LDAP and Active Directory.
fn by_directory(call: &Call<'_>) -> HandlerResult {
    let (username, password) = (
        required(call.args, "username"),
        required(call.args, "password"),
    );
    let app = app(call)?;
    let user = ldap::log_in(
        call.pool,
        username,
        password,
        &origin(call, call.args, &app),
    )?;
    let mut object = Value::Object(logged_in(call, &user, false));
    if call.args.flag("withCustomData") {
        let values = custom_data::of_user(call.pool, &user.id)?;
        set(&mut object, "customData", values);
    }
    Ok(object)
}
