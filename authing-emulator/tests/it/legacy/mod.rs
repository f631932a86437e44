//! The legacy API.

mod apps;
mod languages;
pub(crate) mod login;
mod objects;
mod pool;
mod roles;
mod users;
