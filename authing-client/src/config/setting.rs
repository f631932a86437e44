//! Settings that know their origin, so that errors can name it.

use std::path::PathBuf;
use std::sync::Arc;

use authing_core::Secret;

use crate::error::Error;

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

/// PEM, or the path of a PEM file.
#[derive(Clone)]
pub(crate) enum Pem {
    Text(Secret),
    File(PathBuf),
}

impl Setting<Pem> {
    /// Returns the text, read from the file if it is in one.
    pub(crate) fn read(&self) -> Result<Secret, Error> {
        match &self.value {
            Pem::Text(text) => Ok(text.clone()),
            Pem::File(path) => std::fs::read_to_string(path)
                .map(Secret::new)
                .map_err(|error| Error::Config {
                    setting: self.name,
                    reason: format!("names a file that can't be read ({})", path.display()),
                    source: Some(Arc::new(error)),
                }),
        }
    }
}
