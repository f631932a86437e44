//! The API as a type, its endpoint, and the kinds of token.

use std::fmt;

use crate::api::Api;

/// The v2 API, as a type: see [`Api`].
#[derive(Debug, Clone, Copy)]
pub enum V2 {}

impl Api for V2 {
    const NAME: &'static str = "v2";

    type Endpoint = Endpoint;
    type TokenRequirement = TokenRequirement;
}

/// The API's hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Endpoint {
    /// Nearly all operations: `https://core.authing.cn` by default, or an app's own host. The path of GraphQL operations is
    /// `/graphql/v2`.
    Host,
    /// Logins by Active Directory: `https://ws.authing.cn` by default.
    WebsocketHost,
}

impl Endpoint {
    /// Returns `host` or `websocket_host`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::WebsocketHost => "websocket_host",
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
    /// The management token.
    Management,
    /// An end user's token.
    User,
    /// Either: the management token on a management client, the user's token on a session.
    Any,
}
