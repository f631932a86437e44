//! Fetching a client's own token.

use authing_core::{Operation, Secret};

use super::credentials::Credentials;
use super::executor::{Executor, Service};
use crate::error::Error;
use crate::token::bearer::Bearer;

impl<A: Service> Executor<A> {
    /// Exchanges the user pool's id and secret for the client's own token. `path` is its place below the root field.
    pub(crate) async fn fetch_token<O: Operation<Api = A>>(
        &self,
        operation: O,
        path: &str,
        token: impl FnOnce(O::Output) -> Secret,
    ) -> Result<Bearer, Error> {
        let fetched = self.execute(operation, Credentials::None).await;
        let fetched = fetched.map_err(|error| error.for_credentials(&self.shared.user_pool_id))?;
        let token = token(fetched);
        // A token that can't be sent is rejected here, where its origin is clear.
        Bearer::new(O::NAME, token).map_err(|_| Error::Decode {
            operation: O::NAME,
            path: format!("{}{path}", O::ROOT_FIELD),
            reason: "the token is empty, or has characters that are not allowed in an HTTP header"
                .to_owned(),
        })
    }
}
