//! The next page to request, and the new items of a page: pages are offsets into a list that can change in the meantime.

use std::collections::HashSet;

use authing_core::paged::Page;

/// The state of reading the pages.
pub(super) struct Pages<T> {
    next: Next,
    /// The items of the last page, to recognize them on the next one: the ids, and whole items if they have no id.
    ids: HashSet<String>,
    unnamed: Vec<T>,
    /// The length of the list that the service returned with that page.
    total: Option<i64>,
    /// Whether that page had no new items.
    is_stale: bool,
}

/// The next page to request.
#[derive(Debug, Clone, Copy)]
enum Next {
    /// The first page, whose number is not known.
    First,
    /// Page 1 after that, or after page 0: the second page, or the first again if the service counts from 1.
    One,
    Number(u32),
    End,
}

impl<T: Clone + PartialEq> Pages<T> {
    /// Starts at this page, or at the first one if its number is not known.
    pub(super) fn from(first: Option<u32>) -> Self {
        Self {
            next: first.map_or(Next::First, Next::Number),
            ids: HashSet::new(),
            unnamed: Vec::new(),
            total: None,
            is_stale: false,
        }
    }

    /// Returns whether all pages have been read.
    pub(super) fn are_over(&self) -> bool {
        matches!(self.next, Next::End)
    }

    /// Returns the number of the next page, if it is known.
    pub(super) fn number(&self) -> Option<u32> {
        match self.next {
            Next::First | Next::End => None,
            Next::One => Some(1),
            Next::Number(number) => Some(number),
        }
    }

    pub(super) fn end(&mut self) {
        self.next = Next::End;
    }

    /// Reads the next page, and returns the items that were not on the page before.
    pub(super) fn take(&mut self, page: Page<T>, id: impl Fn(&T) -> Option<&str>) -> Vec<T> {
        let Page {
            mut items, total, ..
        } = page;
        let is_empty = items.is_empty();
        let mut ids = HashSet::with_capacity(items.len());
        let mut unnamed = Vec::new();
        items.retain(|item| match id(item) {
            Some(id) => ids.insert(id.to_owned()) && !self.ids.contains(id),
            None => {
                unnamed.push(item.clone());
                true
            }
        });
        // Two records may be equal in all selected fields; two whole pages are unlikely to be.
        if unnamed == self.unnamed {
            items.retain(|item| id(item).is_some());
        }
        let is_stale = items.is_empty();
        // A page of new items may have shifted the page before to this position. Only once: a service that always returns
        // the same page must not cause an endless loop.
        let has_grown = match (self.total, total) {
            (Some(before), Some(now)) => now > before,
            _ => true,
        };
        let may_have_moved = has_grown && !self.is_stale;
        let may_be_first_again = matches!(self.next, Next::One);
        // The length of the page does not matter: the service may return fewer items than requested.
        self.next = match self.next {
            _ if is_empty => Next::End,
            Next::First | Next::Number(0) => Next::One,
            Next::One => Next::Number(2),
            Next::Number(number) if !is_stale || may_have_moved => {
                number.checked_add(1).map_or(Next::End, Next::Number)
            }
            Next::Number(_) | Next::End => Next::End,
        };
        if may_be_first_again {
            // The page before may be either of the two, with the items that were added since the first.
            self.ids.extend(ids);
        } else {
            self.is_stale = is_stale;
            self.ids = ids;
            self.total = total;
        }
        self.unnamed = unnamed;
        items
    }
}
