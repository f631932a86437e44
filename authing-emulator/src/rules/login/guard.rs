//! Asking for a captcha once logging in has failed too often.

use redb::WriteTransaction;

use crate::engine::call::Call;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::login::captcha;
use crate::store::attempts;
use crate::store::users::{Name, User};
use crate::store::{Read, StoreError};

/// Lets somebody try to log in, unless a captcha has to be typed first. Failures are counted for the account and for
/// the address that the call comes from; a success forgets both.
pub(crate) fn guard(
    call: &Call<'_>,
    name: Name<'_>,
    log_in: impl FnOnce() -> Result<User, ApiError>,
) -> Result<User, ApiError> {
    let Some(limit) = call.service.limits.captcha_after else {
        return log_in();
    };
    let suspicion = Suspicion {
        call,
        limit,
        account: account(name),
        address: format!("login from {}", call.args.text("lastIP").unwrap_or(call.ip)),
    };
    let store = &call.service.store;
    store.write(|transaction| suspicion.demand_captcha(transaction))??;
    let outcome = log_in();
    store.write(|transaction| suspicion.learn(transaction, outcome))?
}

struct Suspicion<'a> {
    call: &'a Call<'a>,
    limit: usize,
    account: String,
    address: String,
}

impl Suspicion<'_> {
    /// A new captcha replaces the old one, so a refusal is an outcome to be kept, not a failure to be undone.
    fn demand_captcha(
        &self,
        transaction: &WriteTransaction,
    ) -> Result<Result<(), ApiError>, ApiError> {
        if !self.is_great(transaction)? {
            return Ok(Ok(()));
        }
        let typed = self.call.args.text("verifyCode").unwrap_or_default();
        let code = match typed {
            "" => Code::CaptchaNeeded,
            _ if captcha::is_right(self.call.service, transaction, &self.account, typed)? => {
                return Ok(Ok(()));
            }
            _ => Code::VerificationWrong,
        };
        Ok(Err(self.with_captcha(transaction, code.into())?))
    }

    fn learn(
        &self,
        transaction: &WriteTransaction,
        outcome: Result<User, ApiError>,
    ) -> Result<Result<User, ApiError>, ApiError> {
        let keys = [self.account.as_str(), self.address.as_str()];
        let Err(error) = outcome else {
            for key in keys {
                attempts::forget(transaction, key)?;
            }
            return Ok(outcome);
        };
        if self.is_failure(&error) {
            for key in keys {
                attempts::add(transaction, key, self.call.service.clock.seconds())?;
            }
        }
        if self.is_great(transaction)? {
            return Ok(Err(self.with_captcha(transaction, error)?));
        }
        Ok(Err(error))
    }

    /// Whether somebody has guessed. To be asked for the second factor is no failure.
    fn is_failure(&self, error: &ApiError) -> bool {
        let guessed = [
            Code::UnknownUser,
            Code::WrongPassword,
            Code::VerificationWrong,
        ];
        guessed.iter().any(|code| code.number() == error.code)
            || (error.code == Code::MfaRequired.number()
                && self.call.args.text("MFACode").is_some())
    }

    fn is_great(&self, transaction: &impl Read) -> Result<bool, StoreError> {
        let now = self.call.service.clock.seconds();
        let of_account = attempts::count(transaction, &self.account, now)?;
        let of_address = attempts::count(transaction, &self.address, now)?;
        Ok(of_account.max(of_address) >= self.limit)
    }

    fn with_captcha(
        &self,
        transaction: &WriteTransaction,
        error: ApiError,
    ) -> Result<ApiError, StoreError> {
        let data = captcha::make(self.call.service, transaction, &self.account)?;
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
    }
}
