//! Looking users up.

use serde_json::{Value, json};

use super::user_object::{login_object, user_object};
use crate::api_error::Code;
use crate::call::{Answer, Call};
use crate::object_id::is_object_id;
use crate::store::{logins, users};
use crate::token::Caller;

/// A user by id; without an id, the caller's own user. Null if there is none of that id.
///
/// Any token may ask for any user. Only the owner and the user itself get to see the user's token.
pub(crate) fn user(call: &Call<'_>) -> Answer {
    if let Some(pool) = call.args.text("registerInClient") {
        call.check_pool(Some(pool))?;
    }
    let id = match (call.args.text("id"), &call.caller) {
        (Some(id), _) => id,
        (None, Some(Caller::User(user))) => user.id.as_str(),
        (None, _) => "",
    };
    if !is_object_id(id) {
        return Err(Code::Internal.saying(format!(
            "Cast to ObjectId failed for value {id:?} at path \"_id\""
        )));
    }
    let read = call.service.store.read()?;
    let Some(user) = users::by_id(&read, &id.to_lowercase())? else {
        return Ok(Value::Null);
    };
    let mut object = user_object(&user, &call.service.user_pool_id);
    let may_see_token = call.caller.as_ref();
    if !may_see_token.is_some_and(|caller| caller.is_owner() || caller.is_user(&user.id)) {
        object.insert("token".to_owned(), Value::Null);
    }
    let history = logins::of_user(&read, &user.id)?;
    let total = history.len();
    let history = call
        .args
        .page("userLoginHistoryPage", "userLoginHistoryCount", history);
    let history: Vec<_> = history.iter().map(login_object).collect();
    object.insert(
        "userLoginHistory".to_owned(),
        json!({"totalCount": total, "list": history}),
    );
    // The emulator knows addresses, not the places behind them.
    object.insert("userLocation".to_owned(), json!([]));
    Ok(object.into())
}
