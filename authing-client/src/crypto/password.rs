//! Encrypts passwords for the wire: RSA with PKCS#1 v1.5 padding, then standard base64.
//!
//! Only this folder uses the `rsa` crate. Nothing here has a private key.

use std::fmt;
use std::sync::Arc;

use authing_connect::pem;
use authing_core::{BindError, InvalidInput, Secret};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rsa::Pkcs1v15Encrypt;
use rsa::pkcs1::DecodeRsaPublicKey;
use rsa::pkcs8::DecodePublicKey;
use rsa::traits::PublicKeyParts;

use super::randomness::Randomness;

/// The documented key of the public service.
const DEFAULT_KEY: &str = include_str!("default_public_key.pem");

/// The minimum overhead of PKCS#1 v1.5 padding, in bytes.
const PADDING: usize = 11;

/// The service's public key.
#[derive(Clone)]
pub(crate) struct PublicKey(rsa::PublicKey);

impl PublicKey {
    /// Returns the documented key of the public service.
    pub(crate) fn documented() -> Result<Self, String> {
        Self::from_pem(DEFAULT_KEY.as_bytes())
    }

    /// Parses a key in the form `BEGIN PUBLIC KEY` (SPKI) or `BEGIN RSA PUBLIC KEY` (PKCS#1).
    ///
    /// The error is the end of a sentence that begins with the file's origin, and contains none of the file.
    pub(crate) fn from_pem(file: &[u8]) -> Result<Self, String> {
        let blocks = pem::blocks(file);
        let block = blocks
            .first()
            .ok_or("is not PEM: there is no `-----BEGIN PUBLIC KEY-----`")?;
        if block.body.is_none() {
            return Err("is truncated: the END line of the PEM block is missing or does not match its BEGIN line".to_owned());
        }
        let der = || {
            block
                .der()
                .ok_or("is malformed: the content of the PEM block is not base64")
        };
        let key = match block.label.as_str() {
            "PUBLIC KEY" => {
                rsa::PublicKey::from_public_key_der(&der()?).map_err(|error| error.to_string())
            }
            "RSA PUBLIC KEY" => {
                rsa::PublicKey::from_pkcs1_der(&der()?).map_err(|error| error.to_string())
            }
            label if label.ends_with("PRIVATE KEY") => {
                return Err("is a private key: use the public key, and never give the private key to a client".to_owned());
            }
            "CERTIFICATE" => {
                return Err("is a certificate: use the public key of the pair that the service decrypts passwords with".to_owned());
            }
            _ => return Err("is PEM, but neither `PUBLIC KEY` nor `RSA PUBLIC KEY`".to_owned()),
        };
        key.map(Self)
            .map_err(|reason| format!("is not an RSA public key of 1024 to 8192 bits: {reason}"))
    }

    /// Returns the key's length in bits.
    fn bits(&self) -> usize {
        self.0.size() * 8
    }

    /// Returns the maximum length of a password, in bytes of UTF-8.
    pub(crate) fn max_len(&self) -> usize {
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
