//! The endpoints, and the library that starts them.

use std::net::SocketAddr;

use authing_emulator::{
    Builder, Clock, Emulator, Fault, Message, Randomness, RecordedRequest, Seed, SeedError,
    StartError, UserError,
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::Fixture;

const QUERY: &str = r#"{"query":"{ checkLoginStatus { code } }"}"#;

async fn post(
    fixture: &Fixture,
    content_type: Option<&str>,
    body: impl Into<String>,
) -> (StatusCode, Value) {
    let mut request = fixture
        .http
        .post(fixture.emulator.users_url())
        .body(body.into());
    if let Some(content_type) = content_type {
        request = request.header("content-type", content_type);
    }
    let response = request.send().await.unwrap();
    (response.status(), response.json().await.unwrap())
}

#[tokio::test]
async fn every_endpoint_serves_every_operation() {
    let fixture = Fixture::new().await;
    let emulator = &fixture.emulator;
    for url in [
        emulator.users_url(),
        emulator.oauth_url(),
        emulator.graphql_url(),
    ] {
        let request = fixture
            .http
            .post(&url)
            .header("content-type", "application/json");
        let body: Value = request
            .body(QUERY)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        assert_eq!(
            body,
            json!({"data": {"checkLoginStatus": {"code": 2020}}}),
            "{url}"
        );
    }
    let base = emulator.base_url();
    for service in ["/users", "/oauth", ""] {
        let (status, _) = fixture.get(&format!("{base}{service}/system/status")).await;
        assert_eq!(status, StatusCode::OK);
        for path in ["send_smscode", "notification/send_register_smscode"] {
            let url = format!("{base}{service}/{path}/13800000000/{}", fixture.pool());
            assert_eq!(fixture.get(&url).await.1["code"], 200, "{url}");
        }
    }
    let cdn = fixture
        .http
        .get(emulator.cdn_url() + "/")
        .send()
        .await
        .unwrap();
    assert_eq!(cdn.status(), StatusCode::OK);
}

#[tokio::test]
async fn valid_bodies_are_accepted() {
    let fixture = Fixture::new().await;
    let named = r#"{"query":"query A { a: __typename } query B { b: __typename }","variables":null,"operationName":"B"}"#;
    for (content_type, body, expected) in [
        (
            "application/json",
            QUERY,
            json!({"checkLoginStatus": {"code": 2020}}),
        ),
        (
            "application/json; charset=utf-8",
            QUERY,
            json!({"checkLoginStatus": {"code": 2020}}),
        ),
        (
            "Application/JSON;charset=UTF-8",
            named,
            json!({"b": "Query"}),
        ),
    ] {
        let response = post(&fixture, Some(content_type), body).await;
        assert_eq!(
            response,
            (StatusCode::OK, json!({"data": expected})),
            "{content_type}"
        );
    }
}

#[tokio::test]
async fn invalid_bodies_are_rejected() {
    let fixture = Fixture::new().await;
    let json = Some("application/json");
    let long = format!(r#"{{"query":"{{ __typename }} #{}"}}"#, "x".repeat(1 << 20));
    for (content_type, body, expected) in [
        (json, r#"{"query":"#, StatusCode::BAD_REQUEST),
        (json, "", StatusCode::BAD_REQUEST),
        (json, "[]", StatusCode::BAD_REQUEST),
        (json, "{}", StatusCode::BAD_REQUEST),
        (json, r#"{"query":1}"#, StatusCode::BAD_REQUEST),
        (
            json,
            r#"{"query":"{ __typename }","variables":[]}"#,
            StatusCode::BAD_REQUEST,
        ),
        (
            json,
            r#"{"query":"{ __typename }","operationName":"A"}"#,
            StatusCode::BAD_REQUEST,
        ),
        (
            Some("text/plain"),
            QUERY,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (
            Some("application/graphql"),
            QUERY,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (None, QUERY, StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (json, long.as_str(), StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let (status, response) = post(&fixture, content_type, body).await;
        assert_eq!(status, expected, "{response}");
        assert!(response["errors"][0]["message"].is_string(), "{response}");
    }
}

#[tokio::test]
async fn an_unknown_operation_is_rejected_also_in_a_document_that_was_sent_before() {
    let fixture = Fixture::new().await;
    for (name, expected) in [("A", StatusCode::OK), ("B", StatusCode::BAD_REQUEST)] {
        let body = format!(r#"{{"query":"query A {{ __typename }}","operationName":"{name}"}}"#);
        let (status, response) = post(&fixture, Some("application/json"), &body).await;
        assert_eq!(status, expected, "{response}");
    }
}

#[tokio::test]
async fn wrong_methods_and_paths_are_rejected() {
    let fixture = Fixture::new().await;
    let emulator = &fixture.emulator;
    for (method, url, expected) in [
        (
            Method::DELETE,
            emulator.users_url(),
            StatusCode::METHOD_NOT_ALLOWED,
        ),
        (
            Method::PUT,
            emulator.graphql_url(),
            StatusCode::METHOD_NOT_ALLOWED,
        ),
        (
            Method::POST,
            emulator.messages_url(),
            StatusCode::METHOD_NOT_ALLOWED,
        ),
        (
            Method::GET,
            emulator.base_url() + "/nothing/here",
            StatusCode::NOT_FOUND,
        ),
    ] {
        let response = fixture.http.request(method, &url).send().await.unwrap();
        assert_eq!(response.status(), expected, "{url}");
        let allowed = response.headers().contains_key("allow");
        assert_eq!(allowed, expected == StatusCode::METHOD_NOT_ALLOWED, "{url}");
        assert!(response.json::<Value>().await.unwrap().is_object());
    }
}

#[test]
fn public_types_are_send_and_sync() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Emulator>();
    shared::<Builder>();
    shared::<Clock>();
    shared::<Fault>();
    shared::<Message>();
    shared::<Randomness>();
    shared::<RecordedRequest>();
    shared::<Seed>();
    shared::<SeedError>();
    shared::<StartError>();
    shared::<UserError>();
}

#[test]
fn an_emulator_shows_no_secret() {
    let builder = Emulator::builder()
        .secret("the pool's secret")
        .private_key_pem("a private key");
    assert!(
        !format!("{builder:?}").contains("private key")
            && !format!("{builder:?}").contains("the pool's")
    );
    let emulator = Emulator::builder()
        .secret("the pool's secret")
        .start_blocking()
        .unwrap();
    assert!(!format!("{emulator:?}").contains("the pool's"));
}

#[tokio::test]
async fn dropping_an_emulator_stops_it() {
    let first = Fixture::new().await;
    let address: SocketAddr = first
        .emulator
        .base_url()
        .replace("http://", "")
        .parse()
        .unwrap();
    let second = Fixture::new().await;
    assert_ne!(first.emulator.base_url(), second.emulator.base_url());
    let taken = Emulator::builder().listen(address).start().await;
    assert!(matches!(taken, Err(StartError::Listen { .. })));

    let status = second.emulator.base_url() + "/system/status";
    drop(first);
    assert!(std::net::TcpStream::connect(address).is_err());
    assert_eq!(second.get(&status).await.0, StatusCode::OK);
    second.emulator.shut_down().await;
    assert!(second.http.get(&status).send().await.is_err());
}

#[tokio::test]
async fn invalid_options_are_named() {
    for (builder, option) in [
        (Emulator::builder().secret(""), "secret"),
        (Emulator::builder().user_pool_id(""), "user_pool_id"),
        (
            Emulator::builder().private_key_pem("no key"),
            "private_key_pem",
        ),
        (
            Emulator::builder().token_lifetime(std::time::Duration::MAX),
            "token_lifetime",
        ),
    ] {
        let error = builder.start().await.unwrap_err();
        assert!(
            error.to_string().starts_with(&format!("`{option}`")),
            "{error}"
        );
    }
}
