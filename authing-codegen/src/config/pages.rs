//! `[target.pages]`: what lists that come page by page are called.

use serde::Deserialize;

/// The names that an API uses for lists that come page by page.
///
/// An operation with a variable of the page is a `PagedOperation`: a client can go through all its pages. One that can't be
/// says why, by `@noStream`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pages {
    /// The variable that has the page's number. Its default in the query file is the first page's.
    pub page: String,
    /// The variable that says how many items a page has.
    pub count: String,
    /// The field of a page that has the items, where the page is not the list itself.
    pub list: String,
    /// The fields that say how many items all pages have together.
    #[serde(default)]
    pub total: Vec<String>,
    /// The fields that tell an item from all others.
    #[serde(default)]
    pub id: Vec<String>,
}

impl Pages {
    /// All the names.
    pub(crate) fn names(&self) -> Vec<String> {
        let named = [&self.page, &self.count, &self.list];
        let named = named.into_iter().chain(&self.total).chain(&self.id);
        named.cloned().collect()
    }
}
