//! Users' tokens: reading, renewing and verifying them.

use authing_core::Secret;
use authing_core::legacy::operations::{DecodeToken, RefreshToken};
use authing_core::legacy::types;

use crate::error::Error;
use crate::legacy::authing::Authing;
use crate::token::verifier::{TokenClaims, TokenError, TokenVerifier};

/// # Users' tokens
///
/// Whether a token is good, [`Session::login_status`](crate::Session::login_status) asks the service;
/// [`verify_token`](Self::verify_token) finds out here.
impl Authing {
    /// Has the service read a token: whose it is, and from when to when it is valid. It needs no token but this one.
    ///
    /// Whether the token is valid stands in the answer's `status`: an expired one (code 2206) or a wrong one (code 2207) is
    /// no error here.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] if `token` is empty.
    ///
    /// Documentation: 解析 Token. On the wire: query `decodeJwtToken`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// let decoded = authing.decode_token("eyJhbGciOi…").await?;
    /// if decoded.status.and_then(|status| status.code) == Some(200) {
    ///     println!("it is {:?}'s", decoded.data.and_then(|data| data.email));
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "decodeToken")]
    #[doc(alias = "decodeJwtToken")]
    pub async fn decode_token(
        &self,
        token: impl Into<Secret>,
    ) -> Result<types::DecodedToken, Error> {
        self.execute(DecodeToken::new(token)).await
    }

    /// Gives a user a new token, with the owner's token.
    ///
    /// # Errors
    ///
    /// Code 2004 if there is no such user. [`Error::InvalidInput`] if `user_id` is empty.
    ///
    /// Documentation: none; the official SDKs have it as `RefreshToken` and `refreshToken`. On the wire: mutation
    /// `refreshToken`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// let refreshed = authing.refresh_token("5e4cdd055df3df65dc58b97d").await?;
    /// let session = authing.session(&refreshed.token);
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "RefreshToken")]
    #[doc(alias = "refreshToken")]
    pub async fn refresh_token(
        &self,
        user_id: impl Into<String>,
    ) -> Result<types::RefreshedToken, Error> {
        self.execute(RefreshToken::new(user_id)).await
    }

    /// Verifies a user's token with the pool's secret, without asking the service: that it is signed with it, has not
    /// expired (with a leeway of 60 seconds) and is of this pool.
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

    /// Verifies users' tokens like [`verify_token`](Self::verify_token), with what it can be told besides.
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
        TokenVerifier::new(self.user_pool_id(), &self.executor().secret)
    }
}
