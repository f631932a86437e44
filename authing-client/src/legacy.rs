//! The client of the legacy API: its builder, its sessions, and one file for each area of its methods.

mod apps;
pub(crate) mod authing;
pub(crate) mod builder;
mod email;
pub(crate) mod health;
mod log_out;
pub(crate) mod login;
pub(crate) mod login_status;
pub(crate) mod mfa;
mod owner_token;
mod password_reset;
mod phone;
pub(crate) mod photo;
mod pool;
mod profile;
mod register;
mod roles;
pub(crate) mod session;
mod sms_codes;
mod social;
mod user_tokens;
pub(crate) mod users;
