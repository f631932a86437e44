//! Objects that the API creates, reads, changes and deletes, each collection in the same manner: a row of a table says which
//! field does what with which collection.
//!
//! Most of them are stored as they are sent, and no rule reads them. Roles, groups and apps are the records that the v2 API
//! and the rules have.

pub(in crate::api) mod act;
mod apps;
mod groups;
pub(super) mod relations;
mod roles;
pub(super) mod shape;

pub(super) use self::apps::{object as app_object, without_secret};
use redb::{ReadTransaction, WriteTransaction};
use serde_json::Value;

use crate::rules;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::store::Read;
use crate::store::apps::AppKind;
pub(super) use crate::store::objects::Object;
use crate::store::{links, objects};

/// A collection.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    /// Its name in the store.
    name: &'static str,
    /// What messages call one of its objects, in both languages.
    chinese: &'static str,
    noun: &'static str,
    place: Place,
    /// The field with an object's key.
    key: &'static str,
    unknown: Code,
    /// The collection of what ends with an object, and its field with the object's id.
    parts: Option<(&'static str, &'static str)>,
    fit: fn(&Pool, &WriteTransaction, &mut Object, Moment) -> Result<(), ApiError>,
    show: fn(&Pool, &ReadTransaction, &mut Object) -> Result<(), ApiError>,
}

/// Where the objects of a collection are stored.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// As they are.
    Objects,
    /// As the records that the rules have.
    Roles,
    Groups,
    Apps(AppKind),
}

/// Why an object is completed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    Created,
    Changed,
}

impl Kind {
    pub(super) const fn new(name: &'static str, chinese: &'static str, noun: &'static str) -> Self {
        Self {
            name,
            chinese,
            noun,
            place: Place::Objects,
            key: "_id",
            unknown: Code::Internal,
            parts: None,
            fit: |_, _, _, _| Ok(()),
            show: |_, _, _| Ok(()),
        }
    }

    pub(super) const fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// Sets the field with an object's key. Default: `_id`, which is generated.
    pub(super) const fn key(self, key: &'static str) -> Self {
        Self { key, ..self }
    }

    /// Sets the code of the error for an unknown id. Default: 500, where the service's own is not known.
    pub(super) const fn unknown(self, unknown: Code) -> Self {
        Self { unknown, ..self }
    }

    /// Sets the collection of what ends with an object, and its field with the object's id.
    pub(super) const fn parts(self, collection: &'static str, field: &'static str) -> Self {
        Self {
            parts: Some((collection, field)),
            ..self
        }
    }

    /// Sets what completes or rejects an object before it is stored.
    pub(super) const fn fit(
        self,
        fit: fn(&Pool, &WriteTransaction, &mut Object, Moment) -> Result<(), ApiError>,
    ) -> Self {
        Self { fit, ..self }
    }

    /// Sets what adds the computed parts of an object before it is returned.
    pub(super) const fn show(
        self,
        show: fn(&Pool, &ReadTransaction, &mut Object) -> Result<(), ApiError>,
    ) -> Self {
        Self { show, ..self }
    }

    pub(super) fn get(
        &self,
        transaction: &impl Read,
        id: &str,
    ) -> Result<Option<Object>, ApiError> {
        Ok(match self.place {
            Place::Objects => objects::get(transaction, self.name, id)?,
            Place::Roles => roles::get(transaction, id)?,
            Place::Groups => groups::get(transaction, id)?,
            Place::Apps(kind) => apps::get(transaction, kind, id)?,
        })
    }

    pub(super) fn known(&self, transaction: &impl Read, id: &str) -> Result<Object, ApiError> {
        let object = self.get(transaction, id)?;
        object.ok_or_else(|| self.missing())
    }

    /// Returns the error for an unknown id.
    pub(super) fn missing(&self) -> ApiError {
        self.unknown.saying(
            format!("{}不存在", self.chinese),
            format!("there is no such {}", self.noun),
        )
    }

