//! Everything that an operation lists, one page after the other.

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

/// How many items a page has, unless the program says otherwise.
const PAGE_SIZE: u32 = 50;

type Fetch<O> = BoxFuture<'static, Result<O, Error>>;

/// Everything that the operation `O` lists, page by page: what [`Authing::stream`](crate::Authing::stream) and
/// [`Session::stream`](crate::Session::stream) return. The items are of the type `O::Item`.
///
/// It is a [`Stream`] for those who have the crate `futures`, and has a [`next`](Self::next) of its own for those who don't.
/// It holds one page in memory, and fetches the next one when that is used up.
///
/// A page is an offset into the list, so what is added to the list or removed from it meanwhile shifts items between pages:
///
/// - an item that comes up again at the boundary of two pages is returned once. It is recognized by its id. Items without an
///   id may come twice, unless the whole page comes again;
/// - after a removal, items may move to a page that has been read already, and are missed: don't remove items while you go
///   through them, collect them first;
/// - it ends at the first page that is empty, or has nothing new though the list has not grown. Where the service does not say
///   how long the list is, a second page without anything new ends it.
///
/// Where it is not documented whether the first page is 0 or 1, the first request names no page and the second one page 1. Page
/// 1 is skipped if it is the first page again, also after a page 0.
///
/// An error ends it too.
#[must_use = "a stream does nothing until it is asked for items"]
pub struct ItemStream<O: PagedOperation> {
    operation: O,
    send: Box<dyn Fn(O) -> Fetch<O::Output> + Send>,
    page_size: u32,
    pages: Pages<O::Item>,
    fetch: Option<Fetch<O::Output>>,
    items: vec::IntoIter<O::Item>,
}

impl<O: PagedOperation> ItemStream<O> {
    /// Goes through the pages that `send` fetches.
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

    /// How many items to fetch at once. Default: what the operation says, or else 50.
    ///
    /// Set it before the first item is asked for: the service counts its pages by it.
    pub fn page_size(mut self, size: u32) -> Self {
        self.page_size = size;
        self
    }

    /// The next item; `None` at the end.
    ///
    /// # Errors
    ///
    /// Those of the operation, and [`Error::InvalidInput`] with the field `page_size` if that is 0. After an error there is
    /// nothing more.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Begins to fetch a page, or goes on; ready when its items are there.
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

// Nothing in it is pinned: the fetch is in a box.
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
