//! The second factor: authenticator apps, codes by SMS and email, and their administration.

use serde_json::{Value, json};

use super::routes::routes;
use crate::api::set;
use crate::api::v2::input::{app, missing, origin, required};
use crate::api::v2::users::object::user_object;
use crate::clock::js_date::iso_date;
use crate::engine::call::{Call, HandlerResult};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::login::confirmation::{self, Proof};
use crate::rules::login::enrollment;
use crate::rules::tokens::tickets::{self, Stage};
use crate::rules::users::lookup;
use crate::rules::well_formed;
use crate::store::user_parts::Mfa;
use crate::store::users::{Name, User};

routes! {
    Get "/api/v2/mfa/authenticator" UserOrMfa authenticators;
    Post "/api/v2/mfa/totp/associate" UserOrMfa associate;
    Post "/api/v2/mfa/totp/associate/confirm" UserOrMfa confirm;
    Delete "/api/v2/mfa/totp/associate" User remove;
    Post "/api/v2/mfa/totp/verify" UserOrMfa verify_totp;
    Post "/api/v2/mfa/totp/recovery" UserOrMfa recover(recoveryCode);
    Post "/api/v2/applications/mfa/sms/verify" UserOrMfa verify_sms(phone, code);
    Post "/api/v2/applications/mfa/email/verify" UserOrMfa verify_email(email, code);
    Post "/api/v2/applications/mfa/check" UserOrMfa is_bindable;
    Post "/api/v2/mfa/totp/import" Owner import(userId, secret);
    Get "/api/v2/users/{id}/mfa-bound" Owner status;
    Delete "/api/v2/users/{id}/mfa-bound" Owner unbind(type);
}

/// Lists the caller's authenticator app, if it has one.
fn authenticators(call: &Call<'_>) -> HandlerResult {
    check_kind(call)?;
    let user = call.user(None)?;
    let Some(mfa) = user.mfa.as_ref().filter(|mfa| mfa.enable) else {
        return Ok(json!([]));
    };
    let mut object = authenticator_object(&user.id, mfa);
    let source = call.args.text("source").unwrap_or("SELF");
    set(&mut object, "source", source);
    Ok(json!([object]))
}

/// Returns an authenticator app, without its secrets.
fn authenticator_object(user: &str, mfa: &Mfa) -> Value {
    let created_at = mfa.created_at.as_deref().map(iso_date);
    json!({
        "id": mfa.id,
        "userId": user,
        "enable": mfa.enable,
        "authenticatorType": "totp",
        "createdAt": created_at,
        "updatedAt": created_at,
    })
}

fn associate(call: &Call<'_>) -> HandlerResult {
    check_kind(call)?;
    let user = who_may_enroll(call)?;
    let enrollment = enrollment::start(call.pool, &user.id)?;
    let uri = enrollment::uri(call.pool, &user, &enrollment)?;
    Ok(json!({
        "authenticator_type": "totp",
        "secret": enrollment.share_key,
        "qrcode_uri": uri,
        // No picture is drawn.
        "qrcode_data_url": null,
        "recovery_code": enrollment.recovery_code,
    }))
}

/// Returns the caller. Whoever has only begun to log in must not replace the authenticator app that confirms the login.
fn who_may_enroll(call: &Call<'_>) -> Result<User, ApiError> {
    let user = call.user(None)?;
    let token = call.sender.token.unwrap_or_default();
    if enrollment::is_enrolled(&user) && tickets::holder(call.pool, token, Stage::Mfa).is_ok() {
        return Err(Code::NotAllowed.saying(
            "用户已绑定 MFA 口令，请先用它完成登录",
            "the user has an authenticator app: confirm the login with it first",
        ));
    }
    Ok(user)
}

fn confirm(call: &Call<'_>) -> HandlerResult {
    check_kind(call)?;
    enrollment::confirm(call.pool, &who_may_enroll(call)?.id, totp(call)?)?;
    Ok(Value::Null)
}

fn remove(call: &Call<'_>) -> HandlerResult {
    enrollment::remove(call.pool, &call.subject(None)?)?;
    Ok(Value::Null)
}

