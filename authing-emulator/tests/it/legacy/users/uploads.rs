//! Uploaded files.

use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use crate::client::Fixture;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nnot really\r\n--";

async fn token(fixture: &Fixture) -> String {
    let owner = fixture.owner_token().await;
    let token = fixture
        .call_as(&owner, "{ qiNiuUploadToken }", json!({}))
        .await;
    token.data("qiNiuUploadToken").as_str().unwrap().to_owned()
}

/// Returns a form with these parts, each with the text after its name in the header.
fn form(parts: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, header, content) in parts {
        let head =
            format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{header}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--edge--\r\n");
    body
}

async fn post(fixture: &Fixture, body: Vec<u8>) -> Response {
    let request = fixture
        .http
        .post(fixture.emulator.upload_url())
        .header("content-type", "multipart/form-data; boundary=edge")
        .header("authorization", "Bearer whatever");
    request.body(body).send().await.unwrap()
}

const FILE: &str = "; filename=\"照片.png\"\r\nContent-Type: image/png";

#[tokio::test]
async fn an_uploaded_file_can_be_read_from_the_cdn() {
    let fixture = Fixture::new().await;
    let token = token(&fixture).await;
    let body = form(&[("file", FILE, PNG), ("token", "", token.as_bytes())]);
    let response: Value = post(&fixture, body).await.json().await.unwrap();
    let key = response["key"].as_str().unwrap();
    assert!(key.starts_with("user-avatars/"), "{key}");

    let url = format!("{}/{key}", fixture.emulator.cdn_url());
    let file = fixture.http.get(&url).send().await.unwrap();
    assert_eq!(file.headers()["content-type"], "image/png");
    assert_eq!(file.headers()["x-content-type-options"], "nosniff");
    assert_eq!(file.bytes().await.unwrap(), PNG);
    let (status, _) = fixture.get(&(url + "x")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn without_a_valid_token_nothing_is_stored() {
    let fixture = Fixture::new().await;
    let good = token(&fixture).await;
    let owner = fixture.owner_token().await;
    let (start, _) = good.rsplit_once(':').unwrap();
    let forged = format!("{start}:eyJzY29wZSI6IiIsImRlYWRsaW5lIjo5OTk5OTk5OTk5fQ==");
    for wrong in ["", "x", "a:b:c", owner.as_str(), forged.as_str()] {
        let body = form(&[("file", FILE, PNG), ("token", "", wrong.as_bytes())]);
        let rejected = post(&fixture, body).await;
        assert_eq!(rejected.status(), StatusCode::UNAUTHORIZED, "{wrong}");
        assert_eq!(
            rejected.json::<Value>().await.unwrap(),
            json!({"error": "bad token"})
        );
    }
    let rejected = post(&fixture, form(&[("file", FILE, PNG)])).await;
    assert_eq!(rejected.status(), StatusCode::UNAUTHORIZED);
    let rejected = post(&fixture, form(&[("token", "", good.as_bytes())])).await;
    assert_eq!(rejected.status(), StatusCode::BAD_REQUEST);
    fixture.advance(3600);
    let late = form(&[("file", FILE, PNG), ("token", "", good.as_bytes())]);
    let rejected = post(&fixture, late).await;
    assert_eq!(
        rejected.json::<Value>().await.unwrap(),
        json!({"error": "expired token"})
    );
}

#[tokio::test]
async fn a_malformed_form_is_rejected() {
    let fixture = Fixture::new().await;
    let request = fixture.http.post(fixture.emulator.upload_url()).body("{}");
    assert!(request.send().await.unwrap().status().is_client_error());
    assert!(
        post(&fixture, b"--edge".to_vec())
            .await
            .status()
            .is_client_error()
    );
    let huge = vec![0; (10 << 20) + 1];
    let rejected = post(&fixture, form(&[("file", FILE, &huge)])).await;
    assert_eq!(rejected.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let get = fixture.http.get(fixture.emulator.upload_url()).send().await;
    assert_eq!(get.unwrap().status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(
        fixture.call("{ qiNiuUploadToken }", json!({})).await.code(),
        2020
    );
}
