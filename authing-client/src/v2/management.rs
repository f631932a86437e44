//! The client that manages a user pool.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use authing_core::v2::operations::GetManagementToken;
use authing_core::v2::{AcceptsManagement, TokenRequirement, V2};
use authing_core::{Operation, PagedOperation, Secret, TokenKind};

use super::builder::ManagementBuilder;
use crate::call::credentials::Credentials;
use crate::call::executor::Executor;
use crate::call::options::Options;
use crate::error::Error;
use crate::stream::ItemStream;
use crate::token::cache::TokenCache;

/// The token lives for 15 days; the official SDKs fetch a new one an hour before its expiry, too.
const REFRESHED_BEFORE: Duration = Duration::from_secs(3600);

/// A client that manages one user pool, with the pool's id and secret: users, roles, groups, policies, organizations.
///
/// It fetches the management token when it is first needed, with one fetch for all waiting calls, and refreshes it an
/// hour before it expires, or when the service rejects it. Cloning it is cheap: create one client when the program starts
/// and pass clones around.
///
/// ```no_run
/// # async fn example() -> Result<(), authing_client::Error> {
/// use authing_client::v2::ManagementClient;
/// use authing_client::v2::operations::{CreateRole, ListUsers};
///
/// let management = ManagementClient::builder("5e4cdd055df3df65dc58b97d", "the pool's secret").connect().await?;
/// let role = management.execute(CreateRole::new("admin")).await?;
/// let mut users = management.stream(ListUsers::new());
/// while let Some(user) = users.next().await {
///     println!("{:?}", user?.email);
/// }
/// # Ok(())
/// # }
/// ```
///
/// An operation that acts as an end user does not compile here; a [`UserSession`](super::UserSession) sends it:
///
/// ```compile_fail,E0277
/// # async fn example(management: authing_client::v2::ManagementClient) -> Result<(), authing_client::Error> {
/// use authing_client::v2::operations::UnbindEmail;
///
/// management.execute(UnbindEmail::new()).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct ManagementClient {
    executor: Arc<Executor<V2>>,
    token: Arc<TokenCache>,
}

impl ManagementClient {
    /// Starts building a client for the user pool with this id and secret, both from the pool's page in the console.
    pub fn builder(
        user_pool_id: impl Into<String>,
        secret: impl Into<Secret>,
    ) -> ManagementBuilder {
        ManagementBuilder::new(user_pool_id, secret)
    }

    /// Creates a client from the environment variables listed at [`ManagementBuilder::from_env`], without sending
    /// anything.
    ///
    /// # Errors
    ///
    /// [`Error::Config`], which names the variable.
    pub fn from_env() -> Result<Self, Error> {
        ManagementBuilder::from_env()?.build()
    }

    pub(super) fn new(executor: Executor<V2>) -> Self {
        let executor = Arc::new(executor);
        let fetching = Arc::clone(&executor);
        let token = TokenCache::new(GetManagementToken::NAME, move || {
            let executor = Arc::clone(&fetching);
            async move {
                let operation = GetManagementToken::new(executor.shared.secret.clone());
                executor
                    .fetch_token(operation, ".accessToken", |token| token.token)
                    .await
            }
        });
        Self {
            executor,
            token: Arc::new(token.refreshed_before(REFRESHED_BEFORE)),
        }
    }

    /// Sends any operation that needs the management token, a token of either kind, or none.
    ///
    /// # Errors
    ///
    /// [`Error`]: each operation documents the codes to expect. [`Error::CredentialsRejected`] if the service rejects the
    /// user pool's id and secret.
    #[doc(alias = "makeGraphqlRequest")]
    #[doc(alias = "makeRestRequest")]
    pub async fn execute<O>(&self, operation: O) -> Result<O::Output, Error>
    where
        O: Operation<Api = V2>,
        O::Token: AcceptsManagement,
    {
        let credentials = match <O::Token as TokenKind>::REQUIREMENT {
            TokenRequirement::None => Credentials::None,
            _ => Credentials::Management(&self.token),
        };
        self.executor.execute(operation, credentials).await
    }

    /// Returns a stream of all items of a list operation, page by page.
    ///
    /// # Errors
    ///
    /// The stream returns the operation's errors as an item, and ends after one.
    #[doc(alias = "pagination")]
    #[doc(alias = "分页")]
    pub fn stream<O>(&self, operation: O) -> ItemStream<O>
    where
        O: PagedOperation<Api = V2>,
        O::Token: AcceptsManagement,
    {
        let client = self.clone();
        ItemStream::new(operation, move |page| {
            let client = client.clone();
            async move { client.execute(page).await }
        })
    }

    /// Returns the user pool's id.
    #[must_use]
    pub fn user_pool_id(&self) -> &str {
        &self.executor.shared.user_pool_id
    }

    /// Returns the URL of the host that this client uses.
    #[must_use]
    pub fn host(&self) -> &str {
        self.executor.shared.urls.as_str()
    }

    /// Fetches the host's public key and returns whether passwords are encrypted with it: with another one, given by
    /// [`public_key_pem`](super::ManagementBuilder::public_key_pem) for example, the service can't read them.
    ///
    /// # Errors
    ///
    /// The errors of a request; the host may serve no key.
    pub async fn has_served_key(&self) -> Result<bool, Error> {
        self.executor.has_served_key().await
    }

    pub(super) async fn fetch_token(&self) -> Result<(), Error> {
        self.token.get().await.map(drop)
    }

    pub(crate) fn with(&self, change: impl FnOnce(&mut Options)) -> Self {
        Self {
            executor: Arc::new(self.executor.with(change)),
            token: Arc::clone(&self.token),
        }
    }
}

impl fmt::Debug for ManagementClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ManagementClient")
            .field("user_pool_id", &self.user_pool_id())
            .field("host", &self.host())
            .finish_non_exhaustive()
    }
}
