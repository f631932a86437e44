//! The generated files: written together or not at all, or compared with what is there.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::config::Target;
use crate::error::{Error, Problem};
use crate::render::MARK;

/// The folders below the output folder that belong to the generator.
const FOLDERS: [&str; 2] = ["operations", "types"];

/// Everything that a target gives, in memory.
#[derive(Debug)]
pub struct Output {
    root: PathBuf,
    api: PathBuf,
    /// The folders that belong to the generator.
    folders: Vec<PathBuf>,
    /// By their full paths.
    files: BTreeMap<PathBuf, String>,
}

/// What writing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// How many files were new or different.
    pub changed: usize,
    /// How many files were removed because nothing gives them any more.
    pub removed: usize,
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} files changed, {} removed",
            self.changed, self.removed
        )
    }
}

impl Output {
    pub(crate) fn new(target: &Target) -> Self {
        let root = target.path(&target.output);
        let mut folders: Vec<PathBuf> = FOLDERS.iter().map(|folder| root.join(folder)).collect();
        let methods = target.methods_folders().into_iter().flatten();
        folders.extend(methods.map(|folder| target.path(folder)));
        Self {
            root,
            api: target.path(&target.api),
            folders,
            files: BTreeMap::new(),
        }
    }

    /// Adds a file, by its path below the output folder.
    pub(crate) fn add(&mut self, path: &str, text: String) -> Result<(), Error> {
        self.insert(self.root.join(path), text)
    }

    pub(crate) fn set_api(&mut self, text: String) -> Result<(), Error> {
        self.insert(self.api.clone(), text)
    }

    /// Adds a file that stands elsewhere, by its full path.
    pub(crate) fn add_elsewhere(&mut self, path: PathBuf, text: String) -> Result<(), Error> {
        self.insert(path, text)
    }

    /// No file takes the place of another.
    fn insert(&mut self, path: PathBuf, text: String) -> Result<(), Error> {
        let name = path.display().to_string();
        match self.files.insert(path, text) {
            None => Ok(()),
            Some(_) => Err(Error::Invalid(vec![Problem::nowhere(format!(
                "two things would be written to {name}"
            ))])),
        }
    }

    /// The files with their texts, in the order of their paths.
    pub fn files(&self) -> impl Iterator<Item = (&Path, &str)> {
        self.files
            .iter()
            .map(|(path, text)| (path.as_path(), text.as_str()))
    }

    /// How many operations and types there are, in words.
    #[must_use]
    pub fn summary(&self) -> String {
        let count = |folder: &str| {
            let folder = self.root.join(folder);
            let files = self.files.keys().filter(|path| path.starts_with(&folder));
            // Less the folder's mod.rs.
            files.count().saturating_sub(1)
        };
        format!(
            "{} operations, {} types",
            count("operations"),
            count("types")
        )
    }

    /// Compares with the files that are there.
    ///
    /// # Errors
    ///
    /// [`Error::Stale`] naming every file that differs, lacks or is one too many.
    pub fn check(&self) -> Result<(), Error> {
        let mut stale = Vec::new();
        for (path, text) in &self.files {
            match read(path)? {
                None => stale.push(format!("  missing: {}", path.display())),
                Some(found) if found != *text => stale.push(format!(
                    "  differs: {} (first at line {})",
                    path.display(),
                    first_difference(&found, text)
                )),
                Some(_) => {}
            }
        }
        for stray in self.strays()? {
            stale.push(format!("  one too many: {}", stray.display()));
        }
        if stale.is_empty() {
            Ok(())
        } else {
            Err(Error::Stale(stale))
        }
    }

    /// Writes what differs and removes what nothing gives any more.
    ///
    /// Every new text is first written beside its target, so that a full disk or a folder that can't be written to
    /// changes no file.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] naming the file.
    pub fn write(&self) -> Result<Written, Error> {
        let strays = self.strays()?;
        for stray in &strays {
            let text = read(stray)?.unwrap_or_default();
            if !text.starts_with(MARK) {
                return Err(Error::io(
                    stray,
                    io::Error::new(
                        io::ErrorKind::AlreadyExists,
                        "this file is not generated, and the folder is the generator's: move it away",
                    ),
                ));
            }
            writable(stray)?;
        }
        let mut staged: Vec<(NamedTempFile, &PathBuf)> = Vec::new();
        for (path, text) in &self.files {
            if read(path)?.as_ref() != Some(text) {
                staged.push((stage(path, text)?, path));
            }
        }
        let written = Written {
            changed: staged.len(),
            removed: strays.len(),
        };
        for (file, path) in staged {
            file.persist(path)
                .map_err(|error| Error::io(path, error.error))?;
        }
        for stray in strays {
            fs::remove_file(&stray).map_err(|error| Error::io(&stray, error))?;
        }
        Ok(written)
    }

    /// Files in the generator's folders that are not its output.
    fn strays(&self) -> Result<Vec<PathBuf>, Error> {
        let mut strays = Vec::new();
        for folder in &self.folders {
            let entries = match fs::read_dir(folder) {
                Ok(entries) => entries,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(Error::io(folder, error)),
            };
            for entry in entries {
                let path = entry.map_err(|error| Error::io(folder, error))?.path();
                if !self.files.contains_key(&path) {
                    strays.push(path);
                }
            }
        }
        strays.sort();
        Ok(strays)
    }
}

/// A file's text; `None` if there is no such file.
pub(crate) fn read(path: &Path) -> Result<Option<String>, Error> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io(path, error)),
    }
}

/// Writes one file, whole or not at all; says whether that changed it.
pub(crate) fn replace(path: &Path, text: &str) -> Result<bool, Error> {
    if read(path)?.as_deref() == Some(text) {
        return Ok(false);
    }
    let staged = stage(path, text)?;
    staged
        .persist(path)
        .map_err(|error| Error::io(path, error.error))?;
    Ok(true)
}

/// Writes a text into a temporary file in the folder of `path`.
fn stage(path: &Path, text: &str) -> Result<NamedTempFile, Error> {
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

/// A temporary file has permissions of its own, that would keep others from reading what it becomes.
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

/// Respects a read-only mark even where the system would let us write all the same.
fn writable(path: &Path) -> Result<(), Error> {
    let metadata = fs::metadata(path).map_err(|error| Error::io(path, error))?;
    if metadata.permissions().readonly() {
        return Err(Error::io(
            path,
            io::Error::new(
                io::ErrorKind::PermissionDenied,
                "it is read-only; nothing was changed",
            ),
        ));
    }
    Ok(())
}

fn first_difference(a: &str, b: &str) -> usize {
    let same = a.lines().zip(b.lines()).take_while(|(a, b)| a == b).count();
    same + 1
}
