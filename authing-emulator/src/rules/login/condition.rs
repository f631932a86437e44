//! What an app's login requires of the user besides the right password.

use serde_json::json;

use super::attempt::{Attempt, Proof};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::rules::tokens::tickets::{self, Stage};
use crate::store::users::{Name, User};

const DAY: i64 = 86_400;

pub(super) fn check(pool: &Pool, user: &User, attempt: &Attempt<'_>) -> Result<(), ApiError> {
    if attempt.origin.app.is_none() {
        return Ok(());
    }
    let record = pool.record()?;
    let by_email = matches!(attempt.name, Name::Email(_));
    let must_be_verified = record.setting("loginRequireEmailVerified") == true;
    if by_email && must_be_verified && !user.email_verified {
        return Err(Code::EmailNotVerified.into());
    }
    if !matches!(attempt.proof, Proof::Password(_) | Proof::PlainPassword(_)) {
        return Ok(());
    }
    if user.must_reset_password {
        let token = tickets::issue(pool, &user.id, Stage::FirstPassword)?;
        return Err(Code::FirstPasswordRequired.with(json!({ "token": token })));
    }
    if is_out_of_date(pool, user)? {
        let token = tickets::issue(pool, &user.id, Stage::NewPassword)?;
        return Err(Code::PasswordOutOfDate.with(json!({ "token": token })));
    }
    Ok(())
}

/// Returns whether the pool's settings require a new password by now. Its age is known unless it was imported.
pub(crate) fn is_out_of_date(pool: &Pool, user: &User) -> Result<bool, ApiError> {
    let record = pool.record()?;
    let days = record.setting("passwordUpdatePolicy.forcedCycle").as_i64();
    Ok(match (user.password_set_at, days) {
        (Some(set_at), Some(days)) if record.setting("passwordUpdatePolicy.enabled") == true => {
            pool.now() - set_at >= days.saturating_mul(DAY)
        }
        _ => false,
    })
}
