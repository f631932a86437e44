//! Metadata of users: any keys and texts. The v2 API's custom data are the same values, of the fields that are defined there.

use serde_json::{Value, json};

use super::input;
use crate::engine::call::{Call, HandlerResult};
use crate::rules::custom_data::{self, Raw};
use crate::rules::users::lookup::known;

rows! { ROWS Always;
    Query userMetadata Any all;
    Mutation setUserMetadata Any set;
    Mutation removeUserMetadata Any remove;
}

fn all(call: &Call<'_>) -> HandlerResult {
    let user = call.subject(call.args.text("_id"))?;
    let read = call.pool.store.read()?;
    known(&read, &user)?;
    Ok(shown(&custom_data::raw(&read, &user)?))
}

fn set(call: &Call<'_>) -> HandlerResult {
    change(call, input(call).text("value"))
}

fn remove(call: &Call<'_>) -> HandlerResult {
    change(call, None)
}

/// Sets a value, or without one removes it, and returns all of the user.
fn change(call: &Call<'_>, value: Option<&str>) -> HandlerResult {
    let input = input(call);
    let user = call.subject(input.text("_id"))?;
    let key = input.text("key").unwrap_or_default();
    Ok(shown(&custom_data::set_raw(call.pool, &user, key, value)?))
}

fn shown(values: &[Raw]) -> Value {
    let values = values.iter();
    let list: Vec<_> = values
        .map(|value| json!({"key": value.key, "value": value.text}))
        .collect();
    json!({"totalCount": list.len(), "list": list})
}
