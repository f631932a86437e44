//! The open database of a store, which is reopened after an I/O error such as a full disk.
//!
//! The database refuses everything after the first I/O error. Its last commit is in the file nevertheless, so opening the
//! file again loses nothing that was acknowledged. While the file can't be written, a view of it is read instead.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use redb::{Database, Durability, ReadTransaction, ReadableDatabase as _, WriteTransaction};
use redb::{StorageError, TableDefinition, TransactionError};

use super::data_file_error::DataFileError;
use super::error::{StoreError, database};

/// A table that exists only while a database is tried out.
const PROOF: TableDefinition<'static, &str, &[u8]> = TableDefinition::new("proof");
const PROOF_BYTES: usize = 1 << 20;

/// Reopens the database of a file.
pub(super) type Reopen = Box<dyn Fn(Access) -> Result<Database, DataFileError> + Send + Sync>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Write,
    /// Writes stay in memory.
    Read,
}

pub(crate) struct Store {
    /// Held during a write. Only its holder reopens the database.
    writing: Mutex<()>,
    state: RwLock<State>,
    /// `None` in memory, where no I/O fails.
    reopen: Option<Reopen>,
}

enum State {
    Open(Arc<Database>),
    /// The file can't be written.
    ReadOnly(Database),
    /// The file can't be read either.
    Closed,
}

impl Store {
    pub(super) fn new(open: Database, reopen: Option<Reopen>) -> Self {
        Self {
            writing: Mutex::default(),
            state: RwLock::new(State::Open(Arc::new(open))),
            reopen,
        }
    }

    /// Closes the store, and returns an error if that fails. Dropping a store closes it too, but ignores errors.
    pub(super) fn close(self) -> Result<(), StoreError> {
        match self
            .state
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
        {
            State::Open(open) => match Arc::into_inner(open) {
                Some(open) => open.close().map_err(database),
                None => Ok(()),
            },
            State::ReadOnly(_) | State::Closed => Err(StoreError::Unavailable),
        }
    }

    /// Returns a snapshot, which later writes do not affect.
    pub(crate) fn read(&self) -> Result<ReadTransaction, StoreError> {
        match &*self.state() {
            State::Open(open) => open.begin_read().map_err(database),
            State::ReadOnly(view) => view.begin_read().map_err(database),
            State::Closed => Err(StoreError::Unavailable),
        }
    }

    /// Runs a write, exclusively. If it fails, it is rolled back; if not, it is on the disk when this returns, for a
    /// store in a file. After an I/O error, such as a full disk, the next write reopens the file.
    ///
    /// A rule that rejects a call and yet has something to store, such as a failed attempt, returns the error as an
    /// outcome: `Ok(Err(…))`.
    pub(crate) fn write<T, E: From<StoreError>>(
        &self,
        change: impl FnOnce(&WriteTransaction) -> Result<T, E>,
    ) -> Result<T, E> {
        let _writing = self.writing();
        let open = self.writable()?;
        let result = commit(&open, change);
        if result.is_err() && has_failed(&open) {
            // It is closed before it is opened again.
            drop(open);
            // Readers need it before the next write; whether that can write will be seen then.
            let _ = self.recover();
        }
        result
    }

    /// Returns an error if the store can't be written, because its disk is full for example, after trying to make it
    /// writable.
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        if let State::Open(_) = &*self.state() {
            return Ok(());
        }
        let _writing = self.writing();
        self.writable().map(drop)
    }

    fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn writing(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn writable(&self) -> Result<Arc<Database>, StoreError> {
        if let State::Open(open) = &*self.state() {
            return Ok(Arc::clone(open));
        }
        self.recover()
    }

    /// Reopens the database: for writing if that is possible, or else for reading.
    fn recover(&self) -> Result<Arc<Database>, StoreError> {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let Some(reopen) = &self.reopen else {
            return Err(StoreError::Unavailable);
        };
        // The file is locked as long as it is open.
        *state = State::Closed;
        let error = match reopen(Access::Write).map(prove) {
            Ok(Ok(open)) => {
                tracing::warn!("the data file was reopened after an I/O error");
                let open = Arc::new(open);
                *state = State::Open(Arc::clone(&open));
                return Ok(open);
            }
            Ok(Err(error)) => error,
            Err(error) => StoreError::File(error.to_string()),
        };
        tracing::error!(%error, "the data file can't be written");
        match reopen(Access::Read) {
            Ok(view) => *state = State::ReadOnly(view),
            Err(error) => tracing::error!(%error, "the data file can't be read"),
        }
        Err(error)
    }
}

/// Returns the database once it has been written, with as much as a call may change at once: on a full disk a small change
/// would still fit into what the file has left over.
fn prove(open: Database) -> Result<Database, StoreError> {
    commit(&open, |transaction| {
        let mut table = transaction.open_table(PROOF).map_err(database)?;
        let bytes = vec![b'.'; PROOF_BYTES];
        table.insert("", bytes.as_slice()).map_err(database)?;
        Ok::<_, StoreError>(())
    })?;
    commit(&open, |transaction| {
        let deleted = transaction.delete_table(PROOF).map_err(database);
        deleted.map(drop)
    })?;
    Ok(open)
}

fn commit<T, E: From<StoreError>>(
    open: &Database,
    change: impl FnOnce(&WriteTransaction) -> Result<T, E>,
) -> Result<T, E> {
    let mut transaction = open.begin_write().map_err(database)?;
    transaction
        .set_durability(Durability::Immediate)
        .map_err(database)?;
    // Dropping the transaction on an early return rolls it back.
    let result = change(&transaction)?;
    transaction.commit().map_err(database)?;
    Ok(result)
}

/// Returns whether the database refuses everything because of an I/O error.
fn has_failed(open: &Database) -> bool {
    matches!(
        open.try_begin_write(),
        Err(TransactionError::Storage(
            StorageError::PreviousIo | StorageError::Io(_)
        ))
    )
}

#[cfg(test)]
mod tests;
