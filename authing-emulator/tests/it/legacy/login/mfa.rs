//! The second factor.

use std::time::Duration;

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha1::Sha1;

use authing_emulator::UserError;

use crate::client::{Fixture, GraphQlResponse, PASSWORD};

/// The start time of the emulators' clocks.
pub(crate) const START: u64 = 1_517_032_525;

/// Returns the code of an authenticator app for this key at this time.
pub(crate) fn totp(share_key: &str, time: u64) -> String {
    let key = BASE32_NOPAD.decode(share_key.as_bytes()).unwrap();
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).unwrap();
    mac.update(&(time / 30).to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash[19] & 15);
    let number = u32::from_be_bytes(hash[offset..offset + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

async fn change(fixture: &Fixture, token: &str, arguments: Value) -> GraphQlResponse {
    let query =
        "mutation($on: Boolean!, $user: String, $pool: String, $id: String, $refresh: Boolean) {
        changeMFA(enable: $on, userId: $user, userPoolId: $pool, _id: $id, refreshKey: $refresh) {
            _id userId userPoolId enable shareKey } }";
    fixture.call_as(token, query, arguments).await
}

async fn query(fixture: &Fixture, token: &str, arguments: Value) -> GraphQlResponse {
    let query = "query($id: String, $user: String, $pool: String) {
        queryMFA(_id: $id, userId: $user, userPoolId: $pool) { _id userId userPoolId enable shareKey } }";
    fixture.call_as(token, query, arguments).await
}

async fn login(fixture: &Fixture, code: Value) -> GraphQlResponse {
    let password = fixture.encrypt(PASSWORD);
    let arguments = json!({"email": "a@b.cn", "password": password, "MFACode": code});
    fixture.login(arguments).await
}

