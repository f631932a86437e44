//! Logins with a code by SMS.

use std::time::Duration;

use authing_emulator::{MessageKind, Purpose};
use serde_json::json;

use crate::client::{Fixture, GraphQlResponse, builder};

const PHONE: &str = "13800000000";

/// A fixture with one user, who has this phone.
async fn with_user() -> Fixture {
    with_user_in(Fixture::new().await).await
}

async fn with_user_in(fixture: Fixture) -> Fixture {
    fixture
        .send_code("notification/send_register_smscode", PHONE)
        .await;
    let code = fixture.last_code(PHONE);
    fixture
        .register(json!({"phone": PHONE, "phoneCode": code}))
        .await
        .data("register");
    fixture
}

async fn login(fixture: &Fixture, code: &str) -> GraphQlResponse {
    let code: i64 = code.parse().unwrap();
    fixture
        .login(json!({"phone": PHONE, "phoneCode": code}))
        .await
}

#[tokio::test]
async fn a_code_logs_in_once() {
    let fixture = with_user().await;
    assert_eq!(fixture.send_code("send_smscode", PHONE).await, 200);
    let code = fixture.last_code(PHONE);
    let user = login(&fixture, &code).await.data("login");
    assert_eq!(
        (&user["phone"], &user["loginsCount"]),
        (&json!(PHONE), &json!(1))
    );
    assert!(user["token"].is_string());
    assert_eq!(login(&fixture, &code).await.code(), 2001);
}

#[tokio::test]
async fn a_wrong_code_is_rejected_and_too_many_void_the_right_one() {
    let fixture = with_user().await;
    fixture.send_code("send_smscode", PHONE).await;
    let code = fixture.last_code(PHONE);
    for _ in 0..5 {
        assert_eq!(login(&fixture, "1").await.code(), 2001);
    }
    assert_eq!(login(&fixture, &code).await.code(), 2001);
}

#[tokio::test]
async fn a_code_expires_and_a_newer_one_replaces_it() {
    let fixture = with_user().await;
    fixture.send_code("send_smscode", PHONE).await;
    let first = fixture.last_code(PHONE);
    fixture.advance(299);
    fixture.send_code("send_smscode", PHONE).await;
    let second = fixture.last_code(PHONE);
    assert_eq!(login(&fixture, &first).await.code(), 2001);
    fixture.advance(300);
    assert_eq!(login(&fixture, &second).await.code(), 2300);
}

#[tokio::test]
async fn a_code_does_not_create_a_user() {
    let fixture = Fixture::new().await;
    fixture.send_code("send_smscode", PHONE).await;
    let code = fixture.last_code(PHONE);
    assert_eq!(login(&fixture, &code).await.code(), 2004);
}

#[tokio::test]
async fn errors_have_status_200() {
    let fixture = Fixture::new().await;
    for phone in ["12", "abc", "13800000000%20", "..%2F13800000000"] {
        assert_eq!(
            fixture.send_code("send_smscode", phone).await,
            500,
            "{phone}"
        );
    }
    let url = format!(
        "{}/users/send_smscode/{PHONE}/another",
        fixture.emulator.base_url()
    );
    assert_eq!(fixture.get(&url).await.1["code"], 500);
    assert!(fixture.emulator.messages().is_empty());
}

#[tokio::test]
async fn sending_too_often_is_rejected_if_a_limit_is_set() {
    let fixture = Fixture::with(builder().sms_interval(Duration::from_secs(60))).await;
    assert_eq!(fixture.send_code("send_smscode", PHONE).await, 200);
    fixture.advance(59);
    assert_eq!(
        fixture
            .send_code("notification/send_register_smscode", PHONE)
            .await,
        500
    );
    assert_eq!(fixture.send_code("send_smscode", "13900000000").await, 200);
    fixture.advance(1);
    assert_eq!(fixture.send_code("send_smscode", PHONE).await, 200);
}

#[tokio::test]
async fn messages_can_be_read_newest_last() {
    let fixture = Fixture::new().await;
    fixture.send_code("send_smscode", "%2B8613800000000").await;
    fixture
        .send_code("notification/send_register_smscode", PHONE)
        .await;
    let messages = fixture.emulator.messages();
    assert_eq!(messages.len(), 2);
    assert_eq!(
        (messages[0].to.as_str(), messages[0].purpose),
        ("+8613800000000", Purpose::Login)
    );
    assert_eq!(
        (messages[1].kind, messages[1].purpose),
        (MessageKind::Sms, Purpose::Register)
    );
    assert_eq!(messages[1].code, fixture.last_code(PHONE));
    assert!(!format!("{messages:?}").contains(&messages[1].code));

    let (_, body) = fixture.get(&fixture.emulator.messages_url()).await;
    let expected = json!({
        "kind": "sms", "to": PHONE, "code": messages[1].code, "purpose": "register", "sentAt": 1_517_032_525,
    });
    assert_eq!(body[1], expected);
}
