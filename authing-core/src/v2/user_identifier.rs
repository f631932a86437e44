//! The kinds of identifiers by which users are listed.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::bind::InvalidInput;

/// The kind of the identifiers that [`ListUsersByIdentifiers`](super::operations::ListUsersByIdentifiers) takes.
///
/// ```
/// # use authing_core::v2::UserIdentifier;
/// assert_eq!(UserIdentifier::ExternalId.as_str(), "externalId");
/// assert_eq!("phone".parse(), Ok(UserIdentifier::Phone));
/// assert!("nickname".parse::<UserIdentifier>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum UserIdentifier {
    /// The user's id: `id`.
    #[default]
    Id,
    /// The login name: `username`.
    Username,
    /// The mobile phone number: `phone`.
    Phone,
    /// The email address: `email`.
    Email,
    /// The user's id in another system: `externalId`.
    ExternalId,
}

impl UserIdentifier {
    const EVERY: [Self; 5] = [
        Self::Id,
        Self::Username,
        Self::Phone,
        Self::Email,
        Self::ExternalId,
    ];

    /// Returns the value on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Username => "username",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::ExternalId => "externalId",
        }
    }
}

impl fmt::Display for UserIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Parses the value on the wire.
impl FromStr for UserIdentifier {
    type Err = InvalidInput;

    fn from_str(text: &str) -> Result<Self, InvalidInput> {
        let mut every = Self::EVERY.into_iter();
        every.find(|kind| kind.as_str() == text).ok_or_else(|| {
            let reason = "must be `id`, `username`, `phone`, `email` or `externalId`";
            InvalidInput::new("kind", reason)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_serialized_as_its_text_and_read_from_it() {
        for kind in UserIdentifier::EVERY {
            let text = serde_json::to_value(kind).unwrap();
            assert_eq!(text, kind.as_str());
            assert_eq!(kind.as_str().parse(), Ok(kind));
        }
        for unknown in ["", "Email", " email", "externalid"] {
            assert!(unknown.parse::<UserIdentifier>().is_err(), "{unknown}");
        }
    }
}
