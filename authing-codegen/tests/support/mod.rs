//! What several tests of the generator use.

mod project;
mod random;

pub use project::{Project, text};
pub use random::Random;
