//! Custom data: defining fields, and setting their values.

use redb::WriteTransaction;
use serde_json::Value;

use crate::clock::js_date::is_date;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::store::Read;
use crate::store::apps::APPS;
use crate::store::custom_data::{
    self, Custom, DataType, FIELDS, Field, Target, VALUES, field_key, value_key,
};
use crate::store::orgs::{NODES, ORGS};
use crate::store::roles::ROLES;
use crate::store::users::USERS;

/// A value with its field.
pub(crate) struct Valued {
    pub(crate) field: Field,
    pub(crate) value: Value,
}

impl Valued {
    /// Returns the value as the service writes it: a text without quotes, everything else as JSON.
    pub(crate) fn text(&self) -> String {
        written(&self.value)
    }
}

fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

pub(crate) fn define(pool: &Pool, field: &Field) -> Result<(), ApiError> {
    let key = field_key(field.target_type, &field.key);
    pool.store
        .write(|transaction| Ok(FIELDS.put(transaction, &key, field)?))
}

/// Deletes a field and its values.
pub(crate) fn undefine(pool: &Pool, target: Target, key: &str) -> Result<(), ApiError> {
    pool.store.write(|transaction| {
        let found = custom_data::undefine(transaction, target, key)?;
        found.map(drop).ok_or_else(|| no_field(key))
    })
}

/// Returns the values of a target whose fields are defined, and that have the field's type: the field may have been defined
/// anew, and the legacy API stores texts where there is no field.
pub(crate) fn values(
    transaction: &impl Read,
    target: Target,
    id: &str,
) -> Result<Vec<Valued>, ApiError> {
    let mut values = custom_data::values(transaction, target, id)?;
    let mut valued = Vec::new();
    for field in custom_data::fields(transaction, target)? {
        let Some(index) = values.iter().position(|value| value.key == field.key) else {
            continue;
        };
        let value = values.swap_remove(index).value;
        let value = match fits(&field, &value) {
            true => Some(value),
            false => parsed(&field, &written(&value)).ok(),
        };
        valued.extend(value.map(|value| Valued { field, value }));
    }
    Ok(valued)
}

/// Sets values, each given as a JSON text, and returns all of the target.
pub(crate) fn set(
    pool: &Pool,
    target: Target,
    id: &str,
    changes: &[(&str, &str)],
) -> Result<Vec<Valued>, ApiError> {
    pool.store.write(|transaction| {
        known(transaction, target, id)?;
        set_in(transaction, target, id, changes)?;
        values(transaction, target, id)
    })
}

/// The same in a transaction, for a target that is known.
pub(crate) fn set_in(
    transaction: &WriteTransaction,
    target: Target,
    id: &str,
    changes: &[(&str, &str)],
) -> Result<(), ApiError> {
    for custom in checked(transaction, target, changes)? {
        VALUES.put(transaction, &value_key(target, id, &custom.key), &custom)?;
    }
    Ok(())
}

/// Returns the values of JSON texts, each of the type of its field.
pub(crate) fn checked(
    transaction: &impl Read,
    target: Target,
    changes: &[(&str, &str)],
) -> Result<Vec<Custom>, ApiError> {
    let values = changes.iter().map(|(key, text)| {
        let field = FIELDS.get(transaction, &field_key(target, key))?;
        let field = field.ok_or_else(|| no_field(key))?;
        Ok(Custom {
            key: (*key).to_owned(),
            value: parsed(&field, text)?,
        })
    });
    values.collect()
}

/// Removes a value, and returns the others of the target.
pub(crate) fn remove(
    pool: &Pool,
    target: Target,
    id: &str,
    key: &str,
) -> Result<Vec<Valued>, ApiError> {
    pool.store.write(|transaction| {
        known(transaction, target, id)?;
        VALUES.delete(transaction, &value_key(target, id, key))?;
        values(transaction, target, id)
    })
}

