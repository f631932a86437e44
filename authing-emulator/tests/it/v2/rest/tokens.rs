//! The tokens that the paths require, as the documentation lists them.

use serde_json::json;

use super::{By, NONE};
use crate::v2::{V2, only, text};

const PAGE: &str = include_str!("../../../../docs/rest_v2.md");

/// Returns every documented path with its token. An id takes the place of each parameter.
fn endpoints() -> Vec<(String, &'static str)> {
    let rows = PAGE.lines().filter(|line| line.starts_with("| `"));
    let endpoints = rows.flat_map(|row| {
        let mut cells = row.trim_matches('|').split(" | ");
        let (paths, token) = (cells.next().unwrap(), cells.next().unwrap().trim());
        let paths = paths.split('`').skip(1).step_by(2);
        paths.map(move |path| (filled(path), token))
    });
    endpoints.collect()
}

fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| match part.starts_with('{') {
        true => "5aec1ea610ecb800018db176",
        false => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn every_path_checks_its_token() {
    let v2 = V2::new().await;
    let (_, token) = v2.session("ada").await;
    let (_, expired) = v2.session("eve").await;
    let logged_out = only(v2.login("Username", json!({"username": "eve"})).await);
    v2.0.emulator
        .log_out_user(logged_out["id"].as_str().unwrap())
        .unwrap();
    let (signed, _) = token.rsplit_once('.').unwrap();
    let forged = format!("{signed}.AAAA");
    let endpoints = endpoints();
    assert!(endpoints.len() > 10);
    for (endpoint, required) in &endpoints {
        if *required == "none" {
            continue;
        }
        if *required == "pool or app" {
            let (method, path) = endpoint.split_once(' ').unwrap();
            let url = format!("{}{path}", v2.0.emulator.base_url());
            let nameless =
                v2.0.http
                    .request(method.parse().unwrap(), url)
                    .send()
                    .await
                    .unwrap();
            let envelope: serde_json::Value = nameless.json().await.unwrap();
            assert_eq!(envelope["code"], 2010, "{endpoint}");
            continue;
        }
        assert_eq!(
            v2.rejected(By::App, endpoint, NONE).await,
            2020,
            "{endpoint}"
        );
        let by = By::Token(&forged);
        assert_eq!(v2.rejected(by, endpoint, NONE).await, 2207, "{endpoint}");
        let by = By::Token(&expired);
        assert_eq!(v2.rejected(by, endpoint, NONE).await, 2206, "{endpoint}");
        let foreign = match *required {
            "management" => Some(By::Token(&token)),
            "user" | "user or MFA" => Some(By::Owner),
            "any" => None,
            other => panic!("{other} is not a kind of token"),
        };
        if let Some(by) = foreign {
            assert_eq!(v2.rejected(by, endpoint, NONE).await, 1001, "{endpoint}");
        }
    }
}

#[tokio::test]
async fn a_path_that_is_not_emulated_says_so() {
    let v2 = V2::new().await;
    for (method, path) in [
        ("GET", "/api/v2/luck"),
        ("GET", "/api/v2/users/principal_authentication"),
        ("PUT", "/api/v2/mfa/authenticator"),
        ("POST", "/api/v3/signin"),
    ] {
        let url = format!("{}{path}", v2.0.emulator.base_url());
        let request = v2.0.http.request(method.parse().unwrap(), url);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 404, "{path}");
        let body: serde_json::Value = response.json().await.unwrap();
        let expected = format!("authing-emulator does not support {method} {path} yet");
        assert_eq!(text(&body["message"]), expected);
    }
}

#[tokio::test]
async fn malformed_requests_are_rejected() {
    let v2 = V2::new().await;
    let (_, token) = v2.session("ada").await;
    let url = format!("{}/api/v2/mfa/totp/verify", v2.0.emulator.base_url());
    for (content_type, body, status) in [
        ("application/json", "[]", 400),
        ("application/json", "{\"totp\": hunter2", 400),
        ("text/plain", "{}", 415),
    ] {
        let request = v2.0.http.post(&url).bearer_auth(&token);
        let request = request.header("content-type", content_type).body(body);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), status, "{body}");
        assert!(!response.text().await.unwrap().contains("hunter2"));
    }
    let url = format!("{}/api/v2/users/%ff/mfa-bound", v2.0.emulator.base_url());
    let request = v2.0.http.get(url).bearer_auth(v2.management_token().await);
    assert_eq!(request.send().await.unwrap().status(), 400);
}
