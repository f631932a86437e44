//! Requiring a captcha after too many failed logins.

use redb::WriteTransaction;

use super::attempt::{Attempt, Captcha};
use super::{Outcome, captcha};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::codes::attempts;
use crate::rules::pool::Pool;
use crate::rules::pool::checks::{Check, Limit};
use crate::store;
use crate::store::users::{Name, User};
use crate::store::{Read, StoreError};

/// Runs a login attempt, unless a captcha is required first. Failures are counted per account and per IP address; a
/// success resets both.
///
/// A new captcha replaces the old one, so an error is an outcome to keep, not a failure to roll back.
pub(super) fn guard(
    pool: &Pool,
    transaction: &WriteTransaction,
    attempt: &Attempt<'_>,
    log_in: impl FnOnce() -> Outcome,
) -> Outcome {
    let record = store::pool::load(transaction)?;
    let Some(limit) = Check::Logins.limit(pool, &record) else {
        return log_in();
    };
    let failures = Guard {
        pool,
        attempt,
        limit,
        account: account(attempt.name),
        ip: format!("login from {}", attempt.origin.ip),
    };
    if let Err(error) = failures.demand_captcha(transaction)? {
        return Ok(Err(error));
    }
    failures.learn(transaction, log_in()?)
}

struct Guard<'a> {
    pool: &'a Pool,
    attempt: &'a Attempt<'a>,
    limit: Limit,
    account: String,
    ip: String,
}

impl Guard<'_> {
    fn demand_captcha(
        &self,
        transaction: &WriteTransaction,
    ) -> Result<Result<(), ApiError>, ApiError> {
        if !self.is_exceeded(transaction)? {
            return Ok(Ok(()));
        }
        let (owner, typed) = match self.attempt.captcha {
            Captcha::InError { typed } => (Some(self.account.clone()), typed),
            Captcha::InSession { id, typed } => (id.map(captcha::owner), typed),
        };
        let typed = typed.filter(|typed| !typed.is_empty());
        let code = match (owner, typed) {
            (_, None) => Code::CaptchaRequired,
            (Some(owner), Some(typed))
                if captcha::is_right(self.pool, transaction, &owner, typed)? =>
            {
                return Ok(Ok(()));
            }
            _ => Code::VerificationWrong,
        };
        Ok(Err(self.with_new_captcha(transaction, code.into())?))
    }

    fn learn(&self, transaction: &WriteTransaction, outcome: Result<User, ApiError>) -> Outcome {
        let keys = [self.account.as_str(), self.ip.as_str()];
        let Err(error) = outcome else {
            for key in keys {
                attempts::forget(transaction, key)?;
            }
            return Ok(outcome);
        };
        if self.is_failure(&error) {
            for key in keys {
                attempts::add(transaction, key, self.pool.now(), self.limit)?;
            }
        }
        // A ticket for the next step is not lost: the captcha was typed before it.
        if error.data.is_none() && self.is_exceeded(transaction)? {
            return Ok(Err(self.with_new_captcha(transaction, error)?));
        }
        Ok(Err(error))
    }

    /// Returns whether the error indicates guessing. A missing MFA code does not.
    fn is_failure(&self, error: &ApiError) -> bool {
        let guessed = [
            Code::UnknownUser,
            Code::WrongPassword,
            Code::VerificationWrong,
        ];
        guessed.iter().any(|code| code.number() == error.code)
            || (error.code == Code::MfaRequired.number() && self.attempt.mfa_code.is_some())
    }

    fn is_exceeded(&self, transaction: &impl Read) -> Result<bool, StoreError> {
        let are_used_up =
            |key| attempts::are_used_up(transaction, key, self.pool.now(), self.limit);
        Ok(are_used_up(&self.account)? || are_used_up(&self.ip)?)
    }

    fn with_new_captcha(
        &self,
        transaction: &WriteTransaction,
        error: ApiError,
    ) -> Result<ApiError, StoreError> {
        if let Captcha::InSession { .. } = self.attempt.captcha {
            return Ok(error);
        }
        let data = captcha::make(self.pool, transaction, &self.account)?;
        Ok(ApiError {
            data: Some(data),
            ..error
        })
    }
}

fn account(name: Name<'_>) -> String {
    match name {
        Name::Email(email) => format!("login as email {email}"),
        Name::Phone(phone) => format!("login as phone {phone}"),
        Name::Username(username) => format!("login as user {username}"),
        Name::External(id) => format!("login as external {id}"),
        Name::Unionid(unionid) => format!("login as unionid {unionid}"),
    }
}
