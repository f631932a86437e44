//! Sending emails.

use std::sync::atomic::{AtomicUsize, Ordering};

use authing_client::ErrorCode;
use authing_tests::fake::service;
use serde_json::json;

#[tokio::test]
async fn a_failure_inside_the_data_is_an_api_error() {
    let (authing, _) = service(|_| {
        let verdict = json!({"message": "no: xyzzy-pool-secret", "code": 2004, "status": false});
        json!({"data": {"sendVerifyEmail": verdict}})
    });
    let error = authing
        .send_verification_email("test@testmail.com")
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::new(2004)));
    assert_eq!(
        error.to_string(),
        "SendVerificationEmail: the service returned an error: no: *** (code 2004: no such user)"
    );
}

#[tokio::test]
async fn an_expired_owner_token_inside_the_data_is_refreshed() {
    let attempts = AtomicUsize::new(0);
    let (authing, requests) = service(move |_| {
        let code = match attempts.fetch_add(1, Ordering::SeqCst) {
            0 => 2206,
            _ => 200,
        };
        let verdict = json!({"message": "m", "code": code, "status": code == 200});
        json!({"data": {"sendChangeEmailVerifyCode": verdict}})
    });
    authing
        .send_change_email_code("new@testmail.com")
        .await
        .unwrap();
    assert_eq!(requests.calls().len(), 2);
}
