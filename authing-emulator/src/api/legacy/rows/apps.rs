//! OAuth and OIDC apps. They are those of the v2 API and of the OpenID provider.

use redb::ReadTransaction;
use serde_json::{Value, json};

use crate::api::legacy::objects::act::Act::{Create, Delete, Get, List, Update};
use crate::api::legacy::objects::act::Reply;
use crate::api::legacy::objects::shape::Shape;
use crate::api::legacy::objects::{Kind, Object, Place, text, without_secret};
use crate::engine::call::{Call, HandlerResult};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::store::apps::AppKind;
use crate::store::users::USERS;

const OAUTH: Kind = Kind::new("oauthApps", "OAuth 应用", "OAuth app")
    .at(Place::Apps(AppKind::OAuth))
    .unknown(Code::UnknownApp)
    .show(show);
const OIDC: Kind = Kind::new("oidcApps", "OIDC 应用", "OIDC app")
    .at(Place::Apps(AppKind::Oidc))
    .unknown(Code::UnknownOidcApp)
    .show(show);

rows! { ROWS Always;
    Query getOAuthedAppInfo Owner Get(&OAUTH, "appId");
    Query QueryClientIdByAppId NotRequired public_oauth;
    Query QueryAppInfoByAppID NotRequired public_oauth;
    Query QueryAppInfoByDomain NotRequired public_oauth;
    Query getOAuthedAppList Owner List(&OAUTH, Shape::Page(1));
    Mutation CreateOAuthProvider Owner Create(&OAUTH);
    Mutation UpdateOAuthProvider Owner Update(&OAUTH, "appId");
    Mutation RemoveOAuthProvider Owner Delete(&OAUTH, "appId", Reply::Deleted);
    Query GetOIDCAppInfo Owner Get(&OIDC, "appId");
    Query QueryOIDCAppInfoByAppID NotRequired public_oidc;
    Query QueryOIDCAppInfoByDomain NotRequired public_oidc;
    Query GetOIDCAppList Owner List(&OIDC, Shape::Page(1));
    Mutation CreateOIDCApp Owner Create(&OIDC);
    Mutation UpdateOIDCApp Owner Update(&OIDC, "appId");
    Mutation RemoveOIDCApp Owner Delete(&OIDC, "appId", Reply::Deleted);
    Query queryProviderInfoByAppId NotRequired provider;
    Query queryProviderInfoByDomain NotRequired provider;
    Query isAppAuthorizedByUser Any is_authorized;
    Query usersByOidcApp Owner users_of;
    Query isDomainAvaliable Any is_domain_free;
}

fn show(pool: &Pool, _: &ReadTransaction, app: &mut Object) -> Result<(), ApiError> {
    app.insert("clientId".to_owned(), pool.user_pool_id.as_str().into());
    Ok(())
}

fn public_oauth(call: &Call<'_>) -> HandlerResult {
    public(call, &OAUTH)
}

fn public_oidc(call: &Call<'_>) -> HandlerResult {
    public(call, &OIDC)
}

/// Returns an app without its secret, as a login page needs it.
fn public(call: &Call<'_>, kind: &Kind) -> HandlerResult {
    let read = call.pool.store.read()?;
    let app = find(call, &read, kind)?.ok_or_else(|| kind.missing())?;
    kind.shown(call.pool, &read, without_secret(app))
}

/// Returns the app with the id or the domain that an argument has.
fn find(call: &Call<'_>, read: &ReadTransaction, kind: &Kind) -> Result<Option<Object>, ApiError> {
    if let Some(id) = call.args.text("appId") {
        return kind.get(read, id);
    }
    let domain = call.args.text("domain").unwrap_or_default();
    let mut apps = kind.all(read)?.into_iter();
    Ok(apps.find(|app| text(app, "domain") == domain))
}

/// Returns what both kinds of apps have.
fn provider(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    for (kind, name, uris) in [
        (&OIDC, "OIDC", "redirect_uris"),
        (&OAUTH, "OAuth", "redirectUris"),
    ] {
        let Some(app) = find(call, &read, kind)? else {
            continue;
        };
        let field = |name: &str| app.get(name).cloned().unwrap_or_default();
        return Ok(json!({
            "_id": field("_id"),
            "type": name,
            "name": field("name"),
            "image": field("image"),
            "domain": field("domain"),
            "clientId": call.pool.user_pool_id,
            "client_id": field("client_id"),
            "css": field("css"),
            "redirect_uris": field(uris),
        }));
    }
    Err(Code::UnknownApp.into())
}

fn is_authorized(call: &Call<'_>) -> HandlerResult {
    let user = call.user(call.args.text("userId"))?;
    let app = call.args.text("appId").unwrap_or_default();
    let authorized = user.authorizations.iter().any(|has| has.app == app);
    Ok(json!({"authorized": authorized}))
}

/// Lists the ids of the users who have authorized an app.
fn users_of(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id_if_given(call.args.text("userPoolId"))?;
    let read = call.pool.store.read()?;
    let app = call.args.text("appId").unwrap_or_default();
    OIDC.known(&read, app)?;
    let mut users = USERS.all(&read)?;
    users.retain(|user| user.authorizations.iter().any(|has| has.app == app));
    Shape::Page(1).of(call.args, users, |user| Ok(Value::String(user.id)))
}

fn is_domain_free(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let is_taken = find(call, &read, &OIDC)?
        .or(find(call, &read, &OAUTH)?)
        .is_some();
    Ok((!is_taken).into())
}
