//! Which apps a user has authorised, and taking that back.

use serde_json::{Value, json};

use crate::engine::call::{Answer, Call};
use crate::rules::api_error::{ApiError, Code};
use crate::store::apps::{self, App, AppKind};
use crate::store::users;

/// A page of the apps that a user has authorised, apart by protocol: the page counts both.
pub(crate) fn get_user_authorized_apps(call: &Call<'_>) -> Answer {
    call.check_pool_if_given(call.args.text("clientId"))?;
    let user = call.subject(call.args.text("userId"))?;
    let read = call.service.store.read()?;
    users::by_id(&read, &user)?.ok_or(Code::UnknownUser)?;
    let authorised = apps::authorised_by(&read, &user)?;
    let total = authorised.len();
    let (mut oauth, mut oidc) = (Vec::new(), Vec::new());
    for authorisation in call.args.page("page", "count", authorised) {
        match apps::by_id(&read, &authorisation.app)? {
            Some(app) if app.kind == AppKind::OAuth => oauth.push(oauth_object(call, &app)),
            Some(app) => oidc.push(oidc_object(call, &app)),
            None => {}
        }
    }
    Ok(json!({"totalCount": total, "OAuthApps": oauth, "OIDCApps": oidc}))
}

/// Takes back what a user has authorised an app to.
pub(crate) fn revoke_user_authorized_app(call: &Call<'_>) -> Answer {
    call.check_pool_if_given(call.args.text("userPoolId"))?;
    let user = call.subject(call.args.text("userId"))?;
    let app = call.args.text("appId").unwrap_or_default();
    call.service.store.write(|transaction| {
        users::by_id(transaction, &user)?.ok_or(Code::UnknownUser)?;
        let app = apps::by_id(transaction, app)?.ok_or(Code::UnknownApp)?;
        let authorisation = apps::authorisation(transaction, &user, &app.id)?;
        let authorisation = authorisation
            .ok_or_else(|| Code::UnknownApp.saying("the user has not authorised this app"))?;
        apps::revoke(transaction, &authorisation)?;
        Ok::<_, ApiError>(json!({
            "_id": authorisation.id,
            "appId": authorisation.app,
            "userId": authorisation.user,
            "scope": authorisation.scope,
            "type": if app.kind == AppKind::OAuth { "oauth" } else { "oidc" },
            // The schema has it as a string.
            "isRevoked": "true",
            "when": authorisation.when,
        }))
    })
}

fn oauth_object(call: &Call<'_>, app: &App) -> Value {
    json!({
        "_id": app.id,
        "name": app.name,
        "domain": format!("app-{}", app.id),
        "clientId": call.service.user_pool_id,
        "client_id": app.id,
        "description": "",
        "isDeleted": false,
        "grants": ["authorization_code", "refresh_token"],
        "redirectUris": ["http://localhost:8080/callback"],
        "casExpire": 3600,
        "when": app.created_at,
    })
}

fn oidc_object(call: &Call<'_>, app: &App) -> Value {
    json!({
        "_id": app.id,
        "name": app.name,
        "domain": format!("app-{}", app.id),
        "clientId": call.service.user_pool_id,
        "client_id": app.id,
        "description": "",
        "isDeleted": false,
        "isDefault": false,
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "redirect_uris": ["http://localhost:8080/callback"],
        "token_endpoint_auth_method": "client_secret_post",
        "id_token_signed_response_alg": "HS256",
        "authorization_code_expire": "600",
        "id_token_expire": "3600",
        "access_token_expire": "3600",
        "refresh_token_expire": "1209600",
        "cas_expire": "3600",
        "when": app.created_at,
    })
}
