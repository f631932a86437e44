//! Registration and login.

use serde_json::{Value, json};

use super::{LOGINS, V2, code, only, text};
use crate::client::Fixture;
use crate::client::{PASSWORD, builder};

#[tokio::test]
async fn a_new_user_gets_a_token_only_if_asked() {
    let v2 = V2::new().await;
    let user = only(v2.register("Email", json!({"email": "Ada@B.cn"})).await);
    assert_eq!(user["email"], "ada@b.cn");
    assert_eq!(user["registerSource"], json!(["basic:email"]));
    assert_eq!(
        (&user["token"], &user["loginsCount"]),
        (&json!(null), &json!(0))
    );
    assert_eq!(user["status"], "Activated");
    assert_eq!(user["createdAt"], "2018-01-27T05:55:25+00:00");
    let hash = text(&user["password"]);
    assert!(hash.len() == 32 && hash.bytes().all(|digit| digit.is_ascii_hexdigit()));
    assert_eq!(user["userPoolId"], v2.0.pool());
    let arn = format!("arn:cn:authing:{}:user:{}", v2.0.pool(), text(&user["id"]));
    assert_eq!(user["arn"], arn);

    let input = json!({"username": "bob", "generateToken": true, "forceLogin": null, "params": null, "context": null});
    let bob = only(v2.register("Username", input).await);
    assert_eq!(
        (bob["token"].is_string(), &bob["loginsCount"]),
        (true, &json!(0))
    );
    assert_eq!(bob["registerSource"], json!(["basic:username-password"]));
    let input = json!({"username": "carl", "forceLogin": true});
    let carl = only(v2.register("Username", input).await);
    assert_eq!(
        (carl["token"].is_string(), &carl["loginsCount"]),
        (true, &json!(1))
    );

    let (phone, input) = (
        "13800000000",
        json!({"phone": "13800000000", "password": null}),
    );
    let mut input = input;
    assert_eq!(
        code(
            &v2.register("PhoneCode", json!({"phone": phone, "code": "0000"}))
                .await
        ),
        2001
    );
    input["code"] = v2.phone_code(phone).await.into();
    let dora = only(v2.register("PhoneCode", input).await);
    assert_eq!(
        (&dora["phoneVerified"], &dora["token"]),
        (&json!(true), &json!(null))
    );
    assert_eq!(dora["registerSource"], json!(["basic:phone-code"]));
}

#[tokio::test]
async fn a_registration_has_a_profile() {
    let v2 = V2::new().await;
    let profile =
        json!({"nickname": "Ada", "company": "Engines", "username": "ada", "photo": null});
    let input =
        json!({"email": "ada@b.cn", "profile": profile, "clientIp": "1.2.3.4", "forceLogin": true});
    let user = only(v2.register("Email", input).await);
    for (field, value) in [
        ("nickname", "Ada"),
        ("company", "Engines"),
        ("username", "ada"),
        ("lastIP", "1.2.3.4"),
    ] {
        assert_eq!(user[field], value);
    }
}

#[tokio::test]
async fn wrong_registrations_are_rejected() {
    let v2 = V2::new().await;
    v2.user("ada").await;
    for (way, input, expected) in [
        ("Username", json!({"username": "ada"}), 2026),
        ("Username", json!({"username": ""}), 2028),
        ("Email", json!({"email": "ada"}), 2003),
        (
            "Email",
            json!({"email": "a@b.cn", "password": "plain"}),
            2016,
        ),
        (
            "Email",
            json!({"email": "a@b.cn", "password": v2.0.encrypt("short")}),
            2029,
        ),
        ("Email", json!({"email": "a@b.cn", "password": ""}), 2032),
        ("PhoneCode", json!({"phone": "1", "code": "1"}), 2028),
        ("Username", json!({"username": "bob", "params": "{}"}), 500),
        (
            "Username",
            json!({"username": "bob", "params": "[{\"key\":\"shoeSize\",\"value\":1}]"}),
            500,
        ),
    ] {
        let rejected = v2.register(way, input.clone()).await;
        assert_eq!(code(&rejected), expected, "{input}");
    }
    let users = v2.managed("{ users { totalCount } }", json!({})).await;
    assert_eq!(users["totalCount"], 1);

    let closed = V2(Fixture::with(builder().registration_closed(true)).await);
    assert_eq!(
        code(
            &closed
                .register("Username", json!({"username": "ada"}))
                .await
        ),
        2031
    );
    let limited = V2(Fixture::with(builder().registrations(1)).await);
    limited.user("ada").await;
    assert_eq!(
        code(
            &limited
                .register("Username", json!({"username": "bob"}))
                .await
        ),
        2100
    );
}

