//! Photos and their upload.

use authing_client::bytes::Bytes;
use authing_client::http::{Method, Request};
use authing_client::{Error, Photo};
use authing_tests::fake::{jwt, operation, service, unreachable};
use serde_json::{Value, json};

const UPLOAD_HOST: &str = "upload.qiniup.com";

fn photo() -> Photo {
    Photo::from_bytes("me.png", "image/png", b"\x89PNG".as_slice())
}

fn is_upload(request: &Request<Bytes>) -> bool {
    request.uri().host() == Some(UPLOAD_HOST)
}

/// The response to a request; to an upload, `upload`.
fn respond(request: &Request<Bytes>, upload: &Value) -> Value {
    if is_upload(request) {
        return upload.clone();
    }
    match operation(request).as_str() {
        "GetUploadToken" => json!({"data": {"qiNiuUploadToken": "xyzzy-upload-token"}}),
        "UpdateUser" => json!({"data": {"updateUser": {"_id": "user-1", "photo": "p"}}}),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_photo_is_uploaded_without_a_token_and_then_set() {
    let (authing, requests) = service(|request| {
        respond(
            request,
            &json!({"key": "user-avatars/a b?.png", "hash": "h"}),
        )
    });
    authing.set_photo("user-1", photo()).await.unwrap();
    let sent = requests.calls();
    assert_eq!(sent.len(), 3);
    let (token, upload) = (&sent[0], &sent[1]);
    assert_eq!(
        token.headers()["authorization"].to_str().unwrap(),
        "Bearer xyzzy-owner-token"
    );
    assert_eq!(upload.method(), Method::POST);
    assert_eq!(upload.uri().to_string(), "https://upload.qiniup.com/");
    assert!(!upload.headers().contains_key("authorization"));
    let content_type = upload.headers()["content-type"].to_str().unwrap();
    assert!(content_type.starts_with("multipart/form-data; boundary="));
    let update = &requests.variables()[2];
    assert_eq!(update["_id"], "user-1");
    assert_eq!(
        update["photo"],
        "https://usercontents.authing.cn/user-avatars/a%20b%3F.png"
    );
}

#[tokio::test]
async fn a_session_sets_the_photo_of_its_own_user_with_its_own_token() {
    let (authing, requests) = service(|request| respond(request, &json!({"key": "k"})));
    let token = jwt(&json!({"data": {"id": "user-1"}}));
    authing
        .session(token.as_str())
        .set_photo(photo())
        .await
        .unwrap();
    for request in requests
        .calls()
        .iter()
        .filter(|request| !is_upload(request))
    {
        let header = request.headers()["authorization"].to_str().unwrap();
        assert_eq!(header, format!("Bearer {token}"));
    }
    assert_eq!(requests.variables()[2]["_id"], "user-1");
}

#[tokio::test]
async fn a_failed_upload_changes_nothing() {
    for (status, upload, text) in [
        (
            401,
            json!({"error": "bad token xyzzy-upload-token"}),
            "upload: HTTP 401",
        ),
        (502, json!("<html>"), "upload: HTTP 502"),
        (200, json!({}), "upload: unexpected response at `key`"),
        (
            200,
            json!({"key": ""}),
            "upload: unexpected response at `key`",
        ),
        (
            200,
            json!({"key": 1}),
            "upload: unexpected response at `key`",
        ),
        (200, json!("k"), "upload: unexpected response at `key`"),
    ] {
        let (authing, requests) = service(move |request| {
            let status = if is_upload(request) { status } else { 200 };
            (status, respond(request, &upload))
        });
        let error = authing.set_photo("user-1", photo()).await.unwrap_err();
        assert!(error.to_string().starts_with(text), "{error}");
        assert!(!format!("{error} {error:?}").contains("xyzzy"), "{error:?}");
        assert!(
            requests
                .all()
                .iter()
                .all(|request| operation(request) != "UpdateUser")
        );
    }
}

#[tokio::test]
async fn without_an_upload_token_nothing_is_uploaded() {
    let (authing, requests) = service(|_| json!({"data": {"qiNiuUploadToken": ""}}));
    let error = authing.upload_photo(photo()).await.unwrap_err();
    assert!(matches!(
        error,
        Error::Decode {
            operation: "GetUploadToken",
            ..
        }
    ));
    assert_eq!(requests.calls().len(), 1);
}

#[tokio::test]
async fn an_invalid_photo_is_rejected_before_anything_is_sent() {
    let authing = unreachable();
    for (photo, field) in [
        (Photo::from_bytes("", "image/png", "x"), "name"),
        (Photo::from_bytes("a.png", "", "x"), "content_type"),
        (
            Photo::from_bytes("a.png", "image/png\r\nX: y", "x"),
            "content_type",
        ),
        (Photo::from_bytes("a.png", "image/png", ""), "bytes"),
    ] {
        let error = authing.set_photo("user-1", photo).await.unwrap_err();
        assert!(
            matches!(error, Error::InvalidInput { field: found, .. } if found == field),
            "{error}"
        );
    }
}
