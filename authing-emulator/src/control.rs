//! What test suites control: faults, recorded requests, limits, starting over.

pub(crate) mod faults;
pub(crate) mod rate_limit;
pub(crate) mod recorded;
mod reset;

use self::faults::Faults;
use self::rate_limit::RateLimit;
use self::recorded::Log;
use crate::seed::Seed;

/// What there is of an emulator besides its pool.
pub(crate) struct Control {
    pub(crate) faults: Faults,
    pub(crate) requests: Log,
    pub(crate) rate_limit: Option<RateLimit>,
    /// What the pool has in it again when it is reset.
    pub(crate) seed: Seed,
}
