//! The emulator over real HTTP, from a client's view.

// Clippy recognizes only the test functions as tests, not their helpers.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod after_2038;
mod apps;
mod bombs;
mod client;
mod data_file;
mod data_file_errors;
mod email;
#[cfg(all(unix, feature = "cli"))]
mod exec;
mod faults;
mod graphql;
mod hostile;
mod http;
mod introspection;
#[cfg(all(unix, feature = "cli"))]
mod kills;
mod languages;
mod ldap;
mod legacy_objects;
mod limits;
mod load;
mod login;
mod mfa;
#[cfg(all(unix, feature = "cli"))]
mod official_sdks;
mod operator;
mod origins;
mod over_http;
mod page;
mod phone;
mod pool;
#[cfg(feature = "cli")]
mod program;
mod raw;
mod refresh_token;
mod register;
mod remove_users;
mod requests;
mod reset;
mod reset_password;
mod roles;
mod seed;
mod slow_clients;
mod sms;
mod social;
#[cfg(feature = "tls")]
mod tls;
mod tokens;
mod update_user;
mod uploads;
mod user_lists;
mod users;
mod v2;
mod validation;
