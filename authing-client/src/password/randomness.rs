//! Where random bytes come from.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use rand_core::{CryptoRng, OsRng, RngCore, impls};

type Failure = Arc<dyn Error + Send + Sync>;
type Fill = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// The operating system's randomness, or a function in its place.
#[derive(Clone, Default)]
pub(crate) struct Randomness(Option<Fill>);

impl Randomness {
    pub(crate) fn from_fn(fill: impl Fn(&mut [u8]) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(fill)))
    }

    /// A number from 0 up to, but not including, 1; `None` if the system has no randomness to give.
    pub(crate) fn fraction(&self) -> Option<f64> {
        // A double holds 53 bits exactly.
        const STEPS: f64 = (1_u64 << 53) as f64;
        let bits = self.with(|source| source.next_u64()).ok()?;
        Some((bits >> 11) as f64 / STEPS)
    }

    /// Runs `job`, whose result is void if the system had no randomness to give meanwhile.
    pub(crate) fn with<T>(&self, job: impl FnOnce(&mut Source<'_>) -> T) -> Result<T, Failure> {
        let mut source = Source {
            randomness: self,
            failure: None,
        };
        let result = job(&mut source);
        source.failure.map_or(Ok(result), Err)
    }
}

impl fmt::Debug for Randomness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() {
            "Randomness(function)"
        } else {
            "Randomness(system)"
        })
    }
}

/// What the `rsa` crate draws from. It knows no failure, so a failure is kept for afterwards.
pub(crate) struct Source<'a> {
    randomness: &'a Randomness,
    failure: Option<Failure>,
}

impl RngCore for Source<'_> {
    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        if let Some(fill) = &self.randomness.0 {
            fill(bytes);
        } else if let Err(error) = OsRng.try_fill_bytes(bytes) {
            self.failure = Some(Arc::new(Unavailable(error.to_string())));
        }
        // Padding must not hold a zero byte: drawn ones would be drawn anew, for ever if the source gives nothing else.
        // A replacement in the case that the system fails or a test's function gives zeros ends that.
        if self.failure.is_some() || self.randomness.0.is_some() {
            bytes
                .iter_mut()
                .filter(|byte| **byte == 0)
                .for_each(|byte| *byte = 1);
        }
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }

    fn next_u32(&mut self) -> u32 {
        impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        impls::next_u64_via_fill(self)
    }
}

impl CryptoRng for Source<'_> {}

#[derive(Debug, thiserror::Error)]
#[error("the system gives no randomness: {0}")]
struct Unavailable(String);
