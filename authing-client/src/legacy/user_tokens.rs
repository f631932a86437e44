//! Verifying users' tokens.

use authing_core::Secret;

use crate::legacy::authing::Authing;
use crate::token::verifier::{TokenClaims, TokenError, TokenVerifier};

/// # Users' tokens
///
/// [`verify_token`](Self::verify_token) verifies a token locally;
/// [`Session::login_status`](crate::Session::login_status) checks it with the service.
impl Authing {
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
    /// Documentation: none; no official SDK has it. On the wire: nothing.
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
