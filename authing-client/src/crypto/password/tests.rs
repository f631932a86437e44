use rsa::pkcs1::{EncodeRsaPrivateKey, EncodeRsaPublicKey};
use rsa::pkcs8::{EncodePrivateKey, EncodePublicKey, LineEnding};
use rsa::{BoxedUint, PrivateKey};

use super::*;

fn private_key(bits: usize) -> PrivateKey {
    PrivateKey::new(&mut &Randomness::default(), bits).unwrap()
}

fn encrypt(key: &PublicKey, password: &str) -> Result<String, BindError> {
    key.encrypt("password", &password.into(), &Randomness::default())
}

fn error_of(text: &str) -> String {
    PublicKey::from_pem(text.as_bytes()).unwrap_err()
}

#[test]
fn the_documented_key_gives_172_characters_and_takes_117_bytes() {
    let key = PublicKey::documented().unwrap();
    assert_eq!(format!("{key:?}"), "PublicKey(1024 bits)");
    assert_eq!(key.max_len(), 117);
    assert_eq!(encrypt(&key, "testpassword").unwrap().len(), 172);
    assert_eq!(encrypt(&key, &"x".repeat(117)).unwrap().len(), 172);
}

#[test]
fn keys_of_1024_2048_and_4096_bits_encrypt_what_their_owner_decrypts() {
    for bits in [1024, 2048, 4096] {
        let private = private_key(bits);
        let spki = private
            .to_public_key()
            .to_public_key_pem(LineEnding::LF)
            .unwrap();
        let pkcs1 = private
            .to_public_key()
            .to_pkcs1_pem(LineEnding::CRLF)
            .unwrap();
        for pem in [spki, pkcs1] {
            let key = PublicKey::from_pem(pem.as_bytes()).unwrap();
            assert_eq!(key.max_len(), bits / 8 - 11);
            let longest = "密".repeat(key.max_len() / 3);
            for password in ["x", "testpassword", &longest] {
                let ciphertext = STANDARD.decode(encrypt(&key, password).unwrap()).unwrap();
                let plain = private.decrypt(Pkcs1v15Encrypt, &ciphertext).unwrap();
                assert_eq!(plain, password.as_bytes());
            }
        }
    }
}

#[test]
fn a_key_has_1024_to_8192_bits() {
    for (bits, fits) in [(1023, false), (1024, true), (8192, true), (8193, false)] {
        // As many ones; any odd number passes as a modulus.
        let mut modulus = vec![0xff; bits / 8 + 1];
        modulus[0] = (1 << (bits % 8)) - 1;
        let modulus = BoxedUint::from_be_slice_vartime(&modulus);
        let key = rsa::PublicKey::new_unchecked(modulus, BoxedUint::from(65537_u32));
        let spki = key.to_public_key_pem(LineEnding::LF).unwrap();
        let pkcs1 = key.to_pkcs1_pem(LineEnding::LF).unwrap();
        for pem in [spki, pkcs1] {
            let key = PublicKey::from_pem(pem.as_bytes());
            assert_eq!(key.is_ok(), fits, "{bits} bits: {key:?}");
        }
    }
}

#[test]
fn a_password_too_long_or_empty_is_rejected_with_the_reason() {
    let key = PublicKey::documented().unwrap();
    for (password, reason) in [
        (
            "é".repeat(65),
            "`password` is 130 bytes of UTF-8, but the service's 1024-bit key takes at most 117",
        ),
        (
            "x".repeat(118),
            "`password` is 118 bytes of UTF-8, but the service's 1024-bit key takes at most 117",
        ),
        (String::new(), "`password` must not be empty"),
    ] {
        let error = encrypt(&key, &password).unwrap_err();
        assert!(matches!(error, BindError::InvalidInput(_)));
        assert_eq!(error.to_string(), reason);
    }
}

#[test]
fn equal_passwords_encrypt_differently_except_with_fixed_randomness() {
    let key = PublicKey::documented().unwrap();
    assert_ne!(
        encrypt(&key, "testpassword").unwrap(),
        encrypt(&key, "testpassword").unwrap()
    );

    for byte in [7, 0] {
        let fixed = Randomness::from_fn(move |bytes| bytes.fill(byte));
        let ciphertext = || {
            key.encrypt("password", &"testpassword".into(), &fixed)
                .unwrap()
        };
        assert_eq!(ciphertext(), ciphertext());
    }
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
        plain.lines().map(|line| format!("    {line}\n")).collect(),
    ] {
        assert!(PublicKey::from_pem(pem.as_bytes()).is_ok(), "{pem}");
    }
    let utf16 = plain.encode_utf16().flat_map(u16::to_le_bytes);
    for file in [
        [0xff, 0xfe].into_iter().chain(utf16).collect(),
        [b"# Schl\xfcssel\n", plain.as_bytes()].concat(),
    ] {
        assert!(PublicKey::from_pem(&file).is_ok(), "{file:?}");
    }
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
    let mislabelled = DEFAULT_KEY.replace("PUBLIC KEY", "RSA PUBLIC KEY");
    // An Ed25519 key.
    let other_kind = "-----BEGIN PUBLIC KEY-----\n\
        MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----";
    for (text, reason) in [
        ("", "is not PEM"),
        ("my key", "is not PEM"),
        ("-----BEGIN ", "is not PEM"),
        (&cut, "is truncated"),
        (&swapped, "is truncated"),
        (&damaged, "is malformed"),
        (&shortened, "is not an RSA public key"),
        (&mislabelled, "is not an RSA public key"),
        (other_kind, "is not an RSA public key"),
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
