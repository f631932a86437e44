//! Deleting users.

use super::user_object::user_object;
use crate::engine::call::{Answer, Call};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::tokens::Caller;
use crate::store::users;

/// Deletes users by their ids: all of them, or none if one of them is unknown. Users may delete themselves only.
pub(crate) fn remove_users(call: &Call<'_>) -> Answer {
    call.check_pool_if_given(call.args.text("registerInClient"))?;
    let mut ids: Vec<_> = call.args.texts("ids");
    ids.sort_unstable();
    ids.dedup();
    if let Some(Caller::User(user)) = &call.caller
        && ids.iter().any(|id| *id != user.id)
    {
        return Err(Code::MayNotDelete.into());
    }
    let service = call.service;
    service.store.write(|transaction| {
        let mut removed = Vec::new();
        for id in ids {
            let mut user = users::by_id(transaction, id)?.ok_or(Code::DeletionFailed)?;
            user.is_deleted = true;
            user.token = None;
            users::save(transaction, &user)?;
            removed.push(user_object(&user, &service.user_pool_id));
        }
        Ok::<_, ApiError>(removed.into_iter().collect())
    })
}
