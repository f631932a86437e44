//! Salted Argon2id hashes of passwords.

use argon2::password_hash::Error;
use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::crypto::randomness::Randomness;

/// 64 KiB and one pass: far too little for production, but the stored passwords are test data, and a test suite hashes
/// thousands of them.
fn argon2() -> Result<Argon2<'static>, Error> {
    let params = Params::new(64, 1, 1, None)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

pub(crate) fn hash(password: &str, randomness: &Randomness) -> Result<String, Error> {
    let salt = randomness.bytes::<16>();
    let hash = argon2()?.hash_password_with_salt(password.as_bytes(), &salt)?;
    Ok(hash.to_string())
}

/// Returns whether this is the password that was hashed. Compares in constant time.
pub(crate) fn is_right(password: &str, hash: &str) -> bool {
    // The parameters are read from the hash, so hashes with other parameters stay valid.
    argon2().is_ok_and(|argon2| argon2.verify_password(password.as_bytes(), hash).is_ok())
}

/// Returns 32 hexadecimal digits that differ with the hash. No password can be found from them: they lack its salt.
pub(crate) fn digits(hash: &str) -> String {
    let digest = Sha256::digest(hash);
    let (digits, _) = digest.split_at(16);
    HEXLOWER.encode(digits)
}

/// Returns whether this is a supported hash.
pub(crate) fn is_hash(text: &str) -> bool {
    let Ok(hash) = PasswordHash::new(text) else {
        return false;
    };
    let known =
        Algorithm::try_from(hash.algorithm.as_str()).is_ok() && Params::try_from(&hash).is_ok();
    known && hash.salt.is_some() && hash.hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_matches() {
        let randomness = Randomness::seeded(1);
        let kept = hash("correct horse", &randomness).unwrap();
        assert!(is_right("correct horse", &kept));
        assert!(!is_right("correct horsf", &kept));
        assert!(!is_right("", &kept));
        assert!(!is_right("correct horse", "not a hash"));
        assert!(!kept.contains("correct"));
    }

    #[test]
    fn hashes_in_older_data_files_stay_valid() {
        // Created with argon2 0.5.
        let kept = "$argon2id$v=19$m=64,t=1,p=1$V+hSOA2Aev7773djVWf6bQ$Tq7Yl0U3/hjd8hZovlBSc4C5fidrbNoWfIcFzcr9zCg";
        assert!(is_right("secret-1", kept));
        assert!(!is_right("secret-2", kept));
    }

    #[test]
    fn hashes_are_distinguished_from_other_texts() {
        let kept = hash("correct horse", &Randomness::seeded(1)).unwrap();
        assert!(is_hash(&kept));
        let without_hash = kept.rsplit_once('$').unwrap().0;
        for other in [
            "",
            "correct horse",
            without_hash,
            "$pbkdf2$c2FsdHNhbHQ$aGFzaA",
        ] {
            assert!(!is_hash(other), "{other}");
        }
    }

    #[test]
    fn the_digits_of_a_hash_differ_with_it() {
        let randomness = Randomness::seeded(1);
        let [one, other] = [0, 1].map(|_| digits(&hash("secret", &randomness).unwrap()));
        assert_ne!(one, other);
        assert!(one.len() == 32 && one.bytes().all(|digit| digit.is_ascii_hexdigit()));
    }

    #[test]
    fn equal_passwords_have_different_hashes() {
        let randomness = Randomness::seeded(1);
        assert_ne!(
            hash("secret", &randomness).unwrap(),
            hash("secret", &randomness).unwrap()
        );
    }
}
