//! The apps that a user has authorized, and revoking an authorization.

use redb::ReadTransaction;
use serde_json::{Value, json};

use super::objects::app_object;
use crate::engine::call::{Call, HandlerResult};
use crate::rules::api_error::ApiError;
use crate::rules::apps;
use crate::rules::pool::Pool;
use crate::rules::users::lookup::known;
use crate::store::apps::{APPS, App, AppKind};

/// Returns a page of the apps that a user has authorized, grouped by protocol; a page counts both kinds.
pub(super) fn get_user_authorized_apps(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id_if_given(call.args.text("clientId"))?;
    let id = call.subject(call.args.text("userId"))?;
    let read = call.pool.store.read()?;
    let authorized = known(&read, &id)?.authorizations;
    let total = authorized.len();
    let (mut oauth, mut oidc) = (Vec::new(), Vec::new());
    for authorization in call.args.page("page", "count", authorized) {
        let Some(app) = APPS.get(&read, &authorization.app)? else {
            continue;
        };
        let list = match app.kind {
            AppKind::OAuth => &mut oauth,
            AppKind::Oidc => &mut oidc,
        };
        list.push(shown_to_all(call.pool, &read, &app)?);
    }
    Ok(json!({"totalCount": total, "OAuthApps": oauth, "OIDCApps": oidc}))
}

/// Revokes a user's authorization of an app.
pub(super) fn revoke_user_authorized_app(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id_if_given(call.args.text("userPoolId"))?;
    let user = call.subject(call.args.text("userId"))?;
    let app = call.args.text("appId").unwrap_or_default();
    let (app, authorization) = apps::revoke(call.pool, &user, app)?;
    Ok(json!({
        "_id": authorization.id,
        "appId": authorization.app,
        "userId": user,
        "scope": authorization.scope,
        "type": if app.kind == AppKind::OAuth { "oauth" } else { "oidc" },
        // A string in the schema.
        "isRevoked": "true",
        "when": authorization.when,
    }))
}

/// Returns an app without its secret.
pub(super) fn shown_to_all(
    pool: &Pool,
    read: &ReadTransaction,
    app: &App,
) -> Result<Value, ApiError> {
    let mut object = app_object(read, app)?;
    for secret in ["appSecret", "client_secret"] {
        object.remove(secret);
    }
    object.insert("clientId".to_owned(), pool.user_pool_id.as_str().into());
    Ok(object.into())
}
