//! The second factor.

use serde_json::{Value, json};

use crate::api::mfa::whose;
use crate::engine::call::{Call, HandlerResult};
use crate::rules::login::second_factor;
use crate::store::user_parts::Mfa;

/// Returns a user's record, or null if there is none yet. It contains the key, so users may see only their own.
pub(super) fn query_mfa(call: &Call<'_>) -> HandlerResult {
    let user = whose(call, "_id")?;
    let mfa = user.mfa.as_ref();
    Ok(mfa.map_or(Value::Null, |mfa| mfa_object(call, &user.id, mfa)))
}

pub(super) fn change_mfa(call: &Call<'_>) -> HandlerResult {
    let user = whose(call, "_id")?.id;
    let (enable, new_key) = (call.args.flag("enable"), call.args.flag("refreshKey"));
    let mfa = second_factor::change(call.pool, &user, enable, new_key)?;
    Ok(mfa_object(call, &user, &mfa))
}

fn mfa_object(call: &Call<'_>, user: &str, mfa: &Mfa) -> Value {
    json!({
        "_id": mfa.id,
        "userId": user,
        "userPoolId": call.pool.user_pool_id,
        "enable": mfa.enable,
        "shareKey": mfa.share_key,
    })
}
