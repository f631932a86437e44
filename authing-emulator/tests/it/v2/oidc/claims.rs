//! ID tokens, access tokens and claims.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::StatusCode;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{ADA, APP, Oidc, SECRET, claims, code_of, form, part, text};

const NOW: i64 = 1_517_032_525;

fn is_signed_with(token: &Value, secret: &str) -> bool {
    let (signed, signature) = text(token).rsplit_once('.').unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(signed.as_bytes());
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    mac.verify_slice(&signature).is_ok()
}

#[tokio::test]
async fn an_id_token_says_who_logged_in_and_when() {
    let oidc = Oidc::new().await;
    oidc.code(&[]).await;
    oidc.advance(10);
    let tokens = oidc.tokens_of_session().await;
    assert_eq!(
        (&tokens["token_type"], &tokens["expires_in"]),
        (&json!("Bearer"), &json!(1_209_600))
    );
    assert_eq!(tokens["scope"], "openid profile email phone address");
    let token = &tokens["id_token"];
    assert_eq!(part(token, 0)["alg"], "HS256");
    assert!(is_signed_with(token, SECRET) && !is_signed_with(token, oidc.emulator.secret()));
    let claims = claims(token);
    let hash = Sha256::digest(text(&tokens["access_token"]));
    for (claim, expected) in [
        ("iss", json!(oidc.emulator.issuer())),
        ("sub", json!(ADA)),
        ("aud", json!(APP)),
        ("nonce", json!("a nonce")),
        ("auth_time", json!(NOW)),
        ("iat", json!(NOW + 10)),
        ("exp", json!(NOW + 10 + 1_209_600)),
        ("at_hash", json!(URL_SAFE_NO_PAD.encode(&hash[..16]))),
        ("userpool_id", json!(oidc.emulator.user_pool_id())),
        ("nickname", json!("Ada")),
        ("email", json!("ada@b.cn")),
    ] {
        assert_eq!(claims[claim], expected, "{claim}");
    }
    assert_eq!(
        (&claims["data"]["id"], &claims["data"]["appId"]),
        (&json!(ADA), &json!(APP))
    );
    let without = oidc.authorize(&[("nonce", "")]).await;
    let (_, tokens) = oidc.exchange(&code_of(&without), &[]).await;
    assert!(super::claims(&tokens["id_token"]).get("nonce").is_none());
}

#[tokio::test]
async fn an_access_token_names_its_audience_and_scope() {
    let oidc = Oidc::new().await;
    let tokens = oidc.tokens(&[("scope", "email openid bogus")]).await;
    let claims = claims(&tokens["access_token"]);
    let jti = claims["jti"].as_str().unwrap();
    assert_eq!(jti.len(), 32);
    let expected = json!({
        "jti": jti, "iss": oidc.emulator.issuer(), "sub": ADA, "aud": APP, "scope": "email openid",
        "iat": NOW, "exp": NOW + 1_209_600,
    });
    assert_eq!(claims, expected);
    assert_eq!(tokens["scope"], "email openid");
    let other = oidc.tokens_of_session().await;
    assert_ne!(super::claims(&other["access_token"])["jti"], jti);
}

#[tokio::test]
async fn claims_are_those_of_the_scope() {
    let oidc = Oidc::new().await;
    let profile = json!({
        "nickname": "Ada", "given_name": "Augusta", "picture": "https://a.b/ada.png", "preferred_username": "ada",
    });
    let email = json!({"email": "ada@b.cn", "email_verified": true});
    let phone = json!({"phone_number": "13800000000", "phone_number_verified": false});
    let address = json!({"address": {"locality": "London", "country": "GB"}});
    for (scope, parts) in [
        ("openid", vec![]),
        ("openid profile", vec![&profile]),
        ("openid email", vec![&email]),
        ("openid phone", vec![&phone]),
        ("openid address", vec![&address]),
        (
            "openid profile email phone address",
            vec![&profile, &email, &phone, &address],
        ),
    ] {
        oidc.emulator.reset().unwrap();
        let tokens = oidc.tokens(&[("scope", scope)]).await;
        let (status, mut me) = oidc.me(text(&tokens["access_token"])).await;
        assert_eq!(status, StatusCode::OK);
        let mut expected = json!({"sub": ADA});
        for part in parts {
            expected
                .as_object_mut()
                .unwrap()
                .extend(part.as_object().unwrap().clone());
        }
        if scope.contains("profile") {
            let updated = me.as_object_mut().unwrap().remove("updated_at").unwrap();
            assert!(updated.as_i64().is_some_and(|at| at == NOW), "{updated}");
        }
        assert_eq!(me, expected, "{scope}");
        let id_token = claims(&tokens["id_token"]);
        for (claim, value) in me.as_object().unwrap() {
            assert_eq!(&id_token[claim], value, "{claim}");
        }
        assert_eq!(
            id_token.get("email").is_some(),
            scope.contains("email"),
            "{scope}"
        );
    }
}

