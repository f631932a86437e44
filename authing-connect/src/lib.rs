//! Shared code of `authing-client` and `authing-codegen` for connecting to a service: reads
//! [certificate files](certificates) and other [PEM](pem), finds the environment's [`proxy`], and explains failures of TLS
//! (`tls`, with the feature of that name). It does no I/O.
//!
//! It is a separate crate so that the generator runs while the crates that it generates for do not compile, and so that
//! the client does not depend on the generator.

pub mod certificates;
pub mod identity;
pub mod pem;
pub mod proxy;
#[cfg(feature = "tls")]
pub mod tls;
