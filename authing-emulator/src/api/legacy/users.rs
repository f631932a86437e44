//! Finding, registering, changing and deleting users.

use redb::ReadTransaction;
use serde_json::{Value, json};

use super::login::origin;
use super::objects::shape::Shape;
use super::user_object::{seen_by_caller, user_object, with_history};
use crate::engine::call::{Args, Call, HandlerResult, Window};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::caller::Caller;
use crate::rules::tokens::uploads;
use crate::rules::users::changes::{self, Changes};
use crate::rules::users::lookup;
use crate::rules::users::registration::{self, NewUser, Terms, Welcome};
use crate::rules::users::{deletion, profile};
use crate::rules::well_formed;
use crate::store::messages::Purpose;
use crate::store::users::{self, Name, USERS, User};

/// Returns a user by id; without an id, the caller's own user. Null if no user has this id.
///
/// Any token may read any user.
pub(super) fn user(call: &Call<'_>) -> HandlerResult {
    call.pool
        .check_id_if_given(call.args.text("registerInClient"))?;
    let id = match (call.args.text("id"), &call.caller) {
        (None, Some(Caller::User(user))) => user.id.clone(),
        (id, _) => well_formed::id(id)?,
    };
    let read = call.pool.store.read()?;
    let Some(user) = users::by_id(&read, &id)? else {
        return Ok(Value::Null);
    };
    let window = call
        .args
        .window("userLoginHistoryPage", "userLoginHistoryCount");
    with_history(call, &read, &user, window)
}

/// Returns a page of all users, oldest first, so that new users don't shift earlier pages.
pub(super) fn users(call: &Call<'_>) -> HandlerResult {
    call.pool
        .check_id_if_given(call.args.text("registerInClient"))?;
    let read = call.pool.store.read()?;
    let window = call.args.window("page", "count");
    let page = USERS.page(&read, window.skip, window.take)?;
    listed(call, &read, &page, USERS.count(&read)?)
}

/// Returns users by their comma-separated ids, in that order. Unknown ids are skipped.
pub(super) fn user_patch(call: &Call<'_>) -> HandlerResult {
    let ids = call.args.text("ids").unwrap_or_default().split(',');
    let ids: Vec<_> = ids.map(str::trim).filter(|id| !id.is_empty()).collect();
    let read = call.pool.store.read()?;
    let found = lookup::several(&read, &ids)?;
    listed(call, &read, &found, found.len() as u64)
}

/// Returns the users whose email, username, phone or nickname (or any of them) contains the text.
pub(super) fn search_user(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id(call.args.text("registerInClient"))?;
    let fields: &[&str] = match call.args.text("type").unwrap_or_default() {
        "all" => &["email", "username", "phone", "nickname"],
        "email" => &["email"],
        "username" => &["username"],
        "phone" => &["phone"],
        "nickname" => &["nickname"],
        _ => return Err(Code::UserSearchType.into()),
    };
    let read = call.pool.store.read()?;
    let text = call.args.text("value").unwrap_or_default();
    let found = lookup::search(&read, fields, text)?;
    Shape::Page(0).of(call.args, found, |user| {
        with_history(call, &read, &user, Window::FIRST)
    })
}

/// Returns whether a user has one of these.
pub(super) fn user_exist(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id(call.args.text("userPoolId"))?;
    let email = call.args.text("email").map(str::to_lowercase);
    let names = [
        email.as_deref().map(Name::Email),
        call.args.text("phone").map(Name::Phone),
        call.args.text("username").map(Name::Username),
    ];
    let read = call.pool.store.read()?;
    Ok(lookup::exists(&read, names.into_iter().flatten())?.into())
}

/// Registers a user. With `forceLogin` the user is logged in at once.
pub(super) fn register(call: &Call<'_>) -> HandlerResult {
    // Required by the schema.
    let info = call.args.object("userInfo").ok_or(Code::PhoneOrEmail)?;
    call.pool.check_id(info.text("registerInClient"))?;
    let new = NewUser {
        email: info.text("email"),
        phone: info.text("phone"),
        phone_code: info.text("phoneCode"),
        username: info.text("username"),
        password: info.text("password"),
        register_method: info.text("registerMethod"),
        last_login: info.text("lastLogin"),
        last_ip: info.text("lastIP"),
        signed_up: info.text("signedUp"),
        profile: profile_of(info),
        ..NewUser::default()
    };
    let terms = Terms {
        by_owner: call.is_owner(),
        needs_password: true,
        phone_code: Some(Purpose::Register),
        welcome: match info.flag("forceLogin") {
            true => Welcome::Login,
            false => Welcome::Nothing,
        },
    };
    let user = registration::register(call.pool, &new, &origin(call, info), &terms)?;
    Ok(user_object(call.pool, &user).into())
}

/// Changes only the given fields. Null clears a text; a null flag, number or password is ignored.
///
/// Users may change only their own data.
pub(super) fn update_user(call: &Call<'_>) -> HandlerResult {
    // Required by the schema.
    let options = call.args.object("options").ok_or(Code::Internal)?;
    call.pool.check_id(options.text("registerInClient"))?;
    let id = call.subject(options.text("_id"))?;
    let logins_count = options.int("loginsCount");
    let changes = Changes {
        email: options.text_or_null("email"),
        phone: options.text_or_null("phone"),
        username: options.text_or_null("username"),
        password: options.text("password"),
        old_password: options.text("oldPassword"),
        email_verified: options.flag_if_given("emailVerified"),
        phone_verified: options.flag_if_given("phoneVerified"),
        blocked: options.flag_if_given("blocked"),
        is_deleted: options.flag_if_given("isDeleted"),
        token: options.text_or_null("token"),
        token_expired_at: options.text_or_null("tokenExpiredAt"),
        last_login: options.text_or_null("lastLogin"),
        last_ip: options.text_or_null("lastIP"),
        signed_up: options.text("signedUp"),
        register_method: options.text("registerMethod"),
        logins_count: logins_count.map(|count| u32::try_from(count).unwrap_or_default()),
        profile: profile_of(options),
        // The SDKs log a user out this way.
        log_out: options.text("tokenExpiredAt") == Some("0"),
        ..Changes::default()
    };
    let user = changes::change(call.pool, &id, &changes)?;
    Ok(seen_by_caller(call, &user).into())
}

/// Deletes users by their ids: all of them, or none if one of them is unknown.
pub(super) fn remove_users(call: &Call<'_>) -> HandlerResult {
    call.pool
        .check_id_if_given(call.args.text("registerInClient"))?;
    let removed = deletion::delete(call.pool, call.caller.as_ref(), call.args.texts("ids"))?;
    let removed = removed.iter().map(|user| user_object(call.pool, user));
    Ok(removed.collect())
}

/// Returns a token for `POST /upload`. The kind of file is ignored.
pub(super) fn qi_niu_upload_token(call: &Call<'_>) -> HandlerResult {
    Ok(uploads::make(call.pool)?.into())
}

fn listed(call: &Call<'_>, read: &ReadTransaction, users: &[User], total: u64) -> HandlerResult {
    let list = users
        .iter()
        .map(|user| with_history(call, read, user, Window::FIRST));
    let list = list.collect::<Result<Vec<_>, ApiError>>()?;
    Ok(json!({"totalCount": total, "list": list}))
}

/// Returns the profile fields that are given. Null removes a field.
fn profile_of(args: Args<'_>) -> profile::Changes<'_> {
    let given = profile::FIELDS.into_iter();
    given
        .filter_map(|field| Some((field, args.text_or_null(field)?)))
        .collect()
}
