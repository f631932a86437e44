//! Which page comes next, and what of a page is new: pages are offsets into a list that changes meanwhile.

use std::collections::HashSet;

use authing_core::paged::Page;

/// What has been read, as far as it matters for what comes next.
pub(super) struct Pages<T> {
    next: Next,
    /// The items of the last page that was fetched, to know them again on the next one: the ids, and whole items where they
    /// have none.
    ids: HashSet<String>,
    unnamed: Vec<T>,
    /// How many items the service said that there are, with that page.
    total: Option<i64>,
    /// Whether that page had nothing new.
    is_stale: bool,
}

/// The page that comes next.
#[derive(Debug, Clone, Copy)]
enum Next {
    /// The first one, whose number is the service's to know.
    First,
    /// Page 1 after that, or after page 0: the second one, or the first again where the service counts from 1.
    One,
    Number(u32),
    End,
}

impl<T: Clone + PartialEq> Pages<T> {
    /// All pages from this one on, or from the first where its number is not known.
    pub(super) fn from(first: Option<u32>) -> Self {
        Self {
            next: first.map_or(Next::First, Next::Number),
            ids: HashSet::new(),
            unnamed: Vec::new(),
            total: None,
            is_stale: false,
        }
    }

    /// Whether there is nothing more to fetch.
    pub(super) fn are_over(&self) -> bool {
        matches!(self.next, Next::End)
    }

    /// The number of the page that comes next, if it has one.
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

    /// Takes the page that was to come next, and gives the items that were not on the one before.
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
        // Two records may be equal in all that is selected of them, two whole pages hardly.
        if unnamed == self.unnamed {
            items.retain(|item| id(item).is_some());
        }
        let is_stale = items.is_empty();
        // As many new items as a page has may have moved the page before to this place. Once: a service that gives the same
        // page for ever must not keep the program for ever.
        let has_grown = match (self.total, total) {
            (Some(before), Some(now)) => now > before,
            _ => true,
        };
        let may_have_moved = has_grown && !self.is_stale;
        let may_be_first_again = matches!(self.next, Next::One);
        // Not by the length of the page: the service may give fewer than were asked for.
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
            // The page before may be any of the two, with what was new since the first of them.
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
