//! Verifying ID tokens locally.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use authing_core::Secret;
use serde_json::{Map, Value};
use tokio::time::Instant;

use super::Protocol;
use crate::call::deadline::Deadline;
use crate::crypto::signature::VerifyingKey;
use crate::error::Error;
use crate::error::TokenError;
use crate::exact;
use crate::runtime;
use crate::token::clock::Clock;
use crate::token::jwks::{Jwks, KeySet};
use crate::token::jwt::{self, Key};
use crate::token::verifier::{LEEWAY, check_notation, check_times, seconds, time};
use crate::v2::AuthenticationClient;

/// The name of the request for the keys, in spans and errors.
const FETCH_KEYS: &str = "oidc_jwks";

/// The provider of an app's tokens.
#[derive(Debug)]
pub(in crate::v2) struct Provider {
    issuer: String,
    keys: Jwks,
    clock: Clock,
}

impl Provider {
    pub(in crate::v2) fn new(issuer: String, clock: Clock) -> Self {
        Self {
            issuer,
            keys: Jwks::default(),
            clock,
        }
    }

    pub(super) fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Returns the time at which tokens are verified.
    pub(super) fn now(&self) -> SystemTime {
        self.clock.now()
    }
}

/// The claims of a verified ID token.
///
/// A test of a handler can set the fields of a default:
///
/// ```
/// use authing_client::v2::oidc::IdTokenClaims;
///
/// let mut claims = IdTokenClaims::default();
/// claims.user_id = "5e4cdd055df3df65dc58b97d".to_owned();
/// assert_eq!(claims.get("nickname"), None);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct IdTokenClaims {
    /// The user's id: `sub`.
    pub user_id: String,
    /// The email address, if the scope has `email`.
    pub email: Option<String>,
    /// The phone number, if the scope has `phone`.
    pub phone_number: Option<String>,
    /// The display name, if the scope has `profile`.
    pub name: Option<String>,
    /// The time of the login: `auth_time`.
    pub authenticated_at: Option<SystemTime>,
    /// The time of issue: `iat`.
    pub issued_at: Option<SystemTime>,
    /// The time of expiry: `exp`.
    pub expires_at: SystemTime,
    all: Map<String, Value>,
}

impl Default for IdTokenClaims {
    /// Returns claims without a user, which expired in 1970.
    fn default() -> Self {
        Self {
            user_id: String::new(),
            email: None,
            phone_number: None,
            name: None,
            authenticated_at: None,
            issued_at: None,
            expires_at: UNIX_EPOCH,
            all: Map::new(),
        }
    }
}

impl IdTokenClaims {
    /// Returns a claim by its name on the wire.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.all.get(name)
    }
}

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
    pub async fn verify_id_token(&self, token: impl Into<Secret>) -> Result<IdTokenClaims, Error> {
        let now = self.provider().now();
        self.verify_id_token_at(token, now).await
    }

    /// Verifies an ID token at the given time, whatever the [`clock`](crate::v2::AuthenticationBuilder::clock) says.
    ///
    /// # Errors
    ///
    /// Those of [`verify_id_token`](Self::verify_id_token).
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

    /// Returns the provider's key with this id.
    async fn key(&self, id: Option<&str>) -> Result<Option<Arc<VerifyingKey>>, Error> {
        let keys = &self.provider().keys;
        if let Some(known) = keys.known(id) {
            if keys.are_old() {
                self.refresh_keys();
            }
            return known;
        }
        // It may wait for the fetch of another call, which may have more time.
        runtime::current()?;
        let limit = self.executor().options.call_timeout;
        let deadline = Deadline::of_call(Instant::now(), limit);
        let fetched = keys.fetched(id, async || self.fetch_keys().await);
        deadline.limit(FETCH_KEYS, fetched).await
    }

    /// Fetches the keys again, while the old ones are used. Without a runtime, a later call does.
    fn refresh_keys(&self) {
        if let Ok(runtime) = runtime::current() {
            let client = self.clone();
            runtime.spawn(async move {
                let keys = &client.provider().keys;
                keys.refresh(async || client.fetch_keys().await).await;
            });
        }
    }

    async fn fetch_keys(&self) -> Result<KeySet, Error> {
        let path = [".well-known", "jwks.json"];
        self.get_from_provider(Protocol::Oidc, FETCH_KEYS, &path, None)
            .await
    }
}

