//! What the measurements share: a service whose answers are fixed, so that it costs little, and the ways of calling it
//! that ours is held against.
//!
//! `PERFORMANCE.md` says how to run them and what came of it.

pub mod answers;
pub mod bare;
pub mod calls;
pub mod elsewhere;
pub mod floor;
pub mod measure;
pub mod ours;
pub mod service;
pub mod system;

/// What goes wrong in a measurement ends it.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
