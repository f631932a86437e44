//! The source of randomness for ids, codes, salts and keys.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use data_encoding::HEXLOWER;
use getrandom::SysRng;
use rand_chacha::ChaCha20Rng;
use rand_core::{CryptoRng, SeedableRng, UnwrapErr};

/// A source of randomness: the operating system's, or a seeded one that makes every id, code and key predictable.
///
/// Clones share the source.
#[derive(Clone)]
pub struct Randomness(Arc<Mutex<dyn CryptoRng + Send>>);

impl Randomness {
    /// Returns the operating system's randomness.
    #[must_use]
    pub fn system() -> Self {
        // Without randomness there are no ids and no keys: the program panics.
        Self(Arc::new(Mutex::new(UnwrapErr(SysRng))))
    }

    /// Returns a sequence that is the same for the same seed.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(ChaCha20Rng::seed_from_u64(seed))))
    }

    /// Returns the randomness of a later run on the same store: a sequence different from every earlier run, and yet
    /// the same for the same seed.
    pub(crate) fn of_run(&self, run: u64) -> Self {
        if run == 0 {
            return self.clone();
        }
        let mut generator = self.child();
        // The stream distinguishes the runs of one seed.
        generator.set_stream(run);
        Self(Arc::new(Mutex::new(generator)))
    }

    /// Calls `draw` with the generator.
    pub(crate) fn with<T>(&self, draw: impl FnOnce(&mut dyn CryptoRng) -> T) -> T {
        let mut generator = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        draw(&mut *generator)
    }

    /// Returns a new generator, seeded from this one.
    pub(crate) fn child(&self) -> ChaCha20Rng {
        ChaCha20Rng::from_seed(self.bytes())
    }

    pub(crate) fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.with(|generator| generator.fill_bytes(&mut bytes));
        bytes
    }

    pub(crate) fn hex<const N: usize>(&self) -> String {
        HEXLOWER.encode(&self.bytes::<N>())
    }

    /// Returns a number with this many decimal digits. It has no leading zero, because one root field takes the code as
    /// an `Int`.
    pub(crate) fn digits(&self, count: u32) -> String {
        let lowest = 10_u64.pow(count.saturating_sub(1));
        // The bias of the remainder is less than one in 2^40.
        let drawn = self.with(|generator| generator.next_u64());
        (lowest + drawn % (9 * lowest)).to_string()
    }
}

impl Default for Randomness {
    fn default() -> Self {
        Self::system()
    }
}

impl fmt::Debug for Randomness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Randomness")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_sequence() {
        let (a, b) = (Randomness::seeded(7), Randomness::seeded(7));
        assert_eq!(a.hex::<16>(), b.hex::<16>());
        assert_ne!(a.hex::<16>(), a.hex::<16>());
        assert_ne!(a.hex::<16>(), Randomness::seeded(8).hex::<16>());
    }

    #[test]
    fn a_code_has_its_digits_and_no_leading_zero() {
        let randomness = Randomness::seeded(1);
        for _ in 0..1000 {
            let code = randomness.digits(6);
            assert_eq!(code.len(), 6);
            assert!(!code.starts_with('0') && code.parse::<i32>().is_ok());
        }
    }
}
