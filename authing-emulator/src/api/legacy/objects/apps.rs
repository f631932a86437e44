//! OAuth and OIDC apps as objects. They are the apps that users log in to.
//!
//! What no rule reads, such as an app's description, is stored beside the app's record.

use redb::WriteTransaction;
use serde_json::{Value, json};

use super::{Object, or_default, text};
use crate::api::members;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::apps as rules;
use crate::rules::pool::Pool;
use crate::store::apps::{self, APPS, App, AppKind, GrantKind, IdTokenAlgorithm, OTHER_FIELDS};
use crate::store::{Read, objects};

/// The schema's names for the two kinds of apps.
struct Names {
    grants: &'static str,
    redirect_uris: &'static str,
    secret: &'static str,
}

fn names(kind: AppKind) -> Names {
    match kind {
        AppKind::OAuth => Names {
            grants: "grants",
            redirect_uris: "redirectUris",
            secret: "appSecret",
        },
        AppKind::Oidc => Names {
            grants: "grant_types",
            redirect_uris: "redirect_uris",
            secret: "client_secret",
        },
    }
}

pub(super) fn get(
    transaction: &impl Read,
    kind: AppKind,
    id: &str,
) -> Result<Option<Object>, ApiError> {
    let app = APPS.get(transaction, id)?.filter(|app| app.kind == kind);
    app.map(|app| object(transaction, &app)).transpose()
}

pub(super) fn all(transaction: &impl Read, kind: AppKind) -> Result<Vec<Object>, ApiError> {
    let apps = APPS.all(transaction)?.into_iter();
    apps.filter(|app| app.kind == kind)
        .map(|app| object(transaction, &app))
        .collect()
}

pub(in crate::api::legacy) fn object(
    transaction: &impl Read,
    app: &App,
) -> Result<Object, ApiError> {
    let mut object = objects::get(transaction, OTHER_FIELDS, &app.id)?.unwrap_or_default();
    let names = names(app.kind);
    let lifetimes = &app.lifetimes;
    let derived = json!({
        "_id": app.id,
        "name": app.name,
        "domain": app.identifier.clone().unwrap_or_else(|| format!("app-{}", app.id)),
        "image": app.logo,
        "client_id": app.id,
        names.secret: app.secret,
        names.redirect_uris: app.redirect_uris,
        "isDeleted": false,
        "when": app.created_at,
    });
    object.extend(members(derived));
    or_default(&mut object, names.grants, granted(app));
    or_default(&mut object, "description", "");
    if app.kind == AppKind::OAuth {
        or_default(&mut object, "casExpire", 3600);
        return Ok(object);
    }
    let seconds = |set: Option<i32>, default: i32| set.unwrap_or(default).to_string();
    object.extend(members(json!({
        "id_token_signed_response_alg": app.id_token_algorithm,
        "authorization_code_expire": seconds(lifetimes.code, 600),
        "id_token_expire": seconds(lifetimes.id_token, 3600),
        "access_token_expire": seconds(lifetimes.access_token, 3600),
        "refresh_token_expire": seconds(lifetimes.refresh_token, 1_209_600),
    })));
    let method = if app.public_client {
        "none"
    } else {
        "client_secret_post"
    };
    or_default(&mut object, "token_endpoint_auth_method", method);
    or_default(&mut object, "response_types", vec!["code"]);
    or_default(&mut object, "cas_expire", "3600");
    or_default(&mut object, "isDefault", false);
    Ok(object)
}

/// Returns an app without its secret, as everybody may see it.
pub(in crate::api::legacy) fn without_secret(mut app: Object) -> Object {
    for kind in [AppKind::OAuth, AppKind::Oidc] {
        app.remove(names(kind).secret);
    }
    app
}

fn granted(app: &App) -> Vec<&'static str> {
    let grants = GrantKind::ALL.into_iter();
    let grants = grants.filter(|grant| app.may_use(*grant));
    grants.map(GrantKind::name).collect()
}

pub(super) fn save(
    pool: &Pool,
    transaction: &WriteTransaction,
    kind: AppKind,
    object: &Object,
) -> Result<(), ApiError> {
    let (id, domain, names) = (text(object, "_id"), text(object, "domain"), names(kind));
    let mut app = match APPS.get(transaction, id)? {
        Some(app) => app,
        None => {
            let secret = pool.randomness.hex::<16>();
            App::new(id.to_owned(), kind, "", secret, pool.date())
        }
    };
    text(object, "name").clone_into(&mut app.name);
    let domain = Some(domain).filter(|domain| !domain.is_empty());
    if let Some(domain) = domain
        && rules::is_taken(transaction, domain, &app)?
    {
        return Err(Code::DomainTaken.into());
    }
    app.identifier = domain.map(str::to_owned);
    app.logo = object
        .get("image")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let before = std::mem::take(&mut app.redirect_uris);
    app.logout_redirect_uris.retain(|uri| !before.contains(uri));
    let uris = texts(object, names.redirect_uris);
    rules::add_redirect_uris(&mut app, names.redirect_uris, &uris)?;
    let grants = texts(object, names.grants);
    app.grants = Some(
        GrantKind::ALL
            .into_iter()
            .filter(|grant| grants.contains(&grant.name()))
            .collect(),
    );
    app.public_client = text(object, "token_endpoint_auth_method") == "none";
    app.id_token_algorithm = match text(object, "id_token_signed_response_alg") {
        "" | "HS256" => IdTokenAlgorithm::Hs256,
        "RS256" => IdTokenAlgorithm::Rs256,
        _ => {
            return Err(Code::Internal.saying(
                "模拟器中 `id_token_signed_response_alg` 只能是 HS256 或 RS256",
                "`id_token_signed_response_alg` must be HS256 or RS256 in the emulator",
            ));
        }
    };
    app.lifetimes.code = seconds(object, "authorization_code_expire")?;
    app.lifetimes.id_token = seconds(object, "id_token_expire")?;
    app.lifetimes.access_token = seconds(object, "access_token_expire")?;
    app.lifetimes.refresh_token = seconds(object, "refresh_token_expire")?;
    apps::save(transaction, &app)?;
    Ok(objects::save(transaction, OTHER_FIELDS, id, object)?)
}

fn texts<'a>(object: &'a Object, field: &str) -> Vec<&'a str> {
    let list = object.get(field).and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

fn seconds(object: &Object, field: &str) -> Result<Option<i32>, ApiError> {
    let given = object.get(field).and_then(Value::as_str);
    given
        .map(|text| text.parse::<i32>().ok().filter(|seconds| *seconds > 0))
        .map(|seconds| {
            seconds.ok_or_else(|| {
                Code::Internal.saying(
                    format!("`{field}` 必须是秒数"),
                    format!("`{field}` must be a number of seconds"),
                )
            })
        })
        .transpose()
}
