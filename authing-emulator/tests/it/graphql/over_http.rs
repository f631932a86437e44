//! GraphQL over HTTP, beyond a plain POST of JSON.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::client::Fixture;
use crate::http::raw::rest;

const QUERY: &str = "{ checkLoginStatus { code } }";

fn body() -> String {
    json!({"query": QUERY}).to_string()
}

fn expected_body() -> Value {
    json!({"data": {"checkLoginStatus": {"code": 2020}}})
}

/// Sends a POST with these headers.
async fn post(
    fixture: &Fixture,
    headers: &[(&str, &str)],
    body: impl Into<reqwest::Body>,
) -> (StatusCode, Value) {
    let mut request = fixture.http.post(fixture.emulator.users_url()).body(body);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "application/json");
    (response.status(), response.json().await.unwrap())
}

async fn get(fixture: &Fixture, parameters: &str) -> reqwest::Response {
    let url = format!("{}?{parameters}", fixture.emulator.oauth_url());
    fixture.http.get(url).send().await.unwrap()
}

/// Returns the text of the only error of a request that was not executed.
fn reason(response: &Value) -> &str {
    assert_eq!(response.get("data"), None, "{response}");
    let [error] = response["errors"].as_array().unwrap().as_slice() else {
        panic!("one error is expected: {response}");
    };
    error["message"].as_str().unwrap()
}

#[tokio::test]
async fn the_error_of_a_rejected_body_gives_the_reason_and_quotes_nothing() {
    let fixture = Fixture::new().await;
    let json = ("content-type", "application/json");
    let long = format!(r#"{{"query":"{{ __typename }} #{}"}}"#, "x".repeat(1 << 20));
    for (headers, body, status, why) in [
        (
            vec![json],
            "{\n\"query\": hunter2".to_owned(),
            400,
            "line 2, column 10",
        ),
        (
            vec![json],
            r#"{"variables":{"a":"hunter2"}}"#.to_owned(),
            400,
            "\"query\"",
        ),
        (
            vec![json],
            format!("[{}]", body()),
            400,
            "batches are not supported",
        ),
        (vec![json], long, 413, "1 MiB"),
        (vec![], body(), 415, "content type"),
        (
            vec![("content-type", "application/graphql")],
            QUERY.to_owned(),
            415,
            "content type",
        ),
        (
            vec![("content-type", "application/json; charset=gbk")],
            body(),
            415,
            "UTF-8",
        ),
        (
            vec![json, ("content-encoding", "gzip")],
            body(),
            415,
            "compressed",
        ),
    ] {
        let (result, response) = post(&fixture, &headers, body).await;
        assert_eq!(result, status, "{response}");
        let reason = reason(&response);
        assert!(
            reason.contains(why) && !reason.contains("hunter2"),
            "{reason}"
        );
    }
}

#[tokio::test]
async fn a_bom_is_skipped() {
    let fixture = Fixture::new().await;
    let marked = format!("\u{feff}{}", body());
    let result = post(&fixture, &[("content-type", "application/json")], marked).await;
    assert_eq!(result, (StatusCode::OK, expected_body()));
}

#[tokio::test]
async fn a_query_can_be_sent_by_get() {
    let fixture = Fixture::new().await;
    for parameters in [
        "query=%7BcheckLoginStatus%7Bcode%7D%7D",
        "query={checkLoginStatus{code}}&variables=&operationName=",
        "query=query+Q($t:String){checkLoginStatus(token:$t){code}}&variables=%7B%22t%22:null%7D&operationName=Q",
    ] {
        let response = get(&fixture, parameters).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(
            response.json::<Value>().await.unwrap(),
            expected_body(),
            "{parameters}"
        );
    }
    let url = format!("{}?query={{__typename}}", fixture.emulator.users_url());
    let head = fixture.http.head(url).send().await.unwrap();
    assert_eq!(
        (head.status(), head.bytes().await.unwrap().len()),
        (StatusCode::OK, 0)
    );
}

#[tokio::test]
async fn invalid_requests_by_get_are_rejected() {
    let fixture = Fixture::new().await;
    for (parameters, status, why) in [
        ("", 400, "\"query\""),
        ("variables={}", 400, "\"query\""),
        ("query={__typename}&query={__typename}", 400, "\"query\""),
        ("query={__typename}&variables=hunter2", 400, "\"variables\""),
        ("query={__typename}&variables=[]", 400, "\"variables\""),
        ("query=%FF%zz", 400, "syntax error"),
        (
            "query=mutation{refreshToken(client:\"\",user:\"\"){token}}",
            405,
            "use POST",
        ),
    ] {
        let response = get(&fixture, parameters).await;
        assert_eq!(response.status(), status, "{parameters}");
        let allowed = response
            .headers()
            .get("allow")
            .map(|allow| allow.to_str().unwrap().to_owned());
        assert_eq!(allowed.as_deref(), (status == 405).then_some("POST"));
        let body: Value = response.json().await.unwrap();
        let first = body["errors"][0]["message"].as_str().unwrap();
        assert!(first.contains(why) && !first.contains("hunter2"), "{first}");
    }
}

#[tokio::test]
async fn other_methods_get_the_allowed_ones() {
    let fixture = Fixture::new().await;
    let base = fixture.emulator.base_url();
    for (path, allowed) in [
        ("/graphql", "POST,GET,HEAD"),
        ("/messages", "GET,HEAD"),
        ("/cdn/x", "GET,HEAD"),
        ("/upload", "POST"),
        ("/operator/apps", "POST"),
        ("/users/system/status", "GET,HEAD"),
    ] {
        for method in [Method::DELETE, Method::OPTIONS] {
            let response = fixture
                .http
                .request(method, format!("{base}{path}"))
                .send()
                .await
                .unwrap();
            assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{path}");
            assert_eq!(response.headers()["allow"], allowed, "{path}");
            assert!(
                response.json::<Value>().await.unwrap().is_object(),
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn a_client_that_expects_100_continue_gets_it() {
    let fixture = Fixture::new().await;
    let body = body();
    let mut connection = fixture.connect().await;
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nexpect: 100-continue\r\n\r\n",
        body.len()
    );
    connection.write_all(head.as_bytes()).await.unwrap();
    let expected = b"HTTP/1.1 100 Continue\r\n\r\n";
    let mut leave = [0; 25];
    connection.read_exact(&mut leave).await.unwrap();
    assert_eq!(&leave, expected);
    connection.write_all(body.as_bytes()).await.unwrap();
    let (status, text) = rest(&mut connection).await;
    assert_eq!(status, StatusCode::OK);
    assert!(text.ends_with(&expected_body().to_string()), "{text}");
}

#[tokio::test]
async fn a_path_that_is_not_utf_8_gets_an_error_in_our_form() {
    let fixture = Fixture::new().await;
    for path in [
        "/send_smscode/%ff/pool",
        "/cdn/%ff",
        "/captcha/%ff",
        "/verify_email/%ff/1",
    ] {
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        let (status, text) = fixture.raw(request.as_bytes()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{path}");
        let (_, body) = text.split_once("\r\n\r\n").unwrap();
        let body: Value = serde_json::from_str(body).unwrap();
        assert_eq!(body["code"], 400, "{path}");
    }
}

#[tokio::test]
async fn the_public_key_has_an_endpoint() {
    let fixture = Fixture::new().await;
    let url = fixture.emulator.base_url() + "/public_key.pem";
    let pem = fixture
        .http
        .get(url)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert_eq!(pem, fixture.emulator.public_key_pem());
}
