//! The second step of a login to an app: the second factor, with the ticket of the first step.

use redb::WriteTransaction;

use super::attempt::Origin;
use super::{enrollment, history, second_factor};
use crate::crypto::secret;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::codes;
use crate::rules::pool::Pool;
use crate::rules::tokens::tickets::{self, Stage};
use crate::rules::users::lookup::known;
use crate::store::Read;
use crate::store::apps::{App, MfaPolicy};
use crate::store::messages::Purpose;
use crate::store::users::{self, Name, User};

/// A way to confirm a login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// The code of an authenticator app.
    Totp,
    /// A code sent to the user's phone.
    Sms,
    /// A code sent by email.
    Email,
}

/// Returns the ways in which this user may confirm a login to this app: its own authenticator app, or else what the app
/// requires and the user has.
pub(crate) fn ways(user: &User, app: &App) -> Vec<Way> {
    if second_factor::has_totp(user) {
        return vec![Way::Totp];
    }
    let ways = app.mfa_policies.iter().filter_map(|policy| match policy {
        MfaPolicy::Sms => user.phone.as_ref().map(|_| Way::Sms),
        MfaPolicy::Email => user.email.as_ref().map(|_| Way::Email),
        // Neither has been set up.
        MfaPolicy::Otp | MfaPolicy::Face => None,
    });
    ways.collect()
}

/// Returns whether a login to this app can only be confirmed with an authenticator app, and the user has none yet.
pub(crate) fn needs_enrollment(user: &User, app: &App) -> bool {
    app.mfa_policies.contains(&MfaPolicy::Otp) && ways(user, app).is_empty()
}

/// How a login is confirmed.
#[derive(Clone, Copy)]
pub(crate) enum Proof<'a> {
    /// A code of the user's authenticator app.
    Totp(&'a str),
    /// A code sent to a phone. A user who has none gets this one.
    Sms { phone: &'a str, code: &'a str },
    /// A code sent to an email address. A user who has none gets this one.
    Email { email: &'a str, code: &'a str },
    /// The recovery code of the user's authenticator app, which is replaced by a new one.
    Recovery(&'a str),
}

/// Completes the login of a ticket's holder in one of the ways that the user has, and returns the user with a new token.
pub(crate) fn confirm(
    pool: &Pool,
    ticket: &str,
    way: Way,
    code: &str,
    origin: &Origin<'_>,
) -> Result<User, ApiError> {
    let id = tickets::holder(pool, ticket, Stage::Mfa)?;
    let user = known(&pool.store.read()?, &id)?;
    if !origin
        .app
        .is_some_and(|app| ways(&user, app).contains(&way))
    {
        return Err(Code::NotAllowed.into());
    }
    let proof = match way {
        Way::Totp => Proof::Totp(code),
        Way::Sms => Proof::Sms {
            phone: user.phone.as_deref().unwrap_or_default(),
            code,
        },
        Way::Email => Proof::Email {
            email: user.email.as_deref().unwrap_or_default(),
            code,
        },
    };
    prove(pool, &id, proof, origin)
}

/// Completes a user's login, and returns the user with a new token. A wrong code costs an attempt, so it is an outcome to
/// keep, not a failure to roll back.
pub(crate) fn prove(
    pool: &Pool,
    id: &str,
    proof: Proof<'_>,
    origin: &Origin<'_>,
) -> Result<User, ApiError> {
    pool.store.write(|transaction| {
        let mut user = known(transaction, id)?;
        if user.blocked {
            return Err(Code::Blocked.into());
        }
        if let Err(error) = check(pool, transaction, &mut user, proof, origin)? {
            history::note_failure(pool, transaction, &user, origin, &error.message)?;
            return Ok(Err(error));
        }
        history::count_login(pool, transaction, &mut user, origin)?;
        users::save(transaction, &user)?;
        Ok::<_, ApiError>(Ok(user))
    })?
}

/// Returns whether a user who must confirm a login with a code may get this phone or email address.
pub(crate) fn is_bindable(transaction: &impl Read, name: Name<'_>) -> Result<bool, ApiError> {
    Ok(users::by_name(transaction, name)?.is_none())
}

fn check(
    pool: &Pool,
    transaction: &WriteTransaction,
    user: &mut User,
    proof: Proof<'_>,
    origin: &Origin<'_>,
) -> Result<Result<(), ApiError>, ApiError> {
    let requires = |policy| {
        origin
            .app
            .is_some_and(|app| app.mfa_policies.contains(&policy))
    };
    match proof {
        Proof::Totp(_) | Proof::Recovery(_) if !second_factor::has_totp(user) => {
            Err(Code::NotAllowed.saying(
                "用户未绑定 MFA 口令，请先绑定",
                "the user has no authenticator app: associate one first",
            ))
        }
        Proof::Totp(code) => {
            let right = second_factor::check_code(pool, user, Some(code));
            Ok(right.map_err(|_| Code::TotpWrong.into()))
        }
        Proof::Recovery(code) => Ok(recover(pool, user, code)),
        Proof::Sms { .. } if !requires(MfaPolicy::Sms) => Err(not_required("SMS")),
        Proof::Email { .. } if !requires(MfaPolicy::Email) => Err(not_required("EMAIL")),
        Proof::Sms { phone, code } => {
            if user.phone.is_none() && is_bindable(transaction, Name::Phone(phone))? {
                user.phone = Some(phone.to_owned());
                user.phone_verified = true;
            }
            let theirs = user.phone.as_deref() == Some(phone);
            contact_code(pool, transaction, theirs, phone, code)
        }
        Proof::Email { email, code } => {
            if user.email.is_none() && is_bindable(transaction, Name::Email(email))? {
                user.email = Some(email.to_owned());
                user.email_verified = true;
            }
            let theirs = user.email.as_deref() == Some(email);
            contact_code(pool, transaction, theirs, email, code)
        }
    }
}

fn not_required(policy: &str) -> ApiError {
    Code::NotAllowed.saying(
        format!("应用的多因素认证不包含 {policy}"),
        format!("the app's second factors do not include {policy}"),
    )
}

fn recover(pool: &Pool, user: &mut User, code: &str) -> Result<(), ApiError> {
    let mfa = user.mfa.as_mut().ok_or(Code::RecoveryWrong)?;
    let right = mfa.recovery_code.as_deref();
    if !right.is_some_and(|right| secret::is_right(code, right)) {
        return Err(Code::RecoveryWrong.into());
    }
    mfa.recovery_code = Some(enrollment::recovery_code(pool));
    Ok(())
}

/// Checks a code that was sent to a phone or an email address, which must be the user's.
fn contact_code(
    pool: &Pool,
    transaction: &WriteTransaction,
    is_the_users: bool,
    to: &str,
    code: &str,
) -> Result<Result<(), ApiError>, ApiError> {
    if !is_the_users {
        return Err(Code::NotAllowed.saying(
            "手机号或邮箱不属于此用户",
            "this phone number or email address is not the user's",
        ));
    }
    let presented = codes::present(transaction, Purpose::Mfa, to, code, pool.now())?;
    Ok(presented.map_err(Into::into))
}
