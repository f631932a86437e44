//! Refreshing, access keys, introspection, revocation, userinfo, logging out.

use authing_client::v2::AuthenticationClient;
use authing_client::v2::oidc::ClientAuthentication;
use authing_client::{Error, http::Method};
use authing_tests::fake::{Requests, authorization};
use data_encoding::BASE64;
use serde_json::{Value, json};

use super::{APP, HOST, SECRET, changed, claims, client, form, hs256, parameters, unreachable};

fn fields(requests: &Requests) -> Vec<(String, String)> {
    form(&requests.last().unwrap()).into_iter().collect()
}

fn pairs(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    owned.collect()
}

#[tokio::test]
async fn a_refresh_token_gives_new_tokens_whose_id_token_is_verified() {
    let (client, requests) = client(|_| {
        json!({
            "access_token": "xyzzy-access-2", "refresh_token": "xyzzy-refresh-2", "id_token": hs256(&claims()),
            "scope": "openid", "expires_in": "3600", "token_type": "Bearer",
        })
    });
    let tokens = client.oidc().refresh("xyzzy-refresh").await.unwrap();
    assert_eq!(tokens.refresh_token.unwrap().expose(), "xyzzy-refresh-2");
    assert_eq!(tokens.expires_in.unwrap().as_secs(), 3600);
    assert_eq!(tokens.scope.as_deref(), Some("openid"));
    assert_eq!(tokens.claims.unwrap().user_id, "user-1");
    let expected = pairs(&[
        ("client_id", APP),
        ("client_secret", SECRET),
        ("grant_type", "refresh_token"),
        ("refresh_token", "xyzzy-refresh"),
    ]);
    assert_eq!(fields(&requests), expected);
}

#[tokio::test]
async fn a_refreshed_id_token_of_another_app_is_rejected() {
    let (client, _) = client(|_| {
        let id_token = hs256(&changed("aud", json!("another")));
        json!({"access_token": "xyzzy-access", "id_token": id_token})
    });
    let error = client.oidc().refresh("xyzzy-refresh").await.unwrap_err();
    assert!(matches!(error, Error::InvalidToken { .. }), "{error:?}");
}

#[tokio::test]
async fn an_access_key_gives_an_access_token_without_a_session() {
    let (client, requests) = client(|_| json!({"access_token": "xyzzy-access", "expires_in": -1}));
    let oidc = client.oidc();
    let tokens = oidc.client_credentials("key", "xyzzy-key", "user:read org");
    let tokens = tokens.await.unwrap();
    assert!(tokens.session().is_none() && tokens.id_token.is_none() && tokens.expires_in.is_none());
    let expected = pairs(&[
        ("client_id", "key"),
        ("client_secret", "xyzzy-key"),
        ("grant_type", "client_credentials"),
        ("scope", "user:read org"),
    ]);
    assert_eq!(fields(&requests), expected);
}

#[tokio::test]
async fn the_client_authenticates_in_three_ways() {
    let (with_secret, requests) = client(|_| json!({"active": false}));
    let oidc = with_secret.oidc();
    let token = ("token", "xyzzy-token");

    oidc.introspect(token.1).await.unwrap();
    let posted = [("client_id", APP), ("client_secret", SECRET), token];
    assert_eq!(fields(&requests), pairs(&posted));
    assert_eq!(authorization(&requests.last().unwrap()), None);

    let basic = oidc
        .clone()
        .client_authentication(ClientAuthentication::Basic);
    basic.introspect(token.1).await.unwrap();
    assert_eq!(fields(&requests), pairs(&[token]));
    let encoded = BASE64.encode(format!("{APP}:{SECRET}").as_bytes());
    let expected = format!("Basic {encoded}");
    let request = requests.last().unwrap();
    assert_eq!(authorization(&request), Some(&*expected));
    let headers = request.headers();
    assert!(headers["authorization"].is_sensitive());
    assert_eq!(headers["content-type"], "application/x-www-form-urlencoded");

    let none = oidc
        .clone()
        .client_authentication(ClientAuthentication::None);
    none.introspect(token.1).await.unwrap();
    assert_eq!(fields(&requests), pairs(&[("client_id", APP), token]));
    assert_eq!(authorization(&requests.last().unwrap()), None);

    // RFC 6749, section 2.3.1: id and secret are encoded as in a form before they are joined.
    let basic = basic.client_credentials("a:b", "x +%:é", "s").await;
    basic.unwrap_err();
    let expected = BASE64.encode(b"a%3Ab:x+%2B%25%3A%C3%A9");
    let expected = format!("Basic {expected}");
    assert_eq!(authorization(&requests.last().unwrap()), Some(&*expected));
}

