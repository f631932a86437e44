//! The kinds of identifiers by which users are listed.

use crate::wire_text::wire_text;

/// The kind of the identifiers that [`ListUsersByIdentifiers`](super::operations::ListUsersByIdentifiers) takes.
///
/// ```
/// # use authing_core::v2::UserIdentifier;
/// assert_eq!(UserIdentifier::ExternalId.as_str(), "externalId");
/// assert_eq!("phone".parse(), Ok(UserIdentifier::Phone));
/// assert!("nickname".parse::<UserIdentifier>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum UserIdentifier {
    /// The user's id: `id`.
    #[default]
    Id,
    /// The username.
    Username,
    /// The mobile phone number: `phone`.
    Phone,
    /// The email address: `email`.
    Email,
    /// The user's id in another system: `externalId`.
    ExternalId,
}

wire_text!(
    UserIdentifier {
        Id: "id",
        Username: "username",
        Phone: "phone",
        Email: "email",
        ExternalId: "externalId",
    },
    "kind",
    "must be `id`, `username`, `phone`, `email` or `externalId`"
);
