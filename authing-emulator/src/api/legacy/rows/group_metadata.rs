//! Metadata of groups: any keys and texts.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::rbac::kinds::GROUPS;
use crate::api::legacy::objects::shape::Shape;
use crate::api::legacy::objects::{Object, text};
use crate::engine::call::{Args, Call, HandlerResult};
use crate::rules::api_error::ApiError;
use crate::store::{Read, objects};

/// By group.
const COLLECTION: &str = "groupMetadata";

rows! { ROWS Always;
    Mutation addGroupMetadata Owner add;
}

rows! { REST OnRequest;
    Query groupMetadata Any all;
    Query searchGroupByMetadata Any search;
    Mutation removeGroupMetadata Owner remove;
}

fn all(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let group = GROUPS.known(&read, call.args.text("_id").unwrap_or_default())?;
    Ok(shown(&of(&read, text(&group, "_id"))?))
}

fn add(call: &Call<'_>) -> HandlerResult {
    change(call, |metadata, key| {
        let value = call.args.text("value").unwrap_or_default();
        metadata.insert(key, value.into());
    })
}

fn remove(call: &Call<'_>) -> HandlerResult {
    change(call, |metadata, key| drop(metadata.remove(&key)))
}

fn change(call: &Call<'_>, change: impl FnOnce(&mut Object, String)) -> HandlerResult {
    let group = call.args.text("groupId").unwrap_or_default();
    let key = call.args.owned_text("key").unwrap_or_default();
    call.pool.store.write(|transaction| {
        GROUPS.known(transaction, group)?;
        let mut metadata = of(transaction, group)?;
        change(&mut metadata, key);
        objects::save(transaction, COLLECTION, group, &metadata)?;
        Ok(shown(&metadata))
    })
}

fn search(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id(call.args.text("userPoolId"))?;
    let read = call.pool.store.read()?;
    let matching = matching(&read, &[call.args])?;
    let mut groups = GROUPS.all(&read)?;
    groups.retain(|group| matching.contains(text(group, "_id")));
    Shape::Whole.list(call.pool, call.args, &read, &GROUPS, groups)
}

/// Returns the ids of the groups that have all of these pairs, `key` and `value`.
pub(super) fn matching(
    transaction: &impl Read,
    pairs: &[Args<'_>],
) -> Result<HashSet<String>, ApiError> {
    let mut ids = HashSet::new();
    for group in GROUPS.all(transaction)? {
        let id = text(&group, "_id");
        let metadata = of(transaction, id)?;
        let has = |pair: &Args<'_>| {
            let value = metadata.get(pair.text("key").unwrap_or_default());
            value.is_some() && value.and_then(Value::as_str) == pair.text("value")
        };
        if pairs.iter().all(has) {
            ids.insert(id.to_owned());
        }
    }
    Ok(ids)
}

fn of(transaction: &impl Read, group: &str) -> Result<Object, ApiError> {
    Ok(objects::get(transaction, COLLECTION, group)?.unwrap_or_default())
}

fn shown(metadata: &Object) -> Value {
    let pairs = metadata.iter();
    pairs
        .map(|(key, value)| json!({"key": key, "value": value}))
        .collect()
}
