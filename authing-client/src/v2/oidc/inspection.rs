//! Userinfo, introspection, revocation and discovery.

use authing_core::response::read_oauth;
use authing_core::{InvalidInput, Secret};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::form::Form;
use super::{ClientAuthentication, Oidc, Protocol};
use crate::call::retry::Repeat;
use crate::error::Error;
use crate::exact;

/// The state of a token: whether it is valid, its user, app, scope and expiry (RFC 7662).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Introspection {
    /// Whether the token is valid. If not, nothing else is known.
    pub active: bool,
    /// The user's id.
    #[serde(rename = "sub")]
    pub user_id: Option<String>,
    /// The id of the app that it was issued to.
    pub client_id: Option<String>,
    /// The granted scope, separated by spaces.
    pub scope: Option<String>,
    /// The time of expiry, in seconds since 1970.
    pub exp: Option<i64>,
    #[serde(flatten)]
    others: Map<String, Value>,
}

impl Introspection {
    /// Returns another member of the response by its name on the wire.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.others.get(name)
    }
}

impl Oidc {
    /// Returns the claims of the user whose access token it is, as far as the scope goes.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] whose [`oauth_error`](Error::oauth_error) is `invalid_token` if the token has expired or was revoked.
    ///
    /// On the wire: `GET /oidc/me`.
    #[doc(alias = "getUserInfoByAccessToken")]
    #[doc(alias = "get_user_info_by_access_token")]
    pub async fn user_info(
        &self,
        access_token: impl Into<Secret>,
    ) -> Result<Map<String, Value>, Error> {
        let token = access_token.into();
        let name = self.protocol.pick("oidc_user_info", "oauth_user_info");
        let claims = self
            .client
            .get_from_provider(self.protocol, name, &["me"], Some(&token));
        claims.await
    }

    /// Asks the provider whether an access token or a refresh token of the app is valid.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] whose [`oauth_error`](Error::oauth_error) is `invalid_client` if the app's secret is wrong.
    /// [`Error::InvalidInput`] for what can't be a token: an empty text, or one with spaces or quotes.
    ///
    /// On the wire: `POST /oidc/token/introspection`.
    #[doc(alias = "introspectToken")]
    #[doc(alias = "introspect_token")]
    pub async fn introspect(&self, token: impl Into<Secret>) -> Result<Introspection, Error> {
        let token = exact::trimmed(token.into());
        let form = Form {
            name: self.protocol.pick("oidc_introspect", "oauth_introspect"),
            path: &["token", "introspection"],
            fields: vec![("token", token.expose())],
            repeat: Repeat::Freely,
        };
        self.post(form, read_oauth).await
    }

    /// Revokes an access token or a refresh token of the app. A token that is no longer valid is not an error.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] whose [`oauth_error`](Error::oauth_error) is `invalid_client` if the app's secret is wrong.
    /// [`Error::InvalidInput`] for [`ClientAuthentication::Basic`] with OAuth 2.0, where the service has no such revocation.
    ///
    /// On the wire: `POST /oidc/token/revocation`.
    #[doc(alias = "revokeToken")]
    #[doc(alias = "revoke_token")]
    pub async fn revoke(&self, token: impl Into<Secret>) -> Result<(), Error> {
        let token = exact::trimmed(token.into());
        let name = self.protocol.pick("oidc_revoke", "oauth_revoke");
        if (self.protocol, self.authentication) == (Protocol::OAuth, ClientAuthentication::Basic) {
            let reason = "must not be `Basic` for a revocation with OAuth 2.0: use `Post`";
            return Err(Error::invalid(
                name,
                InvalidInput::new("client_authentication", reason),
            ));
        }
        let form = Form {
            name,
            path: &["token", "revocation"],
            fields: vec![("token", token.expose())],
            // To revoke twice is to revoke.
            repeat: Repeat::Freely,
        };
        let read = |body: &[u8]| match body.trim_ascii() {
            // A success has no body.
            b"" => Ok(()),
            body => read_oauth::<Value>(body).map(drop),
        };
        self.post(form, read).await
    }

    /// Returns the provider's metadata: its endpoints and its capabilities (OpenID Connect Discovery).
    ///
    /// The client does not need it: it uses the paths of its own host, so that no secret is sent to another one.
    ///
    /// # Errors
    ///
    /// The errors of a request.
    ///
    /// On the wire: `GET /oidc/.well-known/openid-configuration`.
    pub async fn discover(&self) -> Result<Map<String, Value>, Error> {
        let path = [".well-known", "openid-configuration"];
        self.client
            .get_from_provider(Protocol::Oidc, "oidc_discover", &path, None)
            .await
    }
}
