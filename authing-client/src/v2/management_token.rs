//! Fetching the management token.

use authing_core::v2::V2;
use authing_core::v2::operations::GetManagementToken;
use authing_core::{Operation, Secret};

use crate::call::credentials::{Credentials, bearer};
use crate::call::executor::Executor;
use crate::error::Error;

impl Executor<V2> {
    /// Exchanges the pool's id and secret for the management token.
    pub(super) async fn fetch_management_token(&self) -> Result<Secret, Error> {
        let operation = GetManagementToken::new(self.shared.secret.clone());
        let token = self
            .execute(operation, Credentials::None)
            .await
            .map_err(|error| error.for_credentials(&self.shared.user_pool_id))?;
        // A token that can't be sent is rejected here, where its origin is clear.
        match bearer(GetManagementToken::NAME, &token.token) {
            Ok(_) => Ok(token.token),
            Err(_) => Err(Error::Decode {
                operation: GetManagementToken::NAME,
                path: format!("{}.accessToken", GetManagementToken::ROOT_FIELD),
                reason:
                    "the token is empty, or has characters that are not allowed in an HTTP header"
                        .to_owned(),
            }),
        }
    }
}
