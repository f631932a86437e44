//! The Authing APIs without I/O: operations as values, types, and the parsing of responses.
//!
//! Programs depend on `authing-client`, which sends these operations and re-exports what programs need of this crate.
//! Depend on this crate alone to describe your own operations or to use your own HTTP client.
//!
//! - [`legacy`] has the operations and types of the legacy API, generated from the `.graphql` files under
//!   `queries/legacy/`; [`v2`] has those of the v2 API, from `queries/v2/`. The features of the same names, both enabled by
//!   default, include them;
//! - [`Operation`] is the trait of all operations: a document or a REST path, its [`Api`] and endpoint, its token, its
//!   wire variables and its output;
//! - [`PagedOperation`] is an operation that lists page by page;
//! - [`request`] writes the body of a GraphQL request;
//! - [`response`] reads the service's responses, errors first;
//! - [`ErrorCode`] names the service's codes, and [`Secret`] redacts passwords and tokens;
//! - [`Timestamp`] and [`JsonText`] are strings of the service that contain a time or JSON.
//!
//! ```
//! use authing_core::legacy::operations::LoginByEmail;
//!
//! let operation = LoginByEmail::new("test@testmail.com", "testpassword").mfa_code("123456");
//! assert!(!format!("{operation:?}").contains("testpassword"));
//! ```
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod api;
pub mod bind;
pub mod error_code;
pub mod json_text;
#[cfg(feature = "legacy")]
pub mod legacy;
pub mod operation;
pub mod paged;
pub mod request;
pub mod response;
pub mod rest;
pub mod secret;
#[doc(hidden)]
pub mod support;
mod text;
pub mod timestamp;
pub mod token_kind;
#[cfg(feature = "v2")]
pub mod v2;
#[cfg(any(feature = "legacy", feature = "v2"))]
mod wire_text;

pub use api::Api;
pub use bind::{BindError, Binder, InvalidInput};
pub use error_code::ErrorCode;
pub use json_text::JsonText;
pub use operation::{Operation, OperationKind, Rejection};
pub use paged::PagedOperation;
pub use response::{ResponseError, ServiceError};
pub use secret::Secret;
pub use timestamp::Timestamp;
pub use token_kind::TokenKind;
