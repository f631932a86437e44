//! Logins and tokens of the legacy API.

mod ldap;
mod limits;
pub(crate) mod mfa;
mod password;
mod refresh_token;
mod sms;
mod social;
pub(crate) mod tokens;
