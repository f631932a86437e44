//! The second factor.

use serde_json::{Value, json};

use crate::engine::call::{Call, HandlerResult};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::login::second_factor;
use crate::store::user_parts::Mfa;
use crate::store::users::{self, User};

/// Returns a user's record, or null if there is none yet. It contains the key, so users may see only their own.
pub(super) fn query_mfa(call: &Call<'_>) -> HandlerResult {
    let user = whose(call)?;
    let mfa = user.mfa.as_ref();
    Ok(mfa.map_or(Value::Null, |mfa| mfa_object(call, &user.id, mfa)))
}

pub(super) fn change_mfa(call: &Call<'_>) -> HandlerResult {
    let user = whose(call)?.id;
    let (enable, new_key) = (call.args.flag("enable"), call.args.flag("refreshKey"));
    let mfa = second_factor::change(call.pool, &user, enable, new_key)?;
    Ok(mfa_object(call, &user, &mfa))
}

/// Returns the user with the id of the MFA record or of the user; without either, the caller.
fn whose(call: &Call<'_>) -> Result<User, ApiError> {
    call.pool.check_id_if_given(call.args.text("userPoolId"))?;
    let read = call.pool.store.read()?;
    let id = match call.args.text("_id") {
        Some(record) => {
            let user = users::by_mfa(&read, record)?.ok_or(Code::UnknownUser)?;
            call.subject(Some(&user.id))?
        }
        None => call.subject(call.args.text("userId"))?,
    };
    Ok(users::by_id(&read, &id)?.ok_or(Code::UnknownUser)?)
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
