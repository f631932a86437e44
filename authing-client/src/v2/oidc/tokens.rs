//! The token endpoint.

use std::time::Duration;

use authing_core::Secret;
use authing_core::response::read_oauth;
use serde::Deserialize;
use serde_json::Value;

use super::form::Form;
use super::{ClientAuthentication, IdTokenClaims, Oidc, PendingLogin};
use crate::call::retry::Repeat;
use crate::error::{Error, UnverifiedTokens};
use crate::exact;
use crate::v2::UserSession;

/// The service's own grant for a user who has an ID token.
const ID_TOKEN_GRANT: &str = "http://authing.cn/oidc/grant_type/authing_token";

/// The tokens that the provider has returned. Secrets are redacted in `Debug`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Tokens {
    /// The access token, for the provider's userinfo and for programs that accept it.
    pub access_token: Secret,
    /// The ID token, which is the user's token for [`AuthenticationClient::session`](crate::v2::AuthenticationClient::session).
    pub id_token: Option<Secret>,
    /// The refresh token, if the scope has `offline_access`.
    pub refresh_token: Option<Secret>,
    /// The granted scope, if it differs from the requested one.
    pub scope: Option<String>,
    /// The lifetime of the access token.
    pub expires_in: Option<Duration>,
    /// The claims of the ID token, which has been verified.
    pub claims: Option<IdTokenClaims>,
    pub(super) session: Option<UserSession>,
}

impl Tokens {
    /// Returns the session of the user, if there is an ID token.
    #[must_use]
    pub fn session(&self) -> Option<UserSession> {
        self.session.clone()
    }
}

/// The response as it is on the wire.
#[derive(Deserialize)]
struct Response {
    access_token: Secret,
    id_token: Option<Secret>,
    refresh_token: Option<Secret>,
    scope: Option<String>,
    expires_in: Option<Value>,
}

impl Response {
    fn unverified(self, nonce: Option<&Secret>) -> UnverifiedTokens {
        UnverifiedTokens {
            access_token: self.access_token,
            id_token: self.id_token,
            refresh_token: self.refresh_token,
            scope: self.scope,
            expires_in: self.expires_in.as_ref().and_then(lifetime),
            nonce: nonce.cloned(),
        }
    }
}

impl Oidc {
    /// Exchanges the code of a pending login for tokens.
    pub(super) async fn exchange(
        &self,
        code: &Secret,
        pending: &PendingLogin,
    ) -> Result<Tokens, Error> {
        let form = Form {
            name: self.protocol.pick("oidc_token", "oauth_token"),
            path: &["token"],
            fields: vec![
                ("grant_type", "authorization_code"),
                ("code", code.expose()),
                ("redirect_uri", &pending.redirect_uri),
                ("code_verifier", pending.code_verifier.expose()),
            ],
            // A code is good for one use.
            repeat: Repeat::Unsent,
        };
        let name = form.name;
        let response = self.post(form, read_oauth::<Response>).await?;
        if pending.nonce.is_some() && response.id_token.is_none() {
            return Err(Error::Decode {
                operation: name,
                path: "body.id_token".to_owned(),
                reason: "the service returned no ID token".to_owned(),
            });
        }
        let tokens = response.unverified(pending.nonce.as_ref());
        self.verify(&tokens).await
    }

    /// Exchanges a refresh token for new tokens. The service may replace the refresh token, too.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] whose [`oauth_error`](Error::oauth_error) is `invalid_grant` if the token has expired or was revoked.
    /// [`Error::Unverified`], which keeps the tokens, if the provider's keys can't be fetched.
    ///
    /// On the wire: `POST /oidc/token`, `grant_type=refresh_token`.
    #[doc(alias = "getNewAccessTokenByRefreshToken")]
    #[doc(alias = "get_new_access_token_by_refresh_token")]
    pub async fn refresh(&self, refresh_token: impl Into<Secret>) -> Result<Tokens, Error> {
        let refresh_token = exact::trimmed(refresh_token.into());
        let form = Form {
            name: self.protocol.pick("oidc_refresh", "oauth_refresh"),
            path: &["token"],
            fields: vec![
                ("grant_type", "refresh_token"),
                ("refresh_token", refresh_token.expose()),
            ],
            // The service may replace the refresh token by its first use.
            repeat: Repeat::Unsent,
        };
        let response = self.post(form, read_oauth::<Response>).await?;
        self.verify(&response.unverified(None)).await
    }

