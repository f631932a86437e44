//! A local Authing to develop and test against: no account, no network, nothing to set up.
//!
//! It serves the legacy Authing identity API (2019–2020) and the v2 API (2020–2023) over real HTTP, from the service's own
//! schemas, with real state, real RSA and tokens, and the service's error codes. Any SDK of these APIs can be pointed at it.
#![doc = include_str!("../docs/start.md")]
#![doc = include_str!("../docs/in_a_test.md")]
#![doc = include_str!("../docs/program.md")]
#![doc = include_str!("../docs/endpoints.md")]
#![doc = include_str!("../docs/requests.md")]
#![doc = include_str!("../docs/test_suites.md")]
#![doc = include_str!("../docs/operations.md")]
#![doc = include_str!("../docs/unsupported.md")]
#![doc = include_str!("../docs/operations_v2.md")]
#![doc = include_str!("../docs/rest_v2.md")]
#![doc = include_str!("../docs/openid.md")]
#![doc = include_str!("../docs/persistence.md")]
#![doc = include_str!("../docs/differences.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

// Layers, lowest first: clock and crypto, store, rules, seed and engine, api, control, server, emulator and builder.
// Imports point down; only the emulator and its builder know each other.
mod api;
mod builder;
mod clock;
mod control;
mod crypto;
mod emulator;
mod engine;
mod rules;
mod seed;
mod server;
mod store;

#[cfg(test)]
mod documentation;

pub use axum::http::StatusCode;
pub use builder::Builder;
pub use builder::start_error::StartError;
pub use clock::Clock;
pub use control::faults::Fault;
pub use control::recorded::{RecordedRequest, TokenKind};
pub use crypto::randomness::Randomness;
pub use emulator::Emulator;
pub use emulator::suites::TooFewRequests;
pub use rules::api_error::text::Language;
pub use rules::login::qr_login::QrCodeStep;
pub use rules::operator::UserError;
pub use rules::operator::user_data::UserData;
pub use seed::{Seed, SeedError};
pub use server::serving::address::{InvalidListenAddress, ListenAddress};
pub use store::apps::{AppKind, MfaPolicy};
pub use store::data_file_error::DataFileError;
pub use store::messages::{Message, MessageKind, Purpose};
