//! OpenID Connect and OAuth 2.0: what an authorization requires, what codes and tokens are good for.

pub(crate) mod authorization;
pub(crate) mod bearer;
pub(crate) mod clients;
pub(crate) mod codes;
pub(crate) mod error;
pub(crate) mod exchange;
pub(crate) mod interaction;
pub(crate) mod issuing;
pub(crate) mod logout;
pub(crate) mod parameters;
pub(crate) mod redirect;
pub(crate) mod request;
pub(crate) mod scope;
pub(crate) mod sessions;
