//! Who asks, and whom that is about.

use super::api_error::{ApiError, Code};
use super::well_formed;
use crate::store::users::User;

/// Whom a token stands for.
pub(crate) enum Caller {
    /// Whoever knows the pool's secret.
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

/// The id of the user whom a call is about: the one named, or else the caller's own. Users may name themselves only.
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
