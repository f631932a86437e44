//! The body of a GraphQL request.

use std::cell::{Cell, RefCell};

use authing_core::{BindError, Binder, InvalidInput, Operation, Secret};
use bytes::Bytes;
use zeroize::Zeroizing;

use crate::crypto::password::PublicKey;
use crate::crypto::randomness::Randomness;
use crate::error::Error;

/// The body of an operation, and the passwords encrypted in it.
pub(super) struct Body {
    pub(super) bytes: Bytes,
    /// The passwords in plain text: the service may repeat them decrypted.
    pub(super) encrypted: Vec<Secret>,
}

impl Body {
    /// Binds an operation and serializes it. If it has secrets, the bytes are zeroized with their last clone.
    pub(super) fn write<O: Operation>(operation: O, binding: &Binding<'_>) -> Result<Self, Error> {
        let variables = operation
            .bind(binding)
            .map_err(|error| Error::bind(O::NAME, error))?;
        let query = O::build_query(variables);
        // Variables are usually shorter than the document. A buffer that grows would leave a copy behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(O::DOCUMENT.len() + 1024));
        serde_json::to_writer(&mut *bytes, &query).map_err(|error| {
            let reason = format!("can't be written as JSON: {error}");
            Error::invalid(O::NAME, InvalidInput::new("variables", reason))
        })?;
        let bytes = if O::SECRETS.is_empty() {
            // Zeroizing a kilobyte takes time, and most calls are lookups.
            std::mem::take(&mut *bytes).into()
        } else {
            Bytes::from_owner(bytes)
        };
        Ok(Self {
            bytes,
            encrypted: binding.encrypted.take(),
        })
    }
}

/// The client's part in binding one operation.
pub(super) struct Binding<'a> {
    pub(super) user_pool_id: &'a str,
    /// `None` if it has not been fetched.
    pub(super) public_key: Option<&'a PublicKey>,
    pub(super) randomness: &'a Randomness,
    pub(super) encrypted: RefCell<Vec<Secret>>,
    /// Whether there was a password, but no key.
    pub(super) lacks_key: Cell<bool>,
}

impl Binder for Binding<'_> {
    fn user_pool_id(&self) -> &str {
        self.user_pool_id
    }

    fn encrypt(&self, field: &'static str, password: &Secret) -> Result<String, BindError> {
        let Some(key) = self.public_key else {
            self.lacks_key.set(true);
            let reason = "can't be encrypted without the public key";
            return Err(InvalidInput::new(field, reason).into());
        };
        let encrypted = key.encrypt(field, password, self.randomness)?;
        self.encrypted.borrow_mut().push(password.clone());
        Ok(encrypted)
    }
}
