//! Email addresses: changes and codes.

use authing_emulator::{MessageKind, Purpose};
use serde_json::{Value, json};

use crate::client::{Fixture, GraphQlResponse};

async fn send_change_code(fixture: &Fixture, token: &str, email: &str) -> GraphQlResponse {
    let query = "mutation($e: String!, $p: String!) {
        sendChangeEmailVerifyCode(email: $e, userPoolId: $p) { message code status } }";
    let variables = json!({"e": email, "p": fixture.pool()});
    fixture.call_as(token, query, variables).await
}

async fn update(
    fixture: &Fixture,
    token: &str,
    email: &str,
    code: &str,
    old: Value,
) -> GraphQlResponse {
    let query =
        "mutation($p: String!, $email: String!, $code: String!, $old: String, $oldCode: String) {
        updateEmail(userPoolId: $p, email: $email, emailCode: $code, oldEmail: $old, oldEmailCode: $oldCode) {
            _id email emailVerified } }";
    let variables = json!({"p": fixture.pool(), "email": email, "code": code, "old": old["email"], "oldCode": old["code"]});
    fixture.call_as(token, query, variables).await
}

async fn code_for(fixture: &Fixture, token: &str, email: &str) -> String {
    let sent = send_change_code(fixture, token, email).await;
    let sent = sent.data("sendChangeEmailVerifyCode");
    assert_eq!(
        (&sent["code"], &sent["status"]),
        (&json!(null), &json!(true))
    );
    fixture.last_code(&email.to_lowercase())
}

#[tokio::test]
async fn a_user_changes_the_email() {
    let fixture = Fixture::new().await;
    fixture.user("a@b.cn").await;
    let token = fixture.token_of("a@b.cn").await;
    let code = code_for(&fixture, &token, "New@B.cn").await;
    let messages = fixture.emulator.messages();
    assert_eq!(
        (messages[0].kind, messages[0].purpose, &messages[0].link),
        (MessageKind::Mail, Purpose::ChangeEmail, &None)
    );
    let user = update(&fixture, &token, "new@b.cn", &code, json!({})).await;
    let user = user.data("updateEmail");
    assert_eq!(
        (&user["email"], &user["emailVerified"]),
        (&json!("new@b.cn"), &json!(true))
    );
    fixture.token_of("new@b.cn").await;
    // The code is used up, and the old email is free.
    fixture.user("a@b.cn").await;
    let back = update(&fixture, &token, "c@b.cn", &code, json!({})).await;
    assert_eq!(back.code(), 2001);
}

#[tokio::test]
async fn a_named_old_email_requires_its_code_too() {
    let fixture = Fixture::new().await;
    fixture.user("a@b.cn").await;
    let token = fixture.token_of("a@b.cn").await;
    let (new, old) = (
        code_for(&fixture, &token, "n@b.cn").await,
        code_for(&fixture, &token, "a@b.cn").await,
    );
    for (pair, code) in [
        (json!({"email": "a@b.cn"}), 2001),
        (json!({"email": "a@b.cn", "code": new}), 2001),
        (json!({"email": "x@b.cn", "code": old}), 2202),
    ] {
        assert_eq!(
            update(&fixture, &token, "n@b.cn", &new, pair).await.code(),
            code
        );
    }
    // None of these attempts has used up a code.
    let pair = json!({"email": "A@b.cn", "code": old});
    update(&fixture, &token, "n@b.cn", &new, pair)
        .await
        .data("updateEmail");
}

#[tokio::test]
async fn the_owner_names_the_user_by_the_old_email() {
    let fixture = Fixture::new().await;
    let id = fixture.user("a@b.cn").await;
    let owner = fixture.owner_token().await;
    let code = code_for(&fixture, &owner, "n@b.cn").await;
    let old = |email: &str| json!({ "email": email });
    assert_eq!(
        update(&fixture, &owner, "n@b.cn", &code, json!({}))
            .await
            .code(),
        2020
    );
    assert_eq!(
        update(&fixture, &owner, "n@b.cn", &code, old("x@b.cn"))
            .await
            .code(),
        2004
    );
    let user = update(&fixture, &owner, "n@b.cn", &code, old("a@b.cn")).await;
    assert_eq!(user.data("updateEmail")["_id"], json!(id));
}

