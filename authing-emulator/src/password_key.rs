//! The RSA key pair that passwords travel under.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs1::DecodeRsaPrivateKey as _;
use rsa::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, EncodePublicKey as _, LineEnding};
use rsa::{Pkcs1v15Encrypt, RsaPrivateKey};

use crate::randomness::Randomness;

/// As long as the service's own, so that clients meet its limit of 117 bytes here too.
const BITS: usize = 1024;

/// Decrypts what clients encrypted with the public half.
pub(crate) struct PasswordKey {
    private: RsaPrivateKey,
    public_pem: String,
}

impl PasswordKey {
    pub(crate) fn generate(randomness: &Randomness) -> Result<Self, String> {
        let private = randomness.with(|generator| RsaPrivateKey::new(generator, BITS));
        Self::new(private.map_err(|error| error.to_string())?)
    }

    /// Reads a key in PKCS#8 (`BEGIN PRIVATE KEY`) or PKCS#1 (`BEGIN RSA PRIVATE KEY`) form.
    pub(crate) fn from_pem(pem: &str) -> Result<Self, String> {
        let private = if pem.contains("BEGIN RSA PRIVATE KEY") {
            RsaPrivateKey::from_pkcs1_pem(pem).map_err(|error| error.to_string())?
        } else {
            RsaPrivateKey::from_pkcs8_pem(pem).map_err(|error| error.to_string())?
        };
        Self::new(private)
    }

    pub(crate) fn public_pem(&self) -> &str {
        &self.public_pem
    }

    /// The whole key, in PKCS#8 form.
    pub(crate) fn private_pem(&self) -> Result<String, String> {
        let pem = self.private.to_pkcs8_pem(LineEnding::LF);
        Ok(pem.map_err(|error| error.to_string())?.to_string())
    }

    /// The text inside a base64 ciphertext (PKCS#1 v1.5), or nothing if there is none.
    pub(crate) fn decrypt(&self, ciphertext: &str, randomness: &Randomness) -> Option<String> {
        let bytes = STANDARD.decode(ciphertext).ok()?;
        // Blinded by a generator of its own: the shared one would make all decryptions wait for each other.
        let mut blinding = randomness.child();
        let text = self
            .private
            .decrypt_blinded(&mut blinding, Pkcs1v15Encrypt, &bytes)
            .ok()?;
        String::from_utf8(text).ok()
    }

    fn new(private: RsaPrivateKey) -> Result<Self, String> {
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
    use rsa::RsaPublicKey;
    use rsa::pkcs1::EncodeRsaPrivateKey as _;
    use rsa::pkcs8::DecodePublicKey as _;

    fn encrypt(key: &PasswordKey, text: &[u8], randomness: &Randomness) -> String {
        let public = RsaPublicKey::from_public_key_pem(key.public_pem()).unwrap();
        let encrypted = public.encrypt(&mut randomness.child(), Pkcs1v15Encrypt, text);
        STANDARD.encode(encrypted.unwrap())
    }

    #[test]
    fn decrypts_what_was_encrypted_with_its_public_half_only() {
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
    fn reads_both_forms_of_a_private_key_of_any_size() {
        let randomness = Randomness::seeded(2);
        let private = RsaPrivateKey::new(&mut randomness.child(), 2048).unwrap();
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
