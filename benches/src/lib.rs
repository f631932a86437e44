//! Shared code of the benchmarks: a service with fixed responses, whose cost is small, and the clients that ours is compared
//! with.
//!
//! `PERFORMANCE.md` has instructions and results.

pub mod bare;
pub mod calls;
pub mod elsewhere;
pub mod floor;
pub mod measure;
pub mod ours;
pub mod responses;
pub mod service;
pub mod system;

/// An error that ends a benchmark.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
