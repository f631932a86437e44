//! Users' tokens: checking one with the service, and verifying one locally.

use authing_core::legacy::operations::DecodeToken;
use authing_core::legacy::types::DecodedToken;
use authing_core::{ErrorCode, Operation, Secret};

use crate::error::{Error, TokenError};
use crate::exact;
use crate::legacy::authing::Authing;
use crate::token::claims::TokenClaims;
use crate::token::verifier::TokenVerifier;

/// The status of a token, as reported by the service: the result of [`Authing::decode_token`].
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum TokenState {
    /// The token is valid (code 200), with its content.
    Valid(DecodedToken),
    /// The token has expired (code 2206), or its user logged out.
    Expired,
    /// The token does not come from this service, has been modified, or its user is gone (code 2207).
    Invalid,
    /// Any other status, as reported by the service.
    Other(DecodedToken),
}

impl TokenState {
    /// Returns whether the token is valid.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        matches!(self, Self::Valid(_))
    }

    /// Returns the token's content, if the token is valid.
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
    /// The code decides, as for [`LoginState`](crate::LoginState).
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
/// [`verify_token`](Self::verify_token) verifies a token locally; [`decode_token`](Self::decode_token) and
/// [`Session::login_status`](crate::Session::login_status) check it with the service.
impl Authing {
    /// Decodes a token at the service: returns its content, or that it has expired or is invalid. The call itself is
    /// sent without a token.
    ///
    /// An invalid token is a [`TokenState`], not an error, whichever way the service reports it. For the service's own
    /// message, [`execute`](Self::execute) a [`DecodeToken`](crate::operations::DecodeToken).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for a `token` that is empty, in quotes, or a whole `Authorization` header, and [`Error`]
    /// if the request fails.
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
    #[doc(alias = "解析 Token")]
    #[doc(alias = "decodeJwtToken")]
    pub async fn decode_token(&self, token: impl Into<Secret>) -> Result<TokenState, Error> {
        let token = exact::trimmed(token.into());
        exact::check(DecodeToken::NAME, "token", token.expose())?;
        match self.execute(DecodeToken::new(token)).await {
            Ok(decoded) => Ok(decoded.into()),
            Err(error) => error.code().and_then(TokenState::from_code).ok_or(error),
        }
    }

    /// Verifies a user's token locally: that it is signed with the pool's secret, is already valid and has not expired
    /// (with a leeway of 60 seconds), and belongs to this pool.
    ///
    /// A program can thus check every request in microseconds, but does not learn whether the user has since been
    /// logged out, locked or removed: for that, call [`Session::login_status`](crate::Session::login_status). For
    /// another leeway or another clock, see [`token_verifier`](Self::token_verifier).
    ///
    /// # Errors
    ///
    /// [`TokenError`], which says what is wrong with the token.
    ///
    /// Documentation: none. On the wire: nothing.
    ///
    /// ```no_run
    /// # fn example(authing: authing_client::Authing) {
    /// use authing_client::TokenError;
    ///
    /// match authing.verify_token("eyJhbGciOi…") {
    ///     Ok(claims) => println!("the user {}", claims.user_id),
    ///     Err(TokenError::Expired) => println!("log in again"),
    ///     Err(error) => println!("rejected: {error}"),
    /// }
    /// # }
    /// ```
    pub fn verify_token(&self, token: impl Into<Secret>) -> Result<TokenClaims, TokenError> {
        self.token_verifier().verify(token)
    }

    /// Returns a verifier for users' tokens like [`verify_token`](Self::verify_token), with a custom leeway or time.
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
