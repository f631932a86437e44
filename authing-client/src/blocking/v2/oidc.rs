//! OpenID Connect for synchronous programs.

use authing_core::Secret;
use serde_json::{Map, Value};

use super::authentication::AuthenticationClient;
use crate::blocking::facade::facade;
use crate::error::{Error, UnverifiedTokens};
use crate::v2::oidc::{
    AuthorizationRequest, ClientAuthentication, IdTokenClaims, Introspection, PendingLogin,
    Protocol, Tokens,
};

/// OpenID Connect for an app, with calls that block: [`v2::oidc`](crate::v2::oidc) for synchronous programs.
///
/// The session of [`Tokens`] is asynchronous; [`AuthenticationClient::session`] with the ID token returns a blocking one.
#[derive(Debug, Clone)]
pub struct Oidc {
    inner: crate::v2::oidc::Oidc,
}

impl AuthenticationClient {
    /// Returns the app's OpenID Connect functions: see [`v2::oidc`](crate::v2::oidc).
    #[must_use]
    pub fn oidc(&self) -> Oidc {
        Oidc {
            inner: self.inner.oidc(),
        }
    }
}

facade! {
    "crate::v2";

    /// # OpenID Connect
    impl AuthenticationClient {
        /// Verifies an ID token locally: its signature, issuer, audience and expiry. The user's token of the v2 API is one.
        fn verify_id_token(&self, token: impl Into<Secret>) -> Result<IdTokenClaims, Error>;
    }
}

impl Oidc {
    /// Sets how the client proves to be the app: see the asynchronous
    /// [`client_authentication`](crate::v2::oidc::Oidc::client_authentication).
    #[must_use]
    pub fn client_authentication(self, authentication: ClientAuthentication) -> Self {
        Self {
            inner: self.inner.client_authentication(authentication),
        }
    }

    /// Sets the protocol of the app: see the asynchronous [`protocol`](crate::v2::oidc::Oidc::protocol).
    #[must_use]
    pub fn protocol(self, protocol: Protocol) -> Self {
        Self {
            inner: self.inner.protocol(protocol),
        }
    }

    /// Requests a login with the authorization code flow and PKCE: see the asynchronous
    /// [`authorize`](crate::v2::oidc::Oidc::authorize).
    #[doc(alias = "buildAuthorizeUrl")]
    #[doc(alias = "build_authorize_url")]
    pub fn authorize(&self, redirect_uri: impl Into<String>) -> AuthorizationRequest<'_> {
        self.inner.authorize(redirect_uri)
    }

    /// Returns the URL that ends the browser's session at the provider: see the asynchronous
    /// [`logout_url`](crate::v2::oidc::Oidc::logout_url).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] if the redirect URI is not an absolute URL, or the result would be longer than 64 KB.
    #[doc(alias = "buildLogoutUrl")]
    #[doc(alias = "build_logout_url")]
    pub fn logout_url(&self, redirect: Option<(&Secret, &str)>) -> Result<String, Error> {
        self.inner.logout_url(redirect)
    }

    /// Returns the URL that ends the browser's session on the app's host: see the asynchronous
    /// [`simple_logout_url`](crate::v2::oidc::Oidc::simple_logout_url).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] if the redirect URI is not an absolute URL, or the result would be longer than 64 KB.
    pub fn simple_logout_url(&self, redirect_uri: Option<&str>) -> Result<String, Error> {
        self.inner.simple_logout_url(redirect_uri)
    }
}

facade! {
    "crate::v2::oidc";

    /// # Tokens
    impl Oidc {
        /// Completes a login: checks the query string with which the browser has returned, exchanges the code for tokens,
        /// and verifies the ID token.
        #[doc(alias = "getAccessTokenByCode")]
        #[doc(alias = "get_access_token_by_code")]
        fn complete(&self, pending: &PendingLogin, query: &str) -> Result<Tokens, Error>;

        /// Exchanges a refresh token for new tokens. The service may replace the refresh token, too.
        #[doc(alias = "getNewAccessTokenByRefreshToken")]
        #[doc(alias = "get_new_access_token_by_refresh_token")]
        fn refresh(&self, refresh_token: impl Into<Secret>) -> Result<Tokens, Error>;

        /// Verifies tokens that could not be verified when they were received.
        fn verify(&self, tokens: &UnverifiedTokens) -> Result<Tokens, Error>;

        /// Exchanges a user's ID token for tokens with another scope.
        #[doc(alias = "getAccessTokenByIdToken")]
        fn exchange_id_token(
            &self,
            id_token: impl Into<Secret>,
            redirect_uri: &str,
            scope: &str,
        ) -> Result<Tokens, Error>;

        /// Gets an access token for a program, with an access key of the app.
        #[doc(alias = "getAccessTokenByClientCredentials")]
        #[doc(alias = "get_access_token_by_client_credentials")]
        fn client_credentials(
            &self,
            access_key: &str,
            access_secret: impl Into<Secret>,
            scope: &str,
        ) -> Result<Tokens, Error>;

        /// Returns the claims of the user whose access token it is, as far as the scope goes.
        #[doc(alias = "getUserInfoByAccessToken")]
        #[doc(alias = "get_user_info_by_access_token")]
        fn user_info(&self, access_token: impl Into<Secret>) -> Result<Map<String, Value>, Error>;

        /// Asks the provider whether an access token or a refresh token of the app is valid.
        #[doc(alias = "introspectToken")]
        #[doc(alias = "introspect_token")]
        fn introspect(&self, token: impl Into<Secret>) -> Result<Introspection, Error>;

        /// Revokes an access token or a refresh token of the app. A token that is no longer valid is not an error.
        #[doc(alias = "revokeToken")]
        #[doc(alias = "revoke_token")]
        fn revoke(&self, token: impl Into<Secret>) -> Result<(), Error>;

        /// Returns the provider's metadata: its endpoints and its capabilities (OpenID Connect Discovery).
        fn discover(&self) -> Result<Map<String, Value>, Error>;
    }
}
