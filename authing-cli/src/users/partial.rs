//! A file that replaces another one only when it is complete.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// A file beside the one that it will replace; removed unless it is complete.
pub(super) struct Partial {
    path: PathBuf,
    target: PathBuf,
}

impl Partial {
    /// Creates the file, with the permissions of the one that it will replace.
    pub(super) fn create(target: &Path) -> io::Result<(File, Self)> {
        // A link stays, and what it leads to is replaced.
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        let mut path = OsString::from(&target);
        // At random: another export to the same file must not write into this one.
        let random = getrandom::u32().map_err(io::Error::other)?;
        path.push(format!(".{random:08x}.part"));
        let path = path.into();
        let file = File::create_new(&path)?;
        let partial = Self { path, target };
        if let Ok(replaced) = fs::metadata(&partial.target) {
            file.set_permissions(replaced.permissions())?;
        }
        Ok((file, partial))
    }

    /// Replaces the other file.
    pub(super) fn complete(self) -> io::Result<()> {
        fs::rename(&self.path, &self.target)
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // After `complete`, there is none.
        _ = fs::remove_file(&self.path);
    }
}
