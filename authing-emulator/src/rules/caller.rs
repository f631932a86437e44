//! The caller of a rule, and the user whom the call is about.

use crate::rules::api_error::{ApiError, Code};
use crate::rules::well_formed;
use crate::store::users::User;

/// The bearer of a token.
pub(crate) enum Caller {
    /// The owner: a program that knows the pool's secret.
    Owner,
    /// A user of the pool who has logged in.
    User(Box<User>),
}

impl Caller {
    pub(crate) fn is_user(&self, id: &str) -> bool {
        matches!(self, Self::User(user) if user.id == id)
    }

    pub(crate) fn is_owner(&self) -> bool {
        matches!(self, Self::Owner)
    }
}

/// Returns the id of the user whom a call is about: the named one, or else the caller. Users may name only themselves.
pub(crate) fn subject(caller: Option<&Caller>, named: Option<&str>) -> Result<String, ApiError> {
    let id = match (named, caller) {
        (None, Some(Caller::User(user))) => return Ok(user.id.clone()),
        (named, _) => well_formed::id(named)?,
    };
    match caller {
        Some(Caller::User(user)) if user.id != id => Err(Code::NotOwnData.into()),
        _ => Ok(id),
    }
}
