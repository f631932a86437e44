//! The user of a session.

use authing_tests::fake::{jwt, unreachable};
use serde_json::json;

#[test]
fn the_user_id_is_read_from_the_token() {
    let authing = unreachable();
    let id = |token: &str| authing.session(token).user_id();
    let token = jwt(&json!({"data": {"id": "user-1"}, "exp": 1}));
    assert_eq!(id(&token).as_deref(), Some("user-1"));
    for token in [
        "",
        "opaque",
        "a.b.c",
        &jwt(&json!({})),
        &jwt(&json!({"data": "user-1"})),
        &jwt(&json!({"data": {"id": 1}})),
        &jwt(&json!({"data": {"id": " "}})),
        // The service rejects both.
        &format!("Bearer {token}"),
        &format!("\"{token}\""),
    ] {
        assert_eq!(id(token), None, "{token}");
    }
}
