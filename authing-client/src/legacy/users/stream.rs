//! All users, one page after the other.

use std::collections::HashSet;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use authing_core::operations::ListUsers;
use authing_core::{InvalidInput, Operation, types};
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
/// The service counts its pages anew for each request, so users who are registered or removed meanwhile move the others:
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
    page: Option<i32>,
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
            let (authing, count) = (self.authing.clone(), i32::from(self.page_size));
            Box::pin(async move { authing.users(page, count).await })
        });
        let fetched = ready!(fetch.as_mut().poll(context));
        self.fetch = None;
        self.take(page, fetched?);
        Poll::Ready(Ok(()))
    }

    /// Keeps whom the page before did not have.
    fn take(&mut self, page: i32, fetched: types::UserPage) {
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

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use futures_util::TryStreamExt;
    use serde_json::{Value, json};

    use super::*;
    use crate::test_service::{Requests, body, service};

    fn answer(ids: &[String]) -> Value {
        answer_of(ids, 1000)
    }

    fn answer_of(ids: &[String], total: usize) -> Value {
        let list: Vec<Value> = ids.iter().map(|id| json!({"_id": id})).collect();
        json!({"data": {"users": {"list": list, "totalCount": total}}})
    }

    /// The users `1` to `count`.
    fn people(count: usize) -> Vec<String> {
        (1..=count).map(|number| number.to_string()).collect()
    }

    /// A service with these users, to which something happens after each page that it has given.
    fn pool(
        users: Vec<String>,
        after: impl Fn(i64, &mut Vec<String>) + Send + Sync + 'static,
    ) -> (Authing, Requests) {
        let users = Arc::new(Mutex::new(users));
        service(move |request| {
            let variables = body(request)["variables"].take();
            let page = variables["page"].as_i64().unwrap();
            let count = variables["count"].as_u64().unwrap() as usize;
            let mut users = users.lock().unwrap();
            let start = (page as usize - 1) * count;
            let list: Vec<String> = users.iter().skip(start).take(count).cloned().collect();
            let total = users.len();
            after(page, &mut users);
            answer_of(&list, total)
        })
    }

    async fn ids(stream: UsersStream) -> Vec<String> {
        stream.map_ok(|user| user.id).try_collect().await.unwrap()
    }

    #[tokio::test]
    async fn gives_every_user_once_in_order_and_asks_for_a_page_at_a_time() {
        for count in [0, 1, 2, 3, 4, 5, 6, 7] {
            let (authing, requests) = pool(people(count), |_, _| {});
            assert_eq!(
                ids(authing.users_stream().page_size(3)).await,
                people(count)
            );
            assert_eq!(requests.len(), count.div_ceil(3) + 1);
            let sent =
                json!({"page": 1, "count": 3, "registerInClient": crate::test_service::POOL});
            assert_eq!(requests.variables(0), sent);
        }
    }

    #[tokio::test]
    async fn nothing_is_fetched_before_it_is_needed() {
        let (authing, requests) = pool(people(4), |_, _| {});
        let mut users = authing.users_stream().page_size(2);
        assert_eq!(requests.len(), 0);
        for (id, fetched) in [("1", 1), ("2", 1), ("3", 2), ("4", 2)] {
            assert_eq!(users.next().await.unwrap().unwrap().id, id);
            assert_eq!(requests.len(), fetched);
        }
        assert!(users.next().await.is_none() && users.next().await.is_none());
        assert_eq!(requests.len(), 3);
    }

    #[tokio::test]
    async fn who_is_added_meanwhile_makes_nobody_come_twice() {
        let (authing, _) = pool(people(6), |page, users| {
            if page == 1 {
                users.insert(0, "new".to_owned());
            }
            if page == 2 {
                users.push("last".to_owned());
            }
        });
        let mut expected = people(6);
        expected.push("last".to_owned());
        assert_eq!(ids(authing.users_stream().page_size(3)).await, expected);
    }

    #[tokio::test]
    async fn as_many_as_a_page_has_may_be_added_meanwhile() {
        let (authing, _) = pool(people(6), |page, users| {
            if page == 1 {
                users.splice(0..0, ["a", "b", "c"].map(ToOwned::to_owned));
            }
        });
        assert_eq!(ids(authing.users_stream().page_size(3)).await, people(6));
    }

    #[tokio::test]
    async fn the_same_page_of_a_pool_that_grows_for_ever_ends_it_too() {
        let total = std::sync::atomic::AtomicUsize::new(3);
        let (authing, requests) = service(move |_| {
            let total = total.fetch_add(3, std::sync::atomic::Ordering::SeqCst);
            answer_of(&people(3), total)
        });
        assert_eq!(ids(authing.users_stream().page_size(3)).await, people(3));
        assert_eq!(requests.len(), 3);
    }

    #[tokio::test]
    async fn who_is_removed_meanwhile_makes_it_end_no_later() {
        let (authing, requests) = pool(people(6), |page, users| {
            if page == 2 {
                users.clear();
            }
        });
        assert_eq!(ids(authing.users_stream().page_size(2)).await, people(4));
        assert_eq!(requests.len(), 3);
    }

    #[tokio::test]
    async fn a_service_that_gives_fewer_than_asked_for_is_read_to_its_end() {
        let (authing, _) = service(|request| {
            let page = body(request)["variables"]["page"].as_u64().unwrap() as usize;
            let all = people(5);
            answer(all.chunks(2).nth(page - 1).unwrap_or_default())
        });
        assert_eq!(ids(authing.users_stream().page_size(100)).await, people(5));
    }

    #[tokio::test]
    async fn the_same_page_again_and_again_ends_it() {
        let (authing, requests) = service(|_| answer(&people(3)));
        assert_eq!(ids(authing.users_stream().page_size(3)).await, people(3));
        assert_eq!(requests.len(), 2);
    }

    #[tokio::test]
    async fn an_error_is_given_and_ends_it() {
        let (authing, requests) = service(|request| {
            if body(request)["variables"]["page"] == 1 {
                return answer(&people(2));
            }
            json!({"errors": [{"message": {"code": 1000, "message": "busy"}}]})
        });
        let mut users = authing.users_stream().page_size(2);
        for id in ["1", "2"] {
            assert_eq!(users.next().await.unwrap().unwrap().id, id);
        }
        let error = users.next().await.unwrap().unwrap_err();
        assert_eq!(error.code().map(crate::ErrorCode::get), Some(1000));
        assert!(users.next().await.is_none());
        assert_eq!(requests.len(), 2);
    }

    #[tokio::test]
    async fn a_page_of_nobody_is_refused() {
        let (authing, requests) = pool(people(1), |_, _| {});
        let mut users = authing.users_stream().page_size(0);
        let error = users.next().await.unwrap().unwrap_err();
        assert!(matches!(
            error,
            Error::InvalidInput {
                field: "page_size",
                ..
            }
        ));
        assert!(users.next().await.is_none());
        assert_eq!(requests.len(), 0);
    }

    #[test]
    fn can_go_to_another_thread() {
        fn movable<T: Send + Unpin + 'static>() {}
        movable::<UsersStream>();
    }
}
