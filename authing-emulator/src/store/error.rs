//! The errors of the store.

/// The store could not be read or written: a full disk, or a record of another version.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    #[error("the store failed: {0}")]
    Database(#[from] redb::Error),
    #[error("a record in the store is malformed: {0}")]
    Record(#[from] serde_json::Error),
    #[error("{0} is missing in the store")]
    Missing(&'static str),
}

/// Converts the database's error types to a [`StoreError`].
pub(crate) fn database(error: impl Into<redb::Error>) -> StoreError {
    StoreError::Database(error.into())
}
