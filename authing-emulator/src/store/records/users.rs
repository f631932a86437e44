//! The users, and who has which email address, phone number and user name.

use redb::{ReadTransaction, ReadableTable as _, ReadableTableMetadata as _, WriteTransaction};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::store::{
    Read, Records, StoreError, apps, bindings, database, logins, mfa, put, roles, take_out,
};

pub(crate) const USERS: Records = Records::new("users");
pub(crate) const BY_EMAIL: Records = Records::new("users_by_email");
pub(crate) const BY_PHONE: Records = Records::new("users_by_phone");
pub(crate) const BY_USERNAME: Records = Records::new("users_by_username");

/// A user as it is kept. It has no `Debug`: hashes and tokens are no business of a log.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) id: String,
    /// In lower case: addresses that differ in case only are the same.
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) username: Option<String>,
    pub(crate) password_hash: Option<String>,
    pub(crate) email_verified: bool,
    pub(crate) phone_verified: bool,
    pub(crate) register_method: String,
    pub(crate) blocked: bool,
    /// Whether the user came from the directory, and may log in through it.
    pub(crate) in_ldap: bool,
    pub(crate) is_deleted: bool,
    pub(crate) logins_count: u32,
    /// Tokens made before the last logout are void.
    pub(crate) logouts: u32,
    pub(crate) token: Option<String>,
    pub(crate) token_expired_at: Option<String>,
    pub(crate) last_login: Option<String>,
    pub(crate) last_ip: Option<String>,
    pub(crate) signed_up: String,
    pub(crate) updated_at: String,
    /// The fields that no rule looks at, under the schema's names.
    pub(crate) profile: Map<String, Value>,
}

/// What a user can be found by, besides the id.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Name<'a> {
    Email(&'a str),
    Phone(&'a str),
    Username(&'a str),
}

impl<'a> Name<'a> {
    fn entry(self) -> (Records, &'a str) {
        match self {
            Self::Email(email) => (BY_EMAIL, email),
            Self::Phone(phone) => (BY_PHONE, phone),
            Self::Username(username) => (BY_USERNAME, username),
        }
    }
}

impl User {
    /// All that this user can be found by.
    pub(crate) fn names(&self) -> impl Iterator<Item = Name<'_>> {
        [
            self.email.as_deref().map(Name::Email),
            self.phone.as_deref().map(Name::Phone),
            self.username.as_deref().map(Name::Username),
        ]
        .into_iter()
        .flatten()
    }
}

/// The user of that id.
pub(crate) fn by_id(transaction: &impl Read, id: &str) -> Result<Option<User>, StoreError> {
    transaction.record(USERS, id)
}

/// So many users after the first so many, oldest first, for ids sort by when they were made.
pub(crate) fn page(
    transaction: &ReadTransaction,
    skip: usize,
    take: usize,
) -> Result<Vec<User>, StoreError> {
    let table = transaction.open_table(USERS).map_err(database)?;
    let entries = table.iter().map_err(database)?.skip(skip).take(take);
    entries
        .map(|entry| Ok(serde_json::from_slice(entry.map_err(database)?.1.value())?))
        .collect()
}

pub(crate) fn count(transaction: &ReadTransaction) -> Result<u64, StoreError> {
    let table = transaction.open_table(USERS).map_err(database)?;
    table.len().map_err(database)
}

pub(crate) fn by_name(transaction: &impl Read, name: Name<'_>) -> Result<Option<User>, StoreError> {
    let (table, key) = name.entry();
    match transaction.record::<String>(table, key)? {
        Some(id) => by_id(transaction, &id),
        None => Ok(None),
    }
}

/// Keeps the user as it is now, and releases the names that it no longer has. A deleted one is not kept.
pub(crate) fn save(transaction: &WriteTransaction, user: &User) -> Result<(), StoreError> {
    if let Some(before) = transaction.record::<User>(USERS, &user.id)? {
        for name in before.names() {
            let (table, key) = name.entry();
            take_out(transaction, table, key)?;
        }
    }
    if user.is_deleted {
        return forget(transaction, &user.id);
    }
    for name in user.names() {
        let (table, key) = name.entry();
        put(transaction, table, key, &user.id)?;
    }
    put(transaction, USERS, &user.id, user)
}

/// Takes out a deleted user, and what is kept of it elsewhere.
fn forget(transaction: &WriteTransaction, id: &str) -> Result<(), StoreError> {
    take_out(transaction, USERS, id)?;
    apps::forget(transaction, id)?;
    bindings::forget(transaction, id)?;
    logins::forget(transaction, id)?;
    mfa::forget(transaction, id)?;
    roles::forget(transaction, id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[test]
    fn a_user_is_found_by_what_it_is_called_now() {
        let store = Store::in_memory().unwrap();
        let mut user = User {
            id: "1".to_owned(),
            email: Some("a@b.cn".to_owned()),
            ..User::default()
        };
        let save = |user: &User| store.write(|transaction| save(transaction, user)).unwrap();
        let id = |name| {
            by_name(&store.read().unwrap(), name)
                .unwrap()
                .map(|user| user.id)
        };
        save(&user);
        assert_eq!(id(Name::Email("a@b.cn")).as_deref(), Some("1"));
        assert_eq!(id(Name::Username("a@b.cn")), None);

        user.email = None;
        user.username = Some("anna".to_owned());
        save(&user);
        assert_eq!(id(Name::Email("a@b.cn")), None);
        assert_eq!(id(Name::Username("anna")).as_deref(), Some("1"));

        user.is_deleted = true;
        save(&user);
        assert_eq!(id(Name::Username("anna")), None);
        assert!(by_id(&store.read().unwrap(), "1").unwrap().is_none());
    }
}
