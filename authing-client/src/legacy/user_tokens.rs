//! Users' tokens: what the service says of one, and verifying one without the service.

use authing_core::legacy::operations::DecodeToken;
use authing_core::legacy::types::DecodedToken;
use authing_core::{ErrorCode, Secret};

use crate::error::Error;
use crate::legacy::authing::Authing;
use crate::token::verifier::{TokenClaims, TokenError, TokenVerifier};

/// What the service says of a token: the response of [`Authing::decode_token`].
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum TokenState {
    /// The token is valid (code 200): whose it is, and until when.
    Valid(DecodedToken),
    /// The token has expired (code 2206), by itself or because the user logged out.
    Expired,
    /// The token is no token of this service, has been changed, or its user is gone (code 2207).
    Invalid,
    /// Something else, as the service said it.
    Other(DecodedToken),
}

impl TokenState {
    /// Whether the token is valid.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        matches!(self, Self::Valid(_))
    }

    /// What the token says, if it is valid.
    #[must_use]
    pub fn valid(self) -> Option<DecodedToken> {
        match self {
            Self::Valid(decoded) => Some(decoded),
            _ => None,
        }
    }

    fn from_code(code: ErrorCode) -> Option<Self> {
        match code {
            ErrorCode::TOKEN_EXPIRED => Some(Self::Expired),
            ErrorCode::TOKEN_INVALID => Some(Self::Invalid),
            _ => None,
        }
    }
}

impl From<DecodedToken> for TokenState {
    /// The code decides, as it does for [`LoginState`](crate::LoginState).
    fn from(decoded: DecodedToken) -> Self {
        let status = decoded.status.as_ref();
        match status.and_then(|status| status.code).map(ErrorCode::new) {
            Some(ErrorCode::OK) => Self::Valid(decoded),
            None if status.is_some_and(|status| status.status == Some(true)) => {
                Self::Valid(decoded)
            }
            Some(code) => Self::from_code(code).unwrap_or(Self::Other(decoded)),
            None => Self::Other(decoded),
        }
    }
}

/// # Users' tokens
///
/// Whether a token is good, [`decode_token`](Self::decode_token) and
/// [`Session::login_status`](crate::Session::login_status) ask the service; [`verify_token`](Self::verify_token) finds out here.
impl Authing {
    /// Has the service decode a token: whose it is and until when it is valid, or that it has expired or is no token of the
    /// service. It needs no token besides.
    ///
    /// A token that is not valid is a [`TokenState`] and no error, whichever way the service says it. The service's own words
    /// are in the response of [`DecodeToken`](crate::operations::DecodeToken), through [`execute`](Self::execute).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for an empty `token`, and [`Error`] if the service can't be asked.
    ///
    /// Documentation: 解析 Token. On the wire: query `decodeJwtToken`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// use authing_client::TokenState;
    ///
    /// match authing.decode_token("eyJhbGciOi…").await? {
    ///     TokenState::Valid(token) => println!("it is {:?}'s", token.data.and_then(|data| data.email)),
    ///     TokenState::Expired => println!("log in again"),
    ///     other => println!("{other:?}"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "decodeToken")]
    #[doc(alias = "decodeJwtToken")]
    pub async fn decode_token(&self, token: impl Into<Secret>) -> Result<TokenState, Error> {
        match self.execute(DecodeToken::new(token)).await {
            Ok(decoded) => Ok(decoded.into()),
            Err(error) => error.code().and_then(TokenState::from_code).ok_or(error),
        }
    }

    /// Verifies a user's token with the pool's secret, without asking the service: that it is signed with it, is valid already
    /// and has not expired (with a leeway of 60 seconds), and is of this pool.
    ///
    /// So a program can check every request it gets in microseconds. What it can't find out is whether the user has been
    /// logged out, locked or removed since: [`Session::login_status`](crate::Session::login_status) asks the service. For
    /// another leeway or another clock, see [`token_verifier`](Self::token_verifier).
    ///
    /// # Errors
    ///
    /// [`TokenError`], which says what is wrong with the token.
    ///
    /// Documentation: none; no official SDK has it. On the wire: nothing.
    ///
    /// ```no_run
    /// # fn example(authing: authing_client::Authing) {
    /// use authing_client::TokenError;
    ///
    /// match authing.verify_token("eyJhbGciOi…") {
    ///     Ok(claims) => println!("the user {}", claims.user_id),
    ///     Err(TokenError::Expired) => println!("log in again"),
    ///     Err(error) => println!("no: {error}"),
    /// }
    /// # }
    /// ```
    pub fn verify_token(&self, token: impl Into<Secret>) -> Result<TokenClaims, TokenError> {
        self.token_verifier().verify(token)
    }

    /// Verifies users' tokens like [`verify_token`](Self::verify_token), with a custom leeway or time.
    ///
    /// ```no_run
    /// # fn example(authing: authing_client::Authing) {
    /// use std::time::Duration;
    ///
    /// let verifier = authing.token_verifier().leeway(Duration::ZERO);
    /// let claims = verifier.verify("eyJhbGciOi…");
    /// # }
    /// ```
    pub fn token_verifier(&self) -> TokenVerifier {
        let secret = self.executor().shared.secret.clone();
        TokenVerifier::with_checked(self.user_pool_id().to_owned(), secret)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(json: &str) -> TokenState {
        serde_json::from_str::<DecodedToken>(json).unwrap().into()
    }

    #[test]
    fn the_code_decides_and_the_rest_is_kept() {
        let valid = state(r#"{"status":{"code":200,"status":false},"exp":1,"data":{"id":"1"}}"#);
        assert_eq!(valid.valid().unwrap().expires_at, Some(1));
        assert!(state(r#"{"status":{"status":true}}"#).is_valid());
        assert_eq!(state(r#"{"status":{"code":2206}}"#), TokenState::Expired);
        let invalid = state(r#"{"status":{"code":2207,"status":true}}"#);
        assert_eq!(invalid, TokenState::Invalid);
        for other in [
            "{}",
            r#"{"exp":1}"#,
            r#"{"status":{"status":false}}"#,
            r#"{"status":{"code":1000,"status":true}}"#,
        ] {
            let state = state(other);
            assert!(
                matches!(state, TokenState::Other(_)) && !state.is_valid(),
                "{other}"
            );
        }
    }
}
