//! What an operator of the service does in its console, for tests to do.

use crate::emulator::Emulator;
use crate::rules::tokens;
use crate::store::StoreError;
use crate::store::users::{self, User};

/// Why an operator's change failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UserError {
    /// There is none of that id.
    #[error("there is no user {0}")]
    Unknown(String),
    /// There is no app of that id.
    #[error("there is no app {0}")]
    UnknownApp(String),
    /// The email address is malformed.
    #[error("the email address is malformed")]
    MalformedEmail,
    /// A fault of the emulator itself.
    #[error("internal error: {0}")]
    Internal(String),
}

impl From<StoreError> for UserError {
    fn from(error: StoreError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl Emulator {
    /// Locks a user: logging in is refused with 2005. Tokens stay valid.
    ///
    /// # Errors
    ///
    /// If there is no such user.
    pub fn block_user(&self, id: &str) -> Result<(), UserError> {
        self.change(id, |user| user.blocked = true)
    }

    /// Unlocks a user.
    ///
    /// # Errors
    ///
    /// If there is no such user.
    pub fn unblock_user(&self, id: &str) -> Result<(), UserError> {
        self.change(id, |user| user.blocked = false)
    }

    /// Logs a user out: all the user's tokens become void.
    ///
    /// # Errors
    ///
    /// If there is no such user.
    pub fn log_out_user(&self, id: &str) -> Result<(), UserError> {
        self.change(id, tokens::revoke)
    }

    /// Deletes a user, whose address, number and name are free again.
    ///
    /// # Errors
    ///
    /// If there is no such user.
    pub fn delete_user(&self, id: &str) -> Result<(), UserError> {
        self.change(id, |user| user.is_deleted = true)
    }

    fn change(&self, id: &str, change: impl FnOnce(&mut User)) -> Result<(), UserError> {
        self.service.store.write(|transaction| {
            let user = users::by_id(transaction, id)?;
            let mut user = user.ok_or_else(|| UserError::Unknown(id.to_owned()))?;
            change(&mut user);
            user.updated_at = self.service.date();
            Ok(users::save(transaction, &user)?)
        })
    }
}
