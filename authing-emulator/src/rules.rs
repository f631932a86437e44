//! What the emulator's answers mean, whichever API asks: free of GraphQL and HTTP.

pub(crate) mod api_error;
pub(crate) mod codes;
pub(crate) mod login;
pub(crate) mod operator;
pub(crate) mod pool;
pub(crate) mod tokens;
pub(crate) mod uploads;
pub(crate) mod users;
pub(crate) mod well_formed;
