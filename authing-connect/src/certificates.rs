//! Reads files of root certificates.
//!
//! | File | Result |
//! |---|---|
//! | PEM, any number of blocks `CERTIFICATE`; other blocks (keys, revocation lists) and text between them | the certificates |
//! | the same with a BOM, indented, in UTF-16, with comments of any encoding, with `\n` as two characters, in one line | the certificates |
//! | DER, one certificate or several; base64 of DER or of PEM | the certificates |
//! | a block that is malformed, or whose `BEGIN` or `END` line is | an error that names the block and its line |
//! | PKCS #7, PKCS #12, a Java key store, `TRUSTED CERTIFICATE` | an error with the command that converts it |

use std::fmt;

use crate::pem::{self, Block};

/// The first bytes of two ASN.1 structures that are often mistaken for certificates, after the outer tag and length.
const PKCS7: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02";
const PKCS12: &[u8] = b"\x02\x01\x03";
/// The first bytes of a Java key store.
const JAVA: &[u8] = b"\xfe\xed\xfe\xed";
/// The first byte of a structure in DER.
const SEQUENCE: u8 = 0x30;

const PKCS7_TO_PEM: &str = "openssl pkcs7 -print_certs -in FILE -out ca.pem";

/// A certificate, and where it is in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Certificate {
    /// The certificate in DER. Its outer structure is that of an X.509 certificate; its contents are not verified.
    pub der: Vec<u8>,
    /// For messages: `block 2 (line 31)`, or `certificate 1` of a file in DER.
    pub place: String,
}

/// The reason why a file can't be used, as the end of a sentence that begins with the file or setting. It contains nothing
/// of the file except the labels of PEM blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateError(pub(crate) String);

impl CertificateError {
    /// Creates an error for a certificate with invalid contents.
    #[must_use]
    pub fn invalid(certificate: &Certificate, reason: &impl fmt::Display) -> Self {
        unusable(&certificate.place, &format!("is not valid ({reason})"))
    }
}

impl fmt::Display for CertificateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CertificateError {}

pub(crate) fn unusable(place: &str, reason: &str) -> CertificateError {
    CertificateError(format!("can't be used for TLS: {place} {reason}"))
}

/// Reads all certificates of a file; there is at least one.
///
/// # Errors
///
/// [`CertificateError`] if the file contains no certificate, or a malformed one: if it were skipped, a connection would fail
/// later for no visible reason.
pub fn read(bytes: &[u8]) -> Result<Vec<Certificate>, CertificateError> {
    let blocks = pem::blocks(bytes);
    if !blocks.is_empty() {
        return in_pem(&blocks);
    }
    let decoded = pem::bare(bytes);
    match decoded.as_deref().unwrap_or(bytes) {
        der @ [SEQUENCE, ..] => in_der(der),
        file if file.starts_with(JAVA) => Err(none(
            "it is a Java key store; `keytool -exportcert -rfc -keystore FILE -alias NAME -file ca.pem` writes a certificate of it",
        )),
        file => in_pem(&pem::blocks(file)),
    }
}

pub(crate) fn in_pem(blocks: &[Block]) -> Result<Vec<Certificate>, CertificateError> {
    let mut certificates = Vec::new();
    let mut others = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let place = block.place(index);
        let conversion = match block.label.as_str() {
            "CERTIFICATE" | "X509 CERTIFICATE" => {
                let der = der(block).map_err(|reason| unusable(&place, &reason))?;
                certificates.push(Certificate { der, place });
                continue;
            }
            "" => return Err(unusable(&place, MALFORMED)),
            "TRUSTED CERTIFICATE" => "openssl x509 -in FILE -out ca.pem",
            "PKCS7" | "CMS" | "PKCS #7 SIGNED DATA" => PKCS7_TO_PEM,
            other => {
                others.push(format!("`{other}`"));
                continue;
            }
        };
        let label = &block.label;
        let reason = format!("is `{label}`; `{conversion}` makes `CERTIFICATE` of it");
        return Err(unusable(&place, &reason));
    }
    if certificates.is_empty() {
        return Err(none(&match others.as_slice() {
            [] => "there is no `-----BEGIN CERTIFICATE-----`".to_owned(),
            others => format!("only {}", others.join(", ")),
        }));
    }
    Ok(certificates)
}