/// A value as the legacy API has it: it knows no fields, so that every value is a text.
pub(crate) struct Raw {
    pub(crate) key: String,
    pub(crate) text: String,
}

/// Returns all values of a user, also those of undefined fields.
pub(crate) fn raw(transaction: &impl Read, user: &str) -> Result<Vec<Raw>, ApiError> {
    let values = custom_data::values(transaction, Target::User, user)?.into_iter();
    let raw = values.map(|Custom { key, value }| Raw {
        key,
        text: written(&value),
    });
    Ok(raw.collect())
}

/// Sets a value of a user, or without one removes it, and returns all of the user.
pub(crate) fn set_raw(
    pool: &Pool,
    user: &str,
    key: &str,
    text: Option<&str>,
) -> Result<Vec<Raw>, ApiError> {
    pool.store.write(|transaction| {
        known(transaction, Target::User, user)?;
        let at = value_key(Target::User, user, key);
        match (
            text,
            FIELDS.get(transaction, &field_key(Target::User, key))?,
        ) {
            (None, _) => VALUES.delete(transaction, &at)?,
            // A value of a defined field keeps its type.
            (Some(text), Some(_)) => set_in(transaction, Target::User, user, &[(key, text)])?,
            (Some(text), None) => {
                let custom = Custom {
                    key: key.to_owned(),
                    value: text.into(),
                };
                VALUES.put(transaction, &at, &custom)?;
            }
        }
        raw(transaction, user)
    })
}

/// Rejects a target that does not exist, if the emulator has its kind.
pub(crate) fn known(transaction: &impl Read, target: Target, id: &str) -> Result<(), ApiError> {
    let exists = match target {
        Target::User if USERS.get(transaction, id)?.is_none() => {
            return Err(Code::UnknownUser.into());
        }
        Target::Role => ROLES.get(transaction, id)?.is_some(),
        Target::Node => NODES.get(transaction, id)?.is_some(),
        Target::Org => ORGS.get(transaction, id)?.is_some(),
        Target::Application => APPS.get(transaction, id)?.is_some(),
        Target::User | Target::Userpool | Target::Permission => true,
    };
    if exists {
        return Ok(());
    }
    Err(Code::Internal.saying(
        "`targetId` 指定的对象不存在",
        "there is no target with this `targetId`",
    ))
}

fn no_field(key: &str) -> ApiError {
    Code::Internal.saying(
        format!("自定义字段 `{key}` 不存在，请先用 `setUdf` 定义"),
        format!("there is no custom field `{key}`: define it with `setUdf`"),
    )
}

/// Returns whether a value is of the field's type.
fn fits(field: &Field, value: &Value) -> bool {
    match field.data_type {
        DataType::String => value.is_string(),
        DataType::Number => value.is_number(),
        DataType::Datetime => value.is_number() || value.as_str().is_some_and(is_date),
        DataType::Boolean => value.is_boolean(),
        DataType::Object => value.is_object() || value.is_array(),
        DataType::Select => true,
    }
}

/// Returns the value of a JSON text, which must be of the field's type.
fn parsed(field: &Field, text: &str) -> Result<Value, ApiError> {
    let value = serde_json::from_str(text).ok();
    match (value.filter(|value| fits(field, value)), field.data_type) {
        (Some(value), _) => Ok(value),
        // A text without its quotes, as the service itself writes it.
        (None, DataType::String | DataType::Select) => Ok(text.into()),
        (None, DataType::Datetime) if is_date(text) => Ok(text.into()),
        (None, _) => {
            let (key, kind) = (&field.key, field.data_type);
            let kind = serde_json::to_value(kind).unwrap_or_default();
            let kind = kind.as_str().unwrap_or_default();
            Err(Code::Internal.saying(
                format!("`{key}` 的值必须是类型为 {kind} 的 JSON"),
                format!("the value of `{key}` must be a JSON text of the type {kind}"),
            ))
        }
    }
}
