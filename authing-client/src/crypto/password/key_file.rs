//! Reads files of RSA public keys, and says what other files are.
//!
//! The errors are the end of a sentence that begins with the file's origin, and contain none of the file.

use authing_connect::{certificates, pem};
use rsa::PublicKey;
use rsa::pkcs1::{DecodeRsaPublicKey, RsaPrivateKeyRef};
use rsa::pkcs8::{PrivateKeyInfoRef, SubjectPublicKeyInfoRef};

const PRIVATE: &str =
    "is a private key: use the public key, and never give the private key to a client";
const CERTIFICATE: &str =
    "is a certificate: use the public key of the pair that the service decrypts passwords with";
const SSH: &str = "is a key of SSH; `ssh-keygen -e -m PKCS8 -f FILE` makes `PUBLIC KEY` of it";
const POINT: &str = "is a bare point of an elliptic curve, as SM2 keys are written; the client encrypts with RSA keys only";

/// The first byte of a structure in DER.
const SEQUENCE: u8 = 0x30;

/// Reads a key in SPKI or PKCS#1, as PEM with whatever label, as DER, or as base64 or hexadecimal digits of either.
pub(super) fn read(file: &[u8]) -> Result<PublicKey, String> {
    let text = String::from_utf8_lossy(file);
    if text.contains("SSH2 PUBLIC KEY") {
        return Err(SSH.to_owned());
    }
    if let Some(key) = in_pem(file) {
        return key;
    }
    let start = text.trim_start_matches(|one: char| one.is_whitespace() || one == '\u{feff}');
    if start.starts_with("ssh-") || start.starts_with("ecdsa-") {
        return Err(SSH.to_owned());
    }
    if start.starts_with('{') {
        return Err("is JSON, such as a JSON Web Key: the client takes PEM".to_owned());
    }
    let decoded = pem::bare(file);
    match decoded.as_deref().unwrap_or(file) {
        der @ [SEQUENCE, ..] => in_der(der),
        point if decoded.is_some() && is_point(point) => Err(POINT.to_owned()),
        other => in_pem(other).unwrap_or_else(|| {
            Err("is not PEM: there is no `-----BEGIN PUBLIC KEY-----`".to_owned())
        }),
    }
}

/// Returns the key of the block with one; `None` if there are no blocks.
fn in_pem(file: &[u8]) -> Option<Result<PublicKey, String>> {
    let blocks = pem::blocks(file);
    let is_private = |block: &pem::Block| block.label.ends_with("PRIVATE KEY");
    let is_public = |block: &&pem::Block| block.label.ends_with("PUBLIC KEY");
    let block = blocks.iter().find(is_public).or(blocks.first())?;
    Some(if blocks.iter().any(is_private) {
        Err(PRIVATE.to_owned())
    } else if blocks.iter().filter(is_public).nth(1).is_some() {
        Err("has several public keys: keep only the one that the service uses".to_owned())
    } else {
        of(block)
    })
}

fn of(block: &pem::Block) -> Result<PublicKey, String> {
    let reason = match block.label.as_str() {
        "" => {
            "is malformed: its `BEGIN` and `END` lines must be as in `-----BEGIN PUBLIC KEY-----`"
        }
        "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => CERTIFICATE,
        label if !label.ends_with("PUBLIC KEY") => {
            "is PEM, but neither `PUBLIC KEY` nor `RSA PUBLIC KEY`"
        }
        _ if block.body.is_none() => {
            "is truncated: the END line of the PEM block is missing or does not match its BEGIN line"
        }
        _ => match block.der() {
            Some(der) => return in_der(&der),
            None => "is malformed: the content of the PEM block is not base64",
        },
    };
    Err(reason.to_owned())
}

fn in_der(der: &[u8]) -> Result<PublicKey, String> {
    let wrong = |reason: String| format!("is not an RSA public key of 1024 to 8192 bits: {reason}");
    let Ok(info) = SubjectPublicKeyInfoRef::try_from(der) else {
        let key = PublicKey::from_pkcs1_der(der);
        return key
            .map_err(|error| other(der).map_or_else(|| wrong(error.to_string()), str::to_owned));
    };
    let oid = info.algorithm.oid.to_string();
    let curve = info.algorithm.parameters_oid().map(|oid| oid.to_string());
    if let Some(kind) = kind(&oid, curve.as_deref().unwrap_or_default()) {
        return Err(wrong(format!("it is {kind}")));
    }
    match info.subject_public_key.as_bytes() {
        Some(key) if oid == RSA => {
            PublicKey::from_pkcs1_der(key).map_err(|error| wrong(error.to_string()))
        }
        _ => Err(wrong(format!("its algorithm has the OID {oid}"))),
    }
}

const RSA: &str = "1.2.840.113549.1.1.1";

/// Returns the kind of a key that is not RSA.
fn kind(oid: &str, curve: &str) -> Option<&'static str> {
    Some(match (oid, curve) {
        ("1.2.840.10045.2.1", "1.2.156.10197.1.301") | ("1.2.156.10197.1.301", _) => "an SM2 key",
        ("1.2.840.10045.2.1", _) => "an elliptic-curve (EC) key",
        ("1.3.101.110", _) => "an X25519 key",
        ("1.3.101.111", _) => "an X448 key",
        ("1.3.101.112", _) => "an Ed25519 key",
        ("1.3.101.113", _) => "an Ed448 key",
        ("1.2.840.10040.4.1", _) => "a DSA key",
        ("1.2.840.113549.1.3.1" | "1.2.840.10046.2.1", _) => "a Diffie-Hellman key",
        _ => return None,
    })
}

/// What a structure is that is not a public key.
fn other(der: &[u8]) -> Option<&'static str> {
    // SEC1: version 1 and an octet string. PKCS#8 that is encrypted: an algorithm of PKCS#5.
    const SEC1: &[u8] = b"\x02\x01\x01\x04";
    const PKCS5: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05";
    let begins_with = |what: &[u8]| {
        let start = der.get(..24).unwrap_or(der);
        start.windows(what.len()).any(|window| window == what)
    };
    let is_private = begins_with(SEC1)
        || begins_with(PKCS5)
        || PrivateKeyInfoRef::try_from(der).is_ok()
        || RsaPrivateKeyRef::try_from(der).is_ok();
    if is_private {
        return Some(PRIVATE);
    }
    certificates::read(der).is_ok().then_some(CERTIFICATE)
}

/// Returns whether these are the coordinates of a point, compressed or not.
fn is_point(bytes: &[u8]) -> bool {
    matches!(
        (bytes.len(), bytes.first()),
        (64, _) | (65, Some(4)) | (33, Some(2 | 3))
    )
}

#[cfg(test)]
mod tests;
