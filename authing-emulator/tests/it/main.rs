//! The emulator over real HTTP, as a client meets it.

// Clippy takes only the test functions themselves for tests, not what they are built from.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod apps;
mod client;
mod email;
mod faults;
mod graphql;
mod http;
mod ldap;
mod limits;
mod login;
mod mfa;
mod operator;
mod page;
mod phone;
mod pool;
#[cfg(feature = "cli")]
mod program;
mod refresh_token;
mod register;
mod remove_users;
mod requests;
mod reset_password;
mod roles;
mod sms;
mod social;
mod tokens;
mod update_user;
mod uploads;
mod user_lists;
mod users;
