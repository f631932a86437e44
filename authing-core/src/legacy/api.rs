//! The API as a type, its endpoints, and the kinds of token.

use std::fmt;

use crate::api::Api;

/// The legacy API, as a type: see [`Api`].
#[derive(Debug, Clone, Copy)]
pub enum Legacy {}

impl Api for Legacy {
    const NAME: &'static str = "legacy";

    type Endpoint = Endpoint;
    type TokenRequirement = TokenRequirement;
}

/// One of the API's two GraphQL endpoints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// Users and nearly all other operations: `https://users.authing.cn/graphql` by default.
    Users,
    /// Social logins and apps: `https://oauth.authing.cn/graphql` by default.
    OAuth,
}

impl Endpoint {
    /// Returns `users` or `oauth`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::OAuth => "oauth",
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The token in the `Authorization` header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenRequirement {
    /// The header is omitted.
    None,
    /// The owner token.
    Owner,
    /// An end user's token.
    User,
    /// Either: the owner token on a client, the user's token on a session.
    Any,
}
