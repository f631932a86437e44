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
    #[error("the data file can't be opened again after an I/O error: {0}")]
    File(String),
    #[error(
        "the data file can't be used since an I/O error; the next write tries to open it again"
    )]
    Unavailable,
}

/// Converts the database's error types to a [`StoreError`].
pub(crate) fn database(error: impl Into<redb::Error>) -> StoreError {
    StoreError::Database(error.into())
}
