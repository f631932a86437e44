//! The emulator's store, an embedded database: in memory, or in a file.
//!
//! Records are JSON texts under their keys. A rule that changes something checks and writes in one [`Store::write`],
//! and writes are serialized: two registrations of one email address can't both succeed.

pub(crate) mod data_file_error;
mod error;
pub(crate) mod file;
mod format;
mod ranks;
mod read;
mod records;
mod recovery;
pub(crate) mod runs;
mod table;

use redb::backends::InMemoryBackend;
use redb::{Database, TableHandle as _, WriteTransaction};

pub(crate) use self::error::StoreError;
use self::error::database;
pub(crate) use self::read::Read;
pub(crate) use self::records::*;
pub(crate) use self::recovery::Store;

/// A database in memory needs little cache.
const CACHE_BYTES_IN_MEMORY: usize = 4 << 20;

impl Store {
    pub(crate) fn in_memory() -> Result<Self, StoreError> {
        let database = Database::builder()
            .set_cache_size(CACHE_BYTES_IN_MEMORY)
            .create_with_backend(InMemoryBackend::new())
            .map_err(database)?;
        let store = Self::new(database, None);
        store.write(create_tables)?;
        Ok(store)
    }
}

/// Tables must exist to be read.
fn create_tables(transaction: &WriteTransaction) -> Result<(), StoreError> {
    format::mark(transaction)?;
    access::GRANTS.create(transaction)?;
    apps::APPS.create(transaction)?;
    codes::ATTEMPTS.create(transaction)?;
    codes::CAPTCHAS.create(transaction)?;
    codes::CAPTCHAS_BY_OWNER.create(transaction)?;
    codes::CODES.create(transaction)?;
    custom_data::FIELDS.create(transaction)?;
    custom_data::VALUES.create(transaction)?;
    directory::ACCOUNTS.create(transaction)?;
    groups::GROUPS.create(transaction)?;
    logins::LOGINS.create(transaction)?;
    links::LINKS.create(transaction)?;
    members::MEMBERS.create(transaction)?;
    members::MEMBERS_BY_USER.create(transaction)?;
    messages::MESSAGES.create(transaction)?;
    numbers::NUMBERS.create(transaction)?;
    objects::OBJECTS.create(transaction)?;
    oidc::AUTHORIZATION_CODES.create(transaction)?;
    oidc::GRANTS.create(transaction)?;
    oidc::INTERACTIONS.create(transaction)?;
    oidc::SESSIONS.create(transaction)?;
    oidc::TOKENS.create(transaction)?;
    orgs::NODES.create(transaction)?;
    orgs::ORGS.create(transaction)?;
    policies::ASSIGNMENTS.create(transaction)?;
    policies::POLICIES.create(transaction)?;
    pool::POOL.create(transaction)?;
    qr_codes::QR_CODES.create(transaction)?;
    resources::NAMESPACES.create(transaction)?;
    resources::RESOURCES.create(transaction)?;
    roles::ROLES.create(transaction)?;
    social_logins::SOCIAL_LOGINS.create(transaction)?;
    tenants::TENANTS.create(transaction)?;
    users::INDEX.create(transaction)?;
    users::USERS.create(transaction)?;
    whitelist::WHITELIST.create(transaction)?;
    transaction.open_table(files::FILES).map_err(database)?;
    transaction.open_table(runs::RUNS).map_err(database)?;
    Ok(())
}

/// Brings a store of an older format up to date: adds its missing tables and indexes.
fn upgrade(transaction: &WriteTransaction) -> Result<(), StoreError> {
    create_tables(transaction)?;
    roles::ROLES.count_again(transaction)?;
    users::INDEX.count_again(transaction)?;
    users::USERS.count_again(transaction)?;
    members::index(transaction)
}

/// Deletes everything but the pool and its settings. The runs stay, so that no id is generated twice.
pub(crate) fn empty(transaction: &WriteTransaction) -> Result<(), StoreError> {
    let kept = [format::FORMAT.name(), pool::POOL.name(), runs::RUNS.name()];
    let tables: Vec<_> = transaction.list_tables().map_err(database)?.collect();
    for table in tables {
        if !kept.contains(&table.name()) {
            transaction.delete_table(table).map_err(database)?;
        }
    }
    create_tables(transaction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_that_fails_leaves_nothing() {
        let store = Store::in_memory().unwrap();
        let failed = store.write(|transaction| {
            codes::ATTEMPTS.put(transaction, "key", &vec![1])?;
            Err::<(), _>(StoreError::Missing("luck"))
        });
        assert!(matches!(failed, Err(StoreError::Missing("luck"))));
        let record = codes::ATTEMPTS.get(&store.read().unwrap(), "key");
        assert_eq!(record.unwrap(), None);
    }
}
