//! A store in a file.
//!
//! A file is created atomically, complete, and is opened for writing only once it has been checked: a rejected file
//! stays unchanged, to the byte.

mod untouched;

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use redb::backends::FileBackend;
use redb::{Database, WriteTransaction};
use tempfile::NamedTempFile;

use self::untouched::Untouched;
use super::data_file_error::DataFileError;
use super::error::StoreError;
use super::recovery::Access;
use super::{Store, create_tables, format, upgrade};

/// The size of the cache for pages of the file.
const CACHE_BYTES: usize = 64 << 20;

/// Returns whether the file contains a store. An empty file, as `mktemp` creates it, does not.
pub(crate) fn exists(path: &Path) -> Result<bool, DataFileError> {
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => Err(DataFileError::NoFile),
        Ok(found) => Ok(found.len() > 0),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Creates a file with a new store, which `fill` fills. Only its owner may read it.
///
/// It is created under another name, and renamed once it is complete: whenever the program is killed, there is either a
/// complete file or none, and at worst an unfinished one beside it. If `fill` fails, there is none.
pub(crate) fn create<T, E: From<StoreError>>(
    path: &Path,
    fill: impl FnOnce(&WriteTransaction) -> Result<T, E>,
) -> Result<Result<T, E>, DataFileError> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let new = new_file_beside(&path)?;
    let database = open_for_writing(new.as_file().try_clone()?)?;
    let store = Store::new(database, None);
    let filled = store.write(|transaction| {
        create_tables(transaction)?;
        fill(transaction)
    });
    store.close()?;
    if filled.is_ok() {
        put_in_place(new, &path)?;
    }
    Ok(filled)
}

/// Opens the store in a file that has been checked.
pub(crate) fn open(path: &Path) -> Result<Store, DataFileError> {
    let file = open_file(path)?;
    let database = open_for_writing(file.try_clone()?)?;
    let is_older = check_format(&database)?;
    // The same file, whatever the path names by then.
    let reopen = move |access| {
        let file = file.try_clone()?;
        match access {
            Access::Write => open_for_writing(file),
            Access::Read => Ok(builder().create_with_backend(Untouched::new(file)?)?),
        }
    };
    up_to_date(Store::new(database, Some(Box::new(reopen))), is_older)
}

/// Opens the store in a file for reading. Writes, including the repair after a killed program, stay in memory and never
/// reach the file. Meanwhile no emulator can open the file.
pub(crate) fn open_read_only(path: &Path) -> Result<Store, DataFileError> {
    let has_store = exists(path)?;
    let file = open_file(path)?;
    if !has_store {
        return Err(DataFileError::Foreign);
    }
    let backend = Untouched::new(file)?;
    // The whole file is checked here, because the database trusts it later.
    let database = builder()
        .set_check_integrity_on_open(true)
        .create_with_backend(backend)?;
    let is_older = check_format(&database)?;
    up_to_date(Store::new(database, None), is_older)
}

/// Rejects other versions, except those that can be brought up to date: returns whether it is one.
fn check_format(database: &Database) -> Result<bool, DataFileError> {
    match format::version(database)? {
        Some(format::CURRENT) => Ok(false),
        Some(format) if format > format::CURRENT => Err(DataFileError::Newer { format }),
        Some(format::OLDEST..) => Ok(true),
        Some(format) => Err(DataFileError::Older { format }),
        None => Err(DataFileError::Foreign),
    }
}

/// Returns the store with all tables of this version. So a new table needs no new format.
fn up_to_date(store: Store, is_older: bool) -> Result<Store, DataFileError> {
    store.write(if is_older { upgrade } else { create_tables })?;
    if is_older {
        tracing::info!(
            format = format::CURRENT,
            "the data file was brought up to date"
        );
    }
    Ok(store)
}

/// Writes a file that only its owner may read, atomically: an existing file stays complete until it is replaced. A path
/// that is not a regular file, such as a device, is rejected.
pub(crate) fn write_private(path: &Path, content: &[u8]) -> Result<(), DataFileError> {
    use io::Write as _;
    exists(path)?;
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut new = new_file_beside(&path)?;
    new.write_all(content)?;
    new.as_file().sync_all()?;
    new.persist(&path).map_err(|error| error.error)?;
    Ok(sync_folder(&path)?)
}

fn builder() -> redb::Builder {
    let mut builder = Database::builder();
    builder.set_cache_size(CACHE_BYTES);
    builder
}

fn open_for_writing(file: File) -> Result<Database, DataFileError> {
    Ok(builder().create_with_backend(FileBackend::new(file)?)?)
}

fn open_file(path: &Path) -> Result<File, DataFileError> {
    Ok(OpenOptions::new().read(true).write(true).open(path)?)
}

/// Returns a temporary file, readable only by its owner and deleted unless it is persisted.
fn new_file_beside(path: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new()
        .prefix(".authing-emulator-")
        .tempfile_in(folder(path))
}

/// Never replaces another emulator's file, in case both are starting.
fn put_in_place(new: NamedTempFile, path: &Path) -> Result<(), DataFileError> {
    match open_file(path) {
        Ok(empty) => {
            empty.try_lock().map_err(|error| match error {
                TryLockError::WouldBlock => DataFileError::InUse,
                TryLockError::Error(error) => error.into(),
            })?;
            // The previous holder of the lock may have put a store there.
            if exists(path)? {
                return Err(DataFileError::InUse);
            }
            new.persist(path).map_err(|error| error.error)?;
        }
        Err(DataFileError::Io(error)) if error.kind() == ErrorKind::NotFound => {
            new.persist_noclobber(path).map_err(|error| error.error)?;
        }
        Err(error) => return Err(error),
    }
    Ok(sync_folder(path)?)
}

fn folder(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Makes a new name as durable as the file's contents.
fn sync_folder(path: &Path) -> io::Result<()> {
    // On other systems a folder can't be opened as a file.
    if cfg!(unix) {
        File::open(folder(path))?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
