//! The claims of a user's token.

use std::time::SystemTime;

use serde::Serialize;
use serde_json::{Map, Value};

use super::checks::{seconds, time};

/// The claims of a verified token. A test of a handler can set the fields of a `TokenClaims::default()`.
///
/// They are serialized with their names on the wire:
///
/// ```
/// let claims = serde_json::to_value(authing_client::TokenClaims::default())?;
/// assert_eq!(claims["id"], "");
/// assert_eq!(claims["exp"], 0);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct TokenClaims {
    /// The user's id.
    #[serde(rename = "id")]
    pub user_id: String,
    /// The user's email address.
    pub email: Option<String>,
    /// The id of the user pool.
    #[serde(rename = "clientId")]
    pub user_pool_id: Option<String>,
    /// The user's union ID at a social login provider: the same in all of the provider's apps.
    pub unionid: Option<String>,
    /// The issue time in seconds since 1970, as in the token: see [`issued_at`](Self::issued_at).
    pub iat: Option<i64>,
    /// The expiry time in seconds since 1970, as in the token: see [`expires_at`](Self::expires_at).
    pub exp: i64,
}

impl TokenClaims {
    /// Returns when the token was issued, if it contains that time.
    #[must_use]
    pub fn issued_at(&self) -> Option<SystemTime> {
        self.iat.map(time)
    }

    /// Returns when the token expires, for example for a cookie that expires with it. The verifier's leeway is added to
    /// this.
    ///
    /// ```
    /// # fn example(claims: authing_client::TokenClaims) {
    /// use std::time::SystemTime;
    ///
    /// let left = claims.expires_at().duration_since(SystemTime::now()).unwrap_or_default();
    /// let max_age = left.as_secs();
    /// # }
    /// ```
    #[must_use]
    pub fn expires_at(&self) -> SystemTime {
        time(self.exp)
    }

    pub(super) fn read(payload: &Map<String, Value>) -> Option<Self> {
        let data = payload.get("data")?;
        let text = |name| data.get(name)?.as_str().map(ToOwned::to_owned);
        Some(Self {
            user_id: text("id").filter(|id| !id.trim().is_empty())?,
            email: text("email"),
            user_pool_id: text("clientId"),
            unionid: text("unionid"),
            iat: payload.get("iat").and_then(seconds),
            exp: seconds(payload.get("exp")?)?,
        })
    }
}