/// Creates a user with a second factor, and returns the key.
async fn with_mfa(fixture: &Fixture) -> String {
    fixture.user("a@b.cn").await;
    let token = fixture.token_of("a@b.cn").await;
    let mfa = change(fixture, &token, json!({"on": true})).await;
    mfa.data("changeMFA")["shareKey"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn mfa_can_be_enabled_and_disabled_and_the_key_replaced() {
    let fixture = Fixture::new().await;
    let id = fixture.user("a@b.cn").await;
    let token = fixture.token_of("a@b.cn").await;
    let mine = json!({"user": id, "pool": fixture.pool()});
    assert_eq!(
        query(&fixture, &token, mine.clone()).await.data("queryMFA"),
        json!(null)
    );

    let on = json!({"user": id, "pool": fixture.pool(), "on": true});
    let mfa = change(&fixture, &token, on).await.data("changeMFA");
    assert_eq!((&mfa["userId"], &mfa["enable"]), (&json!(id), &json!(true)));
    assert_eq!(mfa["userPoolId"], json!(fixture.pool()));
    assert_eq!(mfa["shareKey"].as_str().unwrap().len(), 32);
    assert_eq!(query(&fixture, &token, mine).await.data("queryMFA"), mfa);
    let by_id = query(
        &fixture,
        &fixture.owner_token().await,
        json!({"id": mfa["_id"]}),
    )
    .await;
    assert_eq!(by_id.data("queryMFA"), mfa);

    let off = change(&fixture, &token, json!({"on": false}))
        .await
        .data("changeMFA");
    assert_eq!(
        (&off["enable"], &off["shareKey"]),
        (&json!(false), &mfa["shareKey"])
    );
    login(&fixture, json!(null)).await.data("login");
    let new = json!({"on": true, "refresh": true, "id": mfa["_id"]});
    let new = change(&fixture, &token, new).await.data("changeMFA");
    assert_eq!(new["_id"], mfa["_id"]);
    assert_ne!(new["shareKey"], mfa["shareKey"]);
}

#[tokio::test]
async fn changing_mfa_requires_the_users_own_token() {
    let fixture = Fixture::new().await;
    let id = fixture.user("a@b.cn").await;
    let other = fixture.user("c@b.cn").await;
    let (token, owner) = (
        fixture.token_of("a@b.cn").await,
        fixture.owner_token().await,
    );
    let on = json!({"user": id, "on": true});
    assert_eq!(change(&fixture, &owner, on.clone()).await.code(), 1001);
    assert_eq!(change(&fixture, "", on).await.code(), 2020);
    assert_eq!(
        change(&fixture, &token, json!({"user": other, "on": true}))
            .await
            .code(),
        2202
    );
    assert_eq!(
        query(&fixture, &token, json!({"user": other})).await.code(),
        2202
    );
    assert_eq!(query(&fixture, "", json!({"user": id})).await.code(), 2020);
    let nobody = json!({"user": "5aec1ea610ecb800018db176"});
    let no_record = json!({"id": "5aec1ea610ecb800018db176"});
    assert_eq!(query(&fixture, &token, no_record).await.code(), 2004);
    assert_eq!(query(&fixture, &owner, nobody).await.code(), 2004);
    assert_eq!(query(&fixture, &owner, json!({})).await.code(), 500);
    assert_eq!(
        query(&fixture, &owner, json!({"user": id, "pool": id}))
            .await
            .code(),
        2011
    );
}

#[tokio::test]
async fn login_requires_the_code() {
    let fixture = Fixture::new().await;
    let key = with_mfa(&fixture).await;
    let right = totp(&key, START);
    let wrong = if right == "000000" {
        "111111"
    } else {
        "000000"
    };
    for code in [
        json!(null),
        json!(""),
        json!(wrong),
        json!(totp(&key, START + 60)),
    ] {
        assert_eq!(login(&fixture, code.clone()).await.code(), 1635, "{code}");
    }
    let first_factor =
        json!({"email": "a@b.cn", "password": fixture.encrypt("wrong"), "MFACode": right});
    assert_eq!(fixture.login(first_factor).await.code(), 2006);
    login(&fixture, json!(right)).await.data("login");
}

#[tokio::test]
async fn a_code_is_accepted_once_and_a_step_early_or_late() {
    let fixture = Fixture::new().await;
    let key = with_mfa(&fixture).await;
    let (early, now, late) = (
        totp(&key, START - 30),
        totp(&key, START),
        totp(&key, START + 30),
    );
    login(&fixture, json!(early)).await.data("login");
    assert_eq!(login(&fixture, json!(early)).await.code(), 1635);
    login(&fixture, json!(now)).await.data("login");
    login(&fixture, json!(late)).await.data("login");
    // Earlier codes are not accepted either.
    assert_eq!(login(&fixture, json!(now)).await.code(), 1635);
    fixture.advance(120);
    assert_eq!(
        login(&fixture, json!(totp(&key, START + 60))).await.code(),
        1635
    );
}

#[tokio::test]
async fn a_missing_second_factor_does_not_use_up_the_code_in_a_text_message() {
    let fixture = Fixture::new().await;
    let id = fixture.phone_user("13800000000").await;
    let login = async |code: &str, mfa: Value| {
        let code: i64 = code.parse().unwrap();
        let arguments = json!({"phone": "13800000000", "phoneCode": code, "MFACode": mfa});
        fixture.login(arguments).await
    };
    fixture.send_code("send_smscode", "13800000000").await;
    let user = login(&fixture.last_code("13800000000"), json!(null)).await;
    let token = user.data("login")["token"].as_str().unwrap().to_owned();
    let mfa = change(&fixture, &token, json!({"on": true, "user": id})).await;
    let key = mfa.data("changeMFA")["shareKey"]
        .as_str()
        .unwrap()
        .to_owned();

    fixture.send_code("send_smscode", "13800000000").await;
    let code = fixture.last_code("13800000000");
    assert_eq!(login(&code, json!(null)).await.code(), 1635);
    login(&code, json!(totp(&key, START))).await.data("login");
    assert_eq!(
        login(&code, json!(totp(&key, START + 30))).await.code(),
        2001
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_one_of_many_logins_with_one_code_succeeds() {
    let fixture = std::sync::Arc::new(Fixture::new().await);
    let key = with_mfa(&fixture).await;
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let (fixture, code) = (std::sync::Arc::clone(&fixture), totp(&key, START));
            tokio::spawn(async move { login(&fixture, json!(code)).await })
        })
        .collect();
    let mut rejected = Vec::new();
    for task in tasks {
        let response = task.await.unwrap();
        if response.body.get("errors").is_some() {
            rejected.push(response.code());
        }
    }
    assert_eq!(rejected, vec![1635; 19]);
}

#[tokio::test]
async fn a_test_reads_the_code_that_an_app_shows() {
    let fixture = Fixture::new().await;
    let id = fixture.user("a@b.cn").await;
    let emulator = &fixture.emulator;
    for user in ["a@b.cn", &id] {
        let off = emulator.mfa_code(user).unwrap_err();
        assert!(matches!(off, UserError::NoMfa(_)), "{off}");
    }
    let unknown = emulator.mfa_code("nobody@b.cn").unwrap_err();
    assert!(matches!(unknown, UserError::Unknown(_)), "{unknown}");

    let token = fixture.token_of("a@b.cn").await;
    let mfa = change(&fixture, &token, json!({"on": true})).await;
    let key = mfa.data("changeMFA")["shareKey"].clone();
    for user in ["A@b.cn", &id] {
        let code = emulator.mfa_code(user).unwrap();
        assert_eq!(code, totp(key.as_str().unwrap(), START));
    }
    let code = emulator.mfa_code(&id).unwrap();
    login(&fixture, json!(code)).await.data("login");
    assert_eq!(login(&fixture, json!(code)).await.code(), 1635);
    emulator.clock().advance(Duration::from_secs(30));
    let next = emulator.mfa_code(&id).unwrap();
    login(&fixture, json!(next)).await.data("login");

    change(&fixture, &token, json!({"on": false}))
        .await
        .data("changeMFA");
    let off = emulator.mfa_code(&id).unwrap_err();
    assert!(matches!(off, UserError::NoMfa(_)), "{off}");
}
