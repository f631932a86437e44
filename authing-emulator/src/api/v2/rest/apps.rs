//! The apps of the pool.

use serde_json::{Value, json};

use super::routes::Kind::Texts;
use super::routes::routes;
use crate::api::set;
use crate::api::v2::input::{missing, required};
use crate::api::v2::output::page;
use crate::api::v2::users::object::user_in;
use crate::clock::js_date::iso_date;
use crate::engine::call::{Call, HandlerResult};
use crate::rules::access::app_access::{known, update};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::apps as rules;
use crate::rules::pool::Pool;
use crate::store::apps::{self, APPS, App, AppKind};
use crate::store::logins;
use crate::store::users::USERS;

routes! {
    Get "/api/v2/applications" Owner list;
    Post "/api/v2/applications" Owner create(name, identifier, redirectUris: Texts);
    Get "/api/v2/applications/{id}" Owner find;
    Post "/api/v2/applications/{id}" Owner change;
    Delete "/api/v2/applications/{id}" Owner delete;
    Patch "/api/v2/application/{id}/refresh-secret" Owner refresh_secret;
    Get "/api/v2/applications/{id}/active-users" Owner active_users;
}

/// Returns an app. Its secret is for the owner only.
pub(super) fn app_object(pool: &Pool, app: &App, with_secret: bool) -> Value {
    let date = |text: &Option<String>| text.as_deref().map(iso_date);
    let default = if app.denies_by_default {
        "DENY_ALL"
    } else {
        "ALLOW_ALL"
    };
    let mut object = json!({
        "id": app.id,
        "userPoolId": pool.user_pool_id,
        "name": app.name,
        "identifier": app.identifier,
        "description": null,
        "logo": app.logo,
        "protocol": app.kind,
        "appType": app.app_type.as_deref().unwrap_or("SELF"),
        "redirectUris": app.redirect_uris,
        "logoutRedirectUris": app.logout_redirect_uris,
        "permissionStrategy": {"defaultStrategy": default},
        "createdAt": date(&app.created_at),
        "updatedAt": date(&app.updated_at.clone().or_else(|| app.created_at.clone())),
    });
    if with_secret {
        set(&mut object, "secret", app.secret.clone());
    }
    object
}

fn shown(call: &Call<'_>, app: &App) -> Value {
    app_object(call.pool, app, true)
}

fn list(call: &Call<'_>) -> HandlerResult {
    let apps = APPS.all(&call.pool.store.read()?)?;
    page(call.args, apps, |app| Ok(shown(call, &app)))
}

fn create(call: &Call<'_>) -> HandlerResult {
    let (args, pool) = (call.args, call.pool);
    let (name, identifier) = (required(args, "name"), required(args, "identifier"));
    let secret = pool.randomness.hex::<16>();
    let mut app = App::new(pool.new_id(), AppKind::Oidc, name, secret, pool.date());
    app.identifier = Some(identifier.to_owned());
    app.logo = args.owned_text("logo");
    let uris = args.texts("redirectUris");
    rules::add_redirect_uris(&mut app, "redirectUris", &uris)?;
    pool.store.write(|transaction| {
        if rules::is_taken(transaction, identifier, &app)? {
            return Err(Code::Internal.saying(
                "`identifier` 已被其他应用使用",
                "another app has this `identifier`",
            ));
        }
        Ok::<_, ApiError>(apps::save(transaction, &app)?)
    })?;
    Ok(shown(call, &app))
}

/// Returns an app, or null if none has this id.
fn find(call: &Call<'_>) -> HandlerResult {
    let app = APPS.get(&call.pool.store.read()?, required(call.args, "id"))?;
    Ok(app.map_or(Value::Null, |app| shown(call, &app)))
}

fn change(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    let strategy = args.object("permissionStrategy").map(|strategy| {
        let default = strategy.text("defaultStrategy");
        default.ok_or_else(|| missing("defaultStrategy"))
    });
    let denies = match strategy.transpose()? {
        None => None,
        Some("ALLOW_ALL") => Some(false),
        Some("DENY_ALL") => Some(true),
        Some(_) => {
            return Err(Code::Internal.saying(
                "`defaultStrategy` 只能是 ALLOW_ALL 或 DENY_ALL",
                "`defaultStrategy` must be ALLOW_ALL or DENY_ALL",
            ));
        }
    };
    let app = update(call.pool, required(args, "id"), |_, app| {
        if let Some(name) = args.text("name") {
            name.clone_into(&mut app.name);
        }
        app.app_type = args.owned_text("appType").or_else(|| app.app_type.take());
        app.logo = args.owned_text("logo").or_else(|| app.logo.take());
        app.denies_by_default = denies.unwrap_or(app.denies_by_default);
        Ok(app.clone())
    })?;
    Ok(shown(call, &app))
}

fn delete(call: &Call<'_>) -> HandlerResult {
    let (pool, id) = (call.pool, required(call.args, "id"));
    pool.store.write(|transaction| {
        known(transaction, id)?;
        rules::delete(pool, transaction, id)
    })?;
    Ok(Value::Null)
}

/// Replaces the secret, which voids the tokens that it has signed.
fn refresh_secret(call: &Call<'_>) -> HandlerResult {
    let app = update(call.pool, required(call.args, "id"), |_, app| {
        app.secret = Some(call.pool.randomness.hex::<16>());
        Ok(app.clone())
    })?;
    Ok(shown(call, &app))
}

/// Lists the users who have logged in to an app.
fn active_users(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let app = known(&read, required(call.args, "id"))?;
    let mut active = Vec::new();
    for user in USERS.all(&read)? {
        if logins::have_app(&read, &user.id, &app.id)? {
            active.push(user);
        }
    }
    page(call.args, active, |user| Ok(user_in(call.pool, &user)))
}
