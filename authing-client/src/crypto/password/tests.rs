use rsa::pkcs1::EncodeRsaPublicKey;
use rsa::pkcs8::{EncodePublicKey, LineEnding};
use rsa::{BoxedUint, PrivateKey};

use super::*;

pub(super) fn private_key(bits: usize) -> PrivateKey {
    PrivateKey::new(&mut &Randomness::default(), bits).unwrap()
}

fn encrypt(key: &PublicKey, password: &str) -> Result<String, BindError> {
    key.encrypt("password", &password.into(), &Randomness::default())
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
