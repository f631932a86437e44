//! The RSA key pair for the encryption of passwords.

mod padding;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rsa::hazmat::rsa_decrypt_and_check;
use rsa::pkcs1::DecodeRsaPrivateKey as _;
use rsa::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, EncodePublicKey as _, LineEnding};
use rsa::traits::PublicKeyParts as _;
use rsa::{BoxedUint, PrivateKey};

use crate::crypto::randomness::Randomness;

/// As long as the service's own key, so that its limit of 117 bytes applies here too.
const BITS: usize = 1024;

/// Decrypts passwords that clients encrypted with the public key.
pub(crate) struct PasswordKey {
    private: PrivateKey,
    public_pem: String,
}

impl PasswordKey {
    pub(crate) fn generate(randomness: &Randomness) -> Result<Self, String> {
        let private = randomness.with(|generator| PrivateKey::new(generator, BITS));
        Self::new(private.map_err(|error| error.to_string())?)
    }

    /// Reads a key in PKCS#8 (`BEGIN PRIVATE KEY`) or PKCS#1 (`BEGIN RSA PRIVATE KEY`) form.
    pub(crate) fn from_pem(pem: &str) -> Result<Self, String> {
        let private = if pem.contains("BEGIN RSA PRIVATE KEY") {
            PrivateKey::from_pkcs1_pem(pem).map_err(|error| error.to_string())?
        } else {
            PrivateKey::from_pkcs8_pem(pem).map_err(|error| error.to_string())?
        };
        Self::new(private)
    }

    pub(crate) fn public_pem(&self) -> &str {
        &self.public_pem
    }

    /// Returns the private key, in PKCS#8 form.
    pub(crate) fn private_pem(&self) -> Result<String, String> {
        let pem = self.private.to_pkcs8_pem(LineEnding::LF);
        Ok(pem.map_err(|error| error.to_string())?.to_string())
    }

    /// Decrypts a base64 ciphertext (PKCS#1 v1.5). Returns `None` if it is malformed.
    pub(crate) fn decrypt(&self, ciphertext: &str, randomness: &Randomness) -> Option<String> {
        let ciphertext = STANDARD.decode(ciphertext).ok()?;
        let ciphertext =
            BoxedUint::from_be_slice(&ciphertext, self.private.n_bits_precision()).ok()?;
        // Blinded with a generator of its own, because the shared one would serialize all decryptions.
        let mut blinding = randomness.child();
        let number = rsa_decrypt_and_check(&self.private, Some(&mut blinding), &ciphertext).ok()?;
        let number = number.to_be_bytes();
        let text = padding::strip(&number, self.private.size())?;
        String::from_utf8(text.to_vec()).ok()
    }

    fn new(private: PrivateKey) -> Result<Self, String> {
        let public_pem = private
            .to_public_key()
            .to_public_key_pem(LineEnding::LF)
            .map_err(|error| error.to_string())?;
        Ok(Self {
            private,
            public_pem,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rsa::pkcs1::EncodeRsaPrivateKey as _;
    use rsa::pkcs8::DecodePublicKey as _;
    use rsa::{Pkcs1v15Encrypt, PublicKey};

    fn encrypt(key: &PasswordKey, text: &[u8], randomness: &Randomness) -> String {
        let public = PublicKey::from_public_key_pem(key.public_pem()).unwrap();
        let encrypted = public.encrypt(&mut randomness.child(), Pkcs1v15Encrypt, text);
        STANDARD.encode(encrypted.unwrap())
    }

    #[test]
    fn only_ciphertexts_of_the_public_key_are_decrypted() {
        let randomness = Randomness::seeded(1);
        let key = PasswordKey::generate(&randomness).unwrap();
        let other = PasswordKey::generate(&randomness).unwrap();
        let ciphertext = encrypt(&key, "pässwort".as_bytes(), &randomness);
        assert_eq!(ciphertext.len(), 172);
        assert_eq!(key.decrypt(&ciphertext, &randomness).unwrap(), "pässwort");
        assert_eq!(other.decrypt(&ciphertext, &randomness), None);
        for garbage in ["", "plain password", "AAAA", &ciphertext[..100]] {
            assert_eq!(key.decrypt(garbage, &randomness), None);
        }
        assert_eq!(
            key.decrypt(&encrypt(&key, &[0xff], &randomness), &randomness),
            None
        );
    }

    #[test]
    fn leading_zeros_may_be_left_out() {
        let randomness = Randomness::seeded(3);
        let key = PasswordKey::generate(&randomness).unwrap();
        // About one in two hundred starts with a zero.
        let whole = (0..10_000)
            .map(|_| STANDARD.decode(encrypt(&key, b"x", &randomness)).unwrap())
            .find(|ciphertext| ciphertext[0] == 0)
            .unwrap();
        let short = STANDARD.encode(&whole[1..]);
        assert_eq!(key.decrypt(&short, &randomness).unwrap(), "x");
        let long = STANDARD.encode([&[1], &whole[..]].concat());
        assert_eq!(key.decrypt(&long, &randomness), None);
    }

    #[test]
    fn both_forms_of_a_private_key_of_any_size_are_read() {
        let randomness = Randomness::seeded(2);
        let private = PrivateKey::new(&mut randomness.child(), 2048).unwrap();
        let pkcs1 = private.to_pkcs1_pem(LineEnding::LF).unwrap();
        let pkcs8 = private.to_pkcs8_pem(LineEnding::LF).unwrap();
        for pem in [pkcs1.as_str(), pkcs8.as_str()] {
            let key = PasswordKey::from_pem(pem).unwrap();
            let ciphertext = encrypt(&key, &[b'x'; 200], &randomness);
            assert_eq!(key.decrypt(&ciphertext, &randomness).unwrap().len(), 200);
            assert_eq!(key.private_pem().unwrap(), *pkcs8);
        }
        assert!(PasswordKey::from_pem("no key").is_err());
    }
}