#[tokio::test]
async fn every_name_logs_in_with_the_password() {
    let v2 = V2::new().await;
    let info = json!({"email": "ada@b.cn", "username": "ada", "phone": "13800000000", "password": v2.0.encrypt(PASSWORD)});
    let query = "mutation($info: CreateUserInput!) { createUser(userInfo: $info) { ...U } }";
    let user = v2.managed(query, json!({"info": info})).await;
    assert_eq!(user["token"], json!(null));
    let names = [
        json!({"email": "ADA@b.cn"}),
        json!({"username": "ada"}),
        json!({"phone": "13800000000"}),
    ];
    for (count, (way, name)) in LOGINS.iter().zip(&names).enumerate() {
        let login = only(v2.login(way, name.clone()).await);
        assert_eq!(login["id"], user["id"], "{way}");
        assert_eq!(login["loginsCount"], count + 1);
        assert_eq!(login["newlyCreated"], false);
        let me = v2
            .by(&text(&login["token"]), "{ user { id } }", json!({}))
            .await;
        assert_eq!(only(me)["id"], user["id"]);
    }
    let query = "mutation($a: String!, $p: String!) { loginBySubAccount(account: $a, password: $p) { id token } }";
    for account in ["ada", "Ada@b.cn", "13800000000"] {
        let variables = json!({"a": account, "p": v2.0.encrypt(PASSWORD)});
        assert_eq!(only(v2.app(query, variables).await)["id"], user["id"]);
    }
    let wrong = json!({"a": "nobody", "p": v2.0.encrypt(PASSWORD)});
    assert_eq!(code(&v2.app(query, wrong).await), 2004);
}

#[tokio::test]
async fn wrong_logins_are_rejected() {
    let v2 = V2::new().await;
    let id = v2.user("ada").await;
    for (input, expected) in [
        (
            json!({"username": "ada", "password": v2.0.encrypt("wrong one")}),
            2006,
        ),
        (json!({"username": "bob"}), 2004),
        (json!({"username": "ada", "password": PASSWORD}), 2016),
    ] {
        assert_eq!(code(&v2.login("Username", input).await), expected);
    }
    assert_eq!(
        code(&v2.login("Email", json!({"email": "ada"})).await),
        2003
    );
    assert_eq!(
        code(&v2.login("PhonePassword", json!({"phone": "ada"})).await),
        2028
    );
    v2.0.emulator.block_user(&id).unwrap();
    assert_eq!(
        code(&v2.login("Username", json!({"username": "ada"})).await),
        2005
    );
    let user = v2
        .managed(
            "query($id: String) { user(id: $id) { ...U } }",
            json!({"id": id}),
        )
        .await;
    assert_eq!(user["status"], "Suspended");
}

#[tokio::test]
async fn failed_logins_require_a_captcha() {
    let v2 = V2(Fixture::with(builder().captcha_after(1)).await);
    v2.user("ada").await;
    let wrong = json!({"username": "ada", "password": v2.0.encrypt("wrong one")});
    let rejected = v2.login("Username", wrong).await;
    assert_eq!(code(&rejected), 2006);
    let required = v2.login("Username", json!({"username": "ada"})).await;
    assert_eq!(code(&required), 2000);
    for error in [&rejected, &required] {
        assert_eq!(
            super::error(error)["data"],
            Value::Null,
            "the image has a path of its own"
        );
    }

    let (captcha, session) = v2.captcha(None).await;
    let typed = async |captcha: &str, session: Option<&str>| {
        let input =
            json!({"username": "ada", "password": v2.0.encrypt(PASSWORD), "captchaCode": captcha});
        let query =
            "mutation($input: LoginByUsernameInput!) { loginByUsername(input: $input) { ...U } }";
        let app = ("x-authing-app-id", v2.0.emulator.app_id());
        let cookie = session.map(|session| ("cookie", session));
        let headers: Vec<_> = [app].into_iter().chain(cookie).collect();
        v2.send(&headers, query, json!({ "input": input })).await
    };
    let (others, other) = v2.captcha(None).await;
    assert_ne!(session, other);
    for (captcha, session) in [
        (captcha.as_str(), None),
        (&captcha, Some(other.as_str())),
        (&others, Some("authing_captcha=0a")),
    ] {
        assert_eq!(code(&typed(captcha, session).await), 2001, "{session:?}");
    }
    // A wrong text uses up the captcha; the session stays.
    assert_eq!(code(&typed("wrong", Some(&session)).await), 2001);
    assert_eq!(code(&typed(&captcha, Some(&session)).await), 2001);
    let (captcha, same) = v2.captcha(Some(&session)).await;
    assert_eq!(session, same);
    let login = typed(&captcha.to_lowercase(), Some(&session)).await;
    assert_eq!(only(login)["username"], "ada");
}

