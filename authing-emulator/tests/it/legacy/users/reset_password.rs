//! Resets of a password.

use authing_emulator::Purpose;
use serde_json::json;

use crate::client::{Fixture, GraphQlResponse, PASSWORD};

async fn send(fixture: &Fixture, email: &str) -> GraphQlResponse {
    let query = "mutation($e: String!, $c: String!) { sendResetPasswordEmail(email: $e, client: $c) { message code status } }";
    fixture
        .call(query, json!({"e": email, "c": fixture.pool()}))
        .await
}

async fn verify(fixture: &Fixture, email: &str, code: &str) -> GraphQlResponse {
    let query = "mutation($e: String!, $c: String!, $v: String!) {
        verifyResetPasswordVerifyCode(email: $e, client: $c, verifyCode: $v) { message code status } }";
    let variables = json!({"e": email, "c": fixture.pool(), "v": code});
    fixture.call(query, variables).await
}

async fn change(fixture: &Fixture, email: &str, code: &str, password: &str) -> GraphQlResponse {
    let query = "mutation($e: String!, $c: String!, $v: String!, $p: String!) {
        changePassword(email: $e, client: $c, verifyCode: $v, password: $p) { _id email token } }";
    let variables = json!({"e": email, "c": fixture.pool(), "v": code, "p": password});
    fixture.call(query, variables).await
}

#[tokio::test]
async fn three_steps_reset_a_password() {
    let fixture = Fixture::new().await;
    let id = fixture.user("a@b.cn").await;
    let sent = send(&fixture, "A@b.cn")
        .await
        .data("sendResetPasswordEmail");
    assert_eq!(
        (&sent["code"], &sent["status"]),
        (&json!(null), &json!(true))
    );
    let message = fixture.emulator.messages().pop().unwrap();
    assert_eq!(message.purpose, Purpose::ResetPassword);

    let right = verify(&fixture, "a@b.cn", &message.code).await;
    assert_eq!(right.data("verifyResetPasswordVerifyCode")["status"], true);
    let new = fixture.encrypt("another");
    let changed = change(&fixture, "a@b.cn", &message.code, &new).await;
    let expected = json!({"_id": id, "email": "a@b.cn", "token": null});
    assert_eq!(changed.data("changePassword"), expected);
    let login = async |password: &str| {
        let arguments = json!({"email": "a@b.cn", "password": fixture.encrypt(password)});
        fixture.login(arguments).await
    };
    assert_eq!(login(PASSWORD).await.code(), 2006);
    login("another").await.data("login");
    // A code is used once.
    assert_eq!(verify(&fixture, "a@b.cn", &message.code).await.code(), 2001);
    assert_eq!(
        change(&fixture, "a@b.cn", &message.code, &new).await.code(),
        2001
    );
}

#[tokio::test]
async fn invalid_calls_are_rejected() {
    let fixture = Fixture::new().await;
    fixture.user("a@b.cn").await;
    fixture.user("c@b.cn").await;
    assert_eq!(send(&fixture, "x@b.cn").await.code(), 2004);
    assert_eq!(send(&fixture, "not an email").await.code(), 2204);
    send(&fixture, "a@b.cn")
        .await
        .data("sendResetPasswordEmail");
    let code = fixture.last_code("a@b.cn");
    let (new, short) = (fixture.encrypt("another"), fixture.encrypt("12345"));
    for (email, presented, password, expected) in [
        ("x@b.cn", code.as_str(), &new, 2004),
        ("c@b.cn", &code, &new, 2001),
        ("a@b.cn", "000000", &new, 2001),
        ("a@b.cn", &code, &short, 2029),
        ("a@b.cn", &code, &"in the clear".to_owned(), 2016),
        ("not an email", &code, &new, 2204),
    ] {
        let rejected = change(&fixture, email, presented, password).await;
        assert_eq!(rejected.code(), expected, "{email}");
    }
    assert_eq!(verify(&fixture, "a@b.cn", "000000").await.code(), 2001);
    assert_eq!(verify(&fixture, "x@b.cn", &code).await.code(), 2004);
    fixture.advance(300);
    assert_eq!(verify(&fixture, "a@b.cn", &code).await.code(), 2300);
    assert_eq!(change(&fixture, "a@b.cn", &code, &new).await.code(), 2300);
    fixture.token_of("a@b.cn").await;
}
