//! Lists of objects, in the forms that the schema has.

use redb::ReadTransaction;
use serde_json::{Value, json};

use super::{Kind, Object, text};
use crate::clock::js_date::seconds_of;
use crate::engine::call::{Args, HandlerResult, Window};
use crate::rules::api_error::ApiError;
use crate::rules::pool::Pool;

/// The form of a list.
#[derive(Clone, Copy)]
pub(in crate::api::legacy) enum Shape {
    /// A page with the total number. The first page has this number.
    Page(usize),
    /// Everything, with the number.
    Whole,
    /// The list itself.
    Plain,
}

impl Shape {
    /// Returns the objects that the arguments ask for, in the order that they ask for.
    pub(in crate::api::legacy) fn list(
        self,
        pool: &Pool,
        args: Args<'_>,
        read: &ReadTransaction,
        kind: &Kind,
        mut objects: Vec<Object>,
    ) -> HandlerResult {
        sort(args.text("sortBy"), &mut objects);
        let shown = |object| kind.shown(pool, read, object);
        self.of(args, objects, shown)
    }

    /// The same for other things, in their own order.
    pub(in crate::api::legacy) fn of<T>(
        self,
        args: Args<'_>,
        things: Vec<T>,
        shown: impl Fn(T) -> Result<Value, ApiError>,
    ) -> HandlerResult {
        let total = things.len();
        let window = match self {
            Self::Page(first) => args.window_from(first, "page", "count"),
            Self::Whole | Self::Plain => Window::ALL,
        };
        let things = things.into_iter().skip(window.skip).take(window.take);
        let list = things.map(shown).collect::<Result<Value, _>>()?;
        Ok(match self {
            Self::Plain => list,
            Self::Page(_) | Self::Whole => json!({"totalCount": total, "list": list}),
        })
    }
}

/// Sorts objects that are sorted by age, oldest first.
fn sort(by: Option<&str>, objects: &mut [Object]) {
    let by = by.unwrap_or_default();
    if by.starts_with("UPDATEDAT") {
        objects.sort_by_key(|object| seconds_of(text(object, "updatedAt")));
    }
    if by.ends_with("_DESC") {
        objects.reverse();
    }
}
