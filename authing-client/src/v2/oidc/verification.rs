//! From the tokens of a response to verified ones.

use std::sync::Arc;

use super::{Oidc, Tokens};
use crate::error::TokenError;
use crate::error::{Error, UnverifiedTokens};

impl Oidc {
    /// Verifies tokens that could not be verified when they were received.
    ///
    /// - `tokens`: the [`Error::unverified_tokens`] of [`complete`](Self::complete), [`refresh`](Self::refresh) or this method.
    ///
    /// # Errors
    ///
    /// [`Error::Unverified`] if the key still can't be fetched; for five seconds after a failure, no fetch is tried.
    /// [`Error::InvalidToken`] if the ID token can't be trusted.
    ///
    /// ```no_run
    /// # async fn example(
    /// #     oidc: authing_client::v2::oidc::Oidc,
    /// #     pending: authing_client::v2::oidc::PendingLogin,
    /// #     query: &str,
    /// # ) -> Result<(), authing_client::Error> {
    /// let mut result = oidc.complete(&pending, query).await;
    /// for _ in 0..3 {
    ///     let Some(received) = result.as_ref().err().and_then(|error| error.unverified_tokens().cloned()) else {
    ///         break;
    ///     };
    ///     tokio::time::sleep(std::time::Duration::from_secs(10)).await;
    ///     result = oidc.verify(&received).await;
    /// }
    /// let tokens = result?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn verify(&self, tokens: &UnverifiedTokens) -> Result<Tokens, Error> {
        let claims = match &tokens.id_token {
            Some(token) => {
                let nonce = tokens.nonce.as_ref();
                let now = self.client.provider().now();
                let claims = self.client.verified_claims(token, nonce, now);
                Some(claims.await.map_err(|error| keep(tokens, error))?)
            }
            None => None,
        };
        let session = tokens.id_token.as_ref();
        Ok(Tokens {
            session: session.map(|token| self.client.session(token)),
            access_token: tokens.access_token.clone(),
            id_token: tokens.id_token.clone(),
            refresh_token: tokens.refresh_token.clone(),
            scope: tokens.scope.clone(),
            expires_in: tokens.expires_in,
            claims,
        })
    }
}

/// Adds the tokens to an error that says nothing against them.
fn keep(tokens: &UnverifiedTokens, error: Error) -> Error {
    match error {
        // A new key may not have been fetched yet.
        Error::InvalidToken { reason } if reason != TokenError::UnknownKey => reason.into(),
        source => Error::Unverified {
            operation: "oidc_verify",
            tokens: Box::new(tokens.clone()),
            source: Arc::new(source),
        },
    }
}
