//! The second factor in GraphQL. The REST paths are newer.

use serde_json::{Value, json};

use crate::api::mfa::whose;
use crate::engine::call::{Call, HandlerResult};
use crate::rules::login::second_factor;
use crate::store::user_parts::Mfa;

/// Returns a user's record, or null if there is none yet.
pub(in crate::api::v2) fn query_mfa(call: &Call<'_>) -> HandlerResult {
    let user = whose(call, "id")?;
    let mfa = user.mfa.as_ref();
    Ok(mfa.map_or(Value::Null, |mfa| mfa_object(call, &user.id, mfa)))
}

pub(in crate::api::v2) fn change_mfa(call: &Call<'_>) -> HandlerResult {
    let user = whose(call, "id")?;
    let enabled = user.mfa.as_ref().is_some_and(|mfa| mfa.enable);
    let enable = call.args.flag_if_given("enable").unwrap_or(enabled);
    let new_key = call.args.flag("refresh");
    let mfa = second_factor::change(call.pool, &user.id, enable, new_key)?;
    Ok(mfa_object(call, &user.id, &mfa))
}

fn mfa_object(call: &Call<'_>, user: &str, mfa: &Mfa) -> Value {
    json!({
        "id": mfa.id,
        "userId": user,
        "userPoolId": call.pool.user_pool_id,
        "enable": mfa.enable,
        "secret": mfa.share_key,
    })
}
