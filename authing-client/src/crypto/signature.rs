//! Verifies RSA signatures: RS256 of RFC 7518, with a key of a JSON web key set.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rsa::traits::PublicKeyParts;
use rsa::{BoxedUint, Pkcs1v15Sign};
use sha2::{Digest, Sha256};

/// RFC 7518 requires at least this many bits.
const LEAST_BITS: u32 = 2048;

/// The public key of a provider, which verifies its signatures.
#[derive(Clone)]
pub(crate) struct VerifyingKey(rsa::PublicKey);

impl VerifyingKey {
    /// Returns the key of a JSON web key's `n` and `e`, or `None` if they are no key of at least 2048 bits.
    pub(crate) fn from_jwk(n: &str, e: &str) -> Option<Self> {
        let number = |text: &str| {
            let bytes = URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()?;
            Some(BoxedUint::from_be_slice_vartime(&bytes))
        };
        let (modulus, exponent) = (number(n)?, number(e)?);
        if modulus.bit_width() < LEAST_BITS {
            return None;
        }
        rsa::PublicKey::new(modulus, exponent).ok().map(Self)
    }

    /// Returns whether the private key has signed a text.
    pub(crate) fn verifies(&self, signed: &[u8], signature: &[u8]) -> bool {
        let digest = Sha256::digest(signed);
        self.0
            .verify(Pkcs1v15Sign::new::<Sha256>(), &digest, signature)
            .is_ok()
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({} bits)", self.0.size() * 8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key and the token of RFC 7515, appendix A.2.
    const N: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
    const SIGNED: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    const SIGNATURE: &str = "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

    #[test]
    fn the_signature_of_rfc_7515_a_2_verifies() {
        let key = VerifyingKey::from_jwk(N, "AQAB").unwrap();
        let mut signature = URL_SAFE_NO_PAD.decode(SIGNATURE).unwrap();
        assert!(key.verifies(SIGNED.as_bytes(), &signature));
        assert!(!key.verifies(&SIGNED.as_bytes()[1..], &signature));
        assert!(!key.verifies(SIGNED.as_bytes(), b""));
        assert!(!key.verifies(SIGNED.as_bytes(), &signature[1..]));
        signature[0] ^= 1;
        assert!(!key.verifies(SIGNED.as_bytes(), &signature));
    }

    #[test]
    fn a_weak_or_malformed_key_is_none() {
        let short = &N[..N.len() / 2];
        for (n, e) in [
            (short, "AQAB"),
            ("", "AQAB"),
            (N, ""),
            (N, "AA"),
            ("!", "AQAB"),
            (N, "!"),
        ] {
            assert!(VerifyingKey::from_jwk(n, e).is_none(), "{n} {e}");
        }
    }
}
