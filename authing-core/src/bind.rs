//! From an operation's value to its variables on the wire: what the client gives for that, and what can go wrong.

use std::borrow::Cow;
use std::error::Error;
use std::sync::Arc;

use crate::secret::Secret;

/// What only the client knows when an operation becomes wire variables.
pub trait Binder {
    /// The user pool's id; operations use it as `registerInClient`, `clientId`, `client` or `userPoolId`.
    fn user_pool_id(&self) -> &str;

    /// Encrypts a password for the wire. `field` is the field's name in Rust, for the error.
    ///
    /// # Errors
    ///
    /// [`BindError::InvalidInput`] if the password can't be encrypted for what it is (empty, too long for the key),
    /// [`BindError::Encrypt`] if encryption itself fails.
    fn encrypt(&self, field: &'static str, password: &Secret) -> Result<String, BindError>;
}

/// Why an operation could not become wire variables. Nothing was sent.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum BindError {
    /// A field's value is wrong.
    #[error(transparent)]
    InvalidInput(#[from] InvalidInput),

    /// A password could not be encrypted.
    #[error("`{field}` could not be encrypted")]
    Encrypt {
        /// The field's name in Rust.
        field: &'static str,
        /// What the encryption said.
        source: Arc<dyn Error + Send + Sync>,
    },
}

/// A value that the service would refuse, found before anything was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{field}` {reason}")]
#[non_exhaustive]
pub struct InvalidInput {
    /// The field's name in Rust.
    pub field: &'static str,
    /// What is wrong with it, as the end of a sentence that begins with the field; never the value itself.
    pub reason: Cow<'static, str>,
}

impl InvalidInput {
    /// An error that reads "`field` reason".
    pub fn new(field: &'static str, reason: impl Into<Cow<'static, str>>) -> Self {
        Self {
            field,
            reason: reason.into(),
        }
    }
}
