//! Encrypts passwords for the wire: RSA with PKCS#1 v1.5 padding, then standard base64.
//!
//! Only this folder of the crate uses the `rsa` crate. Nothing here has a private key.

mod key_file;

use std::fmt;
use std::sync::Arc;

use authing_core::{BindError, InvalidInput, Secret};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rsa::Pkcs1v15Encrypt;
use rsa::traits::PublicKeyParts;

use super::randomness::Randomness;

/// The documented key of the public service.
#[cfg(feature = "legacy")]
const DEFAULT_KEY: &str = include_str!("default_public_key.pem");

/// The minimum overhead of PKCS#1 v1.5 padding, in bytes.
const PADDING: usize = 11;

/// The service's public key.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct PublicKey(rsa::PublicKey);

impl PublicKey {
    /// Returns the documented key of the public service.
    #[cfg(feature = "legacy")]
    pub(crate) fn documented() -> Result<Self, String> {
        Self::from_pem(DEFAULT_KEY.as_bytes())
    }

    /// Parses a key in the form `BEGIN PUBLIC KEY` (SPKI) or `BEGIN RSA PUBLIC KEY` (PKCS#1), or without PEM.
    ///
    /// The error is the end of a sentence that begins with the file's origin, and contains none of the file.
    pub(crate) fn from_pem(file: &[u8]) -> Result<Self, String> {
        key_file::read(file).map(Self)
    }

    /// Returns the key's length in bits.
    fn bits(&self) -> usize {
        self.0.size() * 8
    }

    /// Returns the maximum length of a password, in bytes of UTF-8.
    fn max_len(&self) -> usize {
        self.0.size().saturating_sub(PADDING)
    }

    /// Encrypts a password; `field` is its name, for the error.
    pub(crate) fn encrypt(
        &self,
        field: &'static str,
        password: &Secret,
        randomness: &Randomness,
    ) -> Result<String, BindError> {
        let bytes = password.expose().as_bytes();
        if bytes.is_empty() {
            return Err(InvalidInput::new(field, "must not be empty").into());
        }
        if bytes.len() > self.max_len() {
            let (length, bits, most) = (bytes.len(), self.bits(), self.max_len());
            return Err(InvalidInput::new(
                field,
                format!("is {length} bytes of UTF-8, but the service's {bits}-bit key takes at most {most}"),
            )
            .into());
        }
        let mut source = randomness;
        match self.0.encrypt(&mut source, Pkcs1v15Encrypt, bytes) {
            Ok(ciphertext) => Ok(STANDARD.encode(ciphertext)),
            Err(error) => Err(BindError::Encrypt {
                field,
                source: match error {
                    rsa::Error::Rng => Arc::new(NoRandomness),
                    other => Arc::new(other),
                },
            }),
        }
    }
}

/// Replaces the `rsa` crate's own error, which only says "rng error".
#[derive(Debug, thiserror::Error)]
#[error("the system's random number generator failed")]
struct NoRandomness;

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({} bits)", self.bits())
    }
}

#[cfg(test)]
mod tests;
