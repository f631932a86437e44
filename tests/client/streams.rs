//! Everything that an operation lists, page by page.

mod calls;
mod changes;
mod lists;
