//! Verifying ID tokens locally.

use std::time::SystemTime;

use authing_core::Secret;
use serde_json::{Map, Value};

use super::IdTokenClaims;
use super::claims::check;
use crate::error::{Error, TokenError};
use crate::exact;
use crate::token::checks::check_notation;
use crate::token::jwt::{self, Key};
use crate::v2::AuthenticationClient;

impl AuthenticationClient {
    /// Verifies an ID token locally: its signature, issuer, audience and expiry. The user's token of the v2 API is one.
    ///
    /// A token signed with HS256 is verified with the app's secret; one signed with RS256 with the provider's public keys,
    /// which are fetched when they are first needed, after an hour in the background, and for an unknown key, at most once
    /// a minute. Clocks may differ by 60 seconds. A token that was revoked since its issue is valid here:
    /// [`check_login_status`](Self::check_login_status) asks the service.
    ///
    /// An access token of the same provider that is a JWT for this app is valid here, too. It has the claim `scope`, which ID
    /// tokens lack ([`get`](IdTokenClaims::get)), and one that an app got for itself (`client_credentials`) stands for no user.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidToken`] if the token can't be trusted; the errors of a request if the keys can't be fetched.
    ///
    /// ```no_run
    /// # async fn example(auth: authing_client::v2::AuthenticationClient) -> Result<(), authing_client::Error> {
    /// let claims = auth.verify_id_token("eyJhbGciOi…").await?; // the part after `Bearer ` in the header
    /// println!("{} until {:?}", claims.user_id, claims.expires_at);
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "validateToken")]
    #[doc(alias = "validate_token")]
    pub async fn verify_id_token(&self, token: impl Into<Secret>) -> Result<IdTokenClaims, Error> {
        let now = self.provider().now();
        self.verify_id_token_at(token, now).await
    }

    /// Verifies an ID token at the given time, whatever the [`clock`](crate::v2::AuthenticationBuilder::clock) says.
    ///
    /// # Errors
    ///
    /// The errors of [`verify_id_token`](Self::verify_id_token).
    pub async fn verify_id_token_at(
        &self,
        token: impl Into<Secret>,
        now: SystemTime,
    ) -> Result<IdTokenClaims, Error> {
        self.verified_claims(&token.into(), None, now).await
    }

    /// Verifies an ID token; with a nonce, also that it belongs to this login.
    pub(super) async fn verified_claims(
        &self,
        token: &Secret,
        nonce: Option<&Secret>,
        now: SystemTime,
    ) -> Result<IdTokenClaims, Error> {
        let token = exact::trim(token.expose());
        check_notation(token)?;
        let payload = self.signed_payload(token).await?;
        let provider = self.provider();
        let claims = check(payload, provider.issuer(), self.app_id(), now)?;
        let is_of_login = nonce.is_none_or(|nonce| {
            let given = claims.get("nonce").and_then(Value::as_str);
            given.is_some_and(|given| Secret::from(given) == *nonce)
        });
        if !is_of_login {
            return Err(TokenError::Nonce.into());
        }
        Ok(claims)
    }

    /// Returns the payload of a token with a valid signature. What the header says only selects a key.
    async fn signed_payload(&self, token: &str) -> Result<Map<String, Value>, Error> {
        let header = jwt::header(token)?;
        let payload = match (header.algorithm.as_str(), self.app_secret()) {
            ("HS256", Some(secret)) => {
                jwt::verified_payload(token, Key::Hs256(secret.expose().as_bytes()))
            }
            ("RS256", _) => {
                let key = self.key(header.key_id.as_deref()).await?;
                let key = key.ok_or(TokenError::UnknownKey)?;
                jwt::verified_payload(token, Key::Rs256(&key))
            }
            ("HS256", None) => return Err(TokenError::NoAppSecret.into()),
            _ => return Err(TokenError::Algorithm.into()),
        };
        Ok(payload?)
    }
}
