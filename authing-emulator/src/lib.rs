//! A local Authing to develop and test against: no account, no network, nothing to set up.
//!
//! It answers the legacy Authing identity API (2019-2020) over real HTTP, from the service's own schema, with real
//! state, real RSA and tokens, and the service's error codes. Any SDK of that API can be pointed at it.
//!
//! ```
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! use authing_emulator::{Clock, Emulator};
//! use std::time::{Duration, SystemTime};
//!
//! let emulator = Emulator::builder()
//!     .clock(Clock::stopped_at(SystemTime::now()))
//!     .start()
//!     .await?;
//!
//! // Give these to the program under test.
//! let (users, oauth) = (emulator.users_url(), emulator.oauth_url());
//! let (pool, secret) = (emulator.user_pool_id(), emulator.secret());
//! let key = emulator.public_key_pem();
//!
//! // Let it do something, then see what happened, or let time pass.
//! assert_eq!(emulator.last_code("13800000000"), None);
//! emulator.clock().advance(Duration::from_secs(15 * 24 * 3600)); // now every token has expired
//! // Dropping the emulator stops it.
//! # Ok::<_, authing_emulator::StartError>(()) }).unwrap();
//! ```
//!
//! Each emulator runs on a thread of its own, so it works under any async runtime or none, and a process may have as
//! many as it likes. The program `authing-emulator` (feature `cli`, on by default) is the same for other languages.
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
