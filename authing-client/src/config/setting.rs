//! Settings that know their origin, so that errors can name it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use authing_core::Secret;
use http::HeaderValue;
use zeroize::Zeroizing;

use crate::error::Error;
use crate::exact;

/// A setting's value with its origin: a method of the builder, or an environment variable.
#[derive(Clone)]
pub(crate) struct Setting<T> {
    pub(crate) name: &'static str,
    pub(crate) value: T,
}

impl<T> Setting<T> {
    pub(crate) fn new(name: &'static str, value: impl Into<T>) -> Self {
        Self {
            name,
            value: value.into(),
        }
    }
}

impl Setting<String> {
    /// Returns the value without what is invisible around it.
    pub(crate) fn exact(&self) -> Result<&str, Error> {
        exact::setting(self.name, &self.value)
    }

    /// Returns the value as that of an HTTP header.
    pub(crate) fn header(&self) -> Result<HeaderValue, Error> {
        let reason = "has characters that are not allowed in an HTTP header";
        HeaderValue::from_str(self.exact()?).map_err(|_| Error::config(self.name, reason))
    }
}

impl From<Setting<String>> for Setting<Secret> {
    fn from(setting: Setting<String>) -> Self {
        Self::new(setting.name, setting.value)
    }
}

impl Setting<Secret> {
    /// Returns the value without what is invisible around it.
    pub(crate) fn exact(&self) -> Result<Secret, Error> {
        exact::setting(self.name, self.value.expose()).map(Secret::new)
    }
}

/// PEM, or the path of a PEM file.
#[derive(Clone)]
pub(crate) enum Pem {
    Text(Secret),
    File(PathBuf),
}

impl Setting<Pem> {
    /// Returns the bytes, read from the file if they are in one: DER, or PEM with comments of any encoding.
    pub(crate) fn read(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        match &self.value {
            Pem::Text(text) => Ok(Zeroizing::new(text.expose().as_bytes().to_vec())),
            Pem::File(path) => {
                std::fs::read(exact_path(path))
                    .map(Zeroizing::new)
                    .map_err(|error| Error::Config {
                        setting: self.name,
                        reason: unreadable(path),
                        source: Some(Arc::new(error)),
                    })
            }
        }
    }
}

/// Returns the path without what is invisible around it, such as the line break at the end of a file with the path.
fn exact_path(path: &Path) -> &Path {
    path.to_str()
        .map_or(path, |text| Path::new(exact::trim(text)))
}

/// Returns why a file can't be read. The path is not shown: it may be a secret in the wrong variable.
fn unreadable(path: &Path) -> String {
    let flaw = path
        .to_str()
        .and_then(|text| exact::flaw(exact::trim(text)));
    flaw.unwrap_or("names a file that can't be read").to_owned()
}
