//! Captchas and the limits of registrations.

use authing_emulator::{MessageKind, Purpose};
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::client::{Fixture, GraphQlResponse, PASSWORD, builder};

async fn log_in(fixture: &Fixture, email: &str, password: &str, captcha: Value) -> GraphQlResponse {
    let password = fixture.encrypt(password);
    let arguments =
        json!({"email": email, "password": password, "verifyCode": captcha, "lastIP": email});
    fixture.login(arguments).await
}

/// Returns the URL of the captcha in an error.
fn url(rejected: &GraphQlResponse) -> String {
    let data = &rejected.body["errors"][0]["message"]["data"];
    data["url"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_captcha_is_required_after_too_many_failures() {
    let fixture = Fixture::with(builder().captcha_after(3)).await;
    fixture.user("a@b.cn").await;
    fixture.user("c@b.cn").await;
    for _ in 0..2 {
        let rejected = log_in(&fixture, "a@b.cn", "wrong", json!(null)).await;
        assert_eq!(rejected.code(), 2006);
        assert_eq!(rejected.body["errors"][0]["message"]["data"], json!(null));
    }
    let third = log_in(&fixture, "a@b.cn", "wrong", json!(null)).await;
    assert_eq!(third.code(), 2006);
    let first = url(&third);

    let needed = log_in(&fixture, "a@b.cn", PASSWORD, json!(null)).await;
    assert_eq!(needed.code(), 2000);
    let second = url(&needed);
    assert_ne!(first, second);
    let picture = fixture.http.get(&second).send().await.unwrap();
    assert_eq!(picture.headers()["content-type"], "image/svg+xml");
    assert!(picture.text().await.unwrap().starts_with("<svg "));
    assert_eq!(fixture.get(&first).await.0, 404);

    let wrong = log_in(&fixture, "a@b.cn", PASSWORD, json!("0000")).await;
    assert_eq!(wrong.code(), 2001);
    let captcha = fixture.last_code(&url(&wrong)).to_lowercase();
    log_in(&fixture, "a@b.cn", PASSWORD, json!(captcha))
        .await
        .data("login");
    // The failures are reset, and no other user was affected.
    log_in(&fixture, "a@b.cn", PASSWORD, json!(null))
        .await
        .data("login");
    log_in(&fixture, "c@b.cn", PASSWORD, json!(null))
        .await
        .data("login");
    let message = fixture.emulator.messages().pop().unwrap();
    assert_eq!(
        (message.kind, message.purpose),
        (MessageKind::Captcha, Purpose::Captcha)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn parallel_failures_are_limited_like_successive_ones() {
    let fixture = Fixture::with(builder().captcha_after(3)).await;
    for number in 0..10 {
        let email = format!("user{number}@b.cn");
        fixture.user(&email).await;
        let right = (0..8).map(async |_| log_in(&fixture, &email, PASSWORD, json!(null)).await);
        for login in join_all(right).await {
            login.data("login");
        }
        let wrong = (0..8).map(async |_| log_in(&fixture, &email, "wrong", json!(null)).await);
        let wrong = join_all(wrong).await;
        let mut codes: Vec<_> = wrong.iter().map(GraphQlResponse::code).collect();
        codes.sort_unstable();
        assert_eq!(codes, [2000, 2000, 2000, 2000, 2000, 2006, 2006, 2006]);
    }
}

#[tokio::test]
async fn a_captcha_is_accepted_once_and_expires() {
    let fixture = Fixture::with(builder().captcha_after(1)).await;
    fixture.user("a@b.cn").await;
    let rejected = log_in(&fixture, "a@b.cn", "wrong", json!(null)).await;
    let captcha = fixture.last_code(&url(&rejected));
    let rejected = log_in(&fixture, "a@b.cn", "wrong", json!(captcha)).await;
    assert_eq!(rejected.code(), 2006);
    let again = log_in(&fixture, "a@b.cn", PASSWORD, json!(captcha)).await;
    assert_eq!(again.code(), 2001);
    // After five minutes, the failures no longer count.
    fixture.advance(300);
    log_in(&fixture, "a@b.cn", PASSWORD, json!(null))
        .await
        .data("login");
}

#[tokio::test]
async fn failures_count_for_the_ip_address_too() {
    let fixture = Fixture::with(builder().captcha_after(2)).await;
    fixture.user("a@b.cn").await;
    let from = async |email: &str, ip: &str| {
        let password = fixture.encrypt(PASSWORD);
        let arguments = json!({"email": email, "password": password, "lastIP": ip});
        fixture.login(arguments).await
    };
    for email in ["x@b.cn", "y@b.cn"] {
        assert_eq!(from(email, "10.0.0.1").await.code(), 2004);
    }
    assert_eq!(from("a@b.cn", "10.0.0.1").await.code(), 2000);
    from("a@b.cn", "10.0.0.2").await.data("login");
}

#[tokio::test]
async fn a_missing_second_factor_is_not_a_failure() {
    let fixture = Fixture::with(builder().captcha_after(1)).await;
    fixture.user("a@b.cn").await;
    let token = fixture.token_of("a@b.cn").await;
    let on = fixture.call_as(
        &token,
        "mutation { changeMFA(enable: true) { enable } }",
        json!({}),
    );
    on.await.data("changeMFA");
    let login = async |code: Value| {
        let password = fixture.encrypt(PASSWORD);
        fixture
            .login(json!({"email": "a@b.cn", "password": password, "MFACode": code}))
            .await
    };
    assert_eq!(login(json!(null)).await.code(), 1635);
    let wrong = login(json!("no code")).await;
    assert_eq!(wrong.code(), 1635);
    assert!(url(&wrong).ends_with(".svg"));
    assert_eq!(login(json!(null)).await.code(), 2000);
}

#[tokio::test]
async fn without_a_limit_no_captcha_is_required() {
    let fixture = Fixture::new().await;
    fixture.user("a@b.cn").await;
    for _ in 0..10 {
        let rejected = log_in(&fixture, "a@b.cn", "wrong", json!(null)).await;
        assert_eq!(rejected.code(), 2006);
    }
    log_in(&fixture, "a@b.cn", PASSWORD, json!(null))
        .await
        .data("login");
}

#[tokio::test]
async fn registrations_are_limited_per_ip_address() {
    let fixture = Fixture::with(builder().registrations(2)).await;
    let register = async |email: &str, ip: &str| {
        fixture
            .register(json!({"email": email, "lastIP": ip}))
            .await
    };
    register("a@b.cn", "10.0.0.1").await.data("register");
    // Failed registrations don't count.
    assert_eq!(register("a@b.cn", "10.0.0.1").await.code(), 2026);
    register("b@b.cn", "10.0.0.1").await.data("register");
    assert_eq!(register("c@b.cn", "10.0.0.1").await.code(), 2100);
    register("c@b.cn", "10.0.0.2").await.data("register");

    let owner = fixture.owner_token().await;
    let info = json!({"registerInClient": fixture.pool(), "email": "d@b.cn", "lastIP": "10.0.0.1",
        "password": fixture.encrypt(PASSWORD)});
    let query = "mutation($i: UserRegisterInput!) { createUser(userInfo: $i) { email } }";
    let made = fixture.call_as(&owner, query, json!({ "i": info })).await;
    made.data("createUser");
    fixture.advance(300);
    register("e@b.cn", "10.0.0.1").await.data("register");

    let query = "query($p: String!) { getUserPoolSettings(userPoolId: $p) {
        frequentRegisterCheck { timeInterval limit enable } loginFailCheck { limit enable } } }";
    let owner = fixture.owner_token().await;
    let pool = fixture
        .call_as(&owner, query, json!({"p": fixture.pool()}))
        .await;
    let expected = json!({
        "frequentRegisterCheck": {"timeInterval": 300, "limit": 2, "enable": true},
        "loginFailCheck": {"limit": 3, "enable": false},
    });
    assert_eq!(pool.data("getUserPoolSettings"), expected);
}

#[tokio::test]
async fn a_closed_registration_is_rejected() {
    let fixture = Fixture::with(builder().registration_closed(true)).await;
    let rejected = fixture.register(json!({"email": "a@b.cn"})).await;
    assert_eq!(rejected.code(), 2031);

    let owner = fixture.owner_token().await;
    let info = json!({"registerInClient": fixture.pool(), "email": "a@b.cn", "password": fixture.encrypt(PASSWORD)});
    let query = "mutation($i: UserRegisterInput!) { createUser(userInfo: $i) { email } }";
    let made = fixture.call_as(&owner, query, json!({ "i": info })).await;
    made.data("createUser");

    let query = "query($p: String!) { getUserPoolSettings(userPoolId: $p) { registerDisabled } }";
    let pool = fixture
        .call_as(&owner, query, json!({"p": fixture.pool()}))
        .await;
    let expected = json!({"registerDisabled": true});
    assert_eq!(pool.data("getUserPoolSettings"), expected);
}
