//! Verifies users' tokens with the pool's secret.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use authing_core::Secret;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value};
use sha2::Sha256;

/// How far the clocks of service and program may differ.
const LEEWAY: Duration = Duration::from_secs(60);

/// Verifies users' tokens without asking the service: see [`Authing::verify_token`](crate::Authing::verify_token).
///
/// A program that only verifies needs no client:
///
/// ```
/// use authing_client::{TokenError, TokenVerifier};
///
/// let verifier = TokenVerifier::new("5e4cdd055df3df65dc58b97d", "the pool's secret");
/// assert_eq!(verifier.verify("no token").unwrap_err(), TokenError::Malformed);
/// ```
#[derive(Clone)]
#[must_use = "a verifier does nothing until it is given a token"]
pub struct TokenVerifier {
    user_pool_id: String,
    secret: Secret,
    leeway: Duration,
}

impl TokenVerifier {
    /// Verifies tokens of the user pool with this id and secret.
    pub fn new(user_pool_id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self {
            user_pool_id: user_pool_id.into(),
            secret: secret.into(),
            leeway: LEEWAY,
        }
    }

    /// How long a token is taken after it has expired, for clocks that differ. Default: 60 seconds.
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// Verifies a token as of now.
    ///
    /// # Errors
    ///
    /// [`TokenError`].
    ///
    /// ```no_run
    /// # fn example(verifier: authing_client::TokenVerifier) -> Result<(), authing_client::TokenError> {
    /// let claims = verifier.verify("the token from the Authorization header")?;
    /// println!("{} until {}", claims.user_id, claims.expires_at);
    /// # Ok(())
    /// # }
    /// ```
    pub fn verify(&self, token: impl Into<Secret>) -> Result<TokenClaims, TokenError> {
        self.verify_at(token, SystemTime::now())
    }

    /// Verifies a token as of another time: a test's, or that of a clock of the program's own.
    ///
    /// # Errors
    ///
    /// [`TokenError`].
    pub fn verify_at(
        &self,
        token: impl Into<Secret>,
        now: SystemTime,
    ) -> Result<TokenClaims, TokenError> {
        let payload = self.signed_payload(token.into().expose())?;
        let claims = TokenClaims::read(&payload).ok_or(TokenError::Malformed)?;
        let seconds = |duration: Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
        // A clock before 1970 is wrong, and finds nothing expired.
        let now = now.duration_since(UNIX_EPOCH).map_or(0, seconds);
        if now >= claims.expires_at.saturating_add(seconds(self.leeway)) {
            return Err(TokenError::Expired);
        }
        match payload.get("data").and_then(|data| data.get("clientId")) {
            None | Some(Value::Null) => Ok(claims),
            Some(pool) if pool == self.user_pool_id.as_str() => Ok(claims),
            Some(_) => Err(TokenError::OtherPool),
        }
    }

    /// A token's payload, of which nothing is looked at before its signature has been found right.
    fn signed_payload(&self, token: &str) -> Result<Map<String, Value>, TokenError> {
        let (signed, signature) = token.rsplit_once('.').ok_or(TokenError::Malformed)?;
        let (header, payload) = signed.split_once('.').ok_or(TokenError::Malformed)?;
        let header = object(header).ok_or(TokenError::Malformed)?;
        // The token does not choose: another algorithm, or none, is what forgers try.
        if header.get("alg").and_then(Value::as_str) != Some("HS256") {
            return Err(TokenError::Algorithm);
        }
        // An extension that a verifier must understand, and this one knows none.
        if header.contains_key("crit") {
            return Err(TokenError::Malformed);
        }
        let signature = URL_SAFE_NO_PAD
            .decode(signature)
            .map_err(|_| TokenError::Malformed)?;
        // A key of any length will do, so that this does not fail.
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.expose().as_bytes())
            .map_err(|_| TokenError::Signature)?;
        mac.update(signed.as_bytes());
        // In constant time: how much of a signature is right must not show.
        mac.verify_slice(&signature)
            .map_err(|_| TokenError::Signature)?;
        object(payload).ok_or(TokenError::Malformed)
    }
}

impl fmt::Debug for TokenVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenVerifier")
            .field("user_pool_id", &self.user_pool_id)
            .field("secret", &self.secret)
            .field("leeway", &self.leeway)
            .finish()
    }
}

fn object(part: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

/// What a verified token says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenClaims {
    /// The user's id.
    pub user_id: String,
    /// The user's email address.
    pub email: Option<String>,
    /// The id of the user pool.
    pub user_pool_id: Option<String>,
    /// The id that a social login provider gives the user across its apps.
    pub unionid: Option<String>,
    /// When it was issued, in seconds since 1970.
    pub issued_at: Option<i64>,
    /// When it expires, in seconds since 1970.
    pub expires_at: i64,
}

impl TokenClaims {
    fn read(payload: &Map<String, Value>) -> Option<Self> {
        let data = payload.get("data")?;
        let text = |name| data.get(name)?.as_str().map(ToOwned::to_owned);
        Some(Self {
            user_id: text("id").filter(|id| !id.trim().is_empty())?,
            email: text("email"),
            user_pool_id: text("clientId"),
            unionid: text("unionid"),
            issued_at: payload.get("iat").and_then(seconds),
            expires_at: seconds(payload.get("exp")?)?,
        })
    }
}

/// A JWT's time, which may be a fraction; what no `i64` can hold is its end.
fn seconds(value: &Value) -> Option<i64> {
    value
        .as_i64()
        .or_else(|| value.as_f64().map(|seconds| seconds.floor() as i64))
}

/// What is wrong with a token that was verified here.
///
/// ```
/// use authing_client::TokenError;
///
/// fn answer(error: TokenError) -> &'static str {
///     match error {
///         TokenError::Expired => "log in again",
///         _ => "this is no token of ours",
///     }
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// It is no JWT, or lacks the user's id or the time when it expires.
    #[error("the token is malformed")]
    Malformed,
    /// It is signed with another algorithm than HS256, or not at all.
    #[error("the token is not signed with HS256")]
    Algorithm,
    /// It is not signed with this pool's secret, or has been changed since.
    #[error("the token's signature is wrong")]
    Signature,
    /// It has expired.
    #[error("the token has expired")]
    Expired,
    /// It is another pool's.
    #[error("the token is another user pool's")]
    OtherPool,
}

#[cfg(test)]
mod tests;
