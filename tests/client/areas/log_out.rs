//! Logging out.

use authing_client::Error;
use authing_tests::fake::{jwt, service, unreachable};
use serde_json::json;

#[tokio::test]
async fn a_session_logs_its_own_user_out() {
    let (authing, requests) = service(|_| json!({"data": {"updateUser": {"_id": "user-1"}}}));
    let token = jwt(&json!({"data": {"id": "user-1"}}));
    let user = authing.session(token.as_str()).log_out().await.unwrap();
    assert_eq!(user.id, "user-1");
    assert_eq!(requests.variables()[0]["_id"], "user-1");
    let sent = requests.calls();
    let header = sent[0].headers()["authorization"].to_str().unwrap();
    assert_eq!(header, format!("Bearer {token}"));
}

#[tokio::test]
async fn a_token_without_a_user_id_is_rejected() {
    let session = unreachable().session("opaque-xyzzy");
    let error = session.log_out().await.unwrap_err();
    assert!(matches!(error, Error::InvalidInput { field: "token", .. }));
    assert!(!error.to_string().contains("xyzzy"), "{error}");
}
