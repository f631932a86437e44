//! Apps that a user has authorized.

use authing_tests::fake::service;
use serde_json::{Value, json};

#[tokio::test]
async fn only_the_string_true_means_revoked() {
    for (text, revoked) in [
        (json!("true"), true),
        (json!("false"), false),
        (json!(""), false),
        (Value::Null, false),
    ] {
        let (authing, _) = service(
            move |_| json!({"data": {"RevokeUserAuthorizedApp": {"_id": "1", "isRevoked": text.clone()}}}),
        );
        assert_eq!(
            authing.revoke_authorized_app("u", "a").await.unwrap(),
            revoked
        );
    }
}
