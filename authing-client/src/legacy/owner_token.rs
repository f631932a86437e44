//! Fetching the owner token.

use authing_core::legacy::Legacy;
use authing_core::legacy::operations::GetOwnerToken;
use authing_core::{Operation, Secret};

use crate::call::credentials::{Credentials, bearer};
use crate::call::executor::Executor;
use crate::error::Error;

impl Executor<Legacy> {
    /// Exchanges the pool's id and secret for the owner token.
    pub(crate) async fn fetch_owner_token(&self) -> Result<Secret, Error> {
        let operation = GetOwnerToken::new(self.shared.secret.clone());
        let token = self
            .execute(operation, Credentials::None)
            .await
            .map_err(|error| error.for_credentials(&self.shared.user_pool_id))?;
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
}
