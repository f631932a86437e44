//! What a new pool has in it, and what a running one is exported as: one form for both.

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
    /// Reads a seed, and judges all of it.
    ///
    /// # Errors
    ///
    /// [`SeedError::Invalid`], which says where in the text something is wrong, and what.
    pub fn from_json(text: &str) -> Result<Self, SeedError> {
        let mut document = parse::parse(text)?;
        check::check(&mut document)?;
        Ok(Self(document))
    }

    /// Reads a seed from a file of JSON.
    ///
    /// # Errors
    ///
    /// [`SeedError::File`], which names the file, and whose source says what is wrong.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, SeedError> {
        let path = path.as_ref();
        let text = fs::read_to_string(path).map_err(|error| SeedError::file(path, error))?;
        Self::from_json(&text).map_err(|error| SeedError::file(path, error))
    }

    /// What is in a data file that no emulator is using. The file is not changed, not even if it would have to be repaired.
    ///
    /// # Errors
    ///
    /// [`SeedError::File`], whose source is a [`DataFileError`](crate::DataFileError).
    pub fn from_data_file(path: impl AsRef<Path>) -> Result<Self, SeedError> {
        let path = path.as_ref();
        let store = file::look_into(path).map_err(|error| SeedError::file(path, error))?;
        Self::of(&store).map_err(|error| SeedError::file(path, error))
    }

    /// The seed as JSON, for people to read and change too. **It has the pool's secrets in it.**
    ///
    /// # Errors
    ///
    /// None that is known of.
    pub fn to_json(&self) -> Result<String, SeedError> {
        let text = serde_json::to_string_pretty(&self.0);
        Ok(text.map_err(SeedError::internal)? + "\n")
    }

    /// Writes the seed to a file, in one step, which only its owner may read.
    ///
    /// # Errors
    ///
    /// [`SeedError::File`], which names the file. A file of that name is as it was then.
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

    /// All ids that are given in it.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.ids()
    }

    /// Puts all of it into a new store, but for the pool and its settings.
    pub(crate) fn import(
        &self,
        transaction: &WriteTransaction,
        context: &SeedContext<'_>,
    ) -> Result<(), SeedError> {
        import::import(&self.0, transaction, context)
    }
}

impl fmt::Debug for Seed {
    /// Says how much is in it, and nothing of what.
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
