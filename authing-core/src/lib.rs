//! The Authing API without I/O: its operations as values, its types, and how its responses are read.
//!
//! Programs depend on `authing-client`, which sends what this crate describes and re-exports what they need of it.
//! Depend on this crate alone to describe operations of your own, or to bring an HTTP client of your own.
//!
//! - [`legacy`] has the operations and types of the legacy API, generated from the `.graphql` files under
//!   `queries/legacy/`;
//! - [`Operation`] is what every operation is: a document, its [`Api`] and endpoint, the token it needs, how it
//!   becomes wire variables and what comes back;
//! - [`PagedOperation`] is an operation that lists page by page;
//! - [`response`] reads the service's responses, errors first;
//! - [`ErrorCode`] names the service's codes, [`Secret`] keeps what must not be seen;
//! - [`Timestamp`] and [`JsonText`] are texts of the service that mean a time, or hold JSON.
//!
//! ```
//! use authing_core::legacy::operations::LoginByEmail;
//!
//! let operation = LoginByEmail::new("test@testmail.com", "testpassword").mfa_code("123456");
//! assert!(!format!("{operation:?}").contains("testpassword"));
//! ```

pub mod api;
pub mod bind;
pub mod error_code;
pub mod json_text;
pub mod legacy;
pub mod operation;
pub mod paged;
pub mod response;
pub mod secret;
#[doc(hidden)]
pub mod support;
mod text;
pub mod timestamp;
pub mod token_kind;

pub use api::Api;
pub use bind::{BindError, Binder, InvalidInput};
pub use error_code::ErrorCode;
pub use json_text::JsonText;
pub use operation::{Operation, OperationKind, Rejection};
pub use paged::PagedOperation;
pub use response::{AnswerError, ServiceError};
pub use secret::Secret;
pub use timestamp::Timestamp;
pub use token_kind::TokenKind;
