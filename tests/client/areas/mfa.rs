//! Multi-factor authentication.

use authing_tests::USER_POOL;
use authing_tests::fake::{jwt, service};
use serde_json::json;

#[tokio::test]
async fn a_session_changes_the_mfa_of_its_own_user() {
    let (authing, requests) =
        service(|_| json!({"data": {"changeMFA": {"_id": "1", "enable": true}}}));
    let session = authing.session(jwt(&json!({"data": {"id": "user-1"}})));
    assert_eq!(session.enable_mfa().await.unwrap().enabled, Some(true));
    session.disable_mfa().await.unwrap();
    for (sent, enable) in requests.variables().iter().zip([true, false]) {
        assert_eq!(
            *sent,
            json!({"userId": "user-1", "userPoolId": USER_POOL, "enable": enable})
        );
    }
    assert_eq!(requests.count("ChangeMfa"), 2);
}

#[tokio::test]
async fn a_session_updates_its_own_profile() {
    let (authing, requests) = service(|_| json!({"data": {"updateUser": {"_id": "user-1"}}}));
    let session = authing.session(jwt(&json!({"data": {"id": "user-1"}})));
    let user = session.update_profile(|profile| profile.nickname("Ada").clear_company());
    assert_eq!(user.await.unwrap().id, "user-1");
    assert_eq!(
        requests.variables()[0],
        json!({"_id": "user-1", "registerInClient": USER_POOL, "nickname": "Ada", "company": null})
    );
    let opaque = authing.session("opaque");
    let result = opaque.update_profile(|profile| profile.nickname("Ada"));
    assert!(result.await.is_err());
    assert_eq!(requests.count("UpdateUser"), 1);
}
