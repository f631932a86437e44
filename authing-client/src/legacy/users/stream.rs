//! All users, one page after the other.

use std::collections::HashSet;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use authing_core::legacy::operations::ListUsers;
use authing_core::legacy::types;
use authing_core::{InvalidInput, Operation};
use futures_util::Stream;
use futures_util::future::BoxFuture;

use crate::error::Error;
use crate::legacy::authing::Authing;

/// How many users a page has, unless the program says otherwise.
const PAGE_SIZE: u16 = 50;

/// All users of the pool: what [`Authing::users_stream`] gives.
///
/// It is a [`Stream`] for those who have the crate `futures`, and has a [`next`](Self::next) of its own for those who
/// don't. It holds one page of users in memory, and fetches the next one when that is used up.
///
/// Pages are offsets, so concurrent registrations and removals shift users between pages:
///
/// - a user who comes up again at the boundary of two pages is given once;
/// - after a removal, users may move to a page that has been read already, and are missed: don't remove users while you go
///   through them, collect their ids first;
/// - it ends at the first page that is empty, or has nobody but those of the page before though the pool has not grown.
///
/// An error ends it too.
#[must_use = "a stream does nothing until it is asked for users"]
pub struct UsersStream {
    authing: Authing,
    page_size: u16,
    /// The page that comes next; `None` at the end.
    page: Option<u32>,
    fetch: Option<BoxFuture<'static, Result<types::UserPage, Error>>>,
    users: vec::IntoIter<types::User>,
    /// The ids of the last page that was fetched, to know them again on the next one.
    ids: HashSet<String>,
    /// How many users the service said that there are, with that page.
    total: i64,
    /// Whether that page had nobody new.
    stale: bool,
}

impl UsersStream {
    pub(crate) fn new(authing: Authing) -> Self {
        Self {
            authing,
            page_size: PAGE_SIZE,
            page: Some(1),
            fetch: None,
            users: Vec::new().into_iter(),
            ids: HashSet::new(),
            total: 0,
            stale: false,
        }
    }

    /// How many users to fetch at once. Default: 50.
    ///
    /// Set it before the first user is asked for: the service counts its pages by it.
    pub fn page_size(mut self, count: u16) -> Self {
        self.page_size = count;
        self
    }

    /// The next user; `None` at the end.
    ///
    /// # Errors
    ///
    /// Those of [`Authing::users`], and [`Error::InvalidInput`] if the page size is 0. After an error there is nothing more.
    pub async fn next(&mut self) -> Option<Result<types::User, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Begins to fetch the next page, or goes on; ready when there is a page.
    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let Some(page) = self.page else {
            return Poll::Ready(Ok(()));
        };
        if self.page_size == 0 {
            let invalid = InvalidInput::new("page_size", "must be at least 1");
            return Poll::Ready(Err(Error::invalid(ListUsers::NAME, invalid)));
        }
        let fetch = self.fetch.get_or_insert_with(|| {
            let (authing, count) = (self.authing.clone(), u32::from(self.page_size));
            Box::pin(async move { authing.users(page, count).await })
        });
        let fetched = ready!(fetch.as_mut().poll(context));
        self.fetch = None;
        self.take(page, fetched?);
        Poll::Ready(Ok(()))
    }

    /// Drops users already seen on the previous page.
    fn take(&mut self, page: u32, fetched: types::UserPage) {
        let mut users = fetched.list;
        let is_empty = users.is_empty();
        let mut ids = HashSet::with_capacity(users.len());
        users.retain(|user| ids.insert(user.id.clone()) && !self.ids.contains(&user.id));
        // As many new users as a page has may have moved the page before to this place. Once: a service that gives the
        // same page for ever must not keep the program for ever.
        let is_stale = users.is_empty();
        let is_moved = is_stale && !self.stale && fetched.total_count > self.total;
        // Not by the length of the page: the service may give fewer than were asked for.
        self.page = page
            .checked_add(1)
            .filter(|_| !is_empty && (!is_stale || is_moved));
        self.ids = ids;
        self.total = fetched.total_count;
        self.stale = is_stale;
        self.users = users.into_iter();
    }
}

impl Stream for UsersStream {
    type Item = Result<types::User, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(user) = self.users.next() {
                return Poll::Ready(Some(Ok(user)));
            }
            if self.page.is_none() {
                return Poll::Ready(None);
            }
            if let Err(error) = ready!(self.poll_page(context)) {
                self.page = None;
                return Poll::Ready(Some(Err(error)));
            }
        }
    }
}

impl fmt::Debug for UsersStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UsersStream")
            .field("page_size", &self.page_size)
            .field("page", &self.page)
            .finish_non_exhaustive()
    }
}
