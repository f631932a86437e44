//! Why the store failed.

/// The store could not be read or written: a full disk, or a record that this version does not understand.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    #[error("the store failed: {0}")]
    Database(#[from] redb::Error),
    #[error("a record of the store is damaged: {0}")]
    Record(#[from] serde_json::Error),
    #[error("the store lacks {0}")]
    Missing(&'static str),
}

/// Turns the database's many error types into the one above.
pub(crate) fn database(error: impl Into<redb::Error>) -> StoreError {
    StoreError::Database(error.into())
}
