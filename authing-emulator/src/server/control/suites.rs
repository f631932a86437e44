//! `/operator/faults`, `/operator/requests`, `/operator/clock` and `/operator/state`: the methods of
//! [`Emulator`](crate::Emulator) for test suites in other languages.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::fault_names;
use crate::control::faults::{Fault, FaultForm, Kind};
use crate::control::recorded::RecordedRequest;
use crate::server::app::App;
use crate::server::response::{Failed, blocking_or_failed, error_response};

/// `POST`: injects one fault, or several in a list.
pub(in crate::server) async fn inject(
    State(app): State<App>,
    body: Result<Json<Value>, JsonRejection>,
) -> Response {
    let body = match body {
        Ok(Json(body)) => body,
        Err(rejection) => return error_response(rejection.status(), &rejection.body_text()),
    };
    let faults = match body {
        Value::Array(faults) => faults.into_iter().map(fault).collect::<Result<Vec<_>, _>>(),
        body => fault(body).map(|fault| vec![fault]),
    };
    let checked = faults.and_then(|faults| {
        let names = faults.iter().filter_map(|fault| fault.on.as_deref());
        let warnings = names.map(|name| fault_names::check(&app, name));
        let warnings = warnings.collect::<Result<Vec<_>, _>>()?;
        Ok((warnings.into_iter().flatten().collect::<Vec<_>>(), faults))
    });
    match checked {
        Ok((warnings, faults)) => {
            app.control.faults.inject(faults);
            match warnings.as_slice() {
                [] => Json(json!({})).into_response(),
                warnings => Json(json!({ "warnings": warnings })).into_response(),
            }
        }
        Err(reason) => error_response(StatusCode::BAD_REQUEST, &reason),
    }
}

fn fault(value: Value) -> Result<Fault, String> {
    let has_kind = value.get("kind").is_some();
    let form: FaultForm = serde_json::from_value(value).map_err(|error| {
        let kinds = if has_kind {
            String::new()
        } else {
            let kinds = Kind::ALL.map(|kind| format!("`{kind}`")).join(", ");
            format!(
                "; the kinds are {kinds}, for example {{\"kind\": \"status\", \"status\": 502}}"
            )
        };
        format!("not a fault: {error}{kinds}")
    })?;
    form.fault()
}

/// `GET`: the queued faults.
pub(in crate::server) async fn faults(State(app): State<App>) -> Json<Vec<FaultForm>> {
    let faults = app.control.faults.all();
    Json(faults.iter().map(FaultForm::from).collect())
}

/// `DELETE`.
pub(in crate::server) async fn clear_faults(State(app): State<App>) -> Json<Value> {
    app.control.faults.clear();
    Json(json!({}))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Raw<'a> {
    #[serde(flatten)]
    request: &'a RecordedRequest,
    raw_body: String,
    raw_token: Option<&'a str>,
}

/// `GET`: newest last, with secrets redacted.
pub(in crate::server) async fn requests(State(app): State<App>) -> Json<Vec<RecordedRequest>> {
    Json(app.control.requests.all())
}

/// `GET`: the same, with the secrets.
pub(in crate::server) async fn raw_requests(State(app): State<App>) -> Response {
    let requests = app.control.requests.all();
    let raw = requests.iter().map(|request| Raw {
        request,
        raw_body: request.raw_body(),
        raw_token: request.raw_token(),
    });
    Json(raw.collect::<Vec<_>>()).into_response()
}

/// `DELETE`.
pub(in crate::server) async fn clear_requests(State(app): State<App>) -> Json<Value> {
    app.control.requests.clear();
    Json(json!({}))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::server) struct Advance {
    advance_seconds: u32,
}

/// `GET`: the emulator's time, in seconds since 1970.
pub(in crate::server) async fn time(State(app): State<App>) -> Json<Value> {
    Json(json!({"now": app.pool.clock.seconds()}))
}

/// `POST`: advances the clock, and returns the new time.
pub(in crate::server) async fn advance(
    state: State<App>,
    body: Result<Json<Advance>, JsonRejection>,
) -> Response {
    match body {
        Ok(Json(Advance { advance_seconds })) => {
            let by = Duration::from_secs(advance_seconds.into());
            state.pool.clock.advance(by);
            time(state).await.into_response()
        }
        Err(rejection) => error_response(rejection.status(), &rejection.body_text()),
    }
}

/// `DELETE`: resets the clock, and returns the new time.
pub(in crate::server) async fn reset_clock(state: State<App>) -> Json<Value> {
    state.pool.clock.reset();
    time(state).await
}

/// `DELETE`.
pub(in crate::server) async fn reset(State(app): State<App>) -> Result<Json<Value>, Failed> {
    let reset = move || app.control.reset(&app.pool);
    blocking_or_failed("the pool could not be reset", reset).await?;
    Ok(Json(json!({})))
}
