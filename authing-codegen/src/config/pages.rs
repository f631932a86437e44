//! `[target.pages]`: an API's names for the pages of lists.

use serde::Deserialize;

/// An API's names for the pages of lists.
///
/// An operation with a page variable becomes a `PagedOperation`, which clients can stream. If that is impossible, `@noStream`
/// must state the reason.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Pages {
    /// The variable for the page number. Its default value in the query file is the number of the first page.
    pub page: String,
    /// The variable for the number of items per page.
    pub count: String,
    /// The field of a page that contains the items, unless the page itself is the list.
    pub list: String,
    /// The fields for the number of items on all pages together.
    #[serde(default)]
    pub total: Vec<String>,
    /// The fields that identify an item.
    #[serde(default)]
    pub id: Vec<String>,
}

impl Pages {
    /// Returns all names.
    pub(crate) fn names(&self) -> Vec<String> {
        let named = [&self.page, &self.count, &self.list];
        let named = named.into_iter().chain(&self.total).chain(&self.id);
        named.cloned().collect()
    }
}