#[tokio::test]
async fn a_login_can_register() {
    let v2 = V2::new().await;
    let input = json!({"email": "ada@b.cn", "autoRegister": true});
    let first = only(v2.login("Email", input.clone()).await);
    assert_eq!(
        (&first["newlyCreated"], &first["loginsCount"]),
        (&json!(true), &json!(1))
    );
    let second = only(v2.login("Email", input).await);
    assert_eq!(
        (&second["newlyCreated"], &second["loginsCount"]),
        (&json!(false), &json!(2))
    );

    // A phone's code does, unless it may not.
    let phone = "13800000000";
    let input = |code: String| json!({"phone": phone, "code": code, "phoneCountryCode": "+86"});
    let mut forbidden = input(v2.phone_code(phone).await);
    forbidden["autoRegister"] = false.into();
    assert_eq!(code(&v2.login("PhoneCode", forbidden).await), 2004);
    assert_eq!(
        code(&v2.login("PhoneCode", input("0".to_owned())).await),
        2001
    );
    let first = only(v2.login("PhoneCode", input(v2.0.last_code(phone))).await);
    assert_eq!(
        (&first["newlyCreated"], &first["phone"]),
        (&json!(true), &json!(phone))
    );
    assert_eq!(first["phoneCountryCode"], "+86");
    assert!(first["token"].is_string());
}

#[tokio::test]
async fn a_code_expires_and_has_the_length_of_the_settings() {
    let v2 = V2::new().await;
    let phone = "13800000000";
    let sent = v2.phone_code(phone).await;
    v2.0.advance(300);
    let expired = v2
        .login("PhoneCode", json!({"phone": phone, "code": sent}))
        .await;
    assert_eq!(code(&expired), 500);
    let query = "mutation { updateUserpool(input: {verifyCodeLength: 6}) { verifyCodeLength } }";
    assert_eq!(v2.managed(query, json!({})).await["verifyCodeLength"], 6);
    assert_eq!(v2.phone_code(phone).await.len(), 6);
    assert_eq!(v2.mail_code("ada@b.cn", "VERIFY_CODE").await.len(), 6);
}

#[tokio::test]
async fn text_messages_have_an_envelope() {
    let v2 = V2::new().await;
    for (body, expected) in [
        (
            json!({"phone": "13800000000", "phoneCountryCode": "+86", "scene": null}),
            200,
        ),
        (json!({"phone": "1"}), 2028),
        (json!({"phone": 13_800_000_000_u64}), 2231),
        (json!({}), 2231),
    ] {
        let response = v2.send_sms(body).await;
        assert_eq!(response["code"], expected, "{response}");
        assert!(response["message"].is_string());
    }
    // A code of a scene is good for nothing else.
    let phone = "13800000001";
    v2.send_sms(json!({"phone": phone, "scene": "REGISTER_VERIFY_CODE"}))
        .await;
    let input = json!({"phone": phone, "code": v2.0.last_code(phone)});
    assert_eq!(code(&v2.login("PhoneCode", input.clone()).await), 2001);
    only(v2.register("PhoneCode", input).await);
    // The pool or an app must be named.
    let url = format!("{}/api/v2/sms/send", v2.0.emulator.base_url());
    for (header, value, expected) in [
        ("x-authing-lang", "zh-CN", 2010),
        ("x-authing-userpool-id", "another", 2011),
        ("x-authing-app-id", "another", 500),
        ("x-authing-userpool-id", v2.0.pool(), 200),
    ] {
        let request = v2.0.http.post(&url).header(header, value);
        let response = request
            .json(&json!({"phone": "13900000000"}))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 200);
        let body: serde_json::Value = response.json().await.unwrap();
        assert_eq!(body["code"], expected, "{header}");
    }
}
