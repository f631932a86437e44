//! The blocking clients.

mod calls;
mod contexts;
mod v2;
