//! Registrations.

use serde_json::{Value, json};

use crate::client::Fixture;

#[tokio::test]
async fn a_user_registers_by_email() {
    let fixture = Fixture::new().await;
    let user = fixture
        .register(json!({"email": "Test@TestMail.com", "username": "test", "nickname": "T", "company": "C"}))
        .await
        .data("register");
    let id = user["_id"].as_str().unwrap();
    assert!(id.len() == 24 && id.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let expected = json!({
        "_id": id,
        "email": "test@testmail.com",
        "phone": null,
        "phoneVerified": false,
        "emailVerified": false,
        "username": "test",
        "nickname": "T",
        "photo": "https://usercontents.authing.cn/authing-avatar.png",
        "password": null,
        "token": null,
        "registerMethod": "default:username-password",
        "registerInClient": fixture.pool(),
        "loginsCount": 0,
        "signedUp": "Sat Jan 27 2018 13:55:25 GMT+0800 (CST)",
        "lastLogin": null,
        "blocked": false,
        "isDeleted": false,
        "company": "C",
    });
    assert_eq!(user, expected);
}

#[tokio::test]
async fn invalid_calls_are_rejected() {
    let fixture = Fixture::new().await;
    fixture
        .register(json!({"email": "a@b.cn", "username": "anna", "unionid": "u"}))
        .await
        .data("register");
    let encrypted = |password| fixture.encrypt(password);
    for (fields, code) in [
        (json!({"email": "a@b.cn"}), 2026),
        (json!({"email": "A@B.CN"}), 2026),
        (json!({"email": "c@b.cn", "username": "anna"}), 2026),
        (json!({"email": "not an email"}), 2003),
        (json!({"email": ""}), 2003),
        (json!({}), 2028),
        (json!({"username": "anna"}), 2026),
        (json!({"username": ""}), 2028),
        (json!({"username": "chris", "password": null}), 2032),
        (json!({"unionid": "u"}), 2026),
        (json!({"unionid": "u", "password": null}), 2026),
        (json!({"unionid": ""}), 2028),
        (
            json!({"unionid": "v", "password": encrypted("12345")}),
            2029,
        ),
        (json!({"openid": "o"}), 2028),
        (json!({"phone": "12"}), 2028),
        (json!({"phone": "13800000000"}), 2001),
        (json!({"email": "c@b.cn", "password": null}), 2032),
        (json!({"email": "c@b.cn", "password": ""}), 2032),
        (json!({"email": "c@b.cn", "password": "in the clear"}), 2016),
        (
            json!({"email": "c@b.cn", "password": encrypted("12345")}),
            2029,
        ),
        (json!({"email": "c@b.cn", "registerInClient": ""}), 2205),
        (
            json!({"email": "c@b.cn", "registerInClient": "5aec1ea610ecb800018db176"}),
            2011,
        ),
    ] {
        assert_eq!(
            fixture.register(fields.clone()).await.code(),
            code,
            "{fields}"
        );
    }
    // None of them has changed anything.
    fixture
        .register(json!({"email": "c@b.cn", "username": "chris"}))
        .await
        .data("register");
}

#[tokio::test]
async fn with_force_login_the_user_is_logged_in_at_once() {
    let fixture = Fixture::new().await;
    let user = fixture
        .register(json!({"email": "a@b.cn", "forceLogin": true}))
        .await
        .data("register");
    assert_eq!(user["loginsCount"], 1);
    let status = fixture
        .call(
            "query($t: String) { checkLoginStatus(token: $t) { code } }",
            json!({"t": user["token"]}),
        )
        .await;
    assert_eq!(status.data("checkLoginStatus"), json!({"code": 200}));
}

#[tokio::test]
async fn a_user_registers_by_phone() {
    let fixture = Fixture::new().await;
    let phone = "13800000000";
    let register = |code: Value| fixture.register(json!({"phone": phone, "phoneCode": code}));
    assert_eq!(
        fixture
            .send_code("notification/send_register_smscode", phone)
            .await,
        200
    );
    let code = fixture.last_code(phone);

    assert_eq!(register(json!("000000")).await.code(), 2001);
    assert_eq!(register(json!(null)).await.code(), 2001);
    fixture.advance(300);
    assert_eq!(register(json!(code)).await.code(), 2300);

    fixture
        .send_code("notification/send_register_smscode", phone)
        .await;
    let code = fixture.last_code(phone);
    let user = register(json!(code)).await.data("register");
    assert_eq!(user["phone"], phone);
    assert_eq!(user["phoneVerified"], true);
    assert_eq!(user["registerMethod"], "default:phone-password");
    assert_eq!(register(json!(code)).await.code(), 2026);
}

#[tokio::test]
async fn a_login_code_is_not_a_registration_code() {
    let fixture = Fixture::new().await;
    fixture.send_code("send_smscode", "13800000000").await;
    let code = fixture.last_code("13800000000");
    let rejected = fixture
        .register(json!({"phone": "13800000000", "phoneCode": code}))
        .await;
    assert_eq!(rejected.code(), 2001);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_one_of_many_registrations_of_one_email_succeeds() {
    let fixture = std::sync::Arc::new(Fixture::new().await);
    let tasks: Vec<_> = (0..40)
        .map(|number| {
            let fixture = std::sync::Arc::clone(&fixture);
            let email = if number % 2 == 0 { "a@b.cn" } else { "A@b.cn" };
            tokio::spawn(async move { fixture.register(json!({ "email": email })).await })
        })
        .collect();
    let mut registered = 0;
    for task in tasks {
        let response = task.await.unwrap();
        if response.body.get("errors").is_none() {
            registered += 1;
        } else {
            assert_eq!(response.code(), 2026);
        }
    }
    assert_eq!(registered, 1);
}

#[tokio::test]
async fn create_user_requires_the_owner() {
    let fixture = Fixture::new().await;
    fixture.user("a@b.cn").await;
    let create = async |token: &str, email: &str| {
        let info = json!({"registerInClient": fixture.pool(), "email": email, "password": fixture.encrypt("123456")});
        let query = "mutation($i: UserRegisterInput!) { createUser(userInfo: $i) { email } }";
        fixture.call_as(token, query, json!({"i": info})).await
    };
    assert_eq!(create("", "b@b.cn").await.code(), 2020);
    assert_eq!(
        create(&fixture.token_of("a@b.cn").await, "b@b.cn")
            .await
            .code(),
        1001
    );
    let user = create(&fixture.owner_token().await, "b@b.cn")
        .await
        .data("createUser");
    assert_eq!(user, json!({"email": "b@b.cn"}));
}
