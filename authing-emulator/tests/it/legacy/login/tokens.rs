//! Users' tokens and the owner's.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::client::{Fixture, builder, seeded};

pub(crate) const FIFTEEN_DAYS: u64 = 15 * 24 * 3600;

pub(crate) fn payload(token: &str) -> Value {
    let parts: Vec<_> = token.split('.').collect();
    assert_eq!(parts.len(), 3);
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap()
}

async fn status(fixture: &Fixture, header: &str, token: Value) -> Value {
    let query = "query($t: String) { checkLoginStatus(token: $t) {
        status code message token { data { email id clientId unionid } iat exp } } }";
    fixture
        .call_as(header, query, json!({"t": token}))
        .await
        .data("checkLoginStatus")
}

pub(crate) async fn code_of(fixture: &Fixture, token: &str) -> Value {
    let status = status(fixture, "", json!(token)).await;
    assert_eq!(status["status"], json!(status["code"] == 200));
    assert_eq!(status["token"].is_null(), status["code"] != 200);
    status["code"].clone()
}

#[tokio::test]
async fn a_users_token_has_the_user_and_the_expiry() {
    let fixture = Fixture::new().await;
    let id = fixture.user("a@b.cn").await;
    let token = fixture.token_of("a@b.cn").await;
    let data = json!({"email": "a@b.cn", "id": id, "clientId": fixture.pool(), "unionid": null});
    let expected = json!({"data": data, "iat": 1_517_032_525, "exp": 1_517_032_525 + FIFTEEN_DAYS});
    assert_eq!(payload(&token), expected);
    let status = status(&fixture, "", json!(token)).await;
    assert_eq!(
        (&status["status"], &status["code"]),
        (&json!(true), &json!(200))
    );
    assert_eq!(status["token"], expected);
}

#[tokio::test]
async fn the_header_is_checked_without_a_token_argument() {
    let fixture = Fixture::new().await;
    fixture.user("a@b.cn").await;
    let token = fixture.token_of("a@b.cn").await;
    assert_eq!(status(&fixture, &token, json!(null)).await["code"], 200);
    assert_eq!(status(&fixture, &token, json!("x")).await["code"], 2207);
    assert_eq!(
        status(&fixture, "undefined", json!(null)).await["code"],
        2207
    );
    let missing = status(&fixture, "", json!(null)).await;
    assert_eq!(missing["code"], 2020);
    assert_eq!(
        (&missing["status"], &missing["token"]),
        (&json!(false), &json!(null))
    );
}

#[tokio::test]
async fn a_token_expires() {
    let fixture = Fixture::new().await;
    fixture.user("a@b.cn").await;
    let token = fixture.token_of("a@b.cn").await;
    fixture.advance(FIFTEEN_DAYS - 1);
    assert_eq!(code_of(&fixture, &token).await, 200);
    fixture.advance(1);
    assert_eq!(code_of(&fixture, &token).await, 2206);
}

#[tokio::test]
async fn a_logout_voids_only_earlier_tokens() {
    let fixture = Fixture::new().await;
    let id = fixture.user("a@b.cn").await;
    let before = fixture.token_of("a@b.cn").await;
    fixture.emulator.log_out_user(&id).unwrap();
    assert_eq!(code_of(&fixture, &before).await, 2206);
    let after = fixture.token_of("a@b.cn").await;
    assert_eq!(code_of(&fixture, &before).await, 2206);
    assert_eq!(code_of(&fixture, &after).await, 200);
    fixture.emulator.delete_user(&id).unwrap();
    assert_eq!(code_of(&fixture, &after).await, 2207);
}

#[tokio::test]
async fn forged_tokens_are_wrong() {
    let pool = "5aec1ea610ecb800018db176";
    let fixture = Fixture::with(builder().user_pool_id(pool).secret("ours")).await;
    let other_secret = Fixture::with(builder().user_pool_id(pool).secret("theirs")).await;
    let other_pool = Fixture::with(
        builder()
            .user_pool_id("5aec1ea610ecb800018db177")
            .secret("ours"),
    )
    .await;
    fixture.user("a@b.cn").await;
    let token = fixture.token_of("a@b.cn").await;
    let payload = token.split('.').nth(1).unwrap();
    let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
    for forged in [
        format!("{none}.{payload}."),
        format!("{none}.{payload}.{}", token.rsplit('.').next().unwrap()),
        token[..token.len() - 1].to_owned(),
        other_secret.owner_token().await,
        other_pool.owner_token().await,
        "not a token".to_owned(),
    ] {
        assert_eq!(code_of(&fixture, &forged).await, 2207, "{forged}");
    }
}

