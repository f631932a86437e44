//! Reading responses.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::header::LOCATION;
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::browser::form;
use super::{APP, CALLBACK, Oidc, SECRET, VERIFIER};

pub(super) fn exchange_fields(code: &str) -> Vec<(&str, &str)> {
    vec![
        ("grant_type", "authorization_code"),
        ("client_id", APP),
        ("client_secret", SECRET),
        ("code", code),
        ("redirect_uri", CALLBACK),
    ]
}

pub(super) fn changed<'a>(
    fields: &[(&'a str, &'a str)],
    changes: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let is_changed = |name: &str| changes.iter().any(|(changed, _)| *changed == name);
    let kept = fields.iter().filter(|(name, _)| !is_changed(name));
    let new = changes.iter().filter(|(_, value)| !value.is_empty());
    kept.chain(new).copied().collect()
}

pub(super) async fn body(response: Response) -> (StatusCode, Value) {
    let status = response.status();
    assert_eq!(response.headers()["cache-control"], "no-store");
    (status, response.json().await.unwrap())
}

pub(super) fn location(response: &Response) -> String {
    let location = response.headers().get(LOCATION);
    let location = location.unwrap_or_else(|| panic!("no redirect: {response:?}"));
    location.to_str().unwrap().to_owned()
}

/// Returns the parameters of a response at the app's redirect URI.
pub(super) fn parameters(response: &Response) -> Vec<(String, String)> {
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let location = location(response);
    let (uri, query) = location.split_once('?').unwrap();
    assert_eq!(uri, CALLBACK);
    form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}

pub(super) fn of(parameters: &[(String, String)], name: &str) -> Option<String> {
    let mut found = parameters.iter().filter(|(known, _)| known == name);
    let value = found.next().map(|(_, value)| value.clone());
    assert!(found.next().is_none(), "{name} is given twice");
    value
}

/// Returns the code that the app gets, and checks that it gets its state.
pub(super) fn code_of(response: &Response) -> String {
    let parameters = parameters(response);
    assert_eq!(
        of(&parameters, "state").as_deref(),
        Some("a state & more"),
        "{parameters:?}"
    );
    assert_eq!(parameters.len(), 2, "{parameters:?}");
    of(&parameters, "code").unwrap()
}

/// Returns the error that the app gets, and checks that it gets its state.
pub(super) fn error_of(response: &Response) -> String {
    let parameters = parameters(response);
    assert_eq!(
        of(&parameters, "state").as_deref(),
        Some("a state & more"),
        "{parameters:?}"
    );
    assert!(of(&parameters, "error_description").is_some_and(|text| !text.is_empty()));
    assert_eq!(parameters.len(), 3, "{parameters:?}");
    of(&parameters, "error").unwrap()
}

/// Checks that a request is rejected on a page, and not redirected. Returns the page.
pub(super) async fn error_page(response: Response) -> String {
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert!(!response.headers().contains_key(LOCATION));
    assert_eq!(
        response.headers()["content-type"],
        "text/html; charset=utf-8"
    );
    response.text().await.unwrap()
}

/// Checks an error of the token endpoint.
pub(super) fn assert_error(response: &(StatusCode, Value), status: u16, code: &str) {
    let (got, body) = response;
    assert_eq!(
        (got.as_u16(), &body["error"]),
        (status, &json!(code)),
        "{body}"
    );
    assert!(body["error_description"].is_string(), "{body}");
}

/// Returns a part of a token, which is not verified.
pub(super) fn part(token: &Value, index: usize) -> Value {
    let part = token.as_str().unwrap().split('.').nth(index).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

pub(super) fn claims(token: &Value) -> Value {
    part(token, 1)
}

pub(super) fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

pub(super) fn challenge() -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER))
}

/// Sends a form with a header for the client's id and secret.
pub(super) async fn basic(
    oidc: &Oidc,
    path: &str,
    pair: (&str, &str),
    fields: &[(&str, &str)],
) -> Response {
    let request = oidc.browser.http.post(oidc.url(path));
    let request = form(request, fields).basic_auth(pair.0, Some(pair.1));
    request.send().await.unwrap()
}
