//! The source of random bytes.

use std::sync::Arc;

use getrandom::Error;
use rand_core::{TryCryptoRng, TryRng, utils};

type Fill = Arc<dyn Fn(&mut [u8]) -> Result<(), Error> + Send + Sync>;

/// The operating system's randomness, or a function in its place.
#[derive(Clone, Default)]
pub(crate) struct Randomness(Option<Fill>);

impl Randomness {
    #[cfg(any(test, feature = "test-util"))]
    pub(crate) fn from_fn(fill: impl Fn(&mut [u8]) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(move |bytes| {
            fill(bytes);
            // Padding must not contain zero bytes, so each is drawn again: forever, if the function returns nothing
            // else.
            bytes
                .iter_mut()
                .filter(|byte| **byte == 0)
                .for_each(|byte| *byte = 1);
            Ok(())
        })))
    }

    /// Fails if the system's random number generator fails.
    pub(crate) fn fill(&self, bytes: &mut [u8]) -> Result<(), Error> {
        match &self.0 {
            Some(fill) => fill(bytes),
            None => getrandom::fill(bytes),
        }
    }

    /// Returns a number from 0 up to, but not including, 1; `None` if the system's random number generator fails.
    pub(crate) fn fraction(&self) -> Option<f64> {
        // A double holds 53 bits exactly.
        const STEPS: f64 = (1_u64 << 53) as f64;
        let mut bytes = [0; 8];
        self.fill(&mut bytes).ok()?;
        Some((u64::from_le_bytes(bytes) >> 11) as f64 / STEPS)
    }
}

/// For the `rsa` crate, which draws random bytes from it.
impl TryRng for &Randomness {
    type Error = Error;

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        self.fill(bytes)
    }

    fn try_next_u32(&mut self) -> Result<u32, Error> {
        utils::next_word_via_fill(self)
    }

    fn try_next_u64(&mut self) -> Result<u64, Error> {
        utils::next_word_via_fill(self)
    }
}

impl TryCryptoRng for &Randomness {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_random_number_generator_is_an_error() {
        let nothing = Randomness(Some(Arc::new(|_| Err(Error::UNSUPPORTED))));
        assert_eq!(nothing.fraction(), None);
        let key = crate::crypto::password::PublicKey::documented().unwrap();
        let error = key
            .encrypt("password", &"testpassword".into(), &nothing)
            .unwrap_err();
        let source = std::error::Error::source(&error).unwrap();
        assert_eq!(
            source.to_string(),
            "the system's random number generator failed"
        );
    }
}
