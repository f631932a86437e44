//! What a row's field does.

use std::collections::BTreeSet;

use redb::ReadTransaction;
use serde_json::{Value, json};

use super::relations::Relation;
use super::shape::Shape;
use super::{Kind, Object, text};
use crate::api::legacy::input;
use crate::engine::api::Handle;
use crate::engine::call::{Args, Call, HandlerResult};
use crate::rules::api_error::{ApiError, Code};

/// The behavior of a root field.
pub(in crate::api::legacy) enum Act {
    /// Creates an object of what is given.
    Create(&'static Kind),
    /// Creates an object, or changes the one with the same key.
    Put(&'static Kind),
    /// Returns the object whose id is in the argument.
    Get(&'static Kind, &'static str),
    /// Returns the first object whose field has the argument's value, or null.
    Find(&'static Kind, &'static str, &'static str),
    List(&'static Kind, Shape),
    /// Lists the objects whose field has the argument's value.
    ListBy(&'static Kind, &'static str, &'static str, Shape),
    /// Changes what is given, of the object whose id is in the argument.
    Update(&'static Kind, &'static str),
    /// Sets a flag of the object whose id is in the argument.
    Flag(&'static Kind, &'static str, &'static str, bool),
    /// Replaces a secret of the object whose id is in the argument.
    Renew(&'static Kind, &'static str, &'static str),
    Delete(&'static Kind, &'static str, Reply),
    /// Deletes all of the objects with these ids, or none if one of them is unknown.
    DeleteMany(&'static Kind, &'static str, Reply),
    Relate(&'static Relation),
    Unrelate(&'static Relation),
}

/// The response to a deletion.
#[derive(Clone, Copy)]
pub(in crate::api::legacy) enum Reply {
    /// A message with the code 200.
    Message,
    /// What was deleted.
    Deleted,
    /// True.
    True,
}

impl Handle for Act {
    fn handle(&self, call: &Call<'_>) -> HandlerResult {
        let given = given(call)?;
        let pool = call.pool;
        let id = |argument: &str| id_of(call.args, &given, argument);
        match *self {
            Self::Create(kind) => {
                let object = pool
                    .store
                    .write(|transaction| kind.create(pool, transaction, given))?;
                shown(call, kind, object)
            }
            Self::Put(kind) => {
                let key = text(&given, kind.key).to_owned();
                let object = pool.store.write(|transaction| {
                    match kind.get(transaction, &key)?.is_some() {
                        true => kind.change(pool, transaction, &key, given),
                        false => kind.create(pool, transaction, given),
                    }
                })?;
                shown(call, kind, object)
            }
            Self::Get(kind, argument) => {
                let read = pool.store.read()?;
                let object = kind.known(&read, &id(argument))?;
                kind.shown(pool, &read, object)
            }
            Self::Find(kind, field, argument) => {
                let read = pool.store.read()?;
                let found = with_value(kind, &read, field, &id(argument))?;
                match found.into_iter().next() {
                    Some(object) => kind.shown(pool, &read, object),
                    None => Ok(Value::Null),
                }
            }
            Self::List(kind, shape) => {
                let read = pool.store.read()?;
                let objects = kind.all(&read)?;
                shape.list(pool, call.args, &read, kind, objects)
            }
            Self::ListBy(kind, field, argument, shape) => {
                let read = pool.store.read()?;
                let objects = with_value(kind, &read, field, &id(argument))?;
                shape.list(pool, call.args, &read, kind, objects)
            }
            Self::Update(kind, argument) => {
                let id = id(argument);
                change(call, kind, &id, without(given, argument))
            }
            Self::Flag(kind, argument, field, on) => {
                change(call, kind, &id(argument), one(field, on.into()))?;
                Ok(true.into())
            }
            Self::Renew(kind, argument, field) => {
                let secret = pool.randomness.hex::<16>();
                change(call, kind, &id(argument), one(field, secret.into()))
            }
            Self::Delete(kind, argument, reply) => {
                let deleted = delete(call, kind, [id(argument)], reply)?;
                Ok(match deleted {
                    Value::Array(mut list) => list.pop().unwrap_or_default(),
                    other => other,
                })
            }
            Self::DeleteMany(kind, argument, reply) => {
                let ids = call.args.texts(argument).into_iter().map(str::to_owned);
                let ids: BTreeSet<_> = ids.collect();
                delete(call, kind, ids, reply)
            }
            Self::Relate(relation) => relate(call, relation, &given, true),
            Self::Unrelate(relation) => relate(call, relation, &given, false),
        }
    }

    #[cfg(test)]
    fn described(&self) -> Option<String> {
        let (verb, kind) = match *self {
            Self::Create(kind) => ("creates", kind),
            Self::Put(kind) => ("sets", kind),
            Self::Get(kind, _) | Self::Find(kind, ..) => ("returns", kind),
            Self::List(kind, _) | Self::ListBy(kind, ..) => ("lists", kind),
            Self::Update(kind, _) | Self::Flag(kind, ..) | Self::Renew(kind, ..) => {
                ("changes", kind)
            }
            Self::Delete(kind, ..) | Self::DeleteMany(kind, ..) => ("deletes", kind),
            Self::Relate(relation) => ("adds to", relation.of),
            Self::Unrelate(relation) => ("removes from", relation.of),
        };
        Some(format!("{verb}: {}", kind.noun()))
    }
}

/// Returns what is given: the fields of the input object, or else the arguments. A pool that is named must be this one.
fn given(call: &Call<'_>) -> Result<Object, ApiError> {
    let given = input(call);
    for name in ["userPoolId", "client", "clientId", "registerInClient"] {
        call.pool.check_id_if_given(given.text(name))?;
    }
    match serde_json::to_value(given.0) {
        Ok(Value::Object(object)) => Ok(object),
        _ => Err(Code::Internal.into()),
    }
}

fn id_of(args: Args<'_>, given: &Object, argument: &str) -> String {
    let id = args.text(argument).unwrap_or_else(|| text(given, argument));
    id.to_owned()
}

fn one(field: &str, value: Value) -> Object {
    Object::from_iter([(field.to_owned(), value)])
}

/// Returns what is given, without the argument with the id.
fn without(mut given: Object, argument: &str) -> Object {
    given.remove(argument);
    given
}

fn with_value(
    kind: &Kind,
    read: &ReadTransaction,
    field: &str,
    value: &str,
) -> Result<Vec<Object>, ApiError> {
    let mut objects = kind.all(read)?;
    objects.retain(|object| text(object, field) == value);
    Ok(objects)
}

/// Returns an object as it is after a write.
fn shown(call: &Call<'_>, kind: &Kind, object: Object) -> HandlerResult {
    kind.shown(call.pool, &call.pool.store.read()?, object)
}

fn change(call: &Call<'_>, kind: &Kind, id: &str, given: Object) -> HandlerResult {
    let pool = call.pool;
    let object = pool
        .store
        .write(|transaction| kind.change(pool, transaction, id, given))?;
    shown(call, kind, object)
}

fn delete(
    call: &Call<'_>,
    kind: &Kind,
    ids: impl IntoIterator<Item = String>,
    reply: Reply,
) -> HandlerResult {
    let pool = call.pool;
    let deleted = pool.store.write(|transaction| {
        let ids = ids.into_iter();
        ids.map(|id| kind.remove(pool, transaction, &id))
            .collect::<Result<Vec<_>, ApiError>>()
    })?;
    Ok(match reply {
        Reply::Message => message("deleted"),
        Reply::True => true.into(),
        Reply::Deleted => {
            let read = pool.store.read()?;
            let deleted = deleted.into_iter();
            deleted
                .map(|object| kind.shown(pool, &read, object))
                .collect::<Result<Value, _>>()?
        }
    })
}

/// Returns the message of a success. The official SDK's tests expect its code.
pub(in crate::api::legacy) fn message(text: &str) -> Value {
    json!({"message": text, "code": 200, "status": true})
}

fn relate(call: &Call<'_>, relation: &Relation, given: &Object, related: bool) -> HandlerResult {
    let pool = call.pool;
    let [one, many] = relation.others.map(|name| given.get(name));
    let many = many.and_then(Value::as_array).into_iter().flatten();
    let others: Vec<_> = one
        .into_iter()
        .chain(many)
        .filter_map(Value::as_str)
        .collect();
    let id = text(given, relation.id);
    let object = pool
        .store
        .write(|transaction| relation.set(pool, transaction, id, &others, related))?;
    shown(call, relation.of, object)
}
