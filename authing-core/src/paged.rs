//! List operations with pages.

use crate::operation::Operation;

/// A list operation that returns one page at a time.
///
/// The generator implements it for every operation with variables for the page and its size, so that a client can read
/// all pages: see `Authing::stream` of authing-client. Executed as an `Operation`, it returns a single page.
pub trait PagedOperation: Operation + 'static {
    /// The type of the listed items.
    type Item: Clone + PartialEq + Send + 'static;

    /// The number of the first page; `None` if the API does not document whether pages are counted from 0 or 1.
    const FIRST_PAGE: Option<u32>;

    /// Returns the page number that was set.
    fn page_number(&self) -> Option<u32>;

    /// Returns the number of items per page, if it was set.
    fn page_size(&self) -> Option<u32>;

    /// Returns the operation for another page. Without a number, the service returns its default page, which is the first.
    #[must_use]
    fn with_page(&self, number: Option<u32>, size: u32) -> Self;

    /// Extracts the list from the output.
    fn into_page(output: Self::Output) -> Page<Self::Item>;

    /// Returns the unique id of an item; `None` if items of this kind have no id, or this one has none.
    fn id(item: &Self::Item) -> Option<&str>;
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items, in the service's order.
    pub items: Vec<T>,
    /// The number of items on all pages together, if the service returns it.
    pub total: Option<i64>,
}

impl<T> Page<T> {
    /// Creates a page of these items.
    pub fn new(items: Vec<T>, total: impl Into<Option<i64>>) -> Self {
        Self {
            items,
            total: total.into(),
        }
    }
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self::new(Vec::new(), None::<i64>)
    }
}
