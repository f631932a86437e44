//! The changes that an operator of the service makes in its console.

mod user_changes;
pub(crate) mod user_data;

use crate::crypto::{password_hash, totp};
use crate::rules::api_error::ApiError;
use crate::rules::apps::announced;
use crate::rules::login::qr_login::{self, QrCodeStep};
use crate::rules::oidc::redirect;
use crate::rules::pool::Pool;
use crate::rules::well_formed;
use crate::store::StoreError;
use crate::store::apps::{self, APPS, App, AppKind, MfaPolicy};
use crate::store::directory::{self, ACCOUNTS, Account};
use crate::store::user_parts::Authorization;
use crate::store::users::{self, Name};

/// Why an operator's change failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UserError {
    /// No user has this id.
    #[error("there is no user `{0}`")]
    Unknown(String),
    /// No app has this id.
    #[error("there is no app `{0}`")]
    UnknownApp(String),
    /// The user has no second factor, or has disabled it.
    #[error("the second factor of user {0} is not enabled")]
    NoMfa(String),
    /// The email address is malformed.
    #[error("the email address is malformed")]
    MalformedEmail,
    /// The redirect URI can't be registered.
    #[error("the redirect URI {0}")]
    InvalidRedirectUri(&'static str),
    /// The QR code can't be used so.
    #[error("the QR code is unknown, has expired, or is not in the state for this step")]
    QrCode,
    /// The service's rules reject the data of a user: a name that another user has, a malformed phone number, a password
    /// that is too short.
    #[error("{message} (code {code})")]
    #[non_exhaustive]
    Rejected {
        /// The code with which the service rejects it.
        code: u16,
        /// The reason.
        message: String,
    },
    /// An internal error of the emulator.
    #[error("internal error: {0}")]
    Internal(String),
}

impl From<StoreError> for UserError {
    fn from(error: StoreError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<ApiError> for UserError {
    fn from(error: ApiError) -> Self {
        Self::Rejected {
            code: error.code,
            message: error.message.english().to_owned(),
        }
    }
}

impl Pool {
    pub(crate) fn mfa_code(&self, user: &str) -> Result<String, UserError> {
        let read = self.store.read()?;
        let email = user.to_lowercase();
        let names = [Name::Email(&email), Name::Phone(user), Name::Username(user)];
        let mut found = users::by_id(&read, user)?;
        for name in names {
            found = match found {
                Some(found) => Some(found),
                None => users::by_name(&read, name)?,
            };
        }
        let found = found.ok_or_else(|| UserError::Unknown(user.to_owned()))?;
        let key = found.mfa.and_then(|mfa| match mfa.enable {
            true => mfa.share_key,
            false => Some(mfa.pending?.share_key),
        });
        key.and_then(|key| totp::code_at(&totp::key(&key)?, self.now()))
            .ok_or_else(|| UserError::NoMfa(user.to_owned()))
    }

    pub(crate) fn add_app(&self, kind: AppKind, name: &str) -> Result<String, UserError> {
        let secret = self.randomness.hex::<16>();
        let app = App::new(self.new_id(), kind, name, secret, self.date());
        self.store.write(|transaction| {
            apps::save(transaction, &app)?;
            Ok(app.id.clone())
        })
    }

    /// Sets the ways in which a login to an app must be confirmed.
    pub(crate) fn set_app_mfa(&self, app: &str, policies: &[MfaPolicy]) -> Result<(), UserError> {
        self.store.write(|transaction| {
            let found = APPS.get(transaction, app)?;
            let mut app = found.ok_or_else(|| UserError::UnknownApp(app.to_owned()))?;
            app.mfa_policies = policies.to_vec();
            Ok(apps::save(transaction, &app)?)
        })
    }

    /// Takes a step with a QR code for a user who is logged in elsewhere.
    pub(crate) fn use_qr_code(
        &self,
        random: &str,
        user: &str,
        step: QrCodeStep,
    ) -> Result<(), UserError> {
        let found = users::by_id(&self.store.read()?, user)?;
        let user = found.ok_or_else(|| UserError::Unknown(user.to_owned()))?;
        match qr_login::step(self, random, &user, &announced(self)?, step)? {
            true => Ok(()),
            false => Err(UserError::QrCode),
        }
    }

    pub(crate) fn add_redirect_uri(&self, app: &str, uri: &str) -> Result<(), UserError> {
        redirect::check(uri).map_err(UserError::InvalidRedirectUri)?;
        self.store.write(|transaction| {
            let found = APPS.get(transaction, app)?;
            let mut app = found.ok_or_else(|| UserError::UnknownApp(app.to_owned()))?;
            app.add_redirect_uri(uri);
            Ok(apps::save(transaction, &app)?)
        })
    }

    pub(crate) fn authorize_app(
        &self,
        user: &str,
        app: &str,
        scope: &str,
    ) -> Result<(), UserError> {
        self.store.write(|transaction| {
            let found = users::by_id(transaction, user)?;
            let mut user = found.ok_or_else(|| UserError::Unknown(user.to_owned()))?;
            let found = APPS.get(transaction, app)?;
            let app = found.ok_or_else(|| UserError::UnknownApp(app.to_owned()))?;
            // A new authorization would void the tokens of the old one.
            let known = user.authorizations.iter();
            let known = known.filter(|known| known.app == app.id);
            let id = known.map(|known| known.id.clone()).next();
            user.authorizations.retain(|before| before.app != app.id);
            user.authorizations.push(Authorization {
                id: id.unwrap_or_else(|| self.new_id()),
                app: app.id,
                scope: scope.to_owned(),
                when: Some(self.date()),
            });
            user.sort_lists();
            Ok(users::save(transaction, &user)?)
        })
    }

    pub(crate) fn add_ldap_account(
        &self,
        username: &str,
        password: &str,
        email: Option<&str>,
    ) -> Result<(), UserError> {
        let email = email.map(well_formed::email).transpose();
        let email = email.map_err(|_| UserError::MalformedEmail)?;
        let password_hash = password_hash::hash(password, &self.randomness)
            .map_err(|error| UserError::Internal(error.to_string()))?;
        self.store.write(|transaction| {
            let before = ACCOUNTS.get(transaction, username)?;
            let account = Account {
                username: username.to_owned(),
                password: None,
                password_hash: Some(password_hash),
                email,
                user: before.and_then(|account| account.user),
            };
            Ok(directory::save(transaction, &account)?)
        })
    }
}