    /// Gets an access token for a program, with an access key of the app.
    ///
    /// - `access_key`, `access_secret`: of an account for programmatic access, from the app's page in the console.
    /// - `scope`: the permissions, separated by spaces.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] whose [`oauth_error`](Error::oauth_error) is `invalid_client` for a wrong key or secret.
    ///
    /// On the wire: `POST /oidc/token`, `grant_type=client_credentials`.
    #[doc(alias = "getAccessTokenByClientCredentials")]
    #[doc(alias = "get_access_token_by_client_credentials")]
    pub async fn client_credentials(
        &self,
        access_key: &str,
        access_secret: impl Into<Secret>,
        scope: &str,
    ) -> Result<Tokens, Error> {
        let form = Form {
            name: (self.protocol).pick("oidc_client_credentials", "oauth_client_credentials"),
            path: &["token"],
            fields: vec![("grant_type", "client_credentials"), ("scope", scope)],
            repeat: Repeat::Freely,
        };
        // An access key has a secret in any case.
        let authentication = match self.authentication {
            ClientAuthentication::Basic => ClientAuthentication::Basic,
            _ => ClientAuthentication::Post,
        };
        let (key, secret) = (
            exact::trim(access_key),
            exact::trimmed(access_secret.into()),
        );
        exact::check(form.name, "access_key", key)?;
        exact::check(form.name, "access_secret", secret.expose())?;
        let response = self
            .post_as((key, &secret), authentication, form, read_oauth::<Response>)
            .await?;
        self.verify(&response.unverified(None)).await
    }

    /// Exchanges a user's ID token for tokens with another scope.
    ///
    /// - `redirect_uri`: one of those configured in the console.
    /// - `scope`: separated by spaces.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] whose [`oauth_error`](Error::oauth_error) is the provider's reason, such as `invalid_grant`.
    /// [`Error::Unverified`], see [`refresh`](Self::refresh).
    ///
    /// On the wire: `POST /oidc/token`, `grant_type=http://authing.cn/oidc/grant_type/authing_token`, without the app's secret.
    #[doc(alias = "getAccessTokenByIdToken")]
    pub async fn exchange_id_token(
        &self,
        id_token: impl Into<Secret>,
        redirect_uri: &str,
        scope: &str,
    ) -> Result<Tokens, Error> {
        let id_token = exact::trimmed(id_token.into());
        let form = Form {
            name: (self.protocol).pick("oidc_exchange_id_token", "oauth_exchange_id_token"),
            path: &["token"],
            fields: vec![
                ("grant_type", ID_TOKEN_GRANT),
                ("redirect_uri", redirect_uri),
                ("token", id_token.expose()),
                ("scope", scope),
            ],
            repeat: Repeat::Freely,
        };
        let app = (self.client.app_id(), &Secret::default());
        let response = self
            .post_as(
                app,
                ClientAuthentication::None,
                form,
                read_oauth::<Response>,
            )
            .await?;
        self.verify(&response.unverified(None)).await
    }
}

/// Reads a lifetime in seconds. Some providers write it as a string, and the code is used up already.
fn lifetime(seconds: &Value) -> Option<Duration> {
    let number = seconds
        .as_f64()
        .or_else(|| seconds.as_str()?.parse().ok())?;
    Duration::try_from_secs_f64(number).ok()
}
