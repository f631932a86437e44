//! Roles as objects. They are those of the v2 API and of `createRole`.

use redb::WriteTransaction;
use serde_json::json;

use super::relations::role;
use super::{Object, text};
use crate::api::members;
use crate::rules::access::roles::coded;
use crate::rules::api_error::ApiError;
use crate::store::roles::{self, ROLES, Role};
use crate::store::{Read, StoreError};

pub(super) fn get(transaction: &impl Read, id: &str) -> Result<Option<Object>, StoreError> {
    Ok(ROLES.get(transaction, id)?.map(object))
}

pub(super) fn all(transaction: &impl Read) -> Result<Vec<Object>, StoreError> {
    Ok(ROLES.all(transaction)?.into_iter().map(object).collect())
}

fn object(role: Role) -> Object {
    let date = role.updated_at.as_ref().or(role.created_at.as_ref());
    members(json!({
        "_id": role.id,
        "name": role.name,
        "description": role.descriptions,
        "createdAt": role.created_at,
        "updatedAt": date,
    }))
}

pub(super) fn save(transaction: &WriteTransaction, object: &Object) -> Result<(), ApiError> {
    let optional = |field| Some(text(object, field).to_owned()).filter(|text| !text.is_empty());
    let id = text(object, "_id");
    let mut role = ROLES.get(transaction, id)?.unwrap_or_else(|| Role {
        id: id.to_owned(),
        created_at: optional("createdAt"),
        ..Role::default()
    });
    text(object, "name").clone_into(&mut role.name);
    role.descriptions = optional("description");
    role.updated_at = optional("updatedAt");
    Ok(roles::save(transaction, &role)?)
}

pub(super) fn remove(transaction: &WriteTransaction, id: &str) -> Result<(), ApiError> {
    Ok(coded::remove(transaction, &role(transaction, id)?)?)
}
