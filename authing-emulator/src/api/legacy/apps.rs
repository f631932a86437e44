//! The apps that a user has authorized, and revoking an authorization.

use serde_json::json;

use super::objects::{app_object, without_secret};
use crate::engine::call::{Call, HandlerResult};
use crate::rules::apps;
use crate::rules::users::lookup::known;
use crate::store::apps::{APPS, AppKind};

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
        let mut object = without_secret(app_object(&read, &app)?);
        object.insert(
            "clientId".to_owned(),
            call.pool.user_pool_id.as_str().into(),
        );
        list.push(object);
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