#[tokio::test]
async fn without_a_secret_the_client_is_public_and_an_access_key_still_has_one() {
    let requests = Requests::default();
    let client = AuthenticationClient::builder(APP)
        .host(HOST)
        .transport(requests.transport(|_| json!({"active": true, "access_token": "xyzzy"})))
        .build()
        .unwrap();
    let oidc = client.oidc();
    oidc.introspect("xyzzy-token").await.unwrap();
    let expected = [("client_id", APP), ("token", "xyzzy-token")];
    assert_eq!(fields(&requests), pairs(&expected));
    oidc.client_credentials("key", "xyzzy-key", "s")
        .await
        .unwrap();
    assert_eq!(
        form(&requests.last().unwrap())["client_secret"],
        "xyzzy-key"
    );
    requests.clear();
    for authentication in [ClientAuthentication::Post, ClientAuthentication::Basic] {
        let oidc = oidc.clone().client_authentication(authentication);
        let error = oidc.introspect("xyzzy-token").await.unwrap_err();
        assert!(
            matches!(
                error,
                Error::Config {
                    setting: "app_secret",
                    ..
                }
            ),
            "{error:?}"
        );
    }
    assert!(requests.all().is_empty());
}

#[tokio::test]
async fn introspection_tells_whose_token_it_is() {
    let (client, requests) = client(|_| {
        json!({
            "active": true, "sub": "user-1", "client_id": APP, "scope": "openid", "exp": 2_000_000_000,
            "token_type": "access_token",
        })
    });
    let known = client.oidc().introspect("xyzzy-token").await.unwrap();
    assert!(known.active);
    assert_eq!(known.user_id.as_deref(), Some("user-1"));
    assert_eq!(known.exp, Some(2_000_000_000));
    assert_eq!(known.get("token_type"), Some(&json!("access_token")));
    let uri = requests.last().unwrap().uri().to_string();
    assert_eq!(uri, format!("{HOST}/oidc/token/introspection"));
}

#[tokio::test]
async fn an_introspection_that_does_not_tell_is_an_error() {
    for body in ["{}", r#"{"active":"yes"}"#, r#"{"active":null}"#, "", "[]"] {
        let (client, _) = client(move |_| (200, body));
        let error = client.oidc().introspect("xyzzy-token").await.unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{body}: {error:?}");
    }
}

