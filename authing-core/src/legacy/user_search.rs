//! The fields that a search for users can look in.

use crate::wire_text::wire_text;

/// The field that [`SearchUsers`](super::operations::SearchUsers) searches in. The service rejects other fields with
/// code 2015.
///
/// ```
/// # use authing_core::legacy::UserSearchField;
/// assert_eq!(UserSearchField::Phone.as_str(), "phone");
/// assert_eq!("phone".parse(), Ok(UserSearchField::Phone));
/// assert!("age".parse::<UserSearchField>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum UserSearchField {
    /// All fields: `all`.
    #[default]
    All,
    /// The email address: `email`.
    Email,
    /// The username.
    Username,
    /// The mobile phone number: `phone`.
    Phone,
    /// The display name: `nickname`.
    Nickname,
}

wire_text!(
    UserSearchField {
        All: "all",
        Email: "email",
        Username: "username",
        Phone: "phone",
        Nickname: "nickname",
    },
    "field",
    "must be `all`, `email`, `username`, `phone` or `nickname`"
);
