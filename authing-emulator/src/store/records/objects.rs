//! Objects that no rule knows: they are stored in the form in which the API returns them.

use redb::WriteTransaction;
use serde_json::{Map, Value};

use crate::store::error::StoreError;
use crate::store::read::Read;
use crate::store::table::Table;

/// By collection and id.
pub(crate) const OBJECTS: Table<Object> = Table::new("objects");

pub(crate) type Object = Map<String, Value>;

/// The collection of the users who administer the pool, by this field.
pub(crate) const COLLABORATIONS: &str = "collaborations";
pub(crate) const COLLABORATOR: &str = "collaboratorUserId";
/// The collection of the apps that use an Active Directory connector, by this field.
pub(crate) const CONNECTOR_USES: &str = "adConnectorProviders";
pub(crate) const PROVIDER: &str = "providerId";

/// Returns an object of a collection.
pub(crate) fn get(
    transaction: &impl Read,
    collection: &str,
    id: &str,
) -> Result<Option<Object>, StoreError> {
    OBJECTS.get(transaction, &key(collection, id))
}

/// Returns the objects of a collection, oldest first if their keys are ids.
pub(crate) fn all(transaction: &impl Read, collection: &str) -> Result<Vec<Object>, StoreError> {
    OBJECTS.under(transaction, &key(collection, ""))
}

pub(crate) fn save(
    transaction: &WriteTransaction,
    collection: &str,
    id: &str,
    object: &Object,
) -> Result<(), StoreError> {
    OBJECTS.put(transaction, &key(collection, id), object)
}

pub(crate) fn delete(
    transaction: &WriteTransaction,
    collection: &str,
    id: &str,
) -> Result<(), StoreError> {
    OBJECTS.delete(transaction, &key(collection, id))
}

/// Deletes the objects of a collection that refer to this id in a field.
pub(crate) fn delete_of(
    transaction: &WriteTransaction,
    collection: &str,
    field: &str,
    id: &str,
) -> Result<(), StoreError> {
    for object in all(transaction, collection)? {
        let text = |name| object.get(name).and_then(Value::as_str).unwrap_or_default();
        if text(field) == id {
            delete(transaction, collection, text("_id"))?;
        }
    }
    Ok(())
}

/// The names of collections have no colon, so keys are unique.
fn key(collection: &str, id: &str) -> String {
    format!("{collection}:{id}")
}
