//! Reads files of a client certificate and its private key, for mutual TLS.

use crate::certificates::{self, CertificateError, unusable};
use crate::pem::{self, Block};

/// Returns the certificate with its intermediates and the private key of a PEM file, as PEM for strict readers. The file may
/// be edited like those of [`crate::certificates`]. The result is as secret as the file.
///
/// # Errors
///
/// [`CertificateError`] if there is no certificate or not exactly one key, if a block is malformed, or if the key is
/// encrypted.
pub fn read(bytes: &[u8]) -> Result<String, CertificateError> {
    if certificates::is_pkcs12(bytes) {
        return Err(wrong(
            "it is PKCS #12; `openssl pkcs12 -nodes -in FILE -out client.pem` makes PEM of it",
        ));
    }
    let mut blocks = pem::blocks(bytes);
    if blocks.is_empty() {
        blocks = pem::bare(bytes).map_or_else(Vec::new, |file| pem::blocks(&file));
    }
    let mut keys = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        if block.label.ends_with("PRIVATE KEY") {
            let key = key(block).map_err(|reason| unusable(&block.place(index), reason))?;
            keys.push(pem::encode(&block.label, &key));
        }
    }
    let is_certificate = |block: &Block| block.label.ends_with("CERTIFICATE");
    // A malformed block may be one, and has an error of its own.
    if !blocks
        .iter()
        .any(|block| is_certificate(block) || block.label.is_empty())
    {
        return Err(wrong("there is no `-----BEGIN CERTIFICATE-----`"));
    }
    let certificates = certificates::in_pem(&blocks)?;
    let [key] = keys.as_slice() else {
        return Err(wrong(match keys.as_slice() {
            [] => "there is no `-----BEGIN PRIVATE KEY-----`",
            _ => "there are several private keys",
        }));
    };
    let certificates = certificates.iter();
    let pem: String = certificates
        .map(|certificate| pem::encode("CERTIFICATE", &certificate.der))
        .collect();
    Ok(pem + key)
}

fn wrong(found: &str) -> CertificateError {
    CertificateError(format!(
        "must contain a PEM certificate and its unencrypted private key: {found}"
    ))
}

/// Returns the private key of a block, if it can be read without a password.
fn key(block: &Block) -> Result<Vec<u8>, &'static str> {
    const ENCRYPTED: &str =
        "is an encrypted private key; `openssl pkey -in FILE -out key.pem` decrypts it";
    let Some(body) = &block.body else {
        return Err("does not end: there is no `END` line with its label after it");
    };
    match block.label.as_str() {
        "PRIVATE KEY" | "RSA PRIVATE KEY" | "EC PRIVATE KEY" => {}
        "ENCRYPTED PRIVATE KEY" => return Err(ENCRYPTED),
        "OPENSSH PRIVATE KEY" => {
            return Err(
                "is in the format of OpenSSH; `ssh-keygen -p -m PKCS8 -f FILE` converts it",
            );
        }
        _ => return Err("is a private key that TLS has no use for"),
    }
    if body.starts_with(b"Proc-Type:") {
        return Err(ENCRYPTED);
    }
    block.der().ok_or("is not base64")
}

#[cfg(test)]
mod tests;
