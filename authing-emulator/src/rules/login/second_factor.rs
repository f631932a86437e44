//! The second factor: a code from an authenticator app, or what an app requires.

use serde_json::json;

use super::attempt::Attempt;
use crate::crypto::totp;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::rules::tokens::tickets::{self, Stage};
use crate::rules::users::lookup::known;
use crate::store::apps::App;
use crate::store::user_parts::Mfa;
use crate::store::users::{self, User};

/// Checks the second factor: the code of the attempt, which has none if the user logs in to an app. Then it is a step
/// of its own, with a ticket. The code's time step is recorded in the user, which the caller must save.
pub(super) fn check(pool: &Pool, user: &mut User, attempt: &Attempt<'_>) -> Result<(), ApiError> {
    match attempt.origin.app {
        Some(app) => challenge(pool, user, app),
        None => check_code(pool, user, attempt.mfa_code),
    }
}

/// Returns whether a login to an app must be confirmed.
pub(crate) fn is_required(user: &User, app: &App) -> bool {
    has_totp(user) || !app.mfa_policies.is_empty()
}

pub(super) fn has_totp(user: &User) -> bool {
    user.mfa.as_ref().is_some_and(|mfa| mfa.enable)
}

pub(super) fn check_code(pool: &Pool, user: &mut User, code: Option<&str>) -> Result<(), ApiError> {
    let Some(mfa) = user.mfa.as_mut().filter(|mfa| mfa.enable) else {
        return Ok(());
    };
    let code = code.filter(|code| !code.is_empty());
    let code = code.ok_or(Code::MfaRequired)?;
    let key = mfa.share_key.as_deref().and_then(totp::key);
    let step = key.and_then(|key| totp::step_of(&key, code, pool.now(), mfa.last_step));
    mfa.last_step = step.ok_or_else(|| {
        Code::MfaRequired.saying(
            "MFA 验证码不正确或已使用",
            "the MFA code is wrong, or has already been used",
        )
    })?;
    Ok(())
}

/// Rejects a login to an app that must be confirmed, with the ticket of that step.
pub(crate) fn challenge(pool: &Pool, user: &User, app: &App) -> Result<(), ApiError> {
    let has_totp = has_totp(user);
    let (code, policies) = match (has_totp, app.mfa_policies.as_slice()) {
        (false, []) => return Ok(()),
        (true, _) => (Code::MfaRequired, None),
        (false, policies) => (Code::AppMfaRequired, Some(policies)),
    };
    let policies = policies.map(|policies| {
        let policies = policies.iter().enumerate();
        let policies =
            policies.map(|(sort, policy)| json!({"mfaPolicy": policy, "status": 1, "sort": sort}));
        policies.collect::<Vec<_>>()
    });
    Err(code.with(json!({
        "mfaToken": tickets::issue(pool, &user.id, Stage::Mfa)?,
        "nickname": user.profile.get("nickname"),
        "email": user.email,
        "phone": user.phone,
        "username": user.username,
        "avatar": user.profile.get("photo"),
        "faceMfaEnabled": false,
        "totpMfaEnabled": has_totp,
        "applicationMfa": policies,
    })))
}

/// Enables or disables a user's second factor. The key is generated when it is first enabled; after that, only
/// `new_key` replaces it.
pub(crate) fn change(
    pool: &Pool,
    user: &str,
    enable: bool,
    new_key: bool,
) -> Result<Mfa, ApiError> {
    pool.store.write(|transaction| {
        let mut user = known(transaction, user)?;
        let mut mfa = match user.mfa.take() {
            Some(mfa) if !new_key && mfa.share_key.is_some() => mfa,
            before => Mfa {
                share_key: Some(totp::key_text(&pool.randomness.bytes())),
                last_step: 0,
                ..before.unwrap_or_else(|| none(pool))
            },
        };
        mfa.enable = enable;
        user.mfa = Some(mfa.clone());
        users::save(transaction, &user)?;
        Ok(mfa)
    })
}

/// Returns the second factor of a user who has none yet.
pub(super) fn none(pool: &Pool) -> Mfa {
    Mfa {
        id: pool.new_id(),
        enable: false,
        share_key: None,
        last_step: 0,
        recovery_code: None,
        pending: None,
        created_at: Some(pool.date()),
    }
}
