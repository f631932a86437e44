//! Files of the output: read in any state, replaced atomically.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::NamedTempFile;

use super::MARK;
use crate::error::Error;

/// Reads a generated file as it was written: a checkout can have other line endings. `None` if it does not exist.
pub(super) fn found(path: &Path) -> Result<Option<String>, Error> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).replace("\r\n", "\n"))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io(path, error)),
    }
}

/// Returns whether a file is a generated one.
pub(super) fn is_generated(path: &Path) -> bool {
    let is_file = path.symlink_metadata().is_ok_and(|found| found.is_file());
    is_file && fs::read(path).is_ok_and(|bytes| bytes.starts_with(MARK.as_bytes()))
}

/// Reads a file; `None` if it does not exist.
pub(crate) fn read(path: &Path) -> Result<Option<String>, Error> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io(path, error)),
    }
}

/// Writes one file atomically.
pub(crate) fn replace(path: &Path, text: &str) -> Result<(), Error> {
    let staged = stage(path, text)?;
    staged
        .persist(path)
        .map_err(|error| Error::io(path, error.error))?;
    Ok(())
}

/// Writes a text to a temporary file in the folder of `path`.
pub(super) fn stage(path: &Path, text: &str) -> Result<NamedTempFile, Error> {
    let io = |error| Error::io(path, error);
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder).map_err(io)?;
    writable(folder)?;
    if path.exists() {
        writable(path)?;
    }
    let mut file = builder().tempfile_in(folder).map_err(io)?;
    file.write_all(text.as_bytes()).map_err(io)?;
    file.flush().map_err(io)?;
    Ok(file)
}

/// By default, a temporary file has stricter permissions, which the generated file would keep.
fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".codegen-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

/// Respects the read-only attribute even where the system would allow writing.
pub(super) fn writable(path: &Path) -> Result<(), Error> {
    let metadata = fs::metadata(path).map_err(|error| Error::io(path, error))?;
    if metadata.permissions().readonly() {
        return Err(Error::io(
            path,
            io::Error::new(
                io::ErrorKind::PermissionDenied,
                "the file is read-only; nothing was changed",
            ),
        ));
    }
    Ok(())
}
