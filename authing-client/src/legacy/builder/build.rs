//! Creates a client from its settings.

use http::HeaderMap;

use super::Builder;
use crate::builder::{Identity, Reach};
use crate::error::Error;
use crate::exact;
use crate::legacy::authing::Authing;

impl Builder {
    /// Creates the client without sending anything; the owner token is fetched when it is first needed.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] if a setting is invalid: an id or secret that is empty, in quotes or has an invisible character
    /// inside, a URL that is not valid or is plain http, a key or certificate that can't be read. Whitespace and other
    /// invisible characters around ids, secrets, URLs and paths are removed.
    pub fn build(self) -> Result<Authing, Error> {
        let user_pool_id =
            exact::user_pool_id(self.user_pool_id.name, &self.user_pool_id.value)?.to_owned();
        let secret = self.secret.exact()?;
        let endpoints = self.urls.resolve(self.client.allow_plain_http)?;
        let identity = Identity {
            user_pool_id,
            secret,
            headers: HeaderMap::new(),
        };
        let reach = Reach {
            urls: endpoints.urls(),
            https_only: endpoints.all_https(),
            needs_tls: endpoints.needs_tls(),
            is_remote: endpoints.is_remote(),
        };
        let executor = self.client.executor(identity, endpoints, reach)?;
        Ok(Authing::new(executor))
    }

    /// Creates the client and fetches the owner token, so that a wrong id or secret fails immediately.
    ///
    /// # Errors
    ///
    /// The errors of [`build`](Self::build); [`Error::CredentialsRejected`] if the service rejects the user pool's id
    /// and secret; [`Error::Transport`] if it can't be reached; other errors if the response does not come from the
    /// service.
    ///
    /// On the wire: query `getAccessTokenByAppSecret`, without a token.
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), authing_client::Error> {
    /// use authing_client::{Authing, Error};
    ///
    /// let builder = Authing::builder("5e4cdd055df3df65dc58b97d", "the pool's secret");
    /// let authing = match builder.connect().await {
    ///     Err(Error::CredentialsRejected { .. }) => panic!("check the id and the secret in the console"),
    ///     other => other?,
    /// };
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "getAccessTokenByAppSecret")]
    #[doc(alias = "getClientWhenSdkInit")]
    pub async fn connect(self) -> Result<Authing, Error> {
        let authing = self.build()?;
        authing.owner_token().await?;
        Ok(authing)
    }
}
