//! Settings that know their origin, so that errors can name it.

use std::path::PathBuf;
use std::sync::Arc;

use authing_core::Secret;
use zeroize::Zeroizing;

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
    /// Returns the bytes, read from the file if they are in one: DER, or PEM with comments of any encoding.
    pub(crate) fn read(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        match &self.value {
            Pem::Text(text) => Ok(Zeroizing::new(text.expose().as_bytes().to_vec())),
            // The path is not shown: in an environment variable, it may be a secret in the wrong one.
            Pem::File(path) => {
                std::fs::read(path)
                    .map(Zeroizing::new)
                    .map_err(|error| Error::Config {
                        setting: self.name,
                        reason: "names a file that can't be read".to_owned(),
                        source: Some(Arc::new(error)),
                    })
            }
        }
    }
}