fn verify_totp(call: &Call<'_>) -> HandlerResult {
    logged_in(call, Proof::Totp(totp(call)?))
}

/// Logs in with a recovery code, which is used up. The response has a new one.
fn recover(call: &Call<'_>) -> HandlerResult {
    logged_in(call, Proof::Recovery(required(call.args, "recoveryCode")))
}

fn verify_sms(call: &Call<'_>) -> HandlerResult {
    let phone = well_formed::phone(required(call.args, "phone"))?;
    let code = required(call.args, "code");
    logged_in(call, Proof::Sms { phone, code })
}

fn verify_email(call: &Call<'_>) -> HandlerResult {
    let email = well_formed::email(required(call.args, "email"))?;
    let (email, code) = (email.as_str(), required(call.args, "code"));
    logged_in(call, Proof::Email { email, code })
}

fn logged_in(call: &Call<'_>, proof: Proof<'_>) -> HandlerResult {
    let (id, app) = (call.subject(None)?, app(call)?);
    let user = confirmation::prove(call.pool, &id, proof, &origin(call, call.args, &app))?;
    let mut object = user_object(call.pool, &user, user.token.as_deref());
    if let (Proof::Recovery(_), Some(mfa)) = (proof, &user.mfa) {
        object.insert("recoveryCode".to_owned(), mfa.recovery_code.clone().into());
    }
    Ok(object.into())
}

/// Returns whether the caller may confirm its login with a phone or an email address: its own, or one that no user has.
fn is_bindable(call: &Call<'_>) -> HandlerResult {
    let (phone, email) = (call.args.text("phone"), call.args.text("email"));
    let email = email.map(well_formed::email).transpose()?;
    let user = call.user(None)?;
    let (name, own) = match (phone, &email) {
        (Some(phone), _) => (Name::Phone(well_formed::phone(phone)?), &user.phone),
        (None, Some(email)) => (Name::Email(email), &user.email),
        (None, None) => return Err(missing("phone` or `email")),
    };
    let is_free = confirmation::is_bindable(&call.pool.store.read()?, name)?;
    let is_own = own.as_deref() == Some(name.text());
    Ok((is_own || (own.is_none() && is_free)).into())
}

fn import(call: &Call<'_>) -> HandlerResult {
    let (user, secret) = (required(call.args, "userId"), required(call.args, "secret"));
    let mfa = enrollment::import(call.pool, user, secret, call.args.text("recoveryCode"))?;
    let mut object = authenticator_object(user, &mfa);
    set(&mut object, "secret", secret);
    set(&mut object, "recoveryCode", mfa.recovery_code);
    Ok(object)
}

fn status(call: &Call<'_>) -> HandlerResult {
    let user = lookup::known(&call.pool.store.read()?, required(call.args, "id"))?;
    Ok(json!({"OTP": enrollment::is_enrolled(&user), "FACE": false}))
}

fn unbind(call: &Call<'_>) -> HandlerResult {
    match required(call.args, "type") {
        "OTP" => enrollment::remove(call.pool, required(call.args, "id"))?,
        // No face can be associated, so that there is nothing to remove.
        "FACE" => drop(lookup::known(
            &call.pool.store.read()?,
            required(call.args, "id"),
        )?),
        _ => {
            return Err(
                Code::Internal.saying("`type` 只能是 OTP 或 FACE", "`type` must be OTP or FACE")
            );
        }
    }
    Ok(Value::Null)
}

fn totp<'a>(call: &Call<'a>) -> Result<&'a str, ApiError> {
    let code = call.args.text("totp").filter(|code| !code.is_empty());
    Ok(code.ok_or(Code::TotpMissing)?)
}

/// The only kind of authenticator is `totp`. The SDKs do not agree on the argument's name.
fn check_kind(call: &Call<'_>) -> Result<(), ApiError> {
    let names = ["type", "authenticator_type", "authenticatorType"];
    match names.iter().find_map(|name| call.args.text(name)) {
        Some("totp") => Ok(()),
        Some(_) => Err(Code::Internal.saying(
            "MFA 类型只能是 `totp`",
            "the kind of authenticator must be `totp`",
        )),
        None => Err(missing("authenticator_type")),
    }
}
