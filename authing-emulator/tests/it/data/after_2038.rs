//! Times after January 2038, which no integer of 32 bits can hold.

use std::time::{Duration, SystemTime};

use authing_emulator::Clock;
use serde_json::json;

use crate::client::{Fixture, builder};
use crate::legacy::login::tokens::FIFTEEN_DAYS;

/// In the year 2040.
const NOW: u64 = 2_214_000_000;

async fn fixture() -> Fixture {
    let clock = Clock::stopped_at(SystemTime::UNIX_EPOCH + Duration::from_secs(NOW));
    Fixture::with(builder().clock(clock)).await
}

#[tokio::test]
async fn tokens_of_the_legacy_api_have_their_times() {
    let fixture = fixture().await;
    let id = fixture.user("a@b.cn").await;
    let owner = fixture.owner_token().await;
    let (now, end) = (json!(NOW), json!(NOW + FIFTEEN_DAYS));
    let refresh = "mutation($c: String!, $u: String!) { refreshToken(client: $c, user: $u) { token iat exp } }";
    let refreshed = fixture
        .call_as(&owner, refresh, json!({"c": fixture.pool(), "u": id}))
        .await
        .data("refreshToken");
    assert_eq!((&refreshed["iat"], &refreshed["exp"]), (&now, &end));

    let token = &refreshed["token"];
    let status = "query($t: String) { checkLoginStatus(token: $t) { code token { iat exp } } }";
    let status = fixture
        .call(status, json!({ "t": token }))
        .await
        .data("checkLoginStatus");
    assert_eq!(
        status,
        json!({"code": 200, "token": {"iat": now, "exp": end}})
    );
    let decode = "query($t: String) { decodeJwtToken(token: $t) { status { code } iat exp } }";
    let decoded = fixture
        .call(decode, json!({ "t": token }))
        .await
        .data("decodeJwtToken");
    assert_eq!(decoded["exp"], end);
    fixture.advance(FIFTEEN_DAYS);
    assert_eq!(
        crate::legacy::login::tokens::code_of(&fixture, token.as_str().unwrap()).await,
        2206
    );
}

#[tokio::test]
async fn tokens_of_the_v2_api_have_their_times() {
    let fixture = fixture().await;
    let call = async |query: &str, variables| {
        let request = fixture.http.post(fixture.emulator.graphql_v2_url());
        let request = request.json(&json!({"query": query, "variables": variables}));
        let body: serde_json::Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(body.get("errors"), None, "{body}");
        body["data"].clone()
    };
    let query = "query($p: String!, $s: String!) {
        accessToken(userPoolId: $p, secret: $s) { accessToken iat exp } }";
    let variables = json!({"p": fixture.pool(), "s": fixture.emulator.secret()});
    let token = call(query, variables).await["accessToken"].clone();
    assert_eq!(token["iat"], json!(NOW));
    assert!(token["exp"].as_u64().unwrap() > NOW);
    let query = "query($t: String) { checkLoginStatus(token: $t) { code iat exp } }";
    let status = call(query, json!({"t": token["accessToken"]})).await;
    let expected = json!({"code": 200, "iat": token["iat"], "exp": token["exp"]});
    assert_eq!(status["checkLoginStatus"], expected);
}

#[tokio::test]
async fn the_schema_is_introspected_as_it_is() {
    let query = r#"{ __type(name: "RefreshToken") { fields { name type { name } } } }"#;
    let introspected = fixture().await.call(query, json!({})).await;
    let fields = introspected.body["data"]["__type"]["fields"].clone();
    let times = fields.as_array().unwrap().iter();
    let times = times.filter(|field| ["iat", "exp"].contains(&field["name"].as_str().unwrap()));
    assert_eq!(
        times
            .map(|field| &field["type"]["name"])
            .collect::<Vec<_>>(),
        ["Int", "Int"]
    );
}
