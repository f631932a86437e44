//! Confirming a login with a second factor, which the user may have to set up first.

use super::{Dialog, Outcome, again, sent};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::codes::sending;
use crate::rules::login::confirmation::{self, Way};
use crate::rules::login::enrollment;
use crate::rules::oidc::error::OAuthError;
use crate::rules::oidc::login::interaction::{self, holder};
use crate::rules::users::lookup;
use crate::rules::well_formed;
use crate::store::messages::Purpose;

impl Dialog<'_> {
    pub(super) fn send_factor(&self, ticket: &str, way: Way) -> Result<Outcome, OAuthError> {
        let user = holder(self.pool, ticket)?;
        let user = interaction::user(&self.pool.store.read()?, &user)?;
        let may_use = confirmation::ways(&user, self.app).contains(&way);
        sent(match way {
            _ if !may_use => Err(Code::NotAllowed.into()),
            Way::Sms => {
                let phone = well_formed::phone(user.phone.as_deref().unwrap_or_default());
                phone.and_then(|phone| sending::short_code(self.pool, Purpose::Mfa, phone))
            }
            Way::Email => {
                let email = user.email.unwrap_or_default();
                sending::short_mail(self.pool, Purpose::Mfa, &email)
            }
            Way::Totp => Ok(()),
        })
    }

    pub(super) fn confirm(
        &self,
        ticket: &str,
        way: Way,
        code: &str,
    ) -> Result<Outcome, OAuthError> {
        let error = match confirmation::confirm(self.pool, ticket, way, code, &self.origin) {
            Ok(user) => return self.logged_in(&user, true),
            Err(error) => error,
        };
        self.wrong(error)
    }

    /// Lets the user try again, unless there were too many attempts.
    fn wrong(&self, error: ApiError) -> Result<Outcome, OAuthError> {
        let tries_left = self.change(|interaction| {
            interaction.tries_left = interaction.tries_left.saturating_sub(1);
        })?;
        if tries_left > 0 {
            return again(error);
        }
        self.reject("the login was not confirmed")
    }

    /// Makes a key for the user's first authenticator app, which the page then shows.
    pub(super) fn enroll(&self, ticket: &str) -> Result<Outcome, OAuthError> {
        let user = holder(self.pool, ticket)?;
        if let Err(error) = self.check_enrollment(&user) {
            return again(error);
        }
        match enrollment::start(self.pool, &user) {
            Ok(_) => Ok(Outcome::Next { session: None }),
            Err(error) => again(error),
        }
    }

    /// Enables the new authenticator app with its first code, which confirms this login, too.
    pub(super) fn enrolled(&self, ticket: &str, code: &str) -> Result<Outcome, OAuthError> {
        let user = holder(self.pool, ticket)?;
        let enabled = self
            .check_enrollment(&user)
            .and_then(|()| enrollment::confirm(self.pool, &user, code));
        match enabled {
            Ok(()) => self.confirm(ticket, Way::Totp, code),
            Err(error) => self.wrong(error),
        }
    }

    /// Only a user without a second factor may set one up with no more than a password.
    fn check_enrollment(&self, user: &str) -> Result<(), ApiError> {
        let user = lookup::known(&self.pool.store.read()?, user)?;
        match confirmation::needs_enrollment(&user, self.app) {
            true => Ok(()),
            false => Err(Code::NotAllowed.into()),
        }
    }
}
