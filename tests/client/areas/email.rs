//! Emails, and what the service says of them.

use std::sync::atomic::{AtomicUsize, Ordering};

use authing_client::ErrorCode;
use authing_tests::fake::service;
use serde_json::json;

#[tokio::test]
async fn a_refusal_in_the_answer_is_an_error_with_its_code() {
    let (authing, _) = service(|_| {
        let answer = json!({"message": "no: xyzzy-pool-secret", "code": 2004, "status": false});
        json!({"data": {"sendVerifyEmail": answer}})
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
async fn a_refusal_of_the_owners_token_in_the_answer_renews_it() {
    let attempts = AtomicUsize::new(0);
    let (authing, requests) = service(move |_| {
        let code = match attempts.fetch_add(1, Ordering::SeqCst) {
            0 => 2206,
            _ => 200,
        };
        let answer = json!({"message": "m", "code": code, "status": code == 200});
        json!({"data": {"sendChangeEmailVerifyCode": answer}})
    });
    authing
        .send_change_email_code("new@testmail.com")
        .await
        .unwrap();
    assert_eq!(requests.calls().len(), 2);
}
