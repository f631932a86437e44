//! Groups as objects. They are those of the v2 API.

use redb::WriteTransaction;
use serde_json::json;

use super::relations::group;
use super::{Object, text};
use crate::api::members;
use crate::rules::api_error::ApiError;
use crate::rules::memberships::groups as rules;
use crate::store::groups::{self, GROUPS, Group};
use crate::store::{Read, StoreError};

pub(super) fn get(transaction: &impl Read, id: &str) -> Result<Option<Object>, StoreError> {
    Ok(GROUPS.get(transaction, id)?.map(object))
}

pub(super) fn all(transaction: &impl Read) -> Result<Vec<Object>, StoreError> {
    Ok(GROUPS.all(transaction)?.into_iter().map(object).collect())
}

fn object(group: Group) -> Object {
    members(json!({
        "_id": group.id,
        "name": group.name,
        "description": group.description,
        "createdAt": group.created_at,
        "updatedAt": group.updated_at,
    }))
}

/// The code of a new group is its name, or its id if another group has that code: names need not be unique.
pub(super) fn save(transaction: &WriteTransaction, object: &Object) -> Result<(), ApiError> {
    let field = |name| text(object, name).to_owned();
    let (id, name) = (field("_id"), field("name"));
    let mut group = match GROUPS.get(transaction, &id)? {
        Some(group) => group,
        None => Group {
            code: match groups::by_code(transaction, &name)? {
                None if !name.is_empty() => name.clone(),
                _ => id.clone(),
            },
            id,
            name: String::new(),
            description: None,
            roles: Vec::new(),
            created_at: field("createdAt"),
            updated_at: String::new(),
        },
    };
    group.name = name;
    group.description = Some(field("description")).filter(|text| !text.is_empty());
    group.updated_at = field("updatedAt");
    Ok(groups::save(transaction, &group)?)
}

pub(super) fn remove(transaction: &WriteTransaction, id: &str) -> Result<(), ApiError> {
    Ok(rules::dissolve(transaction, &group(transaction, id)?)?)
}
