//! The blocking client.

mod calls;
mod contexts;
