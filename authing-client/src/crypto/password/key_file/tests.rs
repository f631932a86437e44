use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs1::{EncodeRsaPrivateKey, EncodeRsaPublicKey};
use rsa::pkcs8::{EncodePrivateKey, EncodePublicKey, LineEnding};

use super::super::DEFAULT_KEY;
use super::super::tests::private_key;
use super::*;

fn error_of(text: &str) -> String {
    read(text.as_bytes()).unwrap_err()
}

#[test]
fn a_key_is_read_in_all_its_forms() {
    let plain = DEFAULT_KEY;
    for pem in [
        plain.replace('\n', "\r\n"),
        plain.replace('\n', " "),
        plain.replace('\n', "\\n"),
        plain.replace('\n', ""),
        format!("\n\n  {plain}  \n"),
        format!("the service's key:\n{plain}"),
        format!("-----BEGIN DH PARAMETERS-----\nAAAA\n-----END DH PARAMETERS-----\n{plain}"),
        plain.lines().map(|line| format!("    {line}\n")).collect(),
    ] {
        assert!(read(pem.as_bytes()).is_ok(), "{pem}");
    }
    let utf16 = plain.encode_utf16().flat_map(u16::to_le_bytes);
    for file in [
        [0xff, 0xfe].into_iter().chain(utf16).collect(),
        [b"# Schl\xfcssel\n", plain.as_bytes()].concat(),
    ] {
        assert!(read(&file).is_ok(), "{file:?}");
    }
}

#[test]
fn of_several_keys_none_is_taken() {
    let error = error_of(&format!("{DEFAULT_KEY}\n{DEFAULT_KEY}"));
    assert_eq!(
        error,
        "has several public keys: keep only the one that the service uses"
    );
}

#[test]
fn a_key_without_pem_is_read_as_der_base64_or_hexadecimal_digits() {
    let key = private_key(1024).to_public_key();
    let spki = key.to_public_key_der().unwrap().into_vec();
    let pkcs1 = key.to_pkcs1_der().unwrap().as_bytes().to_vec();
    // Without the `NULL` of the algorithm, which some tools leave out.
    let bits = [
        &[0x03, 0x81, u8::try_from(pkcs1.len() + 1).unwrap(), 0][..],
        &pkcs1,
    ]
    .concat();
    let algorithm = b"\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01";
    let inside = [algorithm.as_slice(), &bits].concat();
    let without_null = [
        &[0x30, 0x81, u8::try_from(inside.len()).unwrap()][..],
        &inside,
    ]
    .concat();
    for der in [spki, pkcs1, without_null] {
        let base64 = STANDARD.encode(&der);
        let url_safe = base64.replace('+', "-").replace('/', "_").replace('=', "");
        let hex: String = der.iter().map(|byte| format!("{byte:02x}")).collect();
        let (line, rest) = base64.split_at(64);
        let pem = |label: &str, body: &str| {
            format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
        };
        let files = [
            base64.clone(),
            format!("  {line}\r\n{rest}\n"),
            format!("{line}\\r\\n{rest}\\r\\n"),
            format!("\u{feff}\"{base64}\""),
            url_safe.clone(),
            hex.to_uppercase(),
            hex,
            pem("PUBLIC KEY", &base64),
            pem("RSA PUBLIC KEY", &base64),
            pem("PUBLIC KEY", &url_safe),
            pem("PUBLIC KEY", &base64).replace('\n', "\\r\\n"),
            pem("PUBLIC KEY", &base64).replace('\n', "\\\\n"),
            STANDARD.encode(pem("PUBLIC KEY", &base64)),
        ];
        for file in files.into_iter().map(String::into_bytes).chain([der]) {
            let parsed = read(&file);
            let parsed = parsed
                .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&file)));
            assert_eq!(parsed, key);
        }
    }
}

/// The SPKI of a key with this algorithm, as base64.
fn key_of(algorithm: &[u8]) -> String {
    let length = |bytes: &[u8]| u8::try_from(bytes.len()).unwrap();
    let identifier = [&[0x30, length(algorithm)], algorithm].concat();
    let inside = [&identifier[..], b"\x03\x03\x00\x04\x01"].concat();
    STANDARD.encode([&[0x30, length(&inside)], &inside[..]].concat())
}

