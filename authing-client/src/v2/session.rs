//! Sessions of end users.

use std::fmt;
use std::sync::Arc;

use authing_core::v2::operations::LogOut;
use authing_core::v2::types::ServiceMessage;
use authing_core::v2::{AcceptsUser, V2};
use authing_core::{Operation, PagedOperation, Secret};

use super::authentication::AuthenticationClient;
use crate::call::credentials::Credentials;
use crate::call::options::Options;
use crate::error::Error;
use crate::exact;
use crate::stream::ItemStream;
use crate::token::bearer::no_user_id;
use crate::token::jwt;

/// A session of one end user: sends operations with that user's token.
///
/// Created by a [`Login`](super::Login), or by [`AuthenticationClient::session`] from a token sent by a browser. It is
/// cheap to clone, independent of other sessions, and never refreshes the user's token: when the service rejects the
/// token (codes 2020, 2206 and 2207), the user must log in again.
///
/// ```no_run
/// # async fn example(auth: authing_client::v2::AuthenticationClient) -> Result<(), authing_client::Error> {
/// let session = auth.session("eyJhbGciOi…"); // the part after `Bearer ` in the header
/// if let Some(user) = session.get_current_user().await? {
///     println!("{:?}", user.email);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct UserSession {
    client: AuthenticationClient,
    token: Arc<Secret>,
}

impl UserSession {
    pub(super) fn new(client: AuthenticationClient, token: Secret) -> Self {
        Self {
            client,
            token: Arc::new(exact::trimmed(token)),
        }
    }

    /// Sends any operation that needs the user's token, or a token of either kind.
    ///
    /// # Errors
    ///
    /// [`Error`]: each operation documents the codes to expect. A token that is not a valid HTTP header value is
    /// [`Error::InvalidInput`] with the field `token`.
    pub async fn execute<O>(&self, operation: O) -> Result<O::Output, Error>
    where
        O: Operation<Api = V2>,
        O::Token: AcceptsUser,
    {
        self.client
            .executor()
            .execute(operation, Credentials::User(&self.token))
            .await
    }

    /// Returns a stream of all items of a list operation, page by page, as this user.
    ///
    /// # Errors
    ///
    /// The stream returns the operation's errors as an item, and ends after one.
    #[doc(alias = "pagination")]
    #[doc(alias = "分页")]
    pub fn stream<O>(&self, operation: O) -> ItemStream<O>
    where
        O: PagedOperation<Api = V2>,
        O::Token: AcceptsUser,
    {
        let session = self.clone();
        ItemStream::new(operation, move |page| {
            let session = session.clone();
            async move { session.execute(page).await }
        })
    }

    /// Returns the user's id from the token's content, or `None` if the token is not a JWT or has no user id.
    ///
    /// The token is not verified, so anyone could have made up its content. Use the id to fill in a variable, where the
    /// service checks the token anyway.
    #[must_use]
    pub fn user_id(&self) -> Option<String> {
        let payload = jwt::unverified_payload(self.token.expose())?;
        let subject = payload.get("sub");
        let of_the_data = payload.get("data").and_then(|data| data.get("id"));
        let mut ids = [subject, of_the_data].into_iter().flatten();
        let id = ids.find_map(|id| id.as_str().filter(|id| !id.trim().is_empty()))?;
        Some(id.to_owned())
    }

    /// Returns the user's id, for an operation that needs it.
    pub(crate) fn own_id(&self, operation: &'static str) -> Result<String, Error> {
        self.user_id()
            .ok_or_else(|| no_user_id(operation, &self.token))
    }

    /// Logs the user out of the client's app: the token is no longer valid.
    ///
    /// # Errors
    ///
    /// Codes 2020 no token, 2206 token expired, 2207 token invalid.
    ///
    /// On the wire: `GET /api/v2/logout`, with the user's token and the app's id.
    #[doc(alias = "logoutCurrent")]
    #[doc(alias = "logout")]
    #[doc(alias = "退出登录")]
    pub async fn log_out(&self) -> Result<ServiceMessage, Error> {
        self.execute(LogOut::new().app_id(self.client.app_id()))
            .await
    }

    /// Returns the user's token, for example to pass it to the user's browser.
    #[doc(alias = "getToken")]
    #[must_use]
    pub fn token(&self) -> &Secret {
        &self.token
    }

    /// Returns the client that this session belongs to.
    #[must_use]
    pub fn client(&self) -> &AuthenticationClient {
        &self.client
    }

    pub(crate) fn with(&self, change: impl FnOnce(&mut Options)) -> Self {
        Self {
            client: self.client.with(change),
            token: Arc::clone(&self.token),
        }
    }
}

impl fmt::Debug for UserSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserSession")
            .field("app_id", &self.client.app_id())
            .field("token", &self.token)
            .finish()
    }
}
