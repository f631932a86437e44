//! The fields that a search for users can look in.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::bind::InvalidInput;

/// The field that [`SearchUsers`](super::operations::SearchUsers) searches in. The service rejects other fields with
/// code 2015.
///
/// ```
/// # use authing_core::legacy::UserSearchField;
/// assert_eq!(UserSearchField::Phone.as_str(), "phone");
/// assert_eq!("phone".parse(), Ok(UserSearchField::Phone));
/// assert!("age".parse::<UserSearchField>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum UserSearchField {
    /// All fields: `all`.
    #[default]
    All,
    /// The email address: `email`.
    Email,
    /// The login name: `username`.
    Username,
    /// The mobile phone number: `phone`.
    Phone,
    /// The display name: `nickname`.
    Nickname,
}

impl UserSearchField {
    const EVERY: [Self; 5] = [
        Self::All,
        Self::Email,
        Self::Username,
        Self::Phone,
        Self::Nickname,
    ];

    /// Returns the value on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Email => "email",
            Self::Username => "username",
            Self::Phone => "phone",
            Self::Nickname => "nickname",
        }
    }
}

impl fmt::Display for UserSearchField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Parses the value on the wire.
impl FromStr for UserSearchField {
    type Err = InvalidInput;

    fn from_str(text: &str) -> Result<Self, InvalidInput> {
        let mut every = Self::EVERY.into_iter();
        every.find(|field| field.as_str() == text).ok_or_else(|| {
            let reason = "must be `all`, `email`, `username`, `phone` or `nickname`";
            InvalidInput::new("field", reason)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_serialized_as_its_text_and_read_from_it() {
        for field in UserSearchField::EVERY {
            let text = serde_json::to_value(field).unwrap();
            assert_eq!(text, field.as_str());
            assert_eq!(field.as_str().parse(), Ok(field));
        }
        for unknown in ["", "Email", " email", "id"] {
            assert!(unknown.parse::<UserSearchField>().is_err(), "{unknown}");
        }
    }
}
