//! Shared code of `authing-client` and `authing-codegen` for connecting to a service: reads
//! [certificate files](certificates) and other [PEM](pem), and finds the environment's [`proxy`]. It does no I/O.
//!
//! It is a separate crate so that the generator runs while the crates that it generates for do not compile, and so that
//! the client does not depend on the generator.

pub mod certificates;
pub mod identity;
pub mod pem;
pub mod proxy;
