//! Fetching the owner token.

use authing_core::legacy::Legacy;
use authing_core::legacy::operations::GetOwnerToken;
use authing_core::{ErrorCode, Operation, Secret};

use crate::call::executor::{Credentials, Executor, bearer};
use crate::error::Error;

impl Executor<Legacy> {
    /// Exchanges the pool's id and secret for the owner token.
    pub(crate) async fn fetch_owner_token(&self) -> Result<Secret, Error> {
        let operation = GetOwnerToken::new(self.shared.secret.clone());
        let token = self
            .execute(operation, Credentials::None)
            .await
            .map_err(|error| self.credentials_rejected(error))?;
        // A token that can't be sent is rejected here, where its origin is clear.
        match bearer(GetOwnerToken::NAME, &token) {
            Ok(_) => Ok(token),
            Err(_) => Err(Error::Decode {
                operation: GetOwnerToken::NAME,
                path: GetOwnerToken::ROOT_FIELD.to_owned(),
                reason:
                    "the token is empty, or has characters that are not allowed in an HTTP header"
                        .to_owned(),
            }),
        }
    }

    /// Turns a rejected fetch into a credentials error, unless the cause is clearly different: a busy service, a
    /// gateway with codes of its own, or a GraphQL layer that does not know the document and therefore returns no code.
    fn credentials_rejected(&self, error: Error) -> Error {
        match error {
            Error::Api {
                code: Some(code),
                message,
                graphql,
                ..
            } if code != ErrorCode::BUSY && (graphql || code > ErrorCode::BUSY) => {
                Error::CredentialsRejected {
                    user_pool_id: self.shared.user_pool_id.clone(),
                    code: Some(code),
                    message,
                }
            }
            other => other,
        }
    }
}
