//! Pages of users.

use redb::ReadTransaction;

use crate::api::legacy::objects::shape::Shape;
use crate::api::legacy::user_object::seen_by_all;
use crate::engine::call::{Args, HandlerResult};
use crate::rules::pool::Pool;
use crate::store::users;

/// Returns a page of users, the first of which is 0. Their ids are sorted by age.
pub(super) fn users_page(
    pool: &Pool,
    args: Args<'_>,
    read: &ReadTransaction,
    mut ids: Vec<String>,
) -> HandlerResult {
    if args.text("sortBy").is_some_and(|by| by.ends_with("_DESC")) {
        ids.reverse();
    }
    let mut found = Vec::new();
    for id in ids {
        found.extend(users::by_id(read, &id)?);
    }
    Shape::Page(0).of(args, found, |user| seen_by_all(pool, read, &user))
}
