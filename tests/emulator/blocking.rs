//! The blocking client.

mod calls;
mod contexts;
mod methods;
