//! `/operator/…`: the methods of [`Emulator`](crate::Emulator) for programs that can't call them.
//!
//! A body must have a JSON content type, which a web page can't make a browser send here.

use std::error::Error as _;
use std::iter;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::rules::login::qr_login::QrCodeStep;
use crate::rules::operator::UserError;
use crate::rules::pool::Pool;
use crate::seed::Seed;
use crate::server::app::App;
use crate::server::response::{Failed, blocking, blocking_or_failed, error_response};
use crate::store::apps::{AppKind, MfaPolicy};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::server) struct LdapAccount {
    username: String,
    password: String,
    email: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::server) struct NewApp {
    kind: AppKind,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::server) struct AppMfa {
    app: String,
    policies: Vec<MfaPolicy>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::server) struct QrCodeUse {
    random: String,
    user: String,
    step: QrCodeStep,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::server) struct RedirectUri {
    app: String,
    uri: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::server) struct Authorization {
    user: String,
    app: String,
    scope: String,
}

pub(super) type Body<T> = Result<Json<T>, JsonRejection>;

pub(in crate::server) async fn add_ldap_account(
    app: State<App>,
    body: Body<LdapAccount>,
) -> Response {
    run(app, body, |pool, account| {
        let LdapAccount {
            username,
            password,
            email,
        } = account;
        pool.add_ldap_account(&username, &password, email.as_deref())?;
        Ok(json!({}))
    })
    .await
}

pub(in crate::server) async fn add_app(app: State<App>, body: Body<NewApp>) -> Response {
    run(app, body, |pool, app| {
        Ok(json!({"id": pool.add_app(app.kind, &app.name)?}))
    })
    .await
}

pub(in crate::server) async fn set_app_mfa(app: State<App>, body: Body<AppMfa>) -> Response {
    run(app, body, |pool, mfa| {
        pool.set_app_mfa(&mfa.app, &mfa.policies)?;
        Ok(json!({}))
    })
    .await
}

pub(in crate::server) async fn use_qr_code(app: State<App>, body: Body<QrCodeUse>) -> Response {
    run(app, body, |pool, used| {
        pool.use_qr_code(&used.random, &used.user, used.step)?;
        Ok(json!({}))
    })
    .await
}

pub(in crate::server) async fn add_redirect_uri(
    app: State<App>,
    body: Body<RedirectUri>,
) -> Response {
    run(app, body, |pool, redirect| {
        pool.add_redirect_uri(&redirect.app, &redirect.uri)?;
        Ok(json!({}))
    })
    .await
}

pub(in crate::server) async fn authorize_app(
    app: State<App>,
    body: Body<Authorization>,
) -> Response {
    run(app, body, |pool, given| {
        pool.authorize_app(&given.user, &given.app, &given.scope)?;
        Ok(json!({}))
    })
    .await
}

/// Returns the whole state as a seed, which no browser may cache.
pub(in crate::server) async fn export(State(app): State<App>) -> Result<Response, Failed> {
    let export = blocking_or_failed("the state could not be exported", move || {
        let seed = Seed::of(&app.pool.store).map_err(|error| error.to_string())?;
        seed.to_json().map_err(|error| error.to_string())
    });
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, export.await?).into_response())
}

/// Makes the change that a body describes.
pub(super) async fn run<T: Send + 'static>(
    app: State<App>,
    body: Body<T>,
    change: impl FnOnce(&Pool, T) -> Result<Value, UserError> + Send + 'static,
) -> Response {
    let body = match body {
        Ok(Json(body)) => body,
        Err(rejection) => return error_response(rejection.status(), &reason(&rejection)),
    };
    make(app, move |pool| change(pool, body)).await
}

/// Returns what is wrong with a body. The rejection's own text may quote a value, such as a password: here only the names
/// of members are quoted.
fn reason(rejection: &JsonRejection) -> String {
    let JsonRejection::JsonDataError(error) = rejection else {
        return rejection.body_text();
    };
    let mut sources = iter::successors(error.source(), |&error| error.source());
    let located = sources
        .find_map(|error| error.downcast_ref::<serde_path_to_error::Error<serde_json::Error>>());
    let Some(located) = located else {
        return "the body does not have the expected form".to_owned();
    };
    let text = located.inner().to_string();
    let names = ["unknown field", "missing field", "duplicate field"];
    if names.iter().any(|name| text.starts_with(name)) {
        return text;
    }
    match located.path().to_string().as_str() {
        "." => "the body is not an object".to_owned(),
        path => format!("`{path}` has a wrong type or value"),
    }
}

/// Makes a change.
pub(super) async fn make(
    State(app): State<App>,
    change: impl FnOnce(&Pool) -> Result<Value, UserError> + Send + 'static,
) -> Response {
    match blocking(move || change(&app.pool)).await {
        Ok(Ok(response)) => Json(response).into_response(),
        Ok(Err(error @ UserError::Internal(_))) => {
            error_response(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string())
        }
        Ok(Err(error @ (UserError::Unknown(_) | UserError::UnknownApp(_)))) => {
            error_response(StatusCode::NOT_FOUND, &error.to_string())
        }
        Ok(Err(error)) => error_response(StatusCode::BAD_REQUEST, &error.to_string()),
        Err(failed) => failed.into_response(),
    }
}
