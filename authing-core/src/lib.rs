//! The legacy Authing API without I/O: its operations as values, its types, and how its answers are read.
//!
//! Programs depend on `authing-client`, which sends what this crate describes and re-exports what they need of it.
//! Depend on this crate alone to describe operations of your own, or to bring an HTTP client of your own.
//!
//! - [`operations`] and [`types`] are generated from the `.graphql` files under `queries/legacy/`;
//! - [`Operation`] is what every operation is: a document, the service that answers it, the token it needs, how it
//!   becomes wire variables and what comes back;
//! - [`response`] reads the service's answers, errors first;
//! - [`ErrorCode`] names the service's codes, [`Secret`] keeps what must not be seen.
//!
//! ```
//! use authing_core::operations::LoginByEmail;
//!
//! let operation = LoginByEmail::new("test@testmail.com", "testpassword").mfa_code("123456");
//! assert!(!format!("{operation:?}").contains("testpassword"));
//! ```

pub mod bind;
pub mod error_code;
pub mod operation;
#[rustfmt::skip] // generated
pub mod operations;
pub mod response;
pub mod secret;
#[doc(hidden)]
pub mod support;
pub mod token;
#[rustfmt::skip] // generated
pub mod types;

pub use bind::{BindError, Binder, InvalidInput};
pub use error_code::ErrorCode;
pub use operation::{Operation, OperationKind, Rejection, Service};
pub use response::{AnswerError, ServiceError};
pub use secret::Secret;
