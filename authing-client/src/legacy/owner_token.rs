//! The owner's token: how it is asked for.

use authing_core::legacy::operations::GetOwnerToken;
use authing_core::{ErrorCode, Operation, Secret};

use crate::call::executor::{Credentials, Executor, bearer};
use crate::error::Error;

impl Executor {
    /// Exchanges the pool's id and secret for the owner's token.
    pub(crate) async fn fetch_owner_token(&self) -> Result<Secret, Error> {
        let operation = GetOwnerToken::new(self.shared.secret.clone());
        let token = self
            .execute(operation, Credentials::None)
            .await
            .map_err(|error| self.credentials_refused(error))?;
        // A token that can't be sent is found here, where it is clear whose fault it is.
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

    /// Says of a refusal to give the token that the credentials are wrong, unless it is clear that something else is: a
    /// busy service, or a GraphQL layer that does not know the document and so gives no code.
    fn credentials_refused(&self, error: Error) -> Error {
        match error {
            Error::Api { code, message, .. }
                if code.is_some_and(|code| code != ErrorCode::BUSY) =>
            {
                Error::CredentialsRefused {
                    user_pool_id: self.shared.user_pool_id.clone(),
                    code,
                    message,
                }
            }
            other => other,
        }
    }
}
