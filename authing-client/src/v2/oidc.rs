//! OpenID Connect: logging users in through the app's login page, and verifying their tokens locally.
//!
//! A program that has a browser in front of it does not ask for passwords itself: it sends the browser to the login page of
//! the app's host, which returns it with a code, and exchanges the code for tokens.
//!
//! ```no_run
//! # async fn example(query: &str) -> Result<(), authing_client::Error> {
//! use authing_client::v2::AuthenticationClient;
//!
//! let auth = AuthenticationClient::builder("5f4cdd055df3df65dc58b97d")
//!     .app_secret("the app's secret")
//!     .host("https://my-app.authing.cn")
//!     .build()?;
//! let oidc = auth.oidc();
//!
//! // Redirect the browser to `login.url`, and keep `login.pending` in the browser's session.
//! let login = oidc.authorize("https://my-app.example.com/callback").begin()?;
//!
//! // In the handler of the callback, with the query string of its URL:
//! let tokens = oidc.complete(&login.pending, query).await?;
//! if let Some(claims) = &tokens.claims {
//!     println!("{} has logged in", claims.user_id);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The state and the nonce, which bind the response to the browser, and the code verifier of PKCE come from the operating
//! system's randomness; [`complete`](Oidc::complete) checks the state and the nonce, and sends the code verifier.
//!
//! If the provider's keys can't be fetched after the exchange, the tokens are not lost: the error has them
//! ([`unverified_tokens`](crate::Error::unverified_tokens)), and [`verify`](Oidc::verify) verifies them later.
//!
//! # Verifying tokens locally
//!
//! [`AuthenticationClient::verify_id_token`] verifies an ID token without a request for each: its signature, issuer,
//! audience and expiry. A token signed with HS256 is verified with the app's secret, one signed with RS256 with the
//! provider's public keys, which are cached: they are fetched again when an unknown key appears, and after an hour. A key
//! has one algorithm, so that a token can't choose how it is verified: neither `alg: none` nor an HMAC with the public
//! key passes.

mod authorization;
mod callback;
mod claims;
mod form;
mod id_token;
mod inspection;
mod logout;
mod pending;
mod protocol;
mod provider;
mod tokens;
mod verification;

use crate::v2::AuthenticationClient;

pub use authorization::{Authorization, AuthorizationRequest};
pub use claims::IdTokenClaims;
pub use inspection::Introspection;
pub use pending::PendingLogin;
pub use protocol::Protocol;
pub use tokens::Tokens;

pub(super) use provider::Provider;

/// How the client proves to be the app when it asks for tokens, as the app is configured in the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ClientAuthentication {
    /// `client_secret_post`: the app's secret is in the form.
    Post,
    /// `client_secret_basic`: the app's secret is in the header `Authorization`.
    Basic,
    /// `none`: for apps that can't keep a secret; PKCE protects the code.
    None,
}

/// OpenID Connect for an app: see the [module](self).
#[derive(Debug, Clone)]
pub struct Oidc {
    client: AuthenticationClient,
    authentication: ClientAuthentication,
    protocol: Protocol,
}

impl AuthenticationClient {
    /// Returns the app's OpenID Connect functions: see [`oidc`](self).
    #[must_use]
    pub fn oidc(&self) -> Oidc {
        let authentication = if self.app_secret().is_none() {
            ClientAuthentication::None
        } else {
            ClientAuthentication::Post
        };
        Oidc {
            client: self.clone(),
            authentication,
            protocol: Protocol::Oidc,
        }
    }
}

impl Oidc {
    /// Sets how the client proves to be the app. Default: [`ClientAuthentication::Post`] if the client has the app's
    /// secret, otherwise [`ClientAuthentication::None`].
    #[must_use]
    pub fn client_authentication(mut self, authentication: ClientAuthentication) -> Self {
        self.authentication = authentication;
        self
    }

    /// Returns the client that it belongs to.
    #[must_use]
    pub fn client(&self) -> &AuthenticationClient {
        &self.client
    }
}
