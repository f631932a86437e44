//! Logins with accounts of a directory.

use serde_json::{Value, json};

use crate::client::{Fixture, GraphQlResponse};

async fn login(fixture: &Fixture, username: &str, password: &str) -> GraphQlResponse {
    let query = "mutation($u: String!, $p: String!, $c: String!, $b: String) {
        LoginByLDAP(username: $u, password: $p, clientId: $c, browser: $b) {
            _id username email token loginsCount registerMethod browser } }";
    let variables = json!({"u": username, "p": password, "c": fixture.pool(), "b": "test"});
    fixture.call(query, variables).await
}

#[tokio::test]
async fn the_first_login_creates_a_user() {
    let fixture = Fixture::new().await;
    let email = Some("Anna@B.cn");
    fixture
        .emulator
        .add_ldap_account("anna", "in the clear", email)
        .unwrap();
    let first = login(&fixture, "anna", "in the clear")
        .await
        .data("LoginByLDAP");
    assert_eq!(
        (&first["email"], &first["registerMethod"]),
        (&json!("anna@b.cn"), &json!("ldap"))
    );
    let second = login(&fixture, "anna", "in the clear")
        .await
        .data("LoginByLDAP");
    assert_eq!(
        (&second["_id"], &second["loginsCount"]),
        (&first["_id"], &json!(2))
    );
    assert_eq!(second["browser"], "test");
    let status = "query($t: String) { checkLoginStatus(token: $t) { code } }";
    let status = fixture.call(status, json!({"t": second["token"]})).await;
    assert_eq!(status.data("checkLoginStatus")["code"], 200);

    // Another password from now on, and another user after a deletion.
    fixture
        .emulator
        .add_ldap_account("anna", "new", email)
        .unwrap();
    assert_eq!(login(&fixture, "anna", "in the clear").await.code(), 2006);
    let id = first["_id"].as_str().unwrap();
    fixture.emulator.delete_user(id).unwrap();
    let third = login(&fixture, "anna", "new").await.data("LoginByLDAP");
    assert_ne!(third["_id"], first["_id"]);
}

#[tokio::test]
async fn invalid_calls_are_rejected() {
    let fixture = Fixture::new().await;
    for name in ["anna", "ben"] {
        fixture
            .emulator
            .add_ldap_account(name, "in the clear", None)
            .unwrap();
    }
    fixture
        .register(json!({"email": "b@b.cn", "username": "ben"}))
        .await
        .data("register");
    assert_eq!(login(&fixture, "anna", "wrong").await.code(), 2006);
    assert_eq!(login(&fixture, "nobody", "in the clear").await.code(), 2004);
    assert_eq!(login(&fixture, "ben", "in the clear").await.code(), 2026);
    let user = login(&fixture, "anna", "in the clear")
        .await
        .data("LoginByLDAP");
    fixture
        .emulator
        .block_user(user["_id"].as_str().unwrap())
        .unwrap();
    assert_eq!(login(&fixture, "anna", "in the clear").await.code(), 2005);
    let elsewhere = "mutation { LoginByLDAP(username: \"a\", password: \"p\", clientId: \"5aec1ea610ecb800018db176\") { _id } }";
    assert_eq!(fixture.call(elsewhere, json!({})).await.code(), 2011);
    assert!(
        fixture
            .emulator
            .add_ldap_account("c", "p", Some("not an email"))
            .is_err()
    );
}

#[tokio::test]
async fn the_directory_is_a_way_to_log_in() {
    let fixture = Fixture::new().await;
    fixture
        .emulator
        .add_ldap_account("anna", "p", Some("a@b.cn"))
        .unwrap();
    let user = login(&fixture, "anna", "p").await.data("LoginByLDAP");
    let unbound = fixture
        .call_as(
            user["token"].as_str().unwrap(),
            "mutation { unbindEmail { email } }",
            json!({}),
        )
        .await;
    assert_eq!(unbound.data("unbindEmail")["email"], Value::Null);
}
