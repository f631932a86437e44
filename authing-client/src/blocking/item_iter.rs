//! Everything that an operation lists, one item after the other.

use authing_core::PagedOperation;

use super::runtime;
use crate::error::Error;
use crate::stream::ItemStream;

/// Everything that the operation `O` lists: what [`Authing::iter`](super::Authing::iter) and
/// [`Session::iter`](super::Session::iter) return. The items are of the type `O::Item`.
///
/// It holds one page in memory, and fetches the next one when that is used up. [`ItemStream`] says what becomes of items that
/// are added or removed meanwhile. An error ends it.
#[derive(Debug)]
#[must_use = "an iterator does nothing until it is asked for items"]
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

    /// How many items to fetch at once. Default: what the operation says, or else 50.
    ///
    /// Set it before the first item is asked for: the service counts its pages by it.
    pub fn page_size(mut self, size: u32) -> Self {
        self.inner = self.inner.page_size(size);
        self
    }
}

impl<O: PagedOperation> Iterator for ItemIter<O> {
    type Item = Result<O::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = runtime::wait(async { self.inner.next().await.transpose() }).transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}
