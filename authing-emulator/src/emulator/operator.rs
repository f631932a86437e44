//! The changes that an operator of the service makes in its console, for tests.

use super::Emulator;
use crate::rules::login::qr_login::QrCodeStep;
use crate::rules::operator::UserError;
use crate::rules::operator::user_data::UserData;
use crate::store::apps::{AppKind, MfaPolicy};

impl Emulator {
    /// Adds a user, and returns the id. The user needs an email address, a phone number or a username, and no password.
    ///
    /// # Errors
    ///
    /// If the service's rules reject the data: a name is missing, malformed, too long or another user's, or the password
    /// is too short.
    pub fn add_user(&self, data: &UserData) -> Result<String, UserError> {
        self.pool.add_user(data)
    }

    /// Changes what is set in the data of a user. Tokens stay valid.
    ///
    /// # Errors
    ///
    /// If no user has this id, or the service's rules reject the data.
    pub fn update_user(&self, id: &str, data: &UserData) -> Result<(), UserError> {
        self.pool.update_user(id, data)
    }

    /// Locks a user: logins are rejected with 2005. Tokens stay valid.
    ///
    /// # Errors
    ///
    /// If no user has this id.
    pub fn block_user(&self, id: &str) -> Result<(), UserError> {
        self.pool.block(id)
    }

    /// Unlocks a user.
    ///
    /// # Errors
    ///
    /// If no user has this id.
    pub fn unblock_user(&self, id: &str) -> Result<(), UserError> {
        self.pool.unblock(id)
    }

    /// Logs a user out: all the user's tokens become void.
    ///
    /// # Errors
    ///
    /// If no user has this id.
    pub fn log_out_user(&self, id: &str) -> Result<(), UserError> {
        self.pool.log_out(id)
    }

    /// Deletes a user. The user's email, phone and username can be used again.
    ///
    /// # Errors
    ///
    /// If no user has this id.
    pub fn delete_user(&self, id: &str) -> Result<(), UserError> {
        self.pool.delete(id)
    }

    /// Returns the current code of a user's authenticator app, by the emulator's [`clock`](Self::clock): six digits,
    /// which a login sends as `MFACode`. The first app of a user has codes as soon as it is being associated.
    ///
    /// `user` is the user's id, email address, phone number or username. Each code is accepted once: advance the clock
    /// by 30 seconds for the next.
    ///
    /// # Errors
    ///
    /// If there is no such user, or the user's second factor is not enabled.
    pub fn mfa_code(&self, user: &str) -> Result<String, UserError> {
        self.pool.mfa_code(user)
    }

    /// Adds an app that users can authorize, and returns its id.
    ///
    /// # Errors
    ///
    /// If an internal error occurs.
    pub fn add_app(&self, kind: AppKind, name: &str) -> Result<String, UserError> {
        self.pool.add_app(kind, name)
    }

    /// Sets the ways in which a login to an app must be confirmed with a second factor. None of them: it needs none.
    ///
    /// # Errors
    ///
    /// If no app has this id.
    pub fn set_app_mfa(&self, app: &str, policies: &[MfaPolicy]) -> Result<(), UserError> {
        self.pool.set_app_mfa(app, policies)
    }

    /// Adds a URI to which a login to an app may redirect, and a logout, too. An app may redirect nowhere else.
    ///
    /// # Errors
    ///
    /// If no app has this id, or the URI is not absolute, has a fragment, or has a scheme that a browser runs.
    pub fn add_redirect_uri(&self, app: &str, uri: &str) -> Result<(), UserError> {
        self.pool.add_redirect_uri(app, uri)
    }

    /// Scans a QR code with a device where a user is logged in, and then agrees to log in or declines. `random` is what
    /// the request for the code returned, `user` the user's id.
    ///
    /// # Errors
    ///
    /// If no user has this id, or the QR code is unknown, has expired, or was not scanned before by this user.
    pub fn use_qr_code(&self, random: &str, user: &str, step: QrCodeStep) -> Result<(), UserError> {
        self.pool.use_qr_code(random, user, step)
    }

    /// Authorizes an app for a user with a scope such as `openid profile`, as the user would do in a browser.
    ///
    /// # Errors
    ///
    /// If no user or no app has this id.
    pub fn authorize_app(&self, user: &str, app: &str, scope: &str) -> Result<(), UserError> {
        self.pool.authorize_app(user, app, scope)
    }

    /// Adds an account to the LDAP directory, or replaces its password and email. Its first login creates a user.
    ///
    /// # Errors
    ///
    /// If the email address is malformed.
    pub fn add_ldap_account(
        &self,
        username: &str,
        password: &str,
        email: Option<&str>,
    ) -> Result<(), UserError> {
        self.pool.add_ldap_account(username, password, email)
    }
}
