//! The client.

use std::fmt;
use std::sync::Arc;

use authing_core::legacy::operations::GetOwnerToken;
use authing_core::legacy::{AcceptsOwner, Legacy, TokenRequirement};
use authing_core::{Operation, PagedOperation, Secret, TokenKind};

use crate::call::credentials::Credentials;
use crate::call::executor::Executor;
use crate::call::options::Options;
use crate::config::endpoints::Endpoints;
use crate::error::Error;
use crate::legacy::builder::Builder;
use crate::legacy::session::Session;
use crate::stream::ItemStream;
use crate::token::cache::TokenCache;

/// A client of one user pool.
///
/// It holds the pool's secret, the owner token and the connections. Cloning it is cheap, and all clones share them:
/// create one client when the program starts and pass clones around. Users' actions never change it; they go through
/// each user's [`Session`].
///
/// A client works in any number of tokio runtimes, also at the same time, such as a `static` one in tests that have a
/// runtime each. Calls in one runtime share its connections; the connections close when the runtime shuts down. The
/// owner token is shared by all.
#[derive(Clone)]
pub struct Authing {
    executor: Arc<Executor<Legacy>>,
    owner: Arc<TokenCache>,
}

impl Authing {
    /// Starts building a client for the user pool with this id and secret, both from the pool's page in the console.
    pub fn builder(user_pool_id: impl Into<String>, secret: impl Into<Secret>) -> Builder {
        Builder::new(user_pool_id, secret)
    }

    /// Creates a client from the environment variables listed at [`Builder::from_env`], without sending anything.
    ///
    /// # Errors
    ///
    /// [`Error::Config`], which names the variable.
    ///
    /// ```no_run
    /// # fn example() -> Result<(), authing_client::Error> {
    /// let authing = authing_client::Authing::from_env()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_env() -> Result<Self, Error> {
        Builder::from_env()?.build()
    }

    pub(crate) fn new(executor: Executor<Legacy>) -> Self {
        let executor = Arc::new(executor);
        let fetching = Arc::clone(&executor);
        let owner = Arc::new(TokenCache::new(GetOwnerToken::NAME, move || {
            let executor = Arc::clone(&fetching);
            async move {
                let operation = GetOwnerToken::new(executor.shared.secret.clone());
                executor.fetch_token(operation, "", |token| token).await
            }
        }));
        Self { executor, owner }
    }

    /// Sends any operation that needs no token or the owner token.
    ///
    /// The named methods, such as [`login_by_email`](Self::login_by_email), are shortcuts for it. Use it for operations
    /// with more arguments than those methods have, and for your own operations:
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// use authing_client::operations::Register;
    ///
    /// let user = authing
    ///     .execute(Register::new("test@testmail.com", "testpassword").nickname("Test"))
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// An operation that acts as an end user does not compile here (see [`Session`]), and neither does an operation of
    /// another API:
    ///
    /// ```compile_fail,E0271
    /// use authing_client::{Api, Authing, Error, Operation};
    ///
    /// // With `Legacy` in place of `A`, this compiles.
    /// async fn send<A: Api, O>(authing: Authing, operation: O) -> Result<O::Output, Error>
    /// where
    ///     O: Operation<Api = A>,
    ///     O::Token: authing_client::AcceptsOwner,
    /// {
    ///     authing.execute(operation).await
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error`]: each operation documents the codes to expect.
    pub async fn execute<O>(&self, operation: O) -> Result<O::Output, Error>
    where
        O: Operation<Api = Legacy>,
        O::Token: AcceptsOwner,
    {
        self.executor
            .execute(operation, self.credentials::<O>())
            .await
    }

    /// Returns a stream of all items of a list operation, page by page.
    ///
    /// It takes any [`PagedOperation`] that needs no token or the owner's: operations with a page and a count. It starts at the
    /// operation's page if one is set, or at the first page. No request is sent before the first item is read. Each page is a
    /// separate call with this client's [options](Self#options-of-single-calls). [`ItemStream`] describes what happens if
    /// items are added or removed in the meantime.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// use authing_client::operations::ListRoles;
    ///
    /// let mut roles = authing.stream(ListRoles::new()).page_size(100);
    /// while let Some(role) = roles.next().await {
    ///     println!("{:?}", role?.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The stream returns the operation's errors as an item, and ends after one.
    #[doc(alias = "all_pages")]
    #[doc(alias = "list")]
    #[doc(alias = "paginate")]
    #[doc(alias = "paginator")]
    #[doc(alias = "pagination")]
    #[doc(alias = "分页")]
    pub fn stream<O>(&self, operation: O) -> ItemStream<O>
    where
        O: PagedOperation<Api = Legacy>,
        O::Token: AcceptsOwner,
    {
        let authing = self.clone();
        ItemStream::new(operation, move |page| {
            let authing = authing.clone();
            async move { authing.execute(page).await }
        })
    }

    fn credentials<O: Operation<Api = Legacy>>(&self) -> Credentials<'_> {
        match <O::Token as TokenKind>::REQUIREMENT {
            TokenRequirement::None => Credentials::None,
            _ => Credentials::Management(&self.owner),
        }
    }

    /// Returns a session of an end user whose token the program has: from its own login, or sent by a browser.
    ///
    /// Whitespace around the token is removed. Nothing else is checked here; [`Session::login_status`] checks whether
    /// the token is still valid.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// let session = authing.session("eyJhbGciOi…"); // the part after `Bearer ` in the header
    /// if session.login_status().await?.is_logged_in() {
    ///     println!("{:?} is here", session.user_id());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "userToken")]
    pub fn session(&self, token: impl Into<Secret>) -> Session {
        Session::new(self.clone(), token.into())
    }

    /// Returns the user pool's id.
    #[must_use]
    pub fn user_pool_id(&self) -> &str {
        &self.executor.shared.user_pool_id
    }

    /// Returns the URLs that this client uses.
    #[must_use]
    pub fn endpoints(&self) -> &Endpoints {
        &self.executor.shared.urls
    }

    pub(crate) fn with(&self, change: impl FnOnce(&mut Options)) -> Self {
        Self {
            executor: Arc::new(self.executor.with(change)),
            owner: Arc::clone(&self.owner),
        }
    }

    pub(crate) fn executor(&self) -> &Executor<Legacy> {
        &self.executor
    }

    pub(super) fn owner(&self) -> &Arc<TokenCache> {
        &self.owner
    }
}

impl fmt::Debug for Authing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authing")
            .field("user_pool_id", &self.user_pool_id())
            .field("endpoints", self.endpoints())
            .finish_non_exhaustive()
    }
}
