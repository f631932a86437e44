//! The client of the legacy API: its builder, its sessions, the generated methods, and the hand-written methods that do
//! more than send one operation.

mod apps;
pub(crate) mod authing;
pub(crate) mod builder;
pub(crate) mod health;
pub(crate) mod login;
pub(crate) mod login_status;
#[rustfmt::skip] // generated
mod methods;
mod mfa;
pub mod operations;
pub(crate) mod photo;
mod pool;
mod profile;
mod rest;
pub(crate) mod session;
mod sms_codes;
pub(crate) mod user_tokens;
pub(crate) mod users;

crate::call::options::single_call_options!(authing::Authing, session::Session);
