//! Headers to send, whose values may be secrets.

use std::fmt;
use std::path::Path;

use crate::error::Error;
use crate::input::text;

/// A header as `Name: value`, whose value may be a secret.
#[derive(Clone)]
#[cfg_attr(not(feature = "fetch"), expect(dead_code))]
pub struct Header {
    pub(super) line: String,
    /// For messages: the option, or the file and the line.
    pub(super) origin: String,
}

impl Header {
    /// Creates a header from its line: `Authorization: Bearer …`.
    #[must_use]
    pub fn new(line: impl Into<String>) -> Self {
        Self {
            line: line.into(),
            origin: "--header".to_owned(),
        }
    }

    /// Reads the headers of a file, one per line; empty lines and those that begin with `#` are skipped.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if the file can't be read.
    pub fn from_file(path: &Path) -> Result<Vec<Self>, Error> {
        let text = text::read(path)?;
        let lines = text.lines().map(str::trim).enumerate();
        let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let headers = lines.map(|(index, line)| Self {
            line: line.to_owned(),
            origin: format!("{}:{}", path.display(), index + 1),
        });
        Ok(headers.collect())
    }
}

impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Header(…)")
    }
}
