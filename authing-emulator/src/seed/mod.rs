//! Seeds: the initial contents of a new pool, and the exported contents of a running one, in one form.

mod apps;
mod check;
mod document;
mod error;
mod export;
mod import;
mod parse;
mod references;
mod seen;

use std::fmt;
use std::fs;
use std::path::Path;

use redb::WriteTransaction;

use self::document::Document;
pub use self::error::SeedError;
pub(crate) use self::import::SeedContext;
use crate::store::pool::PoolRecord;
use crate::store::{Store, StoreError, file};

#[doc = include_str!("form.md")]
#[derive(Clone, Default)]
pub struct Seed(Document);

impl Seed {
    /// Parses and validates a seed.
    ///
    /// # Errors
    ///
    /// [`SeedError::Invalid`], which names the invalid member and the problem.
    pub fn from_json(text: &str) -> Result<Self, SeedError> {
        // Some editors begin a file with a BOM.
        let mut document = parse::parse(text.strip_prefix('\u{feff}').unwrap_or(text))?;
        check::check(&mut document)?;
        Ok(Self(document))
    }

    /// Reads a seed from a JSON file.
    ///
    /// # Errors
    ///
    /// [`SeedError::File`], which names the file, with the problem as its source.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, SeedError> {
        let path = path.as_ref();
        let bytes = fs::read(path).map_err(|error| SeedError::file(path, error))?;
        let text = String::from_utf8(bytes)
            .map_err(|_| SeedError::file(path, "it is not UTF-8: save the file as UTF-8"))?;
        Self::from_json(&text).map_err(|error| SeedError::file(path, error))
    }

    /// Reads the contents of a data file that no emulator is using. The file is not changed, not even if it needs
    /// repair.
    ///
    /// # Errors
    ///
    /// [`SeedError::File`], whose source is a [`DataFileError`](crate::DataFileError).
    pub fn from_data_file(path: impl AsRef<Path>) -> Result<Self, SeedError> {
        let path = path.as_ref();
        let store = file::open_read_only(path).map_err(|error| SeedError::file(path, error))?;
        Self::of(&store).map_err(|error| SeedError::file(path, error))
    }

    /// Returns the seed as JSON, formatted for people to read and edit. **It contains the pool's secrets.**
    ///
    /// # Errors
    ///
    /// None currently.
    pub fn to_json(&self) -> Result<String, SeedError> {
        let text = serde_json::to_string_pretty(&self.0);
        Ok(text.map_err(SeedError::internal)? + "\n")
    }

    /// Writes the seed to a file, atomically, readable only by its owner.
    ///
    /// # Errors
    ///
    /// [`SeedError::File`], which names the file. An existing file is then unchanged.
    pub fn write(&self, path: impl AsRef<Path>) -> Result<(), SeedError> {
        let path = path.as_ref();
        file::write_private(path, self.to_json()?.as_bytes())
            .map_err(|error| SeedError::file(path, error))
    }

    pub(crate) fn of(store: &Store) -> Result<Self, StoreError> {
        Ok(Self(export::export(&store.read()?)?))
    }

    pub(crate) fn pool(&self) -> &PoolRecord {
        &self.0.pool
    }

    /// Returns all ids in the seed.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.ids()
    }

    /// Imports everything into a new store, except the pool and its settings.
    pub(crate) fn import(
        &self,
        transaction: &WriteTransaction,
        context: &SeedContext<'_>,
    ) -> Result<(), SeedError> {
        import::import(&self.0, transaction, context)
    }
}

impl fmt::Debug for Seed {
    /// Shows the number of records, and none of their contents.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seed")
            .field("users", &self.0.users.len())
            .field("roles", &self.0.roles.len())
            .field("apps", &self.0.apps.len())
            .field("ldap_accounts", &self.0.ldap_accounts.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
