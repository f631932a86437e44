//! Operations that list page by page.

use crate::operation::Operation;

/// A list operation that gives one page at a time.
///
/// The generator implements it for every operation with variables for the page and its size, so that a client can go through
/// all pages: `Authing::stream` of authing-client. `Operation` sends a single page.
pub trait PagedOperation: Operation + Clone + 'static {
    /// What it lists.
    type Item: Clone + PartialEq + Send + 'static;

    /// The number of the first page; `None` where the API does not document whether it counts from 0 or 1.
    const FIRST_PAGE: Option<u32>;

    /// The page that was set.
    fn page_number(&self) -> Option<u32>;

    /// How many items a page has, if that was set.
    fn page_size(&self) -> Option<u32>;

    /// The same for another page; without a number for the one that the service decides on, which is the first.
    #[must_use]
    fn with_page(&self, number: Option<u32>, size: u32) -> Self;

    /// Takes the list out of the output.
    fn into_page(output: Self::Output) -> Page<Self::Item>;

    /// The id that tells an item from all others; `None` if items of this kind have none, or this one came without.
    fn id(item: &Self::Item) -> Option<&str>;
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items, in the service's order.
    pub items: Vec<T>,
    /// How many items all pages have together, if the service says so.
    pub total: Option<i64>,
}

impl<T> Page<T> {
    /// A page of these items.
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
