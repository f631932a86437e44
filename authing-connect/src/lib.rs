//! What `authing-client` and `authing-codegen` must do alike before they connect to a service: read
//! [certificate files](certificates) and other [PEM](pem), and find the [proxy](proxy) that the environment names.
//!
//! It is a crate of its own because neither of the two can have it: the generator must be able to run while the crates
//! that it generates for do not compile, and the client must not depend on the generator. It does no I/O.

pub mod certificates;
pub mod pem;
pub mod proxy;
