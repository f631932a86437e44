//! The operator endpoints, for languages that can't call the library.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Fixture, PASSWORD};

async fn post(fixture: &Fixture, path: &str, body: Value) -> (StatusCode, Value) {
    call(fixture, Method::POST, path, body).await
}

async fn call(fixture: &Fixture, method: Method, path: &str, body: Value) -> (StatusCode, Value) {
    let url = format!("{}/operator/{path}", fixture.emulator.base_url());
    let request = fixture.http.request(method, url).json(&body);
    let response = request.send().await.unwrap();
    (response.status(), response.json().await.unwrap())
}

#[tokio::test]
async fn a_user_can_be_added_changed_logged_out_and_deleted() {
    let fixture = Fixture::new().await;
    let new = json!({"email": "Ada@B.cn", "nickname": "Ada", "password": PASSWORD});
    let (status, added) = post(&fixture, "users", new).await;
    assert_eq!(status, StatusCode::OK, "{added}");
    let id = added["id"].as_str().unwrap();
    let token = fixture.token_of("ada@b.cn").await;

    let path = format!("users/{id}");
    let change = json!({"nickname": "", "phone": "13800000000", "username": "ada", "password": "another password"});
    let changed = call(&fixture, Method::PATCH, &path, change).await;
    assert_eq!(changed, (StatusCode::OK, json!({})));
    let query = "query($id: String) { user(id: $id) { email phone username nickname blocked registerMethod } }";
    let user = fixture.call_as(&token, query, json!({"id": id})).await;
    let expected = json!({"email": "ada@b.cn", "phone": "13800000000", "username": "ada", "nickname": null,
        "blocked": false, "registerMethod": "import:manual"});
    assert_eq!(user.data("user"), expected);
    let login = async |password| {
        let password = fixture.encrypt(password);
        fixture
            .login(json!({"email": "ada@b.cn", "password": password}))
            .await
    };
    assert_eq!(login(PASSWORD).await.code(), 2006);
    login("another password").await.data("login");

    call(&fixture, Method::PATCH, &path, json!({"blocked": true})).await;
    assert_eq!(login("another password").await.code(), 2005);
    call(&fixture, Method::PATCH, &path, json!({"blocked": false})).await;
    login("another password").await.data("login");

    let mfa = "{ queryMFA { enable } }";
    fixture
        .call_as(&token, mfa, json!({}))
        .await
        .data("queryMFA");
    let tokens = format!("{path}/tokens");
    let logged_out = call(&fixture, Method::DELETE, &tokens, json!({})).await;
    assert_eq!(logged_out, (StatusCode::OK, json!({})));
    assert_eq!(fixture.call_as(&token, mfa, json!({})).await.code(), 2206);

    let deleted = call(&fixture, Method::DELETE, &path, json!({})).await;
    assert_eq!(deleted, (StatusCode::OK, json!({})));
    assert_eq!(login("another password").await.code(), 2004);
}

#[tokio::test]
async fn the_data_of_a_user_is_checked() {
    let fixture = Fixture::new().await;
    fixture.user("ada@b.cn").await;
    let bob = fixture.user("bob@b.cn").await;
    let path = format!("users/{bob}");
    let unknown = "users/5aec1ea610ecb800018db176";
    for (method, path, body, reason) in [
        (
            Method::POST,
            "users",
            json!({"email": "ADA@b.cn"}),
            "the user already exists (code 2026)",
        ),
        (
            Method::POST,
            "users",
            json!({"email": "ada"}),
            "the email address is malformed (code 2003)",
        ),
        (
            Method::POST,
            "users",
            json!({"nickname": "Ada"}),
            "the phone number or email address is missing or malformed (code 2028)",
        ),
        (
            Method::POST,
            "users",
            json!({"username": "carl", "password": "12345"}),
            "the password is shorter than 6 characters (code 2029)",
        ),
        (
            Method::PATCH,
            &path,
            json!({"email": "ada@b.cn"}),
            "the email address belongs to another user (code 2200)",
        ),
        (
            Method::PATCH,
            &path,
            json!({"phone": "1"}),
            "the phone number or email address is missing or malformed (code 2028)",
        ),
        (
            Method::PATCH,
            unknown,
            json!({"blocked": true}),
            "there is no user `5aec1ea610ecb800018db176`",
        ),
        (
            Method::DELETE,
            unknown,
            json!({}),
            "there is no user `5aec1ea610ecb800018db176`",
        ),
        (
            Method::DELETE,
            "users/x/tokens",
            json!({}),
            "there is no user `x`",
        ),
    ] {
        let (status, response) = call(&fixture, method, path, body).await;
        let expected = match reason.starts_with("there is no") {
            true => StatusCode::NOT_FOUND,
            false => StatusCode::BAD_REQUEST,
        };
        assert_eq!((status, &response["message"]), (expected, &json!(reason)));
    }
}

