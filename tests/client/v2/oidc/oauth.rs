//! OAuth 2.0 without OpenID Connect, and the grant for users who have an ID token.

use authing_client::Error;
use authing_client::v2::oidc::{ClientAuthentication, Oidc, Protocol};
use authing_tests::fake::{Requests, authorization};
use serde_json::json;

use super::{APP, CALLBACK, HOST, callback, claims, client, form, hs256, parameters, unreachable};

/// A client of an app whose protocol is OAuth 2.0.
fn oauth() -> (Oidc, Requests) {
    let (client, requests) = client(|_| json!({"access_token": "xyzzy-access", "active": true}));
    (client.oidc().protocol(Protocol::OAuth), requests)
}

fn path(requests: &Requests) -> String {
    let uri = requests.last().unwrap().uri().to_string();
    uri.strip_prefix(HOST).unwrap().to_owned()
}

#[tokio::test]
async fn a_login_uses_the_paths_and_the_scope_of_oauth() {
    let (oauth, requests) = oauth();
    let login = oauth.authorize(CALLBACK).begin().unwrap();
    let (page, query) = login.url.split_once('?').unwrap();
    assert_eq!(page, format!("{HOST}/oauth/auth"));
    let query = parameters(query);
    assert_eq!(
        (&*query["scope"], &*query["response_type"]),
        ("user", "code")
    );
    assert_eq!(
        (&*query["client_id"], &*query["redirect_uri"]),
        (APP, CALLBACK)
    );
    assert!(!query.contains_key("nonce") && login.pending.nonce.is_none());

    let query = callback(&login.pending, "code=xyzzy-code");
    let tokens = oauth.complete(&login.pending, &query).await.unwrap();
    assert_eq!(path(&requests), "/oauth/token");
    let sent = form(&requests.last().unwrap());
    assert_eq!(sent["grant_type"], "authorization_code");
    assert_eq!(sent["code_verifier"], login.pending.code_verifier.expose());
    assert!(tokens.claims.is_none() && tokens.session().is_none());
    oauth.user_info(tokens.access_token).await.unwrap();
    assert_eq!(path(&requests), "/oauth/me");
    let request = requests.last().unwrap();
    assert_eq!(authorization(&request), Some("Bearer xyzzy-access"));
}

#[tokio::test]
async fn tokens_are_managed_on_the_paths_of_oauth() {
    let (oauth, requests) = oauth();
    oauth.refresh("xyzzy-refresh").await.unwrap();
    assert_eq!(path(&requests), "/oauth/token");
    oauth
        .client_credentials("key", "xyzzy-key", "s")
        .await
        .unwrap();
    assert_eq!(path(&requests), "/oauth/token");
    assert!(oauth.introspect("xyzzy-token").await.unwrap().active);
    assert_eq!(path(&requests), "/oauth/token/introspection");
    oauth.revoke("xyzzy-token").await.unwrap();
    assert_eq!(path(&requests), "/oauth/token/revocation");
}

#[tokio::test]
async fn errors_name_the_request_of_oauth() {
    let (client, _) = client(|_| (400, r#"{"error":"invalid_grant"}"#));
    let oauth = client.oidc().protocol(Protocol::OAuth);
    let error = oauth.refresh("xyzzy-refresh").await.unwrap_err();
    assert_eq!(error.operation(), Some("oauth_refresh"));
    let pending = oauth.authorize(CALLBACK).begin().unwrap().pending;
    let query = callback(&pending, "error=access_denied");
    let error = oauth.complete(&pending, &query).await.unwrap_err();
    assert_eq!(error.operation(), Some("oauth_complete"));
    assert_eq!(error.oauth_error(), Some("access_denied"));
}

#[tokio::test]
async fn a_revocation_by_header_is_rejected_locally() {
    let oauth = unreachable().oidc().protocol(Protocol::OAuth);
    let oauth = oauth.client_authentication(ClientAuthentication::Basic);
    let error = oauth.revoke("xyzzy-token").await.unwrap_err();
    let field = "client_authentication";
    assert!(
        matches!(&error, Error::InvalidInput { field: named, .. } if *named == field),
        "{error:?}"
    );
}

#[tokio::test]
async fn an_id_token_is_exchanged_without_the_apps_secret() {
    let (client, requests) =
        client(|_| json!({"access_token": "xyzzy-access", "id_token": hs256(&claims())}));
    for (protocol, expected) in [
        (Protocol::Oidc, "/oidc/token"),
        (Protocol::OAuth, "/oauth/token"),
    ] {
        let oidc = client.oidc().protocol(protocol);
        let tokens = oidc.exchange_id_token("xyzzy-id", CALLBACK, "openid email");
        assert_eq!(tokens.await.unwrap().claims.unwrap().user_id, "user-1");
        assert_eq!(path(&requests), expected);
        let sent: Vec<_> = form(&requests.last().unwrap()).into_iter().collect();
        let expected = [
            ("client_id", APP),
            (
                "grant_type",
                "http://authing.cn/oidc/grant_type/authing_token",
            ),
            ("redirect_uri", CALLBACK),
            ("scope", "openid email"),
            ("token", "xyzzy-id"),
        ];
        assert_eq!(
            sent,
            expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
    }
}
