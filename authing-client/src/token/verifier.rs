//! Verifies users' tokens with the pool's secret.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use authing_core::Secret;
use serde_json::{Map, Value};

use crate::error::{Error, TokenError};
use crate::exact;
use crate::token::clock::Clock;
use crate::token::jwt::{self, Key};

/// The tolerated difference between the clocks of service and program.
pub(crate) const LEEWAY: Duration = Duration::from_secs(60);

/// Verifies users' tokens locally: see [`Authing::verify_token`](crate::Authing::verify_token).
///
/// A program that only verifies needs no client:
///
/// ```
/// use authing_client::{TokenError, TokenVerifier};
///
/// # fn main() -> Result<(), authing_client::Error> {
/// let verifier = TokenVerifier::new("5e4cdd055df3df65dc58b97d", "the pool's secret")?;
/// assert_eq!(verifier.verify("not a token").unwrap_err(), TokenError::Malformed);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a verifier does nothing until it is given a token"]
pub struct TokenVerifier {
    user_pool_id: String,
    secret: Secret,
    leeway: Duration,
    clock: Clock,
}

impl TokenVerifier {
    /// Creates a verifier for tokens of the user pool with this id and secret.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] if the id or the secret is empty, in quotes or has an invisible character inside; invisible
    /// characters around them are removed. With an empty secret, anyone could sign tokens.
    pub fn new(user_pool_id: impl Into<String>, secret: impl Into<Secret>) -> Result<Self, Error> {
        let (user_pool_id, secret) = (user_pool_id.into(), secret.into());
        let user_pool_id = exact::user_pool_id("user_pool_id", &user_pool_id)?.to_owned();
        let secret = Secret::new(exact::setting("secret", secret.expose())?);
        Ok(Self::with_checked(user_pool_id, secret))
    }

    /// Creates a verifier with a secret that has already been checked.
    pub(crate) fn with_checked(user_pool_id: String, secret: Secret) -> Self {
        Self {
            user_pool_id,
            secret,
            leeway: LEEWAY,
            clock: Clock::default(),
        }
    }

    /// Sets the leeway for clocks that differ: how long a token is accepted after its expiry, and before it becomes
    /// valid. Default: 60 seconds.
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// Sets the clock. Default: the system clock.
    ///
    /// Use it in tests that move the time, of a function that takes a verifier or of a web service behind a
    /// `RequireTokenLayer`.
    ///
    /// ```
    /// # fn example(authing: authing_client::Authing, emulator: authing_emulator::Emulator) {
    /// let clock = emulator.clock().clone();
    /// let verifier = authing.token_verifier().clock(move || clock.now());
    /// # }
    /// ```
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Clock::new(now);
        self
    }

    /// Verifies a token at the current time.
    ///
    /// # Errors
    ///
    /// [`TokenError`].
    ///
    /// ```no_run
    /// # fn example(verifier: authing_client::TokenVerifier) -> Result<(), authing_client::TokenError> {
    /// let claims = verifier.verify("the token from the Authorization header")?;
    /// println!("{} until {:?}", claims.user_id, claims.expires_at());
    /// # Ok(())
    /// # }
    /// ```
    pub fn verify(&self, token: impl Into<Secret>) -> Result<TokenClaims, TokenError> {
        self.verify_at(token, self.clock.now())
    }

    /// Verifies a token at the given time, whatever the [`clock`](Self::clock) says.
    ///
    /// # Errors
    ///
    /// [`TokenError`].
    pub fn verify_at(
        &self,
        token: impl Into<Secret>,
        now: SystemTime,
    ) -> Result<TokenClaims, TokenError> {
        let token = token.into();
        let token = exact::trim(token.expose());
        check_notation(token)?;
        let payload = jwt::verified_payload(token, Key::Hs256(self.secret.expose().as_bytes()))?;
        let claims = TokenClaims::read(&payload).ok_or(TokenError::Malformed)?;
        check_times(&payload, claims.exp, now, self.leeway)?;
        match payload.get("data").and_then(|data| data.get("clientId")) {
            None | Some(Value::Null) => Ok(claims),
            Some(pool) if pool == self.user_pool_id.as_str() => Ok(claims),
            Some(_) => Err(TokenError::OtherPool),
        }
    }
}

/// Checks that a token has not expired, and is valid already.
pub(crate) fn check_times(
    payload: &Map<String, Value>,
    expiry: i64,
    now: SystemTime,
    leeway: Duration,
) -> Result<(), TokenError> {
    let in_seconds = |duration: Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
    // A clock before 1970 is wrong; for it, no token has expired.
    let now = now.duration_since(UNIX_EPOCH).map_or(0, in_seconds);
    let leeway = in_seconds(leeway);
    if now >= expiry.saturating_add(leeway) {
        return Err(TokenError::Expired);
    }
    if let Some(not_before) = payload.get("nbf") {
        let not_before = seconds(not_before).ok_or(TokenError::Malformed)?;
        if now < not_before.saturating_sub(leeway) {
            return Err(TokenError::NotYetValid);
        }
    }
    Ok(())
}

/// Names what a copied token has that a JWT has not.
pub(crate) fn check_notation(token: &str) -> Result<(), TokenError> {
    if exact::is_header(token) {
        Err(TokenError::Scheme)
    } else if exact::is_quoted(token) {
        Err(TokenError::Quoted)
    } else if token.contains('=') {
        Err(TokenError::Padded)
    } else if exact::token_flaw(token).is_some() {
        Err(TokenError::Malformed)
    } else {
        Ok(())
    }
}

impl fmt::Debug for TokenVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenVerifier")
            .field("user_pool_id", &self.user_pool_id)
            .field("secret", &self.secret)
            .field("leeway", &self.leeway)
            .finish_non_exhaustive()
    }
}

/// The claims of a verified token. A test of a handler can set the fields of a `TokenClaims::default()`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct TokenClaims {
    /// The user's id.
    pub user_id: String,
    /// The user's email address.
    pub email: Option<String>,
    /// The id of the user pool.
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

    fn read(payload: &Map<String, Value>) -> Option<Self> {
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

/// The end of the year 9999, in seconds since 1970.
const LATEST: u64 = 253_402_300_799;

/// Returns seconds since 1970 as a time, limited to the years 1970 to 9999, which every system can represent.
pub(crate) fn time(seconds: i64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(u64::try_from(seconds).unwrap_or_default().min(LATEST))
}

/// A JWT's time, which may have a fraction; values outside of `i64` are saturated.
pub(crate) fn seconds(value: &Value) -> Option<i64> {
    value
        .as_i64()
        .or_else(|| value.as_f64().map(|seconds| seconds.floor() as i64))
}

#[cfg(test)]
mod tests;
