//! All users, one after the other.

use authing_core::legacy::types;

use super::runtime;
use crate::error::Error;
use crate::legacy::users::UsersStream;

/// All users of the pool: what [`Authing::users_iter`](super::Authing::users_iter) gives.
///
/// It holds one page of users in memory, and fetches the next one when that is used up. [`UsersStream`] says what becomes of
/// users that are registered or removed meanwhile. An error ends it.
#[derive(Debug)]
#[must_use = "an iterator does nothing until it is asked for users"]
pub struct UsersIter {
    inner: UsersStream,
    ended: bool,
}

impl UsersIter {
    pub(super) fn new(inner: UsersStream) -> Self {
        Self {
            inner,
            ended: false,
        }
    }

    /// How many users to fetch at once. Default: 50.
    ///
    /// Set it before the first user is asked for: the service counts its pages by it.
    pub fn page_size(mut self, count: u16) -> Self {
        self.inner = self.inner.page_size(count);
        self
    }
}

impl Iterator for UsersIter {
    type Item = Result<types::User, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = runtime::wait(async { self.inner.next().await.transpose() }).transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}
