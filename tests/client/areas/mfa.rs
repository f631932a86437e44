//! Multi-factor authentication.

use authing_tests::USER_POOL;
use authing_tests::fake::{jwt, service};
use serde_json::json;

#[tokio::test]
async fn a_session_changes_its_own_users() {
    let (authing, requests) =
        service(|_| json!({"data": {"changeMFA": {"_id": "1", "enable": true}}}));
    let session = authing.session(jwt(&json!({"data": {"id": "user-1"}})));
    assert_eq!(session.change_mfa(true).await.unwrap().enabled, Some(true));
    assert_eq!(
        requests.variables()[0],
        json!({"userId": "user-1", "userPoolId": USER_POOL, "enable": true})
    );
}
