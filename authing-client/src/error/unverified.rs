//! Tokens that could not be verified yet.

use std::time::Duration;

use authing_core::Secret;

/// Tokens that the provider has returned, and whose ID token could not be verified yet: the result of
/// [`Error::unverified_tokens`](crate::Error::unverified_tokens).
///
/// [`Oidc::verify`](crate::v2::oidc::Oidc::verify) verifies it. Until then, the ID token proves nothing. Secrets are redacted
/// in `Debug`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct UnverifiedTokens {
    /// The access token.
    pub access_token: Secret,
    /// The ID token.
    pub id_token: Option<Secret>,
    /// The refresh token.
    pub refresh_token: Option<Secret>,
    /// The granted scope, if it differs from the requested one.
    pub scope: Option<String>,
    /// The lifetime of the access token.
    pub expires_in: Option<Duration>,
    /// The value that the ID token must contain, if the tokens are those of a login.
    pub nonce: Option<Secret>,
}
