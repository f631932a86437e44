//! The services' state, and pictures.

use authing_client::{Error, Photo, Service};

use crate::support::{authorization, body, fake, operation};
use crate::{ID, service};

/// Python raised an `HTTPError` for any status but a success, so that its `False` never came for a service that was down.
#[tokio::test]
async fn a_service_that_is_down_is_named_and_no_exception() {
    let (authing, log) = fake(|request| match request.uri().host() {
        Some("oauth.authing.cn") => (503, "down".to_owned()),
        _ => (200, "{}".to_owned()),
    });
    let preflight = authing.preflight().await;
    assert!(!preflight.is_ok());
    let failures: Vec<Service> = preflight.failures().map(|(service, _)| service).collect();
    assert_eq!(failures, [Service::OAuth]);
    assert!(matches!(preflight.oauth, Err(Error::Http { .. })));
    authing.cdn_status().await.unwrap();
    let tokens: Vec<bool> = log
        .lock()
        .unwrap()
        .iter()
        .map(|request| authorization(request).is_some())
        .collect();
    assert_eq!(tokens, [false; 3]);

    let (authing, _) = fake(|_| (500, String::new()));
    assert_eq!(authing.preflight().await.failures().count(), 2);
    let error = authing.cdn_status().await.unwrap_err();
    assert!(matches!(error, Error::Http { .. }), "{error:?}");
}

/// JavaScript died of a `TypeError` in node; in a browser it went on with the update when the upload had failed.
#[tokio::test]
async fn a_picture_is_uploaded_and_a_failed_upload_changes_nothing() {
    for (status, answer, sent) in [
        (200, r#"{"key":"user-avatars/a.png"}"#, 4),
        (200, "{}", 3),
        (401, r#"{"error":"bad token"}"#, 3),
    ] {
        let (authing, log) = fake(move |request| {
            if request.uri().host() == Some("upload.qiniup.com") {
                return (status, answer.to_owned());
            }
            let answer = match operation(request).as_str() {
                "UploadToken" => r#"{"data":{"qiNiuUploadToken":"hunter2-upload"}}"#,
                "UpdateUser" => r#"{"data":{"updateUser":{"_id":"5e4cdd055df3df65dc58b97e"}}}"#,
                _ => crate::answer(request),
            };
            (200, answer.to_owned())
        });
        let photo = Photo::from_bytes("a.png", "image/png", b"picture".as_slice());
        let updated = authing.set_photo(ID, photo).await;
        assert_eq!(updated.is_ok(), sent == 4, "{updated:?}");
        let log = log.lock().unwrap();
        assert_eq!(log.len(), sent);
        assert_eq!(authorization(&log[2]), None);
        if let Some(update) = log.get(3) {
            let photo = &body(update)["variables"]["photo"];
            assert_eq!(photo, "https://usercontents.authing.cn/user-avatars/a.png");
        }
    }
}

/// Python sent the number 0 where the service declares a text.
#[tokio::test]
async fn logging_out_is_an_update_with_the_text_0() {
    let (authing, log) = service();
    let _ = authing.log_out(ID).await;
    let sent = body(log.lock().unwrap().last().unwrap());
    assert_eq!(sent["operationName"], "LogOut");
    assert!(
        sent["query"]
            .as_str()
            .unwrap()
            .contains(r#"tokenExpiredAt: "0""#)
    );
}
