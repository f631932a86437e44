//! Input objects that contain encrypted or checked fields.

use super::wire_secret::WireSecret;
use crate::bind::{BindError, Binder, InvalidInput};
use crate::secret::Secret;

/// A value that is bound before sending: a secret that is sent encrypted, an input object that may lack required
/// fields, or a container of these.
pub trait Bind {
    /// The wire form.
    type Wire;

    /// Checks it and encrypts each secret, once. `field` is the field's name in Rust, for the error.
    ///
    /// # Errors
    ///
    /// [`BindError`], naming the field.
    fn bind(self, field: &'static str, binder: &dyn Binder) -> Result<Self::Wire, BindError>;
}

/// Returns the user pool's id, if the client has one.
pub fn maybe_user_pool(binder: &dyn Binder) -> Option<String> {
    let id = binder.user_pool_id();
    (!id.is_empty()).then(|| id.to_owned())
}

/// Returns the user pool's id, which the operation requires.
///
/// # Errors
///
/// [`InvalidInput`] if the client has none.
pub fn user_pool(binder: &dyn Binder) -> Result<String, InvalidInput> {
    maybe_user_pool(binder).ok_or_else(|| {
        let reason =
            "is required, but the client of an app has none: use the client of a user pool";
        InvalidInput::new("user_pool_id", reason)
    })
}

impl Bind for Secret {
    type Wire = WireSecret;

    fn bind(self, field: &'static str, binder: &dyn Binder) -> Result<Self::Wire, BindError> {
        let encrypted = binder.encrypt(field, &self)?;
        Ok(Secret::new(encrypted).into())
    }
}

impl<T: Bind> Bind for Option<T> {
    type Wire = Option<T::Wire>;

    fn bind(self, field: &'static str, binder: &dyn Binder) -> Result<Self::Wire, BindError> {
        self.map(|value| value.bind(field, binder)).transpose()
    }
}

impl<T: Bind> Bind for Vec<T> {
    type Wire = Vec<T::Wire>;

    fn bind(self, field: &'static str, binder: &dyn Binder) -> Result<Self::Wire, BindError> {
        let elements = self.into_iter();
        elements
            .map(|element| element.bind(field, binder))
            .collect()
    }
}

impl<T: Bind> Bind for Box<T> {
    type Wire = Box<T::Wire>;

    fn bind(self, field: &'static str, binder: &dyn Binder) -> Result<Self::Wire, BindError> {
        (*self).bind(field, binder).map(Box::new)
    }
}
