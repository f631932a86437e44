//! Replacing a forgotten password with a code sent by email or SMS.

use super::{Dialog, Outcome, again, sent};
use crate::rules::oidc::error::OAuthError;
use crate::rules::users::{lookup, password_reset};

impl Dialog<'_> {
    pub(super) fn send_reset(&self, account: &str) -> Result<Outcome, OAuthError> {
        let email = account.to_lowercase();
        let name = lookup::name_of(&self.pool.store.read()?, account, &email)?;
        sent(password_reset::send_code_to(self.pool, name))
    }

    pub(super) fn reset(
        &self,
        account: &str,
        code: &str,
        password: &str,
    ) -> Result<Outcome, OAuthError> {
        let email = account.to_lowercase();
        let name = lookup::name_of(&self.pool.store.read()?, account, &email)?;
        match password_reset::set_plain_password(self.pool, name, code, password) {
            Ok(_) => Ok(Outcome::PasswordSet),
            Err(error) => again(error),
        }
    }
}