#[tokio::test]
async fn the_owners_token_is_accepted() {
    let fixture = Fixture::new().await;
    let token = fixture.owner_token().await;
    assert!(payload(&token)["exp"].is_u64());
    assert_eq!(code_of(&fixture, &token).await, 200);
    fixture.advance(FIFTEEN_DAYS);
    assert_eq!(code_of(&fixture, &token).await, 2206);
    // An expired token does not prevent getting a new one.
    let query =
        "query($s: String, $c: String) { getAccessTokenByAppSecret(secret: $s, clientId: $c) }";
    let pair = json!({"s": fixture.emulator.secret(), "c": fixture.pool()});
    let new = fixture
        .call_as(&token, query, pair)
        .await
        .data("getAccessTokenByAppSecret");
    assert_eq!(code_of(&fixture, new.as_str().unwrap()).await, 200);
}

#[tokio::test]
async fn a_wrong_id_or_secret_is_rejected() {
    let fixture = Fixture::new().await;
    let secret = fixture.emulator.secret();
    for (secret, pool, code) in [
        ("wrong", fixture.pool(), 1001),
        ("", fixture.pool(), 1001),
        (secret, "5aec1ea610ecb800018db176", 2011),
        (secret, "", 2010),
    ] {
        for query in [
            "query($s: String, $c: String) { getAccessTokenByAppSecret(secret: $s, clientId: $c) }",
            "query($s: String, $c: String) { getClientWhenSdkInit(secret: $s, clientId: $c) { accessToken } }",
        ] {
            let rejected = fixture.call(query, json!({"s": secret, "c": pool})).await;
            assert_eq!(rejected.code(), code);
        }
    }
}

#[tokio::test]
async fn the_pool_is_returned_with_the_first_token() {
    let fixture = Fixture::new().await;
    let query = "query($s: String, $c: String) { getClientWhenSdkInit(secret: $s, clientId: $c) { accessToken
        clientInfo { _id name jwtExpired createdAt isDeleted registerDisabled allowedOrigins clientType { name } } } }";
    let pair = json!({"s": fixture.emulator.secret(), "c": fixture.pool()});
    let response = fixture.call(query, pair).await.data("getClientWhenSdkInit");
    assert_eq!(
        code_of(&fixture, response["accessToken"].as_str().unwrap()).await,
        200
    );
    let expected = json!({
        "_id": fixture.pool(),
        "name": "authing-emulator",
        "jwtExpired": FIFTEEN_DAYS,
        "createdAt": "Sat Jan 27 2018 13:55:25 GMT+0800 (CST)",
        "isDeleted": false,
        "registerDisabled": false,
        "allowedOrigins": "",
        "clientType": null,
    });
    assert_eq!(response["clientInfo"], expected);
}

#[tokio::test]
async fn the_service_decodes_a_token() {
    let fixture = Fixture::new().await;
    let id = fixture.user("a@b.cn").await;
    let token = fixture.token_of("a@b.cn").await;
    let query = "query($t: String) { decodeJwtToken(token: $t) {
        data { email id clientId unionid } status { status code } iat exp } }";
    let decoded = fixture
        .call(query, json!({"t": token}))
        .await
        .data("decodeJwtToken");
    let expected = json!({
        "data": {"email": "a@b.cn", "id": id, "clientId": fixture.pool(), "unionid": null},
        "status": {"status": true, "code": 200},
        "iat": "1517032525",
        "exp": 1_517_032_525 + FIFTEEN_DAYS,
    });
    assert_eq!(decoded, expected);
    let wrong = fixture
        .call(query, json!({"t": "x"}))
        .await
        .data("decodeJwtToken");
    let expected =
        json!({"data": null, "status": {"status": false, "code": 2207}, "iat": null, "exp": null});
    assert_eq!(wrong, expected);
}

#[tokio::test]
async fn a_seed_makes_everything_predictable() {
    let (first, second) = (
        Fixture::with(seeded(5)).await,
        Fixture::with(seeded(5)).await,
    );
    assert_eq!(first.pool(), second.pool());
    assert_eq!(
        first.emulator.public_key_pem(),
        second.emulator.public_key_pem()
    );
    assert_eq!(first.user("a@b.cn").await, second.user("a@b.cn").await);
    assert_eq!(
        first.token_of("a@b.cn").await,
        second.token_of("a@b.cn").await
    );
    for fixture in [&first, &second] {
        fixture.send_code("send_smscode", "13800000000").await;
    }
    assert_eq!(
        first.last_code("13800000000"),
        second.last_code("13800000000")
    );
}
