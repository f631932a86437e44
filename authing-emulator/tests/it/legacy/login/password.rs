//! Logins with a password.

use serde_json::json;

use crate::client::{Fixture, PASSWORD};

#[tokio::test]
async fn each_name_logs_in_with_a_password() {
    let fixture = Fixture::new().await;
    fixture
        .send_code("notification/send_register_smscode", "13800000000")
        .await;
    let code = fixture.last_code("13800000000");
    let user =
        json!({"email": "a@b.cn", "username": "anna", "phone": "13800000000", "phoneCode": code});
    let id = fixture.register(user).await.data("register")["_id"].clone();

    let names = [
        json!({"email": "A@B.cn"}),
        json!({"username": "anna"}),
        json!({"phone": "13800000000"}),
    ];
    for (before, mut arguments) in names.into_iter().enumerate() {
        fixture.advance(60);
        arguments["password"] = fixture.encrypt(PASSWORD).into();
        let user = fixture.login(arguments).await.data("login");
        assert_eq!(
            (&user["_id"], &user["loginsCount"]),
            (&id, &json!(before + 1))
        );
        assert_eq!(user["password"], json!(null));
        assert_eq!(user["lastIP"], "127.0.0.1");
        let expected = format!("Sat Jan 27 2018 13:{}:25 GMT+0800 (CST)", 56 + before);
        assert_eq!(user["lastLogin"], json!(expected));
    }
}

#[tokio::test]
async fn the_email_takes_precedence_over_the_username() {
    let fixture = Fixture::new().await;
    fixture
        .register(json!({"email": "a@b.cn", "username": "anna"}))
        .await
        .data("register");
    fixture
        .register(json!({"email": "c@b.cn", "username": "chris"}))
        .await
        .data("register");
    let arguments =
        json!({"email": "a@b.cn", "username": "chris", "password": fixture.encrypt(PASSWORD)});
    assert_eq!(
        fixture.login(arguments).await.data("login")["username"],
        "anna"
    );
}

#[tokio::test]
async fn the_clients_details_are_stored() {
    let fixture = Fixture::new().await;
    fixture.user("a@b.cn").await;
    let password = fixture.encrypt(PASSWORD);
    let arguments = json!({"email": "a@b.cn", "password": password, "lastIP": "10.0.0.1", "browser": "b", "device": "d"});
    let user = fixture.login(arguments).await.data("login");
    assert_eq!(
        user["tokenExpiredAt"],
        "Sun Feb 11 2018 13:55:25 GMT+0800 (CST)"
    );
    assert_eq!(
        (&user["lastIP"], &user["browser"], &user["device"]),
        (&json!("10.0.0.1"), &json!("b"), &json!("d"))
    );
}

#[tokio::test]
async fn invalid_calls_are_rejected() {
    let fixture = Fixture::new().await;
    fixture.user("a@b.cn").await;
    let right = || fixture.encrypt(PASSWORD);
    for (arguments, code) in [
        (
            json!({"email": "a@b.cn", "password": fixture.encrypt("wrong password")}),
            2006,
        ),
        (
            json!({"email": "a@b.cn", "password": fixture.encrypt("TestPassword")}),
            2006,
        ),
        (json!({"email": "a@b.cn"}), 2006),
        (json!({"email": "a@b.cn", "password": PASSWORD}), 2016),
        (json!({"email": "a@b.cn", "password": ""}), 2016),
        (json!({"email": "b@b.cn", "password": right()}), 2004),
        (json!({"username": "a@b.cn", "password": right()}), 2004),
        (json!({"phone": "13800000000", "password": right()}), 2004),
        (json!({"email": "a.b.cn", "password": right()}), 2003),
        (json!({"phone": "1", "password": right()}), 2028),
        (json!({"password": right()}), 2028),
        (json!({"unionid": "u"}), 2004),
        (json!({"unionid": ""}), 2028),
        (json!({"openid": "o"}), 2028),
        (json!({"email": "a@b.cn", "unionid": "u"}), 2006),
        (
            json!({"email": "a@b.cn", "password": right(), "pool": "5aec1ea610ecb800018db176"}),
            2011,
        ),
        (
            json!({"email": "a@b.cn", "password": right(), "pool": ""}),
            2205,
        ),
    ] {
        assert_eq!(
            fixture.login(arguments.clone()).await.code(),
            code,
            "{arguments}"
        );
    }
}

#[tokio::test]
async fn a_locked_user_is_rejected_until_unlocked() {
    let fixture = Fixture::new().await;
    let id = fixture.user("a@b.cn").await;
    fixture.emulator.block_user(&id).unwrap();
    let login = async || {
        fixture
            .login(json!({"email": "a@b.cn", "password": fixture.encrypt(PASSWORD)}))
            .await
    };
    assert_eq!(login().await.code(), 2005);
    fixture.emulator.unblock_user(&id).unwrap();
    login().await.data("login");
}

#[tokio::test]
async fn a_deleted_user_is_unknown_and_the_email_free_again() {
    let fixture = Fixture::new().await;
    let id = fixture.user("a@b.cn").await;
    fixture.emulator.delete_user(&id).unwrap();
    let login = fixture
        .login(json!({"email": "a@b.cn", "password": fixture.encrypt(PASSWORD)}))
        .await;
    assert_eq!(login.code(), 2004);
    assert_ne!(fixture.user("a@b.cn").await, id);
    assert!(fixture.emulator.delete_user(&id).is_err());
}

#[tokio::test]
async fn passwords_can_use_a_configured_key() {
    use rsa::pkcs8::EncodePrivateKey as _;
    let key = rsa::PrivateKey::new(&mut getrandom::SysRng, 2048).unwrap();
    let pem = key.to_pkcs8_pem(rsa::pkcs8::LineEnding::LF).unwrap();
    let fixture = Fixture::with(crate::client::builder().private_key_pem(pem.as_str())).await;
    fixture.user("a@b.cn").await;
    fixture.token_of("a@b.cn").await;
}

#[tokio::test]
async fn a_user_with_a_unionid_needs_no_password() {
    let fixture = Fixture::new().await;
    let query = "mutation($p: String!) { register(userInfo: {registerInClient: $p, unionid: \"u1\", openid: \"o1\"}) {
        _id unionid openid registerMethod } }";
    let pool = json!({"p": fixture.pool()});
    let user = fixture.call(query, pool.clone()).await.data("register");
    assert_eq!(user["openid"], json!("o1"));
    assert_eq!(user["registerMethod"], json!("oauth"));
    assert_eq!(fixture.call(query, pool).await.code(), 2026);
    let login = json!({"unionid": "u1", "openid": "o1"});
    let login = fixture.login(login).await.data("login");
    assert_eq!(
        (&login["_id"], &login["loginsCount"]),
        (&user["_id"], &json!(1))
    );
    // A password alone needs a name.
    let password = json!({"password": fixture.encrypt(PASSWORD)});
    assert_eq!(fixture.login(password).await.code(), 2028);

    let user = fixture.register(json!({"username": "ann"})).await;
    let login = json!({"username": "ann", "password": fixture.encrypt(PASSWORD)});
    let login = fixture.login(login).await.data("login");
    assert_eq!(login["_id"], user.data("register")["_id"]);
}
