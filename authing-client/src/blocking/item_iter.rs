//! Iterators over list operations: all items, page by page.

use authing_core::PagedOperation;

use super::runtime;
use crate::error::Error;
use crate::stream::ItemStream;

/// An iterator over all items of the list operation `O`, of type `O::Item`. Returned by the method `iter` of clients and
/// sessions.
///
/// It holds one page in memory and requests the next one when that page is used up. [`ItemStream`] describes what happens if
/// items are added or removed in the meantime. An error ends the iterator.
#[derive(Debug)]
#[must_use = "an iterator sends no request until its first item is read"]
pub struct ItemIter<O: PagedOperation> {
    inner: ItemStream<O>,
    ended: bool,
}

impl<O: PagedOperation> ItemIter<O> {
    pub(super) fn new(inner: ItemStream<O>) -> Self {
        Self {
            inner,
            ended: false,
        }
    }

    /// Sets the number of items per page. Default: the operation's count, or 50.
    ///
    /// Set it before the first item is read, because the service numbers its pages by it.
    pub fn page_size(mut self, size: u32) -> Self {
        self.inner = self.inner.page_size(size);
        self
    }
}

impl<O: PagedOperation> Iterator for ItemIter<O> {
    type Item = Result<O::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        runtime::next(&mut self.ended, self.inner.next())
    }
}
