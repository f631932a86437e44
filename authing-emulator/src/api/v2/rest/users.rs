//! Users, for the owner.

use serde_json::{Value, json};

use super::apps::app_object;
use super::routes::Kind::{Flag, Texts};
use super::routes::routes;
use crate::api::set;
use crate::api::v2::input::{missing, namespace, required, says};
use crate::api::v2::orgs::paths_of;
use crate::api::v2::output::page;
use crate::api::v2::users::object::{seen_by_caller, user_in};
use crate::api::v2::users::{custom_data, find};
use crate::clock::js_date::seconds_of;
use crate::engine::call::{Args, Call, HandlerResult};
use crate::rules::access::roles::coded;
use crate::rules::api_error::ApiError;
use crate::rules::login::social;
use crate::rules::tokens;
use crate::rules::users::lookup;
use crate::store::apps::APPS;
use crate::store::logins;
use crate::store::users::{self, User};

routes! {
    Get "/api/v2/users/{id}" Owner detail;
    Post "/api/v2/users/batch" Owner batch(ids: Texts);
    Post "/api/v2/users/kick" Owner kick(userIds: Texts);
    Get "/api/v2/users/login-status" Owner login_status(userId);
    Get "/api/v2/users/{id}/orgs" Owner orgs;
    Get "/api/v2/users/{id}/has-role" Owner has_role(code);
    Post "/api/v2/users/identity/link" Owner link_identity(userId, userIdInIdp, isSocial: Flag);
    Post "/api/v2/users/identity/unlink" Owner unlink_identity(userId, userIdInIdp, isSocial: Flag);
    Post "/api/v2/roles/roleUsers" Owner role_users(code);
}

/// Returns a user, or null if none has this id.
fn detail(call: &Call<'_>) -> HandlerResult {
    let user = users::by_id(&call.pool.store.read()?, required(call.args, "id"))?;
    let Some(user) = user else {
        return Ok(Value::Null);
    };
    let mut object = Value::Object(seen_by_caller(call, &user));
    if says(call.args, "with_custom_data") {
        let values = custom_data::of_user(call.pool, &user.id)?;
        set(&mut object, "customData", values);
    }
    Ok(object)
}

fn batch(call: &Call<'_>) -> HandlerResult {
    let mut found = find::user_batch(call)?;
    if says(call.args, "withCustomData") {
        for user in found.as_array_mut().into_iter().flatten() {
            let values = custom_data::of_user(call.pool, user["id"].as_str().unwrap_or_default())?;
            set(user, "customData", values);
        }
    }
    Ok(found)
}

/// Logs users out: all of them, or none if one of them is unknown.
fn kick(call: &Call<'_>) -> HandlerResult {
    let ids = call.args.texts("userIds");
    {
        let read = call.pool.store.read()?;
        for id in &ids {
            lookup::known(&read, id)?;
        }
    }
    for id in ids {
        tokens::log_out(call.pool, id)?;
    }
    Ok(Value::Null)
}

/// Returns whether a user has a token that has neither expired nor been voided by a logout, and the apps of its logins.
fn login_status(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let user = lookup::known(&read, required(call.args, "userId"))?;
    let expiry = user.token_expired_at.as_deref().and_then(seconds_of);
    let is_valid = user.token.is_some() && expiry.is_some_and(|expiry| expiry > call.pool.now());
    let wanted = call.args.text("appId");
    let mut apps = Vec::new();
    for app in APPS.all(&read)? {
        let is_wanted = wanted.is_none_or(|wanted| wanted == app.id);
        if is_wanted && logins::have_app(&read, &user.id, &app.id)? {
            apps.push(app_object(call.pool, &app, false));
        }
    }
    if !is_valid || (wanted.is_some() && apps.is_empty()) {
        return Ok(json!({"isLogin": false}));
    }
    Ok(json!({"isLogin": true, "user": user_in(call.pool, &user), "application": apps}))
}

fn orgs(call: &Call<'_>) -> HandlerResult {
    let user = known(call)?;
    paths_of(call.pool, &user.id)
}

fn known(call: &Call<'_>) -> Result<User, ApiError> {
    lookup::known(&call.pool.store.read()?, required(call.args, "id"))
}

fn has_role(call: &Call<'_>) -> HandlerResult {
    let (user, code) = (known(call)?, required(call.args, "code"));
    let namespace = namespace(call.args);
    let roles = coded::of_user(&call.pool.store.read()?, &user)?;
    let mut roles = roles.iter();
    let has = roles.any(|role| role.name == code && coded::namespace_of(role) == namespace);
    Ok(has.into())
}

/// Returns the kind of an identity: the provider, or the identifier of the connection.
fn kind<'a>(args: Args<'a>) -> Result<&'a str, ApiError> {
    let kind = args.text("type").or_else(|| args.text("identifier"));
    kind.ok_or_else(|| missing("type"))
}

fn link_identity(call: &Call<'_>) -> HandlerResult {
    let (user, id) = (
        required(call.args, "userId"),
        required(call.args, "userIdInIdp"),
    );
    social::bind(call.pool, user, kind(call.args)?, id, "")?;
    Ok(Value::Null)
}

fn unlink_identity(call: &Call<'_>) -> HandlerResult {
    let (user, id) = (
        required(call.args, "userId"),
        required(call.args, "userIdInIdp"),
    );
    social::unbind(call.pool, user, kind(call.args)?, Some(id))?;
    Ok(Value::Null)
}

/// Lists the users with a role, and of them those whose name contains `search`.
fn role_users(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let role = coded::known(
        &read,
        call.args.text("namespace"),
        required(call.args, "code"),
    )?;
    let search = call.args.text("search").unwrap_or_default();
    let mut found = lookup::search(&read, &find::SEARCHED, search)?;
    let ids = users::with_role(&read, &role.id)?;
    found.retain(|user| ids.contains(&user.id));
    page(call.args, found, |user| Ok(user_in(call.pool, &user)))
}
