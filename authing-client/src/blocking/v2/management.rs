//! The blocking client that manages a user pool.

use std::fmt;

use authing_core::v2::{AcceptsManagement, V2};
use authing_core::{Operation, PagedOperation, Secret};

use crate::blocking::item_iter::ItemIter;
use crate::blocking::runtime;
use crate::call::options::Options;
use crate::error::Error;
use crate::v2::ManagementBuilder;

/// A client that manages one user pool and whose calls block: [`v2::ManagementClient`](crate::v2::ManagementClient) for
/// synchronous programs.
///
/// Created by [`connect_blocking`](ManagementBuilder::connect_blocking). Cloning it is cheap, and all clones share the
/// management token and the connections.
///
/// ```no_run
/// # fn example() -> Result<(), authing_client::Error> {
/// use authing_client::blocking::v2::ManagementClient;
///
/// let management = ManagementClient::builder("5e4cdd055df3df65dc58b97d", "the pool's secret").connect_blocking()?;
/// let role = management.create_role("admin")?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct ManagementClient {
    inner: crate::v2::ManagementClient,
}

impl ManagementClient {
    /// Starts building a client for the user pool with this id and secret, both from the pool's page in the console.
    ///
    /// Finish with [`connect_blocking`](ManagementBuilder::connect_blocking) or
    /// [`build_blocking`](ManagementBuilder::build_blocking).
    pub fn builder(
        user_pool_id: impl Into<String>,
        secret: impl Into<Secret>,
    ) -> ManagementBuilder {
        crate::v2::ManagementClient::builder(user_pool_id, secret)
    }

    /// Creates a client from the environment variables listed at [`ManagementBuilder::from_env`], without sending
    /// anything.
    ///
    /// # Errors
    ///
    /// [`Error::Config`], which names the variable.
    pub fn from_env() -> Result<Self, Error> {
        crate::v2::ManagementClient::from_env().map(Self::new)
    }

    pub(super) fn new(inner: crate::v2::ManagementClient) -> Self {
        Self { inner }
    }

    /// Sends any operation that needs the management token, a token of either kind, or none.
    ///
    /// # Errors
    ///
    /// The errors of the asynchronous [`execute`](crate::v2::ManagementClient::execute), and [`Error::BlockingInAsync`] in
    /// an asynchronous task.
    ///
    /// ```no_run
    /// # fn example(management: authing_client::blocking::v2::ManagementClient) -> Result<(), authing_client::Error> {
    /// use authing_client::v2::operations::CreateRole;
    ///
    /// let role = management.execute(CreateRole::new("admin"))?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn execute<O>(&self, operation: O) -> Result<O::Output, Error>
    where
        O: Operation<Api = V2>,
        O::Token: AcceptsManagement,
    {
        runtime::wait(self.inner.execute(operation))
    }

    /// Returns an iterator over all items of a list operation, page by page: the blocking version of
    /// [`stream`](crate::v2::ManagementClient::stream).
    ///
    /// # Errors
    ///
    /// The iterator returns the operation's errors, and [`Error::BlockingInAsync`] in an asynchronous task, as an item, and
    /// ends after one.
    ///
    /// ```no_run
    /// # fn example(management: authing_client::blocking::v2::ManagementClient) -> Result<(), authing_client::Error> {
    /// use authing_client::v2::operations::ListUsers;
    ///
    /// for user in management.iter(ListUsers::new()).page_size(100) {
    ///     println!("{:?}", user?.email);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "all_pages")]
    #[doc(alias = "list")]
    #[doc(alias = "paginate")]
    #[doc(alias = "paginator")]
    #[doc(alias = "stream")]
    #[doc(alias = "pagination")]
    #[doc(alias = "分页")]
    pub fn iter<O>(&self, operation: O) -> ItemIter<O>
    where
        O: PagedOperation<Api = V2>,
        O::Token: AcceptsManagement,
    {
        ItemIter::new(self.inner.stream(operation))
    }

    /// Returns the user pool's id.
    #[must_use]
    pub fn user_pool_id(&self) -> &str {
        self.inner.user_pool_id()
    }

    /// Returns the URL of the host that this client uses.
    #[must_use]
    pub fn host(&self) -> &str {
        self.inner.host()
    }

    pub(super) fn with(&self, change: impl FnOnce(&mut Options)) -> Self {
        Self::new(self.inner.with(change))
    }
}

impl fmt::Debug for ManagementClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}
