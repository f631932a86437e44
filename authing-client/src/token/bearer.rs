//! The `Authorization` header of a token.

use authing_core::{InvalidInput, Secret};
use bytes::Bytes;
use http::HeaderValue;
use zeroize::Zeroizing;

use crate::error::Error;
use crate::exact;

/// A token and its `Authorization` header, which is checked and written once.
pub(crate) struct Bearer {
    pub(crate) token: Secret,
    pub(crate) header: HeaderValue,
}

impl Bearer {
    pub(crate) fn new(operation: &'static str, token: Secret) -> Result<Self, Error> {
        let header = bearer(operation, &token)?;
        Ok(Self { token, header })
    }
}

/// Returns the `Authorization` header of a token, or an error that names the operation.
pub(crate) fn bearer(operation: &'static str, token: &Secret) -> Result<HeaderValue, Error> {
    let token = exact::trim(token.expose());
    exact::check(operation, "token", token)?;
    let value = Zeroizing::new(format!("Bearer {token}").into_bytes());
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(value)).map_err(|_| {
        let reason = "has characters that are not allowed in an HTTP header";
        Error::invalid(operation, InvalidInput::new("token", reason))
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// Returns the error of a session whose token does not name its user: what is wrong with the token, if anything is.
pub(crate) fn no_user_id(operation: &'static str, token: &Secret) -> Error {
    let reason = "is not a user's token, a JWT with a user id";
    let nameless = || Error::invalid(operation, InvalidInput::new("token", reason));
    bearer(operation, token).err().unwrap_or_else(nameless)
}

#[cfg(test)]
impl Bearer {
    pub(crate) fn for_tests(token: &str) -> Self {
        Self::new("Test", token.into()).unwrap()
    }
}
