//! The RSA key pair that signs access tokens, and the ID tokens of apps with RS256 (RFC 7518, section 3.3).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rsa::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, LineEnding};
use rsa::traits::PublicKeyParts as _;
use rsa::{Pkcs1v15Sign, PrivateKey, PublicKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::crypto::randomness::Randomness;

/// The minimum for RS256.
const BITS: usize = 2048;

pub(crate) struct SigningKey {
    private: PrivateKey,
    public: PublicKey,
    /// The key's thumbprint (RFC 7638), so that the same key always has the same id.
    kid: String,
}

impl SigningKey {
    pub(crate) fn generate(randomness: &Randomness) -> Result<Self, String> {
        // With a generator of its own: it takes a while, and the shared one would be locked.
        let private = PrivateKey::new(&mut randomness.child(), BITS);
        Ok(Self::new(private.map_err(|error| error.to_string())?))
    }

    /// Reads a key in PKCS#8 form. It must have at least 2048 bits.
    pub(crate) fn from_pem(pem: &str) -> Result<Self, String> {
        let private = PrivateKey::from_pkcs8_pem(pem).map_err(|error| error.to_string())?;
        if private.size() * 8 < BITS {
            return Err(format!("it has less than {BITS} bits"));
        }
        Ok(Self::new(private))
    }

    /// Returns the private key, in PKCS#8 form.
    pub(crate) fn private_pem(&self) -> Result<String, String> {
        let pem = self.private.to_pkcs8_pem(LineEnding::LF);
        Ok(pem.map_err(|error| error.to_string())?.to_string())
    }

    pub(crate) fn kid(&self) -> &str {
        &self.kid
    }

    /// Returns the public key as a JSON web key (RFC 7517).
    pub(crate) fn jwk(&self) -> Value {
        let (n, e) = numbers(&self.public);
        json!({"kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.kid, "n": n, "e": e})
    }

    pub(super) fn sign(&self, message: &str) -> Option<Vec<u8>> {
        let hash = Sha256::digest(message);
        self.private.sign(Pkcs1v15Sign::new::<Sha256>(), &hash).ok()
    }

    pub(super) fn has_signed(&self, message: &str, signature: &[u8]) -> bool {
        let hash = Sha256::digest(message);
        let padding = Pkcs1v15Sign::new::<Sha256>();
        self.public.verify(padding, &hash, signature).is_ok()
    }

    fn new(private: PrivateKey) -> Self {
        let public = private.to_public_key();
        let (n, e) = numbers(&public);
        let thumbprint = Sha256::digest(format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#));
        Self {
            kid: URL_SAFE_NO_PAD.encode(thumbprint),
            private,
            public,
        }
    }
}

/// Returns modulus and exponent.
fn numbers(key: &PublicKey) -> (String, String) {
    (
        URL_SAFE_NO_PAD.encode(key.n_bytes()),
        URL_SAFE_NO_PAD.encode(key.e_bytes()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use rsa::BoxedUint;

    #[test]
    fn the_thumbprint_is_that_of_rfc_7638() {
        // Section 3.1.
        let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        let modulus = BoxedUint::from_be_slice_vartime(&URL_SAFE_NO_PAD.decode(n).unwrap());
        let key = PublicKey::new(modulus, BoxedUint::from(65537_u64)).unwrap();
        assert_eq!(numbers(&key), (n.to_owned(), "AQAB".to_owned()));
        let thumbprint = Sha256::digest(format!(r#"{{"e":"AQAB","kty":"RSA","n":"{n}"}}"#));
        assert_eq!(
            URL_SAFE_NO_PAD.encode(thumbprint),
            "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
        );
    }

    #[test]
    fn a_key_is_the_same_after_it_was_stored() {
        let key = SigningKey::generate(&Randomness::seeded(1)).unwrap();
        let again = SigningKey::generate(&Randomness::seeded(1)).unwrap();
        let stored = SigningKey::from_pem(&key.private_pem().unwrap()).unwrap();
        assert_eq!(key.jwk(), again.jwk());
        assert_eq!(key.jwk(), stored.jwk());
        let signature = key.sign("a text").unwrap();
        assert!(stored.has_signed("a text", &signature));
        assert!(!stored.has_signed("another text", &signature));
        assert!(!stored.has_signed("a text", &signature[1..]));
        let short = PrivateKey::new(&mut Randomness::seeded(1).child(), 1024).unwrap();
        let short = short.to_pkcs8_pem(LineEnding::LF).unwrap();
        assert!(SigningKey::from_pem(&short).is_err());
        assert!(SigningKey::from_pem("no key").is_err());
    }
}
