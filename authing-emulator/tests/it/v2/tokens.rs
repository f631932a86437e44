//! The management token and users' tokens.

use authing_emulator::AppKind;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use super::{V2, code, only, text};

const ME: &str = "{ user { id } }";
const STATUS: &str = "query($t: String) { checkLoginStatus(token: $t) { code message status exp iat data { id userPoolId arn } } }";

fn claims(token: &str) -> Value {
    let claims = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap()
}

fn sign(claims: &Value, secret: &str) -> String {
    let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let header = encode(r#"{"alg":"HS256","typ":"JWT"}"#);
    let signed = format!("{header}.{}", encode(&claims.to_string()));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(signed.as_bytes());
    format!(
        "{signed}.{}",
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    )
}

#[tokio::test]
async fn the_secret_gives_a_management_token() {
    let v2 = V2::new().await;
    let query = "query($id: String!, $secret: String!) { accessToken(userPoolId: $id, secret: $secret) { accessToken exp iat } }";
    let pair = json!({"id": v2.0.pool(), "secret": v2.0.emulator.secret()});
    let token = only(v2.send(&[], query, pair).await);
    assert_eq!(
        token["exp"].as_i64().unwrap() - token["iat"].as_i64().unwrap(),
        1_296_000
    );
    let claims = claims(&text(&token["accessToken"]));
    assert_eq!(claims["exp"], token["exp"]);
    // The bearer is a user of the pool of those who own pools.
    let data = &claims["data"];
    assert_eq!(data["type"], "user");
    assert_ne!(data["userPoolId"], v2.0.pool());
    let (pool, id) = (text(&data["userPoolId"]), text(&data["id"]));
    assert_eq!(data["arn"], format!("arn:cn:authing:{pool}:user:{id}"));
    for (id, secret, expected) in [
        (v2.0.pool(), "wrong", 1001),
        ("another", v2.0.emulator.secret(), 2011),
        ("", v2.0.emulator.secret(), 2010),
    ] {
        let pair = json!({"id": id, "secret": secret});
        assert_eq!(code(&v2.send(&[], query, pair).await), expected);
    }
}

#[tokio::test]
async fn a_users_token_is_an_id_token_of_the_app() {
    let v2 = V2::new().await;
    let (id, token) = v2.session("ada").await;
    let claims = claims(&token);
    assert_eq!(claims["sub"], id);
    assert_eq!(claims["aud"], v2.0.emulator.app_id());
    assert_eq!(claims["iss"], format!("{}/oidc", v2.0.emulator.base_url()));
    assert_eq!(claims["userpool_id"], v2.0.pool());
    let data = json!({
        "type": "user", "id": id, "_id": id, "userId": id, "userPoolId": v2.0.pool(), "clientId": v2.0.pool(),
        "appId": v2.0.emulator.app_id(), "username": "ada", "email": null, "phone": null, "unionid": null, "openid": null,
    });
    assert_eq!(claims["data"], data);
    assert_eq!(sign(&claims, v2.0.emulator.app_secret()).len(), token.len());
    assert_eq!(
        code(
            &v2.by(&sign(&claims, v2.0.emulator.secret()), ME, json!({}))
                .await
        ),
        2207
    );
}

#[tokio::test]
async fn forged_expired_and_void_tokens_are_rejected() {
    let v2 = V2::new().await;
    let (id, token) = v2.session("ada").await;
    let mut forged = claims(&token);
    forged["data"]["id"] = v2.user("bob").await.into();
    let (signed, _) = token.rsplit_once('.').unwrap();
    for wrong in [
        sign(&forged, "a guess"),
        sign(&forged, v2.0.emulator.secret()),
        format!("{signed}."),
        "undefined".to_owned(),
    ] {
        assert_eq!(code(&v2.by(&wrong, ME, json!({})).await), 2207, "{wrong}");
        let status = only(v2.app(STATUS, json!({"t": wrong})).await);
        assert_eq!(
            (&status["code"], &status["status"]),
            (&json!(2207), &json!(false))
        );
        assert_eq!(
            (&status["exp"], &status["data"]),
            (&json!(null), &json!(null))
        );
    }
    assert_eq!(code(&v2.app(ME, json!({})).await), 2020);

    v2.0.emulator.log_out_user(&id).unwrap();
    assert_eq!(code(&v2.by(&token, ME, json!({})).await), 2206);
    let login = only(v2.login("Username", json!({"username": "ada"})).await);
    v2.0.advance(1_209_600 - 1);
    let token = text(&login["token"]);
    only(v2.by(&token, ME, json!({})).await);
    v2.0.advance(1);
    assert_eq!(code(&v2.by(&token, ME, json!({})).await), 2206);
}

#[tokio::test]
async fn an_apps_secret_makes_no_management_token() {
    let v2 = V2::new().await;
    let mut owner = claims(&v2.management_token().await);
    owner["aud"] = v2.0.emulator.app_id().into();
    let plain = sign(&owner, v2.0.emulator.app_secret());
    for (member, value) in [("iss", "x"), ("sub", "x"), ("userpool_id", "x")] {
        owner[member] = value.into();
    }
    for forged in [plain, sign(&owner, v2.0.emulator.app_secret())] {
        assert_eq!(
            code(&v2.by(&forged, "{ users { totalCount } }", json!({})).await),
            2207
        );
    }
}

#[tokio::test]
async fn a_users_token_can_not_manage() {
    let v2 = V2::new().await;
    let (id, token) = v2.session("ada").await;
    let bob = v2.user("bob").await;
    for query in [
        "{ users { totalCount } }",
        "{ roles { totalCount } }",
        "{ orgs { totalCount } }",
        "{ findUser(username: \"bob\") { id } }",
        "{ whitelist(type: EMAIL) { value } }",
        "mutation { createRole(code: \"x\") { id } }",
        "mutation { createUser(userInfo: {username: \"x\"}) { id } }",
        "mutation { updateUserpool(input: {name: \"x\"}) { id } }",
    ] {
        assert_eq!(
            code(&v2.by(&token, query, json!({})).await),
            1001,
            "{query}"
        );
    }
    let query = "query($id: String) { user(id: $id) { id } }";
    assert_eq!(code(&v2.by(&token, query, json!({"id": bob})).await), 2202);
    assert_eq!(
        only(v2.by(&token, query, json!({"id": id})).await)["id"],
        id
    );
    let query =
        "mutation($id: String, $i: UpdateUserInput!) { updateUser(id: $id, input: $i) { id } }";
    let change = json!({"id": bob, "i": {"nickname": "x"}});
    assert_eq!(code(&v2.by(&token, query, change).await), 2202);
    // Nor can the management token do what is a user's own.
    let query = "mutation { unbindEmail { id } }";
    assert_eq!(code(&v2.manage(query, json!({})).await), 1001);
}

#[tokio::test]
async fn the_status_of_a_token_is_data() {
    let v2 = V2::new().await;
    let (id, token) = v2.session("ada").await;
    let status = only(v2.app(STATUS, json!({"t": token})).await);
    let data = json!({"id": id, "userPoolId": v2.0.pool(), "arn": format!("arn:cn:authing:{}:user:{id}", v2.0.pool())});
    assert_eq!(status["data"], data);
    assert_eq!(
        (&status["code"], &status["status"]),
        (&json!(200), &json!(true))
    );
    // Without the argument, the caller's own.
    assert_eq!(
        only(v2.by(&token, STATUS, json!({"t": null})).await)["data"],
        data
    );
    assert_eq!(only(v2.send(&[], STATUS, json!({})).await)["code"], 2020);
}

#[tokio::test]
async fn a_token_is_refreshed() {
    let v2 = V2::new().await;
    let (id, token) = v2.session("ada").await;
    let query = "mutation($id: String) { refreshToken(id: $id) { token iat exp } }";
    v2.0.advance(10);
    for refreshed in [
        only(v2.by(&token, query, json!({})).await),
        v2.managed(query, json!({"id": id})).await,
    ] {
        let new = text(&refreshed["token"]);
        assert_ne!(new, token);
        assert_eq!(claims(&new)["exp"], refreshed["exp"]);
        assert_eq!(only(v2.by(&new, ME, json!({})).await)["id"], id);
    }
    // The old one stays valid.
    assert_eq!(only(v2.by(&token, ME, json!({})).await)["id"], id);
    let bob = v2.user("bob").await;
    assert_eq!(code(&v2.by(&token, query, json!({"id": bob})).await), 2202);
    let unknown = json!({"id": "5aec1ea610ecb800018db176"});
    assert_eq!(code(&v2.manage(query, unknown).await), 2004);
}

#[tokio::test]
async fn each_app_has_its_own_tokens() {
    let v2 = V2::new().await;
    v2.user("ada").await;
    let other = v2.0.emulator.add_app(AppKind::Oidc, "other").unwrap();
    let headers = [("x-authing-app-id", other.as_str())];
    let query = "mutation($i: LoginByUsernameInput!) { loginByUsername(input: $i) { token } }";
    let input = json!({"username": "ada", "password": v2.0.encrypt(crate::client::PASSWORD)});
    let login = only(v2.send(&headers, query, json!({"i": input})).await);
    let token = text(&login["token"]);
    assert_eq!(claims(&token)["aud"], other);
    assert_eq!(
        code(
            &v2.by(
                &sign(&claims(&token), v2.0.emulator.app_secret()),
                ME,
                json!({})
            )
            .await
        ),
        2207
    );
    assert_eq!(
        only(v2.by(&token, "{ user { username } }", json!({})).await)["username"],
        "ada"
    );
}

#[tokio::test]
async fn the_caller_is_returned_with_its_own_token() {
    let v2 = V2::new().await;
    let (id, token) = v2.session("ada").await;
    let query = "mutation($i: UpdateUserInput!) { updateUser(input: $i) { token nickname } }";
    let changed = only(v2.by(&token, query, json!({"i": {"nickname": "A"}})).await);
    assert_eq!(changed, json!({"token": token, "nickname": "A"}));
    assert_eq!(
        only(v2.by(&token, "{ user { token } }", json!({})).await)["token"],
        token
    );
    // Others get none.
    let role = "mutation { createRole(code: \"r\") { id } }";
    v2.managed(role, json!({})).await;
    let assign = "mutation($u: [String!]) { assignRole(roleCode: \"r\", userIds: $u) { code } }";
    v2.managed(assign, json!({"u": [id]})).await;
    let query = "{ user { roles { list { users { list { id token } } } } } }";
    let users = only(v2.by(&token, query, json!({})).await)["roles"]["list"][0]["users"].clone();
    assert_eq!(users["list"], json!([{"id": id, "token": null}]));
}

#[tokio::test]
async fn a_management_token_is_exchanged_for_a_new_one() {
    let v2 = V2::new().await;
    let query =
        "mutation($t: String) { refreshAccessToken(accessToken: $t) { accessToken iat exp } }";
    v2.0.advance(10);
    for given in [json!(v2.management_token().await), Value::Null] {
        let renewed = v2.managed(query, json!({ "t": given })).await;
        let lifetime = renewed["exp"].as_i64().unwrap() - renewed["iat"].as_i64().unwrap();
        assert_eq!(lifetime, 1_296_000);
        let token = text(&renewed["accessToken"]);
        only(v2.by(&token, "{ users { totalCount } }", json!({})).await);
    }
    let (_, user) = v2.session("ada").await;
    for (given, expected) in [(user.as_str(), 1001), ("x", 2207)] {
        let rejected = v2.manage(query, json!({ "t": given })).await;
        assert_eq!(code(&rejected), expected);
    }
    let query = "{ qiniuUptoken(type: \"avatar\") }";
    assert!(only(v2.by(&user, query, json!({})).await).is_string());
}
