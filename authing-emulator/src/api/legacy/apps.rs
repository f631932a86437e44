//! The apps that a user has authorized, and revoking an authorization.

use serde_json::{Value, json};

use crate::engine::call::{Call, HandlerResult};
use crate::rules::apps;
use crate::rules::users::lookup::known;
use crate::store::apps::{APPS, App, AppKind, GrantKind};

/// Returns a page of the apps that a user has authorized, grouped by protocol; a page counts both kinds.
pub(super) fn get_user_authorized_apps(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id_if_given(call.args.text("clientId"))?;
    let id = call.subject(call.args.text("userId"))?;
    let read = call.pool.store.read()?;
    let authorized = known(&read, &id)?.authorizations;
    let total = authorized.len();
    let (mut oauth, mut oidc) = (Vec::new(), Vec::new());
    for authorization in call.args.page("page", "count", authorized) {
        match APPS.get(&read, &authorization.app)? {
            Some(app) if app.kind == AppKind::OAuth => oauth.push(oauth_object(call, &app)),
            Some(app) => oidc.push(oidc_object(call, &app)),
            None => {}
        }
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

fn grants(app: &App) -> Vec<&'static str> {
    let grants = GrantKind::ALL.into_iter();
    let grants = grants.filter(|grant| app.may_use(*grant));
    grants.map(GrantKind::name).collect()
}

fn oauth_object(call: &Call<'_>, app: &App) -> Value {
    json!({
        "_id": app.id,
        "name": app.name,
        "domain": format!("app-{}", app.id),
        "clientId": call.pool.user_pool_id,
        "client_id": app.id,
        "description": "",
        "isDeleted": false,
        "grants": grants(app),
        "redirectUris": app.redirect_uris,
        "casExpire": 3600,
        "when": app.created_at,
    })
}

fn oidc_object(call: &Call<'_>, app: &App) -> Value {
    json!({
        "_id": app.id,
        "name": app.name,
        "domain": format!("app-{}", app.id),
        "clientId": call.pool.user_pool_id,
        "client_id": app.id,
        "description": "",
        "isDeleted": false,
        "isDefault": false,
        "grant_types": grants(app),
        "response_types": ["code"],
        "redirect_uris": app.redirect_uris,
        "token_endpoint_auth_method": if app.public_client { "none" } else { "client_secret_post" },
        "id_token_signed_response_alg": app.id_token_algorithm,
        "authorization_code_expire": "600",
        "id_token_expire": "3600",
        "access_token_expire": "3600",
        "refresh_token_expire": "1209600",
        "cas_expire": "3600",
        "when": app.created_at,
    })
}