#[tokio::test]
async fn a_revocation_has_an_empty_response_or_an_error() {
    for body in ["", " \n", "{}", r#"{"revoked":true}"#] {
        let (client, requests) = client(move |_| (200, body));
        client.oidc().revoke("xyzzy-token").await.unwrap();
        assert_eq!(
            requests.last().unwrap().uri().path(),
            "/oidc/token/revocation"
        );
    }
    let (invalid, _) = client(|_| (401, r#"{"error":"invalid_client"}"#));
    let error = invalid.oidc().revoke("xyzzy-token").await.unwrap_err();
    assert_eq!(error.oauth_error(), Some("invalid_client"));
    let (down, _) = client(|_| (500, ""));
    let error = down.oidc().revoke("xyzzy-token").await.unwrap_err();
    assert!(matches!(error, Error::Http { .. }), "{error:?}");
}

#[tokio::test]
async fn userinfo_takes_the_access_token_in_the_header() {
    let (good, requests) = client(|_| json!({"sub": "user-1", "custom": [1]}));
    let claims = good.oidc().user_info("xyzzy-access").await.unwrap();
    assert_eq!(claims["custom"], json!([1]));
    let request = requests.last().unwrap();
    assert_eq!(
        (request.method(), request.uri().path()),
        (&Method::GET, "/oidc/me")
    );
    assert_eq!(authorization(&request), Some("Bearer xyzzy-access"));

    let (expired, _) = client(|_| {
        (
            401,
            r#"{"error":"invalid_token","error_description":"xyzzy-access has expired"}"#,
        )
    });
    let error = expired.oidc().user_info("xyzzy-access").await.unwrap_err();
    assert_eq!(error.oauth_error(), Some("invalid_token"));
    assert!(!format!("{error} {error:?}").contains("xyzzy"), "{error:?}");
}

#[tokio::test]
async fn unusable_tokens_keys_and_urls_are_rejected_before_anything_is_sent() {
    let oidc = unreachable().oidc();
    let field = |result: Result<(), Error>| match result {
        Err(Error::InvalidInput { field, .. }) => field,
        other => panic!("{other:?}"),
    };
    for token in ["", " \n", "xyzzy\ntoken", "Bearer xyzzy", "\"xyzzy\""] {
        assert_eq!(field(oidc.user_info(token).await.map(drop)), "token");
        assert_eq!(field(oidc.introspect(token).await.map(drop)), "token");
        assert_eq!(field(oidc.revoke(token).await), "token");
        assert_eq!(field(oidc.refresh(token).await.map(drop)), "refresh_token");
        let exchanged = oidc.exchange_id_token(token, "https://app.example.com/", "openid");
        assert_eq!(field(exchanged.await.map(drop)), "token");
        let url = oidc.logout_url(Some((&token.into(), "https://app.example.com/")));
        assert_eq!(field(url.map(drop)), "id_token");
    }
    for uri in ["", "/bye", "app.example.com", "https://app.example.com/\n"] {
        let exchanged = oidc.exchange_id_token("xyzzy", uri, "openid");
        assert_eq!(field(exchanged.await.map(drop)), "redirect_uri");
        let url = oidc.logout_url(Some((&"xyzzy".into(), uri)));
        assert_eq!(field(url.map(drop)), "redirect_uri");
        let url = oidc.simple_logout_url(Some(uri));
        assert_eq!(field(url.map(drop)), "redirect_uri");
    }
    for (key, secret, scope, expected) in [
        ("", "xyzzy", "user:read", "access_key"),
        ("key", " ", "user:read", "access_secret"),
        ("key", "\"xyzzy\"", "user:read", "access_secret"),
        ("key", "xyzzy", " ", "scope"),
    ] {
        let tokens = oidc.client_credentials(key, secret, scope);
        assert_eq!(field(tokens.await.map(drop)), expected);
    }
}

#[tokio::test]
async fn a_line_break_at_the_end_of_a_token_is_not_sent() {
    let (client, requests) = client(|_| json!({"access_token": "xyzzy-access"}));
    let oidc = client.oidc();
    oidc.refresh("xyzzy-refresh\n").await.unwrap();
    assert!(fields(&requests).contains(&("refresh_token".into(), "xyzzy-refresh".into())));
    let tokens = oidc.client_credentials(" key", "xyzzy-key\n", "org");
    tokens.await.unwrap();
    assert!(fields(&requests).contains(&("client_id".into(), "key".into())));
    assert!(fields(&requests).contains(&("client_secret".into(), "xyzzy-key".into())));
}

#[tokio::test]
async fn the_configuration_is_the_providers() {
    let (client, _) = client(|request| json!({"issuer": request.uri().to_string()}));
    let configuration = client.oidc().discover().await.unwrap();
    let expected = format!("{HOST}/oidc/.well-known/openid-configuration");
    assert_eq!(configuration["issuer"], Value::from(expected));
}

#[test]
fn logout_urls_are_escaped() {
    let oidc = unreachable().oidc();
    let uri =
        "https://app.example.com/bye?a=b&post_logout_redirect_uri=https://evil.example#/x%20y";
    let url = oidc
        .logout_url(Some((&"xyzzy&=token".into(), uri)))
        .unwrap();
    let (page, query) = url.split_once('?').unwrap();
    assert_eq!(page, format!("{HOST}/oidc/session/end"));
    let query = parameters(query);
    assert_eq!(query["id_token_hint"], "xyzzy&=token");
    assert_eq!(query["post_logout_redirect_uri"], uri);
    assert_eq!(query.len(), 2);
    assert_eq!(oidc.logout_url(None).unwrap(), page);

    let url = oidc.simple_logout_url(Some(uri)).unwrap();
    let (page, query) = url.split_once('?').unwrap();
    assert_eq!(page, format!("{HOST}/login/profile/logout"));
    assert_eq!(parameters(query)["redirect_uri"], uri);
    assert_eq!(oidc.simple_logout_url(None).unwrap(), page);
}
