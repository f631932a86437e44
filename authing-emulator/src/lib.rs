//! A local Authing to develop and test against: no account, no network, nothing to set up.
//!
//! It answers the legacy Authing identity API (2019-2020) over real HTTP, from the service's own schema, with real
//! state, real RSA and tokens, and the service's error codes. Any SDK of that API can be pointed at it.
#![doc = include_str!("../docs/start.md")]
#![doc = include_str!("../docs/in_a_test.md")]
#![doc = include_str!("../docs/program.md")]
#![doc = include_str!("../docs/addresses.md")]
#![doc = include_str!("../docs/requests.md")]
#![doc = include_str!("../docs/test_suites.md")]
#![doc = include_str!("../docs/operations.md")]
#![doc = include_str!("../docs/not_answered.md")]
#![doc = include_str!("../docs/persistence.md")]
#![doc = include_str!("../docs/differences.md")]

mod answers;
mod api_error;
mod builder;
mod call;
mod captcha;
mod clock;
mod connection;
#[cfg(test)]
mod documentation;
mod emulator;
mod faults;
mod founding;
mod graphql;
#[cfg(test)]
mod hostile;
mod http;
mod js_date;
mod jwt;
mod message;
mod object_id;
mod operator;
mod operator_apps;
mod password_hash;
mod password_key;
mod randomness;
mod rate_limit;
mod recorded;
mod reset;
mod seed;
mod sending;
mod server;
mod service;
mod start_error;
mod store;
mod suites;
mod token;
mod totp;
mod upload_token;
mod wellformed;

pub use axum::http::StatusCode;
pub use builder::Builder;
pub use clock::Clock;
pub use emulator::Emulator;
pub use faults::Fault;
pub use message::{Message, MessageKind, Purpose};
pub use operator::UserError;
pub use randomness::Randomness;
pub use recorded::{RecordedRequest, TokenKind};
pub use seed::{Seed, SeedError};
pub use start_error::StartError;
pub use store::apps::AppKind;
pub use store::file::DataFileError;
pub use suites::TooFewRequests;