/// Checks the claims of a token with a valid signature.
fn check(
    payload: Map<String, Value>,
    issuer: &str,
    app_id: &str,
    now: SystemTime,
) -> Result<IdTokenClaims, TokenError> {
    let text = |name: &str| payload.get(name)?.as_str().map(str::to_owned);
    if text("iss").as_deref() != Some(issuer) {
        return Err(TokenError::Issuer);
    }
    if !is_for(&payload, app_id) {
        return Err(TokenError::Audience);
    }
    let expiry = payload.get("exp").and_then(seconds);
    let expiry = expiry.ok_or(TokenError::Malformed)?;
    check_times(&payload, expiry, now, LEEWAY)?;
    let at = |name| payload.get(name).and_then(seconds).map(time);
    Ok(IdTokenClaims {
        user_id: text("sub")
            .filter(|id| !id.trim().is_empty())
            .ok_or(TokenError::Malformed)?,
        email: text("email"),
        phone_number: text("phone_number"),
        name: text("name"),
        authenticated_at: at("auth_time"),
        issued_at: at("iat"),
        expires_at: time(expiry),
        all: payload,
    })
}

/// Returns whether a token is for the app. One for several apps must name it as the one that it was issued to.
fn is_for(payload: &Map<String, Value>, app_id: &str) -> bool {
    let names = |value: &Value| value.as_str() == Some(app_id);
    let authorized = payload.get("azp").is_none_or(names);
    authorized
        && match payload.get("aud") {
            Some(Value::Array(audience)) => {
                let is_only = audience.len() == 1 || payload.contains_key("azp");
                is_only && audience.iter().any(names)
            }
            Some(audience) => names(audience),
            None => false,
        }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use serde_json::json;

    use super::*;

    const ISSUER: &str = "https://my-app.authing.cn/oidc";

    fn checked(changed: &str, value: Value) -> Result<IdTokenClaims, TokenError> {
        let mut payload = json!({
            "iss": ISSUER, "aud": "app", "sub": "user", "exp": 1000, "iat": 500, "email": "a@b.cn",
        });
        payload[changed] = value;
        let Value::Object(payload) = payload else {
            unreachable!("an object")
        };
        check(
            payload,
            ISSUER,
            "app",
            UNIX_EPOCH + Duration::from_secs(900),
        )
    }

    #[test]
    fn the_claims_are_those_of_the_payload() {
        let claims = checked("custom", json!([1])).unwrap();
        assert_eq!(claims.user_id, "user");
        assert_eq!(claims.email.as_deref(), Some("a@b.cn"));
        assert_eq!(claims.expires_at, UNIX_EPOCH + Duration::from_secs(1000));
        assert_eq!(claims.get("custom"), Some(&json!([1])));
    }

    #[test]
    fn a_token_for_others_is_rejected() {
        for issuer in [
            json!(null),
            json!(""),
            json!("https://my-app.authing.cn/oidc/"),
            json!("https://my-app.authing.cn"),
            json!([ISSUER]),
        ] {
            assert_eq!(
                checked("iss", issuer.clone()),
                Err(TokenError::Issuer),
                "{issuer}"
            );
        }
        for audience in [
            json!(null),
            json!("app2"),
            json!([]),
            json!(["app2"]),
            json!(["app", "app2"]),
            json!({"app": 1}),
        ] {
            assert_eq!(
                checked("aud", audience.clone()),
                Err(TokenError::Audience),
                "{audience}"
            );
        }
        assert!(checked("aud", json!(["app"])).is_ok());
        assert_eq!(checked("azp", json!("app2")), Err(TokenError::Audience));
        assert!(checked("azp", json!("app")).is_ok());
    }

    #[test]
    fn a_token_out_of_time_or_without_user_is_rejected() {
        assert_eq!(checked("exp", json!(840)), Err(TokenError::Expired));
        assert!(checked("exp", json!(841)).is_ok());
        assert_eq!(checked("exp", json!("1000")), Err(TokenError::Malformed));
        assert_eq!(checked("nbf", json!(961)), Err(TokenError::NotYetValid));
        for subject in [json!(null), json!(" "), json!(5)] {
            assert_eq!(checked("sub", subject), Err(TokenError::Malformed));
        }
    }
}
