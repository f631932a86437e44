//! The blocking clients.

mod calls;
mod contexts;
mod v2;
mod v2_logins;
