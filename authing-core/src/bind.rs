//! Binding: from an operation's value to its variables on the wire.

use std::borrow::Cow;
use std::error::Error;
use std::sync::Arc;

use crate::secret::Secret;

/// The client's part in binding an operation: the user pool's id and the encryption of passwords.
pub trait Binder {
    /// Returns the user pool's id, or an empty text if the client has none; operations use it as `registerInClient`,
    /// `clientId`, `client` or `userPoolId`.
    fn user_pool_id(&self) -> &str;

    /// Encrypts a password for the wire. `field` is the field's name in Rust, for the error.
    ///
    /// # Errors
    ///
    /// [`BindError::InvalidInput`] if this password can't be encrypted (empty, or too long for the key),
    /// [`BindError::Encrypt`] if encryption itself fails.
    fn encrypt(&self, field: &'static str, password: &Secret) -> Result<String, BindError>;
}

/// The reason why an operation could not be bound. Nothing was sent.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum BindError {
    /// A field's value is invalid.
    #[error(transparent)]
    InvalidInput(#[from] InvalidInput),

    /// A password could not be encrypted.
    #[error("`{field}` could not be encrypted")]
    Encrypt {
        /// The field's name in Rust.
        field: &'static str,
        /// The error of the encryption.
        source: Arc<dyn Error + Send + Sync>,
    },
}

/// A value that the service would reject, found before sending.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{field}` {reason}")]
#[non_exhaustive]
pub struct InvalidInput {
    /// The field's name in Rust.
    pub field: &'static str,
    /// The reason, as the end of a sentence that begins with the field; never the value itself.
    pub reason: Cow<'static, str>,
}

impl InvalidInput {
    /// Creates an error that reads "`field` reason".
    pub fn new(field: &'static str, reason: impl Into<Cow<'static, str>>) -> Self {
        Self {
            field,
            reason: reason.into(),
        }
    }
}
