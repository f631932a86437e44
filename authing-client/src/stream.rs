//! Streams of list operations: all items, page by page.

mod pages;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use authing_core::{InvalidInput, PagedOperation};
use futures_util::Stream;
use futures_util::future::BoxFuture;

use crate::error::Error;
use pages::Pages;

/// The default number of items per page.
const PAGE_SIZE: u32 = 50;

type Fetch<O> = BoxFuture<'static, Result<O, Error>>;

/// A stream of all items of the list operation `O`, of type `O::Item`. Returned by the method `stream` of clients and
/// sessions.
///
/// It implements `futures::Stream`; without that crate, call [`next`](Self::next). It holds one page
/// in memory and requests the next one when that page is used up.
///
/// Pages are offsets, so concurrent inserts and deletes shift items between pages:
///
/// - An item that is repeated at the boundary of two pages is returned once. Items are compared by id. Items without an id may
///   be repeated, unless a whole page is repeated.
/// - After a deletion, items can move to a page that was already read and be missed. Don't delete items while you stream them:
///   collect them first.
/// - The stream ends at the first page that is empty, or that has no new items although the list has not grown. If the service
///   does not return the length of the list, a second page without new items ends the stream.
///
/// If it is not documented whether the first page is 0 or 1, the first request has no page number, and the second request
/// asks for page 1. Page 1 is skipped if it repeats the first page, including after a page 0.
///
/// An error ends the stream.
#[must_use = "a stream sends no request until it is polled"]
pub struct ItemStream<O: PagedOperation> {
    operation: O,
    send: Box<dyn Fn(O) -> Fetch<O::Output> + Send>,
    page_size: u32,
    pages: Pages<O::Item>,
    fetch: Option<Fetch<O::Output>>,
    items: vec::IntoIter<O::Item>,
}

impl<O: PagedOperation> ItemStream<O> {
    /// Creates a stream of the pages that `send` requests.
    pub(crate) fn new<F>(operation: O, send: impl Fn(O) -> F + Send + 'static) -> Self
    where
        F: Future<Output = Result<O::Output, Error>> + Send + 'static,
    {
        Self {
            page_size: operation.page_size().unwrap_or(PAGE_SIZE),
            pages: Pages::from(operation.page_number().or(O::FIRST_PAGE)),
            operation,
            send: Box::new(move |operation| Box::pin(send(operation))),
            fetch: None,
            items: Vec::new().into_iter(),
        }
    }

    /// Sets the number of items per page. Default: the operation's count, or 50.
    ///
    /// Set it before the first item is read, because the service numbers its pages by it.
    pub fn page_size(mut self, size: u32) -> Self {
        self.page_size = size;
        self
    }

    /// Returns the next item, or `None` at the end.
    ///
    /// # Errors
    ///
    /// The operation's errors, and [`Error::InvalidInput`] with the field `page_size` if that is 0. An error ends the
    /// stream.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Starts or continues a request for a page; ready when the page has been read.
    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        if self.page_size == 0 {
            let invalid = InvalidInput::new("page_size", "must be at least 1");
            return Poll::Ready(Err(Error::invalid(O::NAME, invalid)));
        }
        let fetch = self.fetch.get_or_insert_with(|| {
            let page = self
                .operation
                .with_page(self.pages.number(), self.page_size);
            (self.send)(page)
        });
        let fetched = ready!(fetch.as_mut().poll(context));
        self.fetch = None;
        let items = self.pages.take(O::into_page(fetched?), O::id);
        self.items = items.into_iter();
        Poll::Ready(Ok(()))
    }
}

// No field is pinned: the request is boxed.
impl<O: PagedOperation> Unpin for ItemStream<O> {}

impl<O: PagedOperation> Stream for ItemStream<O> {
    type Item = Result<O::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            if self.pages.are_over() {
                return Poll::Ready(None);
            }
            if let Err(error) = ready!(self.poll_page(context)) {
                self.pages.end();
                return Poll::Ready(Some(Err(error)));
            }
        }
    }
}

impl<O: PagedOperation> fmt::Debug for ItemStream<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream")
            .field("operation", &O::NAME)
            .field("page_size", &self.page_size)
            .field("page", &self.pages.number())
            .finish_non_exhaustive()
    }
}
