//! What several test programs of the generator use.

#![allow(dead_code, unused_imports, reason = "each program uses a part of it")]

mod project;
mod random;

pub use project::{Project, text};
pub use random::Random;
