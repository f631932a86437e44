//! Building responses.

use serde_json::{Value, json};

use crate::clock::js_date::seconds_of;
use crate::engine::call::{Args, HandlerResult};
use crate::rules::access::permissions::Allowed;

pub(super) fn done(message: &str) -> Value {
    json!({"code": 200, "message": message})
}

/// Returns the requested page of a list, from `page` (from 1) and `limit`; the defaults are 1 and 10.
pub(super) fn page<T>(
    args: Args<'_>,
    items: Vec<T>,
    object: impl FnMut(T) -> HandlerResult,
) -> HandlerResult {
    let total = items.len();
    let list = args.page("page", "limit", items).into_iter().map(object);
    Ok(json!({"totalCount": total, "list": list.collect::<Result<Value, _>>()?}))
}

/// Returns a whole list in the form of a page.
pub(super) fn whole(list: Vec<Value>) -> Value {
    json!({"totalCount": list.len(), "list": list})
}

/// Sorts a list, oldest first until now, as `sortBy` says: newest first by default.
pub(super) fn sort<T>(args: Args<'_>, items: &mut [T], updated_at: impl Fn(&T) -> Option<&str>) {
    let order = args.text("sortBy").unwrap_or("CREATEDAT_DESC");
    if order.starts_with("UPDATED") {
        items.sort_by_key(|item| updated_at(item).and_then(seconds_of));
    }
    if order.ends_with("DESC") {
        items.reverse();
    }
}

/// Returns the resources of a kind, or all.
pub(super) fn resources(args: Args<'_>, allowed: Vec<Allowed>) -> Value {
    let kind = args.text("resourceType");
    let allowed = allowed
        .into_iter()
        .filter(|allowed| kind.is_none_or(|kind| allowed.resource_type.as_deref() == Some(kind)));
    let list = allowed.map(|allowed| {
        json!({
            "code": allowed.resource,
            "type": allowed.resource_type,
            "actions": allowed.actions,
        })
    });
    whole(list.collect())
}
