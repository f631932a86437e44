//! The return of the browser, and the exchange of its code.

use authing_client::v2::AuthenticationClient;
use authing_client::v2::oidc::{PendingLogin, Tokens};
use authing_client::{Error, RetryPolicy, TokenError, TransportError, TransportErrorKind};
use authing_tests::fake::{Reply, Requests};
use serde_json::{Value, json};

use super::{
    APP, CALLBACK, ISSUER, SECRET, callback, changed, claims, client, form, hs256, unreachable,
};

fn pending(client: &AuthenticationClient) -> PendingLogin {
    client.oidc().authorize(CALLBACK).begin().unwrap().pending
}

/// A login whose ID token has these claims, and the login's nonce.
async fn completed(claims: Value, scope: &str) -> (Result<Tokens, Error>, Requests) {
    let nonce = std::sync::Arc::new(std::sync::Mutex::new(None::<String>));
    let sent_nonce = std::sync::Arc::clone(&nonce);
    let (client, requests) = client(move |_| {
        let mut claims = claims.clone();
        if claims.get("nonce").is_none() {
            claims["nonce"] = json!(*sent_nonce.lock().unwrap());
        }
        json!({"access_token": "xyzzy-access", "id_token": hs256(&claims), "expires_in": 60})
    });
    let request = client.oidc();
    let pending = request
        .authorize(CALLBACK)
        .scope(scope)
        .begin()
        .unwrap()
        .pending;
    *nonce.lock().unwrap() = pending
        .nonce
        .as_ref()
        .map(|nonce| nonce.expose().to_owned());
    let query = callback(&pending, "code=xyzzy-code");
    (client.oidc().complete(&pending, &query).await, requests)
}

#[tokio::test]
async fn a_code_is_exchanged_with_the_verifier_and_the_same_redirect_uri() {
    let (tokens, requests) = completed(claims(), "openid email").await;
    let tokens = tokens.unwrap();
    assert_eq!(tokens.access_token.expose(), "xyzzy-access");
    assert_eq!(tokens.expires_in.unwrap().as_secs(), 60);
    assert!(tokens.refresh_token.is_none());
    let claims = tokens.claims.as_ref().unwrap();
    assert_eq!(claims.user_id, "user-1");
    assert_eq!(claims.email.as_deref(), Some("a@b.cn"));
    assert_eq!(
        tokens.session().unwrap().user_id().as_deref(),
        Some("user-1")
    );

    let request = requests.last().unwrap();
    assert_eq!(request.uri(), "https://my-app.authing.cn/oidc/token");
    let mut form = form(&request);
    assert_eq!(form.remove("code_verifier").unwrap().len(), 43);
    let form: Vec<_> = form
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect();
    let expected = [
        ("client_id", APP),
        ("client_secret", SECRET),
        ("code", "xyzzy-code"),
        ("grant_type", "authorization_code"),
        ("redirect_uri", CALLBACK),
    ];
    assert_eq!(form, expected);
}

#[tokio::test]
async fn a_token_of_another_login_is_rejected() {
    for claims in [
        changed("nonce", json!("another")),
        changed("nonce", json!(7)),
    ] {
        let (result, _) = completed(claims, "openid").await;
        let error = result.unwrap_err();
        assert!(
            matches!(
                error,
                Error::InvalidToken {
                    reason: TokenError::Nonce,
                    ..
                }
            ),
            "{error:?}"
        );
    }
    // Without `openid` nothing was asked for, and a token that comes nonetheless is verified.
    completed(claims(), "profile").await.0.unwrap();
    let (result, _) = completed(changed("iss", json!("https://evil.example")), "profile").await;
    assert!(matches!(
        result,
        Err(Error::InvalidToken {
            reason: TokenError::Issuer,
            ..
        })
    ));
}

#[tokio::test]
async fn a_response_without_the_id_token_that_was_asked_for_is_an_error() {
    let (client, _) = client(|_| json!({"access_token": "xyzzy-access"}));
    let pending = pending(&client);
    let query = callback(&pending, "code=c0de");
    let error = client.oidc().complete(&pending, &query).await.unwrap_err();
    assert!(
        matches!(&error, Error::Decode { path, .. } if path == "body.id_token"),
        "{error:?}"
    );
}

/// The field of a callback that is rejected before anything is sent.
async fn invalid_field(
    client: &AuthenticationClient,
    pending: &PendingLogin,
    query: &str,
) -> &'static str {
    match client.oidc().complete(pending, query).await {
        Err(Error::InvalidInput {
            operation: "oidc_complete",
            field,
            ..
        }) => field,
        other => panic!("{query}: {other:?}"),
    }
}

