//! Behavior specific to one area of methods.

mod apps;
mod email;
mod find_user;
mod health;
mod log_out;
mod mfa;
mod photo;
mod session;
mod users;
