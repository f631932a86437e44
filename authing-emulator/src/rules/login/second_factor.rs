//! The second factor: a code from an authenticator app.

use crate::crypto::totp;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::store::user_parts::Mfa;
use crate::store::users::{self, User};

/// Checks the MFA code. The code's time step is recorded in the user, which the caller must save.
pub(super) fn check(pool: &Pool, user: &mut User, code: Option<&str>) -> Result<(), ApiError> {
    let Some(mfa) = user.mfa.as_mut().filter(|mfa| mfa.enable) else {
        return Ok(());
    };
    let code = code.filter(|code| !code.is_empty());
    let code = code.ok_or(Code::MfaRequired)?;
    let key = mfa.share_key.as_deref().and_then(totp::key);
    let step = key.and_then(|key| totp::step_of(&key, code, pool.now(), mfa.last_step));
    mfa.last_step = step.ok_or_else(|| {
        Code::MfaRequired.saying("the MFA code is wrong, or has already been used")
    })?;
    Ok(())
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
        let mut user = users::by_id(transaction, user)?.ok_or(Code::UnknownUser)?;
        let mut mfa = match user.mfa.take() {
            Some(mfa) if !new_key => mfa,
            before => Mfa {
                id: before.map_or_else(|| pool.new_id(), |before| before.id),
                enable,
                share_key: Some(totp::key_text(&pool.randomness.bytes())),
                last_step: 0,
            },
        };
        mfa.enable = enable;
        user.mfa = Some(mfa.clone());
        users::save(transaction, &user)?;
        Ok(mfa)
    })
}