const MALFORMED: &str =
    "is malformed: its `BEGIN` and `END` lines must be as in `-----BEGIN CERTIFICATE-----`";

fn none(found: &str) -> CertificateError {
    CertificateError(format!("contains no PEM certificate: {found}"))
}

fn der(block: &Block) -> Result<Vec<u8>, String> {
    if block.body.is_none() {
        let label = &block.label;
        return Err(format!(
            "does not end: there is no `-----END {label}-----` after it"
        ));
    }
    let der = block.der().ok_or("is not base64")?;
    match element(&der) {
        Some((certificate, [])) if is_certificate(certificate) => Ok(der),
        Some((inside, _)) if inside.starts_with(PKCS7) => Err(format!(
            "is PKCS #7: replace its label by `PKCS7`, then `{PKCS7_TO_PEM}` writes its certificates"
        )),
        _ => Err("is not an X.509 certificate".to_owned()),
    }
}

fn in_der(bytes: &[u8]) -> Result<Vec<Certificate>, CertificateError> {
    let mut certificates = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let whole = element(rest).filter(|(inside, _)| is_certificate(inside));
        let Some((_, after)) = whole else {
            return Err(other_than_certificate(rest, certificates.len() + 1));
        };
        let length = rest.len() - after.len();
        certificates.push(Certificate {
            der: rest.get(..length).unwrap_or_default().to_vec(),
            place: format!("certificate {}", certificates.len() + 1),
        });
        rest = after;
    }
    Ok(certificates)
}

fn other_than_certificate(bytes: &[u8], number: usize) -> CertificateError {
    let inside = element(bytes).map_or(&[][..], |(inside, _)| inside);
    if inside.starts_with(PKCS7) {
        none(&format!(
            "it is PKCS #7; `{PKCS7_TO_PEM} -inform der` writes its certificates"
        ))
    } else if inside.starts_with(PKCS12) {
        none(
            "it is PKCS #12; `openssl pkcs12 -nokeys -in FILE -out ca.pem` writes its certificates",
        )
    } else {
        unusable(
            &format!("certificate {number}"),
            "is malformed: it is neither PEM nor an X.509 certificate in DER",
        )
    }
}

/// Returns whether a file is PKCS #12, which holds a certificate and its key.
pub(crate) fn is_pkcs12(bytes: &[u8]) -> bool {
    element(bytes).is_some_and(|(inside, _)| inside.starts_with(PKCS12))
}

/// A certificate is what is signed, the algorithm, and the signature.
fn is_certificate(inside: &[u8]) -> bool {
    let signed = element(inside);
    let algorithm = signed.and_then(|(_, rest)| element(rest));
    algorithm.is_some_and(|(_, rest)| {
        const BIT_STRING: u8 = 0x03;
        tagged(BIT_STRING, rest).is_some_and(|(_, rest)| rest.is_empty())
    })
}

/// Returns the contents of the sequence that comes first, and what follows it.
fn element(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    tagged(SEQUENCE, bytes)
}

fn tagged(tag: u8, bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (first, rest) = bytes.split_first()?;
    let (length, rest) = rest.split_first()?;
    if *first != tag {
        return None;
    }
    let (length, rest) = match length {
        short @ ..=0x7f => (usize::from(*short), rest),
        long => {
            let (digits, rest) = rest.split_at_checked(usize::from(long & 0x7f))?;
            // Without digits the length is indefinite, which DER forbids; no certificate has more than 2^24 bytes.
            let is_definite = (1..=3).contains(&digits.len());
            let value = digits
                .iter()
                .fold(0, |value, digit| value << 8 | usize::from(*digit));
            (is_definite.then_some(value)?, rest)
        }
    };
    rest.split_at_checked(length)
}

#[cfg(test)]
mod tests;
