//! Rarely used facts about users.

use serde_json::{Value, json};

use crate::engine::call::{Call, HandlerResult};
use crate::rules::users::lookup::known;
use crate::rules::well_formed;

rows! { ROWS Always;
    Query searchUserBasicInfoById Any basic_info;
    Query userOAuthCount Owner social_accounts;
}

fn basic_info(call: &Call<'_>) -> HandlerResult {
    let id = well_formed::id(call.args.text("userId"))?;
    let user = known(&call.pool.store.read()?, &id)?;
    Ok(json!({
        "_id": user.id,
        "username": user.username,
        "photo": user.profile.get("photo"),
        "email": user.email,
    }))
}

/// Returns the number of social accounts of each user, in the order of the ids.
fn social_accounts(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let ids = call.args.texts("userIds").into_iter();
    ids.map(|id| Ok(Value::from(known(&read, id)?.social_accounts.len())))
        .collect()
}