#[tokio::test]
async fn invalid_changes_are_rejected() {
    let fixture = Fixture::new().await;
    fixture.user("a@b.cn").await;
    fixture.user("taken@b.cn").await;
    let token = fixture.token_of("a@b.cn").await;
    let code = code_for(&fixture, &token, "n@b.cn").await;
    for (email, code, expected) in [
        ("A@b.cn", code.as_str(), 2208),
        ("taken@b.cn", &code, 2200),
        ("not an email", &code, 2204),
        ("n@b.cn", "000000", 2001),
        ("other@b.cn", &code, 2001),
    ] {
        let rejected = update(&fixture, &token, email, code, json!({})).await;
        assert_eq!(rejected.code(), expected, "{email}");
    }
    fixture.advance(300);
    assert_eq!(
        update(&fixture, &token, "n@b.cn", &code, json!({}))
            .await
            .code(),
        2300
    );
    let taken = send_change_code(&fixture, &token, "taken@b.cn").await;
    assert_eq!(taken.code(), 2200);
    assert_eq!(
        send_change_code(&fixture, &token, "not an email")
            .await
            .code(),
        2204
    );
    assert_eq!(send_change_code(&fixture, "", "n@b.cn").await.code(), 2020);
}

#[tokio::test]
async fn guessing_voids_the_code() {
    let fixture = Fixture::new().await;
    fixture.user("a@b.cn").await;
    let token = fixture.token_of("a@b.cn").await;
    let code = code_for(&fixture, &token, "n@b.cn").await;
    for _ in 0..5 {
        assert_eq!(
            update(&fixture, &token, "n@b.cn", "1", json!({}))
                .await
                .code(),
            2001
        );
    }
    assert_eq!(
        update(&fixture, &token, "n@b.cn", &code, json!({}))
            .await
            .code(),
        2001
    );
}

async fn send_verify(fixture: &Fixture, email: &str) -> GraphQlResponse {
    let query = "mutation($e: String!, $c: String!) {
        sendVerifyEmail(email: $e, client: $c) { message code status } }";
    fixture
        .call(query, json!({"e": email, "c": fixture.pool()}))
        .await
}

#[tokio::test]
async fn the_link_in_the_mail_verifies_the_email() {
    let fixture = Fixture::new().await;
    let id = fixture.user("a@b.cn").await;
    send_verify(&fixture, "A@b.cn")
        .await
        .data("sendVerifyEmail");
    let message = fixture.emulator.messages().pop().unwrap();
    assert_eq!(
        (message.to.as_str(), message.purpose),
        ("a@b.cn", Purpose::Verify)
    );
    let link = message.link.unwrap();
    let wrong = link.replace(&message.code, "000000");
    assert_eq!(fixture.get(&wrong).await.1["code"], 2001);
    fixture.advance(300);
    assert_eq!(fixture.get(&link).await.1["code"], 2023);

    send_verify(&fixture, "a@b.cn")
        .await
        .data("sendVerifyEmail");
    let link = fixture.emulator.messages().pop().unwrap().link.unwrap();
    assert_eq!(fixture.get(&link).await.0, 200);
    assert_eq!(fixture.get(&link).await.0, 400);
    let owner = fixture.owner_token().await;
    let user = fixture.update(&owner, &id, json!({})).await;
    assert_eq!(user.data("updateUser")["emailVerified"], true);

    assert_eq!(send_verify(&fixture, "x@b.cn").await.code(), 2004);
    assert_eq!(send_verify(&fixture, "not an email").await.code(), 2204);
}

async fn unbind(fixture: &Fixture, token: &str, user: Value) -> GraphQlResponse {
    let query = "mutation($u: String, $c: String) { unbindEmail(user: $u, client: $c) { _id email emailVerified } }";
    fixture
        .call_as(token, query, json!({"u": user, "c": fixture.pool()}))
        .await
}

#[tokio::test]
async fn an_email_can_be_unbound_unless_it_is_the_last_login_way() {
    let fixture = Fixture::new().await;
    let id = fixture.user("a@b.cn").await;
    let other = fixture.user("c@b.cn").await;
    let token = fixture.token_of("a@b.cn").await;
    let owner = fixture.owner_token().await;
    // It is the only way to log in.
    assert_eq!(unbind(&fixture, &token, json!(null)).await.code(), 2217);
    assert_eq!(unbind(&fixture, &owner, json!(id)).await.code(), 2217);
    fixture.token_of("a@b.cn").await;

    fixture
        .update(&owner, &id, json!({"username": "anna"}))
        .await
        .data("updateUser");
    let user = unbind(&fixture, &token, json!(null))
        .await
        .data("unbindEmail");
    assert_eq!(
        user,
        json!({"_id": id, "email": null, "emailVerified": false})
    );
    assert_eq!(unbind(&fixture, &owner, json!(id)).await.code(), 2219);
    assert_eq!(unbind(&fixture, &token, json!(other)).await.code(), 2202);
    assert_eq!(
        unbind(&fixture, &owner, json!("5aec1ea610ecb800018db176"))
            .await
            .code(),
        2004
    );
    assert_eq!(unbind(&fixture, &owner, json!(null)).await.code(), 500);
    assert_eq!(unbind(&fixture, "", json!(id)).await.code(), 2020);
}
