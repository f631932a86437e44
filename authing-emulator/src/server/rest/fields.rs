//! Bodies with a few texts, as JSON or as a form: the official SDKs send both.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::rules::api_error::{ApiError, Code};
use crate::rules::apps;
use crate::rules::pool::Pool;
use crate::server::app::App;
use crate::server::authorization::named;
use crate::server::language;
use crate::server::media;
use crate::server::response::{Failed, api_error_response, blocking, error_response};

/// Handles a request that names the pool or an app, and whose body has a few texts. `done` is the message of a success.
///
/// The HTTP status of a body that arrived is always 200: the envelope has the code.
pub(super) async fn respond<T: DeserializeOwned + 'static>(
    app: App,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
    done: &str,
    handle: fn(&Pool, T) -> Result<(), ApiError>,
) -> Result<Response, Failed> {
    let body = match media::received(body) {
        Ok(body) => body,
        Err((status, reason)) => return Ok(error_response(status, reason)),
    };
    let language = language::of(&headers, &app.pool);
    let handled = blocking(move || {
        let request = read(&headers, &body).ok_or_else(|| {
            Code::Internal.saying(
                "请求体必须是 JSON 或表单，且字段为字符串",
                "the body must be JSON or a form, and its fields strings",
            )
        })?;
        check_pool(&app.pool, &headers)?;
        handle(&app.pool, request)
    });
    Ok(match handled.await? {
        Ok(()) => Json(json!({"code": 200, "message": done})).into_response(),
        Err(error) => api_error_response(false, &error.in_language(language)),
    })
}

/// Checks that the headers name the pool or an app.
fn check_pool(pool: &Pool, headers: &HeaderMap) -> Result<(), ApiError> {
    let user_pool_id = named(headers, "x-authing-userpool-id");
    let app_id = named(headers, "x-authing-app-id");
    if user_pool_id.or(app_id).is_none() {
        return Err(Code::PoolMissing.into());
    }
    pool.check_id_if_given(user_pool_id)?;
    apps::named(pool, app_id).map(drop)
}

/// Returns what a body has, or `None` if it is neither JSON nor a form, or lacks something.
fn read<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Option<T> {
    let content_type = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    match essence.to_ascii_lowercase().as_str() {
        "application/json" => serde_json::from_slice(body).ok(),
        "application/x-www-form-urlencoded" => {
            let pairs = form_urlencoded::parse(body);
            let fields: Map<_, _> = pairs
                .map(|(name, text)| (name.into_owned(), Value::from(text)))
                .collect();
            serde_json::from_value(fields.into()).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_and_forms_have_the_same_fields() {
        let read = |content_type: &'static str, body: &'static str| {
            let headers =
                HeaderMap::from_iter([(header::CONTENT_TYPE, content_type.parse().unwrap())]);
            read::<Value>(&headers, body.as_bytes())
        };
        let expected = Some(json!({"phone": "+86 1", "scene": "a&b"}));
        let json = r#"{"phone":"+86 1","scene":"a&b"}"#;
        assert_eq!(read("application/json; charset=utf-8", json), expected);
        let form = "phone=%2B86+1&scene=a%26b";
        assert_eq!(read("application/x-www-form-urlencoded", form), expected);
        assert_eq!(read("text/plain", json), None);
        assert_eq!(read("application/json", form), None);
    }
}