#[tokio::test]
async fn a_body_of_another_form_is_rejected_with_the_reason_and_without_its_values() {
    let fixture = Fixture::new().await;
    for (path, body, reason) in [
        (
            "users",
            json!({"emial": "hunter2"}),
            "unknown field `emial`",
        ),
        (
            "users",
            json!({"blocked": "hunter2"}),
            "`blocked` has a wrong type or value",
        ),
        ("users", json!("hunter2"), "the body is not an object"),
        (
            "ldap_accounts",
            json!({"username": "anna"}),
            "missing field `password`",
        ),
        (
            "ldap_accounts",
            json!({"username": "anna", "password": "hunter2", "emial": "a@b.cn"}),
            "unknown field `emial`",
        ),
        (
            "apps",
            json!({"kind": "hunter2", "name": "Notes"}),
            "`kind` has a wrong type or value",
        ),
        (
            "app_mfa",
            json!({"app": "x", "policies": ["SMS", "hunter2"]}),
            "`policies[1]` has a wrong type or value",
        ),
    ] {
        let (status, response) = post(&fixture, path, body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        let message = response["message"].as_str().unwrap();
        assert!(message.starts_with(reason), "{message}");
        assert!(!message.contains("hunter2"), "{message}");
    }
}

#[tokio::test]
async fn an_ldap_account_can_be_added() {
    let fixture = Fixture::new().await;
    let account = json!({"username": "anna", "password": "in the clear", "email": "a@b.cn"});
    let added = post(&fixture, "ldap_accounts", account).await;
    assert_eq!(added, (StatusCode::OK, json!({})));
    let query = "mutation($c: String!) {
        LoginByLDAP(username: \"anna\", password: \"in the clear\", clientId: $c) { email } }";
    let user = fixture.call(query, json!({"c": fixture.pool()})).await;
    assert_eq!(user.data("LoginByLDAP"), json!({"email": "a@b.cn"}));
}

#[tokio::test]
async fn an_app_can_be_authorized() {
    let fixture = Fixture::new().await;
    let user = fixture.user("a@b.cn").await;
    let (_, app) = post(&fixture, "apps", json!({"kind": "oidc", "name": "Notes"})).await;
    let wish = json!({"user": user, "app": app["id"], "scope": "openid"});
    let (status, _) = post(&fixture, "authorizations", wish).await;
    assert_eq!(status, StatusCode::OK);
    let query = "query($u: String) { GetUserAuthorizedApps(userId: $u) { OIDCApps { _id name } } }";
    let owner = fixture.owner_token().await;
    let apps = fixture.call_as(&owner, query, json!({ "u": user })).await;
    let expected = json!({"OIDCApps": [{"_id": app["id"], "name": "Notes"}]});
    assert_eq!(apps.data("GetUserAuthorizedApps"), expected);
}

#[tokio::test]
async fn an_unknown_id_is_not_found() {
    let fixture = Fixture::new().await;
    let user = fixture.user("a@b.cn").await;
    for (path, body, reason) in [
        (
            "app_mfa",
            json!({"app": "x", "policies": []}),
            "there is no app `x`",
        ),
        (
            "redirect_uris",
            json!({"app": "x", "uri": "https://a.cn"}),
            "there is no app `x`",
        ),
        (
            "authorizations",
            json!({"user": user, "app": "x", "scope": "openid"}),
            "there is no app `x`",
        ),
        (
            "qr_codes",
            json!({"random": "r", "user": "y", "step": "SCAN"}),
            "there is no user `y`",
        ),
    ] {
        let (status, response) = post(&fixture, path, body).await;
        let expected = (StatusCode::NOT_FOUND, &json!(reason));
        assert_eq!((status, &response["message"]), expected, "{path}");
    }
}

#[tokio::test]
async fn the_time_moves_forward_and_is_reset() {
    let fixture = Fixture::new().await;
    let url = fixture.emulator.base_url() + "/operator/clock";
    let (_, time) = fixture.get(&url).await;
    let start = time["now"].as_u64().unwrap();
    fixture.user("a@b.cn").await;
    let token = fixture.token_of("a@b.cn").await;
    let lifetime = 15 * 24 * 3600;
    let advanced = post(&fixture, "clock", json!({"advanceSeconds": lifetime})).await;
    let expected = json!({"now": start + lifetime});
    assert_eq!(advanced, (StatusCode::OK, expected.clone()));
    assert_eq!(fixture.get(&url).await, (StatusCode::OK, expected));
    let mfa = fixture
        .call_as(&token, "{ queryMFA { enable } }", json!({}))
        .await;
    assert_eq!(mfa.code(), 2206);
    let reset = fixture.http.delete(&url).send().await.unwrap();
    let back: Value = reset.json().await.unwrap();
    assert_eq!(back, json!({"now": start}));
    let mfa = fixture
        .call_as(&token, "{ queryMFA { enable } }", json!({}))
        .await;
    assert_eq!(mfa.body["errors"], Value::Null);
    for wrong in [
        json!({"advanceSeconds": -1}),
        json!({"advanceSeconds": "1"}),
        json!({"advance": 1}),
        json!(1),
    ] {
        let (status, response) = post(&fixture, "clock", wrong).await;
        assert!(status.is_client_error() && response["message"].is_string());
    }
}

#[tokio::test]
async fn invalid_calls_are_rejected() {
    let fixture = Fixture::new().await;
    for (path, body) in [
        (
            "ldap_accounts",
            json!({"username": "anna", "password": "p", "email": "not an email"}),
        ),
        ("ldap_accounts", json!({"username": "anna"})),
        ("apps", json!({"kind": "saml", "name": "Notes"})),
        (
            "authorizations",
            json!({"user": "x", "app": "y", "scope": "z"}),
        ),
    ] {
        let (status, response) = post(&fixture, path, body).await;
        assert!(status.is_client_error(), "{path}");
        assert!(response["message"].is_string(), "{path}");
    }
    // A web page can send a form here, but it is rejected.
    let url = fixture.emulator.base_url() + "/operator/apps";
    let form = fixture.http.post(url).header("content-type", "text/plain");
    let rejected = form.body(r#"{"kind":"oidc","name":"Notes"}"#).send().await;
    assert_eq!(
        rejected.unwrap().status(),
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
}
