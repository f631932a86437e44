//! The second factor at a login.

use authing_emulator::MfaPolicy;
use serde_json::{Value, json};

use super::{V2, code, error, only, text};
use crate::client::{Fixture, PASSWORD, builder};

#[tokio::test]
async fn an_app_can_require_a_second_factor() {
    let v2 = V2::new().await;
    let (id, token) = v2.session("ada").await;
    let body = json!({"app": v2.0.emulator.app_id(), "policies": ["SMS", "EMAIL", "OTP"]});
    let set =
        v2.0.http
            .post(v2.0.emulator.app_mfa_url())
            .json(&body)
            .send();
    assert_eq!(set.await.unwrap().status(), 200);

    let challenge = error(&v2.login("Username", json!({"username": "ada"})).await);
    assert_eq!(challenge["code"], 1636);
    let data = &challenge["data"];
    let policy = |name: &str, sort: u8| json!({"mfaPolicy": name, "status": 1, "sort": sort});
    assert_eq!(
        data["applicationMfa"],
        json!([policy("SMS", 0), policy("EMAIL", 1), policy("OTP", 2)])
    );
    assert_eq!(
        (&data["username"], &data["totpMfaEnabled"]),
        (&json!("ada"), &json!(false))
    );
    // The ticket is no user's token.
    let ticket = text(&data["mfaToken"]);
    assert_eq!(
        code(&v2.by(&ticket, "{ user { id } }", json!({})).await),
        2207
    );
    // Tokens stay valid, and the legacy API has no such app.
    assert_eq!(
        only(v2.by(&token, "{ user { id } }", json!({})).await)["id"],
        id
    );

    v2.0.emulator
        .set_app_mfa(v2.0.emulator.app_id(), &[])
        .unwrap();
    only(v2.login("Username", json!({"username": "ada"})).await);
    assert!(v2.0.emulator.set_app_mfa("x", &[MfaPolicy::Sms]).is_err());
    for (body, status) in [
        (json!({"app": "x", "policies": []}), 404),
        (
            json!({"app": v2.0.emulator.app_id(), "policies": ["LUCK"]}),
            422,
        ),
    ] {
        let set =
            v2.0.http
                .post(v2.0.emulator.app_mfa_url())
                .json(&body)
                .send();
        assert_eq!(set.await.unwrap().status(), status, "{body}");
    }
}

#[tokio::test]
async fn a_users_own_second_factor_is_a_challenge() {
    let v2 = V2::new().await;
    let (id, token) = v2.session("ada").await;
    let query = "mutation($id: String!) { changeMFA(enable: true, userId: $id, userPoolId: null) { shareKey } }";
    v2.0.call_as(&token, query, json!({"id": id}))
        .await
        .data("changeMFA");
    let challenge = error(&v2.login("Username", json!({"username": "ada"})).await);
    assert_eq!(challenge["code"], 1635);
    let data = &challenge["data"];
    assert_eq!(
        (&data["totpMfaEnabled"], &data["applicationMfa"]),
        (&json!(true), &Value::Null)
    );
    assert!(data["mfaToken"].is_string());
}

#[tokio::test]
async fn a_code_is_used_up_by_a_challenge() {
    let v2 = V2::new().await;
    let phone = "13800000000";
    let login = json!({"phone": phone, "code": v2.phone_code(phone).await});
    only(v2.login("PhoneCode", login).await);
    v2.0.emulator
        .set_app_mfa(v2.0.emulator.app_id(), &[MfaPolicy::Email])
        .unwrap();
    let login = json!({"phone": phone, "code": v2.phone_code(phone).await});
    assert_eq!(code(&v2.login("PhoneCode", login.clone()).await), 1636);
    assert_eq!(code(&v2.login("PhoneCode", login).await), 2001);
}

#[tokio::test]
async fn a_challenge_is_not_lost_to_a_captcha() {
    let v2 = V2(Fixture::with(builder().captcha_after(1)).await);
    v2.user("ada").await;
    v2.0.emulator
        .set_app_mfa(v2.0.emulator.app_id(), &[MfaPolicy::Sms])
        .unwrap();
    let wrong = v2.0.encrypt("a guess");
    let wrong = json!({"username": "ada", "password": wrong});
    assert_eq!(code(&v2.login("Username", wrong).await), 2006);
    let (typed, session) = v2.captcha(None).await;
    let right =
        json!({"username": "ada", "password": v2.0.encrypt(PASSWORD), "captchaCode": typed});
    let query = "mutation($i: LoginByUsernameInput!) { loginByUsername(input: $i) { id } }";
    let app = ("x-authing-app-id", v2.0.emulator.app_id());
    let headers = [app, ("cookie", session.as_str())];
    let challenge = error(&v2.send(&headers, query, json!({ "i": right })).await);
    assert_eq!(challenge["code"], 1636);
    assert!(challenge["data"]["mfaToken"].is_string(), "{challenge}");
}

#[tokio::test]
async fn graphql_changes_the_second_factor() {
    let v2 = V2::new().await;
    let (id, token) = v2.session("ada").await;
    let query = "query($user: String, $id: String) { queryMfa(userId: $user, id: $id) { id userId userPoolId enable secret } }";
    let change = "mutation($user: String, $enable: Boolean, $refresh: Boolean) {
        changeMfa(userId: $user, enable: $enable, refresh: $refresh) { id userId userPoolId enable secret } }";
    let user = json!({ "user": id });
    assert_eq!(v2.managed(query, user.clone()).await, Value::Null);
    let enabled = only(v2.by(&token, change, json!({"enable": true})).await);
    assert_eq!(
        (
            &enabled["userId"],
            &enabled["userPoolId"],
            &enabled["enable"]
        ),
        (&json!(id), &json!(v2.0.pool()), &json!(true))
    );
    let login = v2.login("Username", json!({"username": "ada"})).await;
    assert_eq!(code(&login), 1635);
    let replaced = v2
        .managed(change, json!({"user": id, "refresh": true}))
        .await;
    assert_eq!(replaced["enable"], true);
    assert_ne!(replaced["secret"], enabled["secret"]);
    let by_record = json!({"id": replaced["id"]});
    assert_eq!(
        only(v2.by(&token, query, by_record.clone()).await),
        replaced
    );
    let (_, other) = v2.session("eve").await;
    for variables in [user, by_record] {
        assert_eq!(code(&v2.by(&other, query, variables).await), 2202);
    }
    let unknown = json!({"user": "5e0a1ea610ecb800018db999"});
    assert_eq!(code(&v2.manage(query, unknown).await), 2004);
}
