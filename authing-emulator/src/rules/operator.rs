//! What an operator sets up besides users: apps and the directory.

use crate::crypto::password_hash;
use crate::emulator::Emulator;
use crate::emulator::operator::UserError;
use crate::rules::pool::Service;
use crate::rules::well_formed;
use crate::store::apps::{self, App, AppKind, Authorisation};
use crate::store::directory::{self, Account};
use crate::store::users;

impl Emulator {
    /// Adds an app that users can authorise, and gives its id.
    ///
    /// # Errors
    ///
    /// If the emulator has a fault.
    pub fn add_app(&self, kind: AppKind, name: &str) -> Result<String, UserError> {
        self.service.add_app(kind, name)
    }

    /// Has a user authorise an app to a scope such as `openid profile`, as they would in a browser.
    ///
    /// # Errors
    ///
    /// If there is no such user or app.
    pub fn authorize_app(&self, user: &str, app: &str, scope: &str) -> Result<(), UserError> {
        self.service.authorize_app(user, app, scope)
    }

    /// Adds an account to the LDAP directory, or gives it another password and address. Its first login makes a user.
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
        self.service.add_ldap_account(username, password, email)
    }
}

/// The same for `POST /operator/…`.
impl Service {
    pub(crate) fn add_app(&self, kind: AppKind, name: &str) -> Result<String, UserError> {
        let app = App {
            id: self.new_id(),
            kind,
            name: name.to_owned(),
            created_at: self.date(),
        };
        self.store.write(|transaction| {
            apps::save(transaction, &app)?;
            Ok(app.id.clone())
        })
    }

    pub(crate) fn authorize_app(
        &self,
        user: &str,
        app: &str,
        scope: &str,
    ) -> Result<(), UserError> {
        self.store.write(|transaction| {
            users::by_id(transaction, user)?.ok_or_else(|| UserError::Unknown(user.to_owned()))?;
            apps::by_id(transaction, app)?.ok_or_else(|| UserError::UnknownApp(app.to_owned()))?;
            let authorisation = Authorisation {
                id: self.new_id(),
                app: app.to_owned(),
                user: user.to_owned(),
                scope: scope.to_owned(),
                when: self.date(),
            };
            Ok(apps::authorise(transaction, &authorisation)?)
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
            let before = directory::account(transaction, username)?;
            let account = Account {
                username: username.to_owned(),
                password_hash,
                email,
                user: before.and_then(|account| account.user),
            };
            Ok(directory::save(transaction, &account)?)
        })
    }
}
