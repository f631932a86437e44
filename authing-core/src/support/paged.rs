//! The code shared by all list operations with pages: setting the page, and extracting the list from the output.

/// Implements `PagedOperation`. The arguments: the operation; its variables for page and size, with the number of the first
/// page; the item type; a page's fields for the list and the total; an item's id field; and the path to the page in the output.
///
/// With no list field, the page is the list itself. With the id `self`, the item is its own id.
#[doc(hidden)]
#[macro_export]
macro_rules! __paged {
    ($operation:ident, $request:tt, $item:ty, $list:tt, $id:tt) => {
        $crate::__paged!($operation, $request, $item, $list, $id, output);
    };
    (
        $operation:ident, [$page:ident, $size:ident, $first:expr], $item:ty, $list:tt, $id:tt,
        $output:ident $($path:tt)*
    ) => {
        impl $crate::PagedOperation for $operation {
            type Item = $item;

            const FIRST_PAGE: Option<u32> = $first;

            fn page_number(&self) -> Option<u32> {
                self.$page.into()
            }

            fn page_size(&self) -> Option<u32> {
                self.$size.into()
            }

            fn with_page(&self, number: Option<u32>, size: u32) -> Self {
                let mut operation = self.clone();
                $crate::support::Number::set(&mut operation.$page, number);
                $crate::support::Number::set(&mut operation.$size, Some(size));
                operation
            }

            fn into_page($output: Self::Output) -> $crate::paged::Page<$item> {
                let page = move || {
                    let page = $output $($path)*;
                    Some($crate::__page!(page $list))
                };
                page().unwrap_or_default()
            }

            fn id(item: &$item) -> Option<&str> {
                $crate::support::Id::text($crate::__id!(item $id))
            }
        }
    };
}

/// Creates a `Page` from the value that contains the list.
#[doc(hidden)]
#[macro_export]
macro_rules! __page {
    ($page:ident []) => {
        $crate::paged::Page::new($page, None::<i64>)
    };
    ($page:ident [$list:ident]) => {
        $crate::paged::Page::new($page.$list, None::<i64>)
    };
    ($page:ident [$list:ident, $total:ident]) => {
        $crate::paged::Page::new($page.$list, $page.$total)
    };
}

/// Returns the value that identifies an item.
#[doc(hidden)]
#[macro_export]
macro_rules! __id {
    ($item:ident []) => {{
        let _ = $item;
        &()
    }};
    ($item:ident [self]) => {
        $item
    };
    ($item:ident [$id:ident]) => {
        &$item.$id
    };
}

/// A field for a number, required or optional.
pub trait Number {
    /// Sets the number; `None` leaves a required one unchanged.
    fn set(&mut self, number: Option<u32>);
}

impl Number for u32 {
    fn set(&mut self, number: Option<u32>) {
        *self = number.unwrap_or(*self);
    }
}

impl Number for Option<u32> {
    fn set(&mut self, number: Option<u32>) {
        *self = number;
    }
}

/// A value that may identify an item.
pub trait Id {
    /// Returns the id, or `None` if there is none.
    fn text(&self) -> Option<&str>;
}

impl Id for String {
    fn text(&self) -> Option<&str> {
        (!self.is_empty()).then_some(self)
    }
}

impl Id for Option<String> {
    fn text(&self) -> Option<&str> {
        self.as_ref().and_then(Id::text)
    }
}

impl Id for () {
    fn text(&self) -> Option<&str> {
        None
    }
}