#[test]
fn keys_of_other_kinds_are_named() {
    let ec = b"\x06\x07\x2a\x86\x48\xce\x3d\x02\x01".as_slice();
    let p256 = b"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07".as_slice();
    let sm2 = b"\x06\x08\x2a\x81\x1c\xcf\x55\x01\x82\x2d".as_slice();
    for (algorithm, kind) in [
        ([ec, p256].concat(), "it is an elliptic-curve (EC) key"),
        ([ec, sm2].concat(), "it is an SM2 key"),
        (sm2.to_vec(), "it is an SM2 key"),
        (b"\x06\x03\x2b\x65\x70".to_vec(), "it is an Ed25519 key"),
        (b"\x06\x03\x2b\x65\x71".to_vec(), "it is an Ed448 key"),
        (b"\x06\x03\x2b\x65\x6e".to_vec(), "it is an X25519 key"),
        (
            b"\x06\x07\x2a\x86\x48\xce\x38\x04\x01".to_vec(),
            "it is a DSA key",
        ),
        (
            b"\x06\x03\x2a\x03\x04".to_vec(),
            "its algorithm has the OID 1.2.3.4",
        ),
    ] {
        let base64 = key_of(&algorithm);
        for file in [
            format!("-----BEGIN PUBLIC KEY-----\n{base64}\n-----END PUBLIC KEY-----"),
            base64,
        ] {
            let error = error_of(&file);
            assert!(
                error.starts_with("is not an RSA public key") && error.ends_with(kind),
                "{error}"
            );
        }
    }
    let point = "5a".repeat(64);
    for point in [
        point.clone(),
        format!("04{point}"),
        format!("04{point}").to_uppercase(),
    ] {
        let error = error_of(&point);
        assert!(error.contains("SM2") && !error.contains("5a5a"), "{error}");
    }
    for (file, reason) in [
        (
            "\u{feff} ssh-rsa AAAAB3NzaC1yc2E= ada@example",
            "`ssh-keygen -e -m PKCS8 -f FILE`",
        ),
        (
            "ecdsa-sha2-nistp256 AAAA",
            "`ssh-keygen -e -m PKCS8 -f FILE`",
        ),
        (
            "---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n---- END SSH2 PUBLIC KEY ----",
            "`ssh-keygen -e -m PKCS8 -f FILE`",
        ),
        (
            r#"{"kty":"RSA","n":"x"}"#,
            "is JSON, such as a JSON Web Key",
        ),
    ] {
        let error = error_of(file);
        assert!(error.contains(reason), "{error}");
    }
}

#[test]
fn a_private_key_or_certificate_is_recognized_whatever_its_label_is() {
    let private = private_key(1024);
    let pkcs8 = private.to_pkcs8_der().unwrap().as_bytes().to_vec();
    let pkcs1 = private.to_pkcs1_der().unwrap().as_bytes().to_vec();
    let sec1 = [b"\x30\x25\x02\x01\x01\x04\x20".as_slice(), &[7; 32]].concat();
    let pbes2 = b"\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0d\x04\x01\x00";
    let encrypted = [b"\x30\x10".as_slice(), pbes2].concat();
    let certificate = b"\x30\x06\x30\x00\x30\x00\x03\x00".to_vec();
    for (der, reason) in [
        (pkcs8, "is a private key"),
        (pkcs1, "is a private key"),
        (sec1, "is a private key"),
        (encrypted, "is a private key"),
        (certificate, "is a certificate"),
    ] {
        let base64 = STANDARD.encode(&der);
        for file in [
            format!("-----BEGIN PUBLIC KEY-----\n{base64}\n-----END PUBLIC KEY-----").into_bytes(),
            base64.clone().into_bytes(),
            der,
        ] {
            let error = read(&file).unwrap_err();
            assert!(
                error.starts_with(reason) && !error.contains(&base64),
                "{error}"
            );
        }
    }
    // Beside a public key, too.
    let pem = private.to_pkcs8_pem(LineEnding::LF).unwrap();
    let both = format!("{DEFAULT_KEY}{}", pem.as_str());
    assert!(error_of(&both).starts_with("is a private key"));
}

#[test]
fn text_that_is_not_a_public_key_is_described_and_not_shown() {
    let private = private_key(1024);
    let pkcs8 = private.to_pkcs8_pem(LineEnding::LF).unwrap();
    let pkcs1 = private.to_pkcs1_pem(LineEnding::LF).unwrap();
    for pem in [pkcs8, pkcs1] {
        let error = error_of(&pem);
        assert!(error.starts_with("is a private key"), "{error}");
        let body = pem.lines().nth(1).unwrap();
        assert!(!error.contains(body));
    }
    let cut = DEFAULT_KEY.replace("-----END PUBLIC KEY-----", "");
    let swapped = DEFAULT_KEY.replace("END PUBLIC", "END RSA PUBLIC");
    let damaged = DEFAULT_KEY.replace("MIGf", "M!Gf");
    let shortened = DEFAULT_KEY.replace(
        "5KIofVthEopwrXFkp8OCeocaTHt9ICjTT2QeJh6cZaDaArfZ873GPUn00eOIZ7Ae\n",
        "",
    );
    for (text, reason) in [
        ("", "is not PEM"),
        ("my key", "is not PEM"),
        // As long as a point of an elliptic curve.
        (&"#".repeat(64), "is not PEM"),
        ("-----BEGIN ", "is not PEM"),
        ("-----BEGIN PUBLIC KEY", "is malformed"),
        (&cut, "is truncated"),
        (&swapped, "is truncated"),
        (&damaged, "is malformed"),
        (&shortened, "is not an RSA public key"),
        (
            "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
            "is a certificate",
        ),
        (
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nx\n-----END ENCRYPTED PRIVATE KEY-----",
            "is a private key",
        ),
        ("-----BEGIN X-----\n-----END X-----", "is PEM, but neither"),
    ] {
        let error = error_of(text);
        assert!(error.starts_with(reason), "{text}: {error}");
    }
}
