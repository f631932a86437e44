//! Login.

use super::user_object::user_object;
use crate::engine::call::{Args, Call, HandlerResult};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::login::attempt::{Attempt, Captcha, Origin, Proof};
use crate::rules::login::{self, ldap};
use crate::rules::well_formed;
use crate::store::users::Name;

/// Logs a user in by email address, username, phone number or unionid: the first of them that is given.
pub(super) fn login(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    call.pool.check_id(args.text("registerInClient"))?;
    let email = args.text("email").map(well_formed::email).transpose()?;
    let name = name(args, email.as_deref())?;
    let code = args.int("phoneCode").map(|code| code.to_string());
    let attempt = Attempt {
        name,
        proof: match (name, &code) {
            (Name::Phone(_), Some(code)) => Proof::Code(code),
            (Name::Unionid(_), _) => Proof::Provider,
            _ => Proof::Password(args.text("password")),
        },
        mfa_code: args.text("MFACode"),
        captcha: Captcha::InError {
            typed: args.text("verifyCode"),
        },
        origin: origin(call, args),
    };
    let user = login::log_in(call.pool, &attempt)?;
    Ok(user_object(call.pool, &user).into())
}

/// Returns the name with which a user logs in: an email address, or else the first of the others that is given.
pub(super) fn name<'a>(args: Args<'a>, email: Option<&'a str>) -> Result<Name<'a>, ApiError> {
    Ok(match (email, args.text("username"), args.text("phone")) {
        (Some(email), _, _) => Name::Email(email),
        (None, Some(username), _) => Name::Username(username),
        (None, None, Some(phone)) => Name::Phone(well_formed::phone(phone)?),
        (None, None, None) => {
            let unionid = args.text("unionid").filter(|unionid| !unionid.is_empty());
            Name::Unionid(unionid.ok_or_else(|| {
                Code::PhoneOrEmail.saying(
                    "需要 email、username、phone 或 unionid 之一",
                    "an email, a username, a phone or a unionid is required",
                )
            })?)
        }
    })
}

pub(super) fn login_by_ldap(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    call.pool.check_id(args.text("clientId"))?;
    let username = args.text("username").unwrap_or_default();
    let password = args.text("password").unwrap_or_default();
    let user = ldap::log_in(call.pool, username, password, &origin(call, args))?;
    Ok(user_object(call.pool, &user).into())
}

/// Returns the origin of a call: from its arguments, or else from the connection.
pub(super) fn origin<'a>(call: &Call<'a>, args: Args<'a>) -> Origin<'a> {
    Origin {
        ip: args.text("lastIP").unwrap_or(call.sender.ip),
        device: args.text("device"),
        browser: args.text("browser"),
        app: None,
    }
}