#[tokio::test]
async fn an_app_can_have_its_id_tokens_signed_by_rsa() {
    let oidc = Oidc::with_app(json!({"idTokenAlgorithm": "RS256"})).await;
    let tokens = oidc.tokens(&[]).await;
    let header = part(&tokens["id_token"], 0);
    assert_eq!(header, part(&tokens["access_token"], 0));
    // It is the user's token at the API, too; one that the app's secret signs is not.
    let query = json!({"query": "{ user { id token } }"});
    let ask = |token: String| {
        let request = oidc.browser.http.post(oidc.emulator.graphql_v2_url());
        request.bearer_auth(token).json(&query).send()
    };
    let response = ask(text(&tokens["id_token"]).to_owned()).await.unwrap();
    let user: Value = response.json().await.unwrap();
    assert_eq!(user["data"]["user"]["id"], ADA, "{user}");
    let payload = text(&tokens["id_token"]).split('.').nth(1).unwrap();
    let signed = format!("{}.{payload}", URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256"}"#));
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(signed.as_bytes());
    let forged = format!(
        "{signed}.{}",
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    );
    let response: Value = ask(forged).await.unwrap().json().await.unwrap();
    assert_eq!(response["errors"][0]["message"]["code"], 2207);
}

#[tokio::test]
async fn tokens_of_the_api_are_id_tokens_with_the_profile() {
    let oidc =
        Oidc::with_app(json!({"idTokenAlgorithm": "RS256", "lifetimes": {"idToken": 77}})).await;
    let query = "mutation($i: LoginByUsernameInput!) { loginByUsername(input: $i) { token } }";
    let password = crate::client::encrypt(oidc.emulator.public_key_pem(), crate::client::PASSWORD);
    let body =
        json!({"query": query, "variables": {"i": {"username": "ada", "password": password}}});
    let request = oidc.browser.http.post(oidc.emulator.graphql_v2_url());
    let request = request.header("x-authing-app-id", APP).json(&body);
    let body: Value = request.send().await.unwrap().json().await.unwrap();
    let token = &body["data"]["loginByUsername"]["token"];
    assert_eq!(part(token, 0)["alg"], "RS256");
    let claims = claims(token);
    assert_eq!(
        (&claims["sub"], &claims["given_name"]),
        (&json!(ADA), &json!("Augusta"))
    );
    assert_eq!(claims["exp"], NOW + 77);
}

#[tokio::test]
async fn an_id_token_is_a_users_token_at_the_api_and_an_access_token_is_not() {
    let oidc = Oidc::new().await;
    let tokens = oidc.tokens(&[]).await;
    for (name, code) in [("id_token", None), ("access_token", Some(2207))] {
        let request = oidc.browser.http.post(oidc.emulator.graphql_v2_url());
        let request = request.bearer_auth(text(&tokens[name]));
        let body = request
            .json(&json!({"query": "{ user { id } }"}))
            .send()
            .await;
        let body: Value = body.unwrap().json().await.unwrap();
        match code {
            None => assert_eq!(body["data"]["user"]["id"], ADA, "{body}"),
            Some(code) => assert_eq!(body["errors"][0]["message"]["code"], code, "{body}"),
        }
    }
}

#[tokio::test]
async fn the_users_data_can_be_asked_for_in_every_way() {
    let oidc = Oidc::new().await;
    let tokens = oidc.tokens(&[]).await;
    let token = text(&tokens["access_token"]);
    let http = &oidc.browser.http;
    let url = oidc.url("/oidc/me");
    let in_form = form(http.post(&url), &[("access_token", token)]);
    for request in [
        http.get(&url).bearer_auth(token),
        http.get(&url)
            .header("authorization", format!("bearer  {token}")),
        http.get(format!("{url}?access_token={token}")),
        http.post(&url).bearer_auth(token),
        http.post(format!("{url}?access_token={token}")),
        in_form,
    ] {
        let (status, me) = super::body(request.send().await.unwrap()).await;
        assert_eq!((status, &me["sub"]), (StatusCode::OK, &json!(ADA)));
    }
    let in_query = format!("{url}?access_token={token}");
    for twice in [
        http.get(&in_query).bearer_auth(token),
        http.post(&in_query).bearer_auth(token),
        form(http.post(&in_query), &[("access_token", token)]),
    ] {
        let twice = super::body(twice.send().await.unwrap()).await;
        super::assert_error(&twice, 400, "invalid_request");
    }
}

impl Oidc {
    /// Returns tokens by the session that there is already.
    async fn tokens_of_session(&self) -> Value {
        let code = code_of(&self.authorize(&[]).await);
        let (status, tokens) = self.exchange(&code, &[]).await;
        assert_eq!(status, StatusCode::OK);
        tokens
    }
}
