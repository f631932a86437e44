//! A store in a file.
//!
//! A file comes to be in one step, complete, and is opened for writing only once it has been looked into: a file that is
//! refused stays as it was, to the byte.

mod untouched;

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use redb::backends::FileBackend;
use redb::{Database, DatabaseError, StorageError, WriteTransaction};
use tempfile::NamedTempFile;

use self::untouched::Untouched;
use super::error::StoreError;
use super::{Store, create_tables, format};

/// How much of a file is kept in memory, so that what is read again and again is not read from the disk.
const CACHE_BYTES: usize = 64 << 20;

/// Why a data file can't be used. It is as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DataFileError {
    /// It can't be made, opened, read or written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is a directory, a device or the like.
    #[error("it is not a regular file")]
    NoFile,
    /// It is something else: another program's, or none of a database at all.
    #[error("it is not a data file of the emulator")]
    Foreign,
    /// A later version wrote it.
    #[error(
        "a newer version of the emulator wrote it, in format {format}; this one reads {}",
        format::CURRENT
    )]
    Newer {
        /// The format's version.
        format: u64,
    },
    /// An earlier version wrote it.
    #[error(
        "an older version of the emulator wrote it, in format {format}; this one reads {}: export it with that version and \
         start with the export as the seed",
        format::CURRENT
    )]
    Older {
        /// The format's version.
        format: u64,
    },
    /// Another emulator is using it.
    #[error("another emulator has it open")]
    InUse,
    /// It was changed or cut off by something other than an emulator.
    #[error("it is damaged: {0}")]
    Damaged(String),
}

impl DataFileError {
    fn damaged(error: impl ToString) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl From<StoreError> for DataFileError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Database(redb::Error::Io(error)) => error.into(),
            error => Self::damaged(error),
        }
    }
}

impl From<DatabaseError> for DataFileError {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::DatabaseAlreadyOpen | DatabaseError::LockProtocolMismatch => Self::InUse,
            DatabaseError::UpgradeRequired(_) => Self::Foreign,
            DatabaseError::Storage(StorageError::Io(error)) => match error.kind() {
                // What the database says of a file that does not begin as its files do.
                ErrorKind::InvalidData => Self::Foreign,
                ErrorKind::UnexpectedEof => Self::damaged("it is too short"),
                _ => Self::Io(error),
            },
            error => Self::damaged(error),
        }
    }
}

/// Whether there is a store in the file. None is there if the file is empty, as `mktemp` makes it.
pub(crate) fn exists(path: &Path) -> Result<bool, DataFileError> {
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => Err(DataFileError::NoFile),
        Ok(found) => Ok(found.len() > 0),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Makes a file with a new store, which `fill` fills. Only its owner may read it.
///
/// It is made under another name, and gets its own when all is in it: whenever the program may be killed, either there is
/// a whole file or none, and at worst the unfinished one beside it. If `fill` fails, there is none.
pub(crate) fn create<T, E: From<StoreError>>(
    path: &Path,
    fill: impl FnOnce(&WriteTransaction) -> Result<T, E>,
) -> Result<Result<T, E>, DataFileError> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let new = new_file_beside(&path)?;
    let store = Store(open_for_writing(new.as_file().try_clone()?)?);
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

/// Opens the store in a file that has been looked into.
pub(crate) fn open(path: &Path) -> Result<Store, DataFileError> {
    let database = open_for_writing(open_file(path)?)?;
    check_format(&database)?;
    Ok(Store(database))
}

/// The store in a file, to be read. What is written to it, be it for the repair that a killed program makes necessary, is
/// forgotten with it, and never in the file. Meanwhile no emulator can open the file.
pub(crate) fn look_into(path: &Path) -> Result<Store, DataFileError> {
    let has_store = exists(path)?;
    let file = open_file(path)?;
    if !has_store {
        return Err(DataFileError::Foreign);
    }
    let backend = Untouched::new(file)?;
    // The whole file is checked. The database trusts it later on.
    let database = builder()
        .set_check_integrity_on_open(true)
        .create_with_backend(backend)?;
    check_format(&database)?;
    Ok(Store(database))
}

/// Refuses what this version can't read.
fn check_format(database: &Database) -> Result<(), DataFileError> {
    match format::version(database)? {
        Some(format::CURRENT) => Ok(()),
        Some(format) if format > format::CURRENT => Err(DataFileError::Newer { format }),
        Some(format) => Err(DataFileError::Older { format }),
        None => Err(DataFileError::Foreign),
    }
}

/// Writes a file of which only its owner may read anything, in one step: an older one of that name is whole until it is
/// replaced. What is no file, such as a device, is not.
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

/// Gone again if it does not become what it is to be. Temporary files are their owner's only.
fn new_file_beside(path: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new()
        .prefix(".authing-emulator-")
        .tempfile_in(folder(path))
}

/// Never in the place of another emulator's file, should both be starting.
fn put_in_place(new: NamedTempFile, path: &Path) -> Result<(), DataFileError> {
    match open_file(path) {
        Ok(empty) => {
            empty.try_lock().map_err(|error| match error {
                TryLockError::WouldBlock => DataFileError::InUse,
                TryLockError::Error(error) => error.into(),
            })?;
            // Whoever had the lock before may have put a store there.
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

/// Makes a new name as lasting as the file's content.
fn sync_folder(path: &Path) -> io::Result<()> {
    // Elsewhere a folder can't be opened as a file.
    if cfg!(unix) {
        File::open(folder(path))?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
