//! Deleting users.

use crate::rules::api_error::{ApiError, Code};
use crate::rules::caller::Caller;
use crate::rules::pool::Pool;
use crate::store::users::{self, User};

/// Deletes users by their ids: all of them, or none if one of them is unknown. Users may delete only themselves.
pub(crate) fn delete(
    pool: &Pool,
    caller: Option<&Caller>,
    mut ids: Vec<&str>,
) -> Result<Vec<User>, ApiError> {
    ids.sort_unstable();
    ids.dedup();
    if let Some(Caller::User(user)) = caller
        && ids.iter().any(|id| *id != user.id)
    {
        return Err(Code::MayNotDelete.into());
    }
    pool.store.write(|transaction| {
        let mut deleted = Vec::new();
        for id in ids {
            let mut user = users::by_id(transaction, id)?.ok_or(Code::DeletionFailed)?;
            user.is_deleted = true;
            user.token = None;
            users::save(transaction, &user)?;
            deleted.push(user);
        }
        Ok(deleted)
    })
}
