//! Health checks, photos, logging out.

use authing_client::{Endpoint, Error, Photo};

use super::{ID, service};
use authing_tests::fake::{authorization, body, every_request, operation};

/// Python raises an `HTTPError` for every status other than success, so that it never returns `False`.
#[tokio::test]
async fn preflight_returns_the_services_that_are_down() {
    let (authing, log) = every_request(|request| match request.uri().host() {
        Some("oauth.authing.cn") => (503, "down".to_owned()),
        _ => (200, "{}".to_owned()),
    });
    let preflight = authing.preflight().await;
    assert!(!preflight.is_ok());
    let failures: Vec<Endpoint> = preflight.failures().map(|(service, _)| service).collect();
    assert_eq!(failures, [Endpoint::OAuth]);
    assert!(matches!(preflight.oauth, Err(Error::Http { .. })));
    authing.cdn_status().await.unwrap();
    let tokens: Vec<bool> = log
        .all()
        .iter()
        .map(|request| authorization(request).is_some())
        .collect();
    assert_eq!(tokens, [false; 3]);

    let (authing, _) = every_request(|_| (500, String::new()));
    assert_eq!(authing.preflight().await.failures().count(), 2);
    let error = authing.cdn_status().await.unwrap_err();
    assert!(matches!(error, Error::Http { .. }), "{error:?}");
}

/// JavaScript throws a `TypeError` in Node.js; in a browser it updates the user even if the upload failed.
#[tokio::test]
async fn a_photo_is_uploaded_and_a_failed_upload_changes_nothing() {
    for (status, upload, sent) in [
        (200, r#"{"key":"user-avatars/a.png"}"#, 4),
        (200, "{}", 3),
        (401, r#"{"error":"bad token"}"#, 3),
    ] {
        let (authing, log) = every_request(move |request| {
            if request.uri().host() == Some("upload.qiniup.com") {
                return (status, upload.to_owned());
            }
            let body = match operation(request).as_str() {
                "GetUploadToken" => r#"{"data":{"qiNiuUploadToken":"xyzzy-upload"}}"#,
                "UpdateUser" => r#"{"data":{"updateUser":{"_id":"5e4cdd055df3df65dc58b97e"}}}"#,
                _ => super::response_to(request),
            };
            (200, body.to_owned())
        });
        let photo = Photo::from_bytes("a.png", "image/png", b"photo".as_slice());
        let updated = authing.set_photo(ID, photo).await;
        assert_eq!(updated.is_ok(), sent == 4, "{updated:?}");
        let log = log.all();
        assert_eq!(log.len(), sent);
        assert_eq!(authorization(&log[2]), None);
        if let Some(update) = log.get(3) {
            let photo = &body(update)["variables"]["photo"];
            assert_eq!(photo, "https://usercontents.authing.cn/user-avatars/a.png");
        }
    }
}

/// Python sends the number 0 where the schema has a string.
#[tokio::test]
async fn logging_out_is_an_update_with_the_string_0() {
    let (authing, log) = service();
    let _ = authing.log_out(ID).await;
    let sent = body(log.all().last().unwrap());
    assert_eq!(sent["operationName"], "LogOut");
    assert!(
        sent["query"]
            .as_str()
            .unwrap()
            .contains(r#"tokenExpiredAt: "0""#)
    );
}
