//! What test suites control: faults, recorded requests, limits, starting over.

pub(crate) mod faults;
pub(crate) mod rate_limit;
pub(crate) mod recorded;
mod reset;
