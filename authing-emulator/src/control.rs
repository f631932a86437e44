//! Control by test suites: faults, recorded requests, limits, reset.

pub(crate) mod faults;
pub(crate) mod rate_limit;
pub(crate) mod recorded;
mod reset;

use self::faults::Faults;
use self::rate_limit::RateLimit;
use self::recorded::Log;
use crate::seed::Seed;
use crate::store::pool::PoolRecord;

/// The state of an emulator besides its pool.
pub(crate) struct Control {
    pub(crate) faults: Faults,
    pub(crate) requests: Log,
    pub(crate) rate_limit: Option<RateLimit>,
    /// The contents of the pool after a reset.
    pub(crate) seed: Seed,
    /// The pool and its settings after a reset.
    pub(crate) start: PoolRecord,
}
