//! Looking users up.

use redb::ReadTransaction;
use serde_json::{Value, json};

use super::user_object::with_history;
use crate::crypto::ids::is_object_id;
use crate::engine::call::{Answer, Call, Window, object_id};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::tokens::Caller;
use crate::store::users::{self, Name, User};

/// How many users may be asked for by id at once.
const PATCH: usize = 80;

/// A user by id; without an id, the caller's own user. Null if there is none of that id.
///
/// Any token may ask for any user.
pub(crate) fn user(call: &Call<'_>) -> Answer {
    call.check_pool_if_given(call.args.text("registerInClient"))?;
    let id = match (call.args.text("id"), &call.caller) {
        (None, Some(Caller::User(user))) => user.id.clone(),
        (id, _) => object_id(id)?,
    };
    let read = call.service.store.read()?;
    let Some(user) = users::by_id(&read, &id)? else {
        return Ok(Value::Null);
    };
    let window = call
        .args
        .window("userLoginHistoryPage", "userLoginHistoryCount");
    with_history(call, &read, &user, window)
}

/// A page of all users, oldest first, so that new ones don't move the pages before them.
pub(crate) fn users(call: &Call<'_>) -> Answer {
    call.check_pool_if_given(call.args.text("registerInClient"))?;
    let read = call.service.store.read()?;
    let window = call.args.window("page", "count");
    let page = users::page(&read, window.skip, window.take)?;
    listed(call, &read, &page, users::count(&read)?)
}

/// Users by their ids, separated by commas, in that order. What is no user's id is passed over.
pub(crate) fn user_patch(call: &Call<'_>) -> Answer {
    let ids = call.args.text("ids").unwrap_or_default().split(',');
    let ids: Vec<_> = ids.map(str::trim).filter(|id| !id.is_empty()).collect();
    if ids.len() > PATCH {
        return Err(Code::TooManyUsers.into());
    }
    let read = call.service.store.read()?;
    let mut found: Vec<User> = Vec::new();
    for id in ids.into_iter().filter(|id| is_object_id(id)) {
        let user = users::by_id(&read, &id.to_lowercase())?;
        found.extend(user.filter(|user| !found.iter().any(|other| other.id == user.id)));
    }
    listed(call, &read, &found, found.len() as u64)
}

/// The users in whose email, username, phone or nickname, or any of them, the text occurs; case makes no difference.
pub(crate) fn search_user(call: &Call<'_>) -> Answer {
    call.check_pool(call.args.text("registerInClient"))?;
    let kind = call.args.text("type").unwrap_or_default();
    if !["all", "email", "username", "phone", "nickname"].contains(&kind) {
        return Err(Code::UserSearchType.into());
    }
    let sought = call.args.text("value").unwrap_or_default().to_lowercase();
    let read = call.service.store.read()?;
    let mut found = users::page(&read, 0, usize::MAX)?;
    found.retain(|user| {
        let nickname = user.profile.get("nickname").and_then(Value::as_str);
        [
            ("email", user.email.as_deref()),
            ("username", user.username.as_deref()),
            ("phone", user.phone.as_deref()),
            ("nickname", nickname),
        ]
        .into_iter()
        .filter(|(field, _)| kind == "all" || kind == *field)
        .any(|(_, text)| text.is_some_and(|text| text.to_lowercase().contains(&sought)))
    });
    let total = found.len() as u64;
    let page = call.args.page("page", "count", found);
    listed(call, &read, &page, total)
}

/// Whether anybody has one of these.
pub(crate) fn user_exist(call: &Call<'_>) -> Answer {
    call.check_pool(call.args.text("userPoolId"))?;
    let email = call.args.text("email").map(str::to_lowercase);
    let names = [
        email.as_deref().map(Name::Email),
        call.args.text("phone").map(Name::Phone),
        call.args.text("username").map(Name::Username),
    ];
    let read = call.service.store.read()?;
    for name in names.into_iter().flatten() {
        if users::by_name(&read, name)?.is_some() {
            return Ok(true.into());
        }
    }
    Ok(false.into())
}

fn listed(call: &Call<'_>, read: &ReadTransaction, users: &[User], total: u64) -> Answer {
    let list = users
        .iter()
        .map(|user| with_history(call, read, user, Window::FIRST));
    let list = list.collect::<Result<Vec<_>, ApiError>>()?;
    Ok(json!({"totalCount": total, "list": list}))
}