#[tokio::test]
async fn a_callback_without_the_pending_logins_state_is_rejected() {
    let client = unreachable();
    let (mine, other) = (pending(&client), pending(&client));
    let state = mine.state.expose();
    for query in [
        String::new(),
        "code=c".to_owned(),
        "code=c&state=".to_owned(),
        callback(&other, "code=c"),
        callback(&other, "error=access_denied"),
        format!("code=c&state={state}x"),
        format!("code=c&state={}", &state[1..]),
        format!("code=c&State={state}"),
        format!("code=c#state={state}"),
    ] {
        assert_eq!(invalid_field(&client, &mine, &query).await, "state");
    }
}

#[tokio::test]
async fn a_callback_without_a_code_or_of_another_provider_or_with_duplicates_is_rejected() {
    let client = unreachable();
    let pending = pending(&client);
    let evil = format!("code=c&iss={ISSUER}2");
    for (query, field) in [
        ("x=y", "code"),
        ("code=", "code"),
        ("code=a&code=b", "code"),
        ("code=a&state=b", "state"),
        ("error=a&error=b", "error"),
        ("iss=a&iss=b&code=c", "iss"),
        (&evil, "iss"),
        ("code=c&iss=", "iss"),
        // RFC 9207: an error of another provider is not an error of this login.
        ("error=access_denied&iss=https://evil.example", "iss"),
    ] {
        let query = callback(&pending, query);
        assert_eq!(
            invalid_field(&client, &pending, &query).await,
            field,
            "{query}"
        );
    }
}

#[tokio::test]
async fn an_error_of_the_login_page_is_an_api_error_with_its_name() {
    let client = unreachable();
    let pending = pending(&client);
    for (query, message) in [
        (
            "error=access_denied&error_description=The+user%0Ahas%20canceled",
            "access_denied: The user\nhas canceled",
        ),
        ("error=access_denied&code=c", "access_denied"),
    ] {
        let query = callback(&pending, query);
        let error = client.oidc().complete(&pending, &query).await.unwrap_err();
        assert_eq!(error.oauth_error(), Some("access_denied"));
        assert!(
            matches!(&error, Error::Api { message: got, .. } if got == message),
            "{error:?}"
        );
        let Error::Api { data, .. } = &error else {
            unreachable!()
        };
        assert_eq!(
            data.as_ref().unwrap().get("error_description"),
            message
                .strip_prefix("access_denied: ")
                .map(Value::from)
                .as_ref()
        );
        assert!(!error.to_string().contains('\n'), "{error}");
        assert!(!error.is_transient());
    }
}

#[tokio::test]
async fn the_callback_may_be_a_query_string_or_a_url_and_have_the_issuer() {
    let (client, requests) = client(|_| (400, r#"{"error":"invalid_grant"}"#));
    let pending = pending(&client);
    let query = callback(&pending, &format!("code=c0d?e&iss={ISSUER}"));
    for before in ["", "?", "/callback?", &format!("{CALLBACK}?")] {
        let text = format!("{before}{query}");
        let error = client.oidc().complete(&pending, &text).await.unwrap_err();
        assert_eq!(error.oauth_error(), Some("invalid_grant"), "{before}");
        assert_eq!(form(&requests.last().unwrap())["code"], "c0d?e");
    }
}

#[tokio::test(start_paused = true)]
async fn a_code_is_sent_once_unless_nothing_has_left_the_machine() {
    let lost = || Reply::Fails(TransportError::new(TransportErrorKind::Timeout, "lost"));
    let refused = || Reply::Fails(TransportError::new(TransportErrorKind::Connect, "refused"));
    for (reply, sent) in [
        (lost(), 1),
        ((503, "busy").into(), 1),
        ((429, "{}").into(), 1),
        (refused(), 3),
    ] {
        let (client, requests) = client(move |_| reply.clone());
        let client = client.with_retry_policy(RetryPolicy::default());
        let pending = pending(&client);
        let query = callback(&pending, "code=xyzzy-code");
        client.oidc().complete(&pending, &query).await.unwrap_err();
        client.oidc().refresh("xyzzy-refresh").await.unwrap_err();
        assert_eq!(requests.all().len(), 2 * sent);
    }
}

#[tokio::test(start_paused = true)]
async fn what_changes_nothing_is_retried() {
    let (client, requests) = client(|_| (503, "busy"));
    let client = client.with_retry_policy(RetryPolicy::default());
    let oidc = client.oidc();
    oidc.revoke("xyzzy-token").await.unwrap_err();
    oidc.introspect("xyzzy-token").await.unwrap_err();
    oidc.user_info("xyzzy-token").await.unwrap_err();
    oidc.discover().await.unwrap_err();
    oidc.client_credentials("key", "xyzzy-secret", "a b")
        .await
        .unwrap_err();
    assert_eq!(requests.all().len(), 15);
}
