//! The language of messages.

use authing_emulator::Language;
use serde_json::{Value, json};

use crate::client::{Fixture, builder};

const CHINESE: &str = "用户不存在";
const ENGLISH: &str = "there is no such user";

/// Every surface that has messages, with a request whose user does not exist.
async fn messages(fixture: &Fixture, language: Option<&str>) -> Vec<Value> {
    let pool = fixture.pool();
    let base_url = fixture.emulator.base_url();
    let legacy = json!({
        "query": "query($pool: String!) { user(id: \"5aec1ea610ecb800018db176\", registerInClient: $pool) { _id }
            login: checkLoginStatus(token: \"none\") { message } }",
        "variables": {"pool": pool},
    });
    let login = json!({
        "query": "mutation($pool: String!, $password: String!) { login(registerInClient: $pool, email: \"no@b.cn\", password: $password) { _id } }",
        "variables": {"pool": pool, "password": fixture.encrypt("whatever")},
    });
    let v2 = json!({
        "query": "mutation($password: String!) { loginByEmail(input: {email: \"no@b.cn\", password: $password}) { id } }",
        "variables": {"password": fixture.encrypt("whatever")},
    });
    let mut messages = Vec::new();
    for (path, body, pointer) in [
        ("/users/graphql", legacy, "/data/login/message"),
        ("/users/graphql", login, "/errors/0/message/message"),
        ("/graphql/v2", v2, "/errors/0/message/message"),
        (
            "/api/v2/ldap/verify-user",
            json!({"username": "no", "password": "whatever"}),
            "/message",
        ),
        ("/api/v2/sms/send", json!({"phone": "no"}), "/message"),
    ] {
        let mut request = fixture.http.post(format!("{base_url}{path}")).json(&body);
        request = request.header("x-authing-userpool-id", pool);
        if let Some(language) = language {
            request = request.header("x-authing-lang", language);
        }
        let response: Value = request.send().await.unwrap().json().await.unwrap();
        let message = response.pointer(pointer).cloned();
        messages.push(message.unwrap_or_else(|| panic!("{path}: {response}")));
    }
    messages
}

#[tokio::test]
async fn messages_are_in_chinese_unless_a_request_or_the_emulator_is_set_to_english() {
    let chinese = [
        "登录信息有误",
        CHINESE,
        CHINESE,
        CHINESE,
        "缺少手机号或邮箱，或格式不正确",
    ];
    let english = [
        "the token is wrong",
        ENGLISH,
        ENGLISH,
        ENGLISH,
        "the phone number or email address is missing or malformed",
    ];
    let fixture = Fixture::new().await;
    for language in [None, Some("zh-CN"), Some(""), Some("ja-JP")] {
        assert_eq!(messages(&fixture, language).await, chinese, "{language:?}");
    }
    assert_eq!(messages(&fixture, Some("en-US")).await, english);
    let fixture = Fixture::with(builder().language(Language::English)).await;
    assert_eq!(messages(&fixture, None).await, english);
    assert_eq!(messages(&fixture, Some("zh-CN")).await, chinese);
}
