//! OpenID Connect and OAuth 2.0: what an authorization requires, what codes and tokens are good for.

pub(crate) mod clients;
pub(crate) mod error;
pub(crate) mod login;
pub(crate) mod parameters;
mod pkce;
pub(crate) mod redirect;
pub(crate) mod scope;
pub(crate) mod tokens;
