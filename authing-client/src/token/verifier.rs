//! Verifies users' tokens with the pool's secret.

use std::fmt;
use std::time::{Duration, SystemTime};

use authing_core::Secret;
use serde_json::Value;

use super::checks::{LEEWAY, check_notation, check_times};
use super::claims::TokenClaims;
use super::clock::Clock;
use super::jwt::{self, Key};
use crate::error::{Error, TokenError};
use crate::exact;

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

impl fmt::Debug for TokenVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenVerifier")
            .field("user_pool_id", &self.user_pool_id)
            .field("secret", &self.secret)
            .field("leeway", &self.leeway)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