    /// Returns all objects, oldest first.
    pub(super) fn all(&self, transaction: &impl Read) -> Result<Vec<Object>, ApiError> {
        Ok(match self.place {
            Place::Objects => objects::all(transaction, self.name)?,
            Place::Roles => roles::all(transaction)?,
            Place::Groups => groups::all(transaction)?,
            Place::Apps(kind) => apps::all(transaction, kind)?,
        })
    }

    pub(super) fn save(
        &self,
        pool: &Pool,
        transaction: &WriteTransaction,
        object: &Object,
    ) -> Result<(), ApiError> {
        let id = text(object, self.key);
        match self.place {
            Place::Objects => Ok(objects::save(transaction, self.name, id, object)?),
            Place::Roles => roles::save(transaction, object),
            Place::Groups => groups::save(transaction, object),
            Place::Apps(kind) => apps::save(pool, transaction, kind, object),
        }
    }

    /// Deletes an object, and returns it as it was.
    pub(super) fn remove(
        &self,
        pool: &Pool,
        transaction: &WriteTransaction,
        id: &str,
    ) -> Result<Object, ApiError> {
        let object = self.known(transaction, id)?;
        match self.place {
            Place::Objects => {
                links::forget_target(transaction, id)?;
                if let Some((collection, field)) = self.parts {
                    objects::delete_of(transaction, collection, field, id)?;
                }
                objects::delete(transaction, self.name, id)?;
            }
            Place::Roles => roles::remove(transaction, id)?,
            Place::Groups => groups::remove(transaction, id)?,
            Place::Apps(_) => rules::apps::delete(pool, transaction, id)?,
        }
        Ok(object)
    }

    /// Creates an object with these fields, and returns it as it is stored.
    pub(super) fn create(
        &self,
        pool: &Pool,
        transaction: &WriteTransaction,
        mut object: Object,
    ) -> Result<Object, ApiError> {
        let date = pool.date();
        object.insert("_id".to_owned(), pool.new_id().into());
        object.insert("createdAt".to_owned(), date.as_str().into());
        object.insert("updatedAt".to_owned(), date.into());
        (self.fit)(pool, transaction, &mut object, Moment::Created)?;
        self.save(pool, transaction, &object)?;
        self.known(transaction, text(&object, self.key))
    }

    /// Changes the given fields of an object, and keeps the others.
    pub(super) fn change(
        &self,
        pool: &Pool,
        transaction: &WriteTransaction,
        id: &str,
        given: Object,
    ) -> Result<Object, ApiError> {
        let mut object = self.known(transaction, id)?;
        let (key, own) = (self.key, object.get(self.key).cloned());
        object.extend(given);
        object.insert(key.to_owned(), own.unwrap_or_default());
        object.insert("updatedAt".to_owned(), pool.date().into());
        (self.fit)(pool, transaction, &mut object, Moment::Changed)?;
        self.save(pool, transaction, &object)?;
        self.known(transaction, id)
    }

    /// Returns an object in the form in which the API returns it.
    pub(super) fn shown(
        &self,
        pool: &Pool,
        read: &ReadTransaction,
        mut object: Object,
    ) -> Result<Value, ApiError> {
        object.insert("userPoolId".to_owned(), pool.user_pool_id.as_str().into());
        (self.show)(pool, read, &mut object)?;
        Ok(object.into())
    }

    #[cfg(test)]
    pub(super) fn noun(&self) -> &'static str {
        self.noun
    }
}

/// Returns the text in a field, or an empty one.
pub(super) fn text<'a>(object: &'a Object, field: &str) -> &'a str {
    object
        .get(field)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// Sets a field that is not given.
pub(super) fn or_default(object: &mut Object, field: &str, value: impl Into<Value>) {
    let given = object.entry(field).or_insert(Value::Null);
    if given.is_null() {
        *given = value.into();
    }
}
