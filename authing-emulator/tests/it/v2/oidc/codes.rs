//! Authorization codes and PKCE.

use reqwest::StatusCode;
use serde_json::json;

use super::{
    APP, CALLBACK, Oidc, SECRET, VERIFIER, app, assert_error, challenge, exchange_fields, seeded,
    text,
};

const OTHER: &str = "5e0a1ea610ecb800018db102";

#[tokio::test]
async fn a_code_is_good_once_and_a_second_use_revokes_its_tokens() {
    let oidc = Oidc::new().await;
    let code = oidc.code(&[]).await;
    let (status, tokens) = oidc.exchange(&code, &[]).await;
    assert_eq!(status, StatusCode::OK);
    let token = text(&tokens["access_token"]);
    assert_eq!(oidc.me(token).await.0, StatusCode::OK);
    assert_error(&oidc.exchange(&code, &[]).await, 400, "invalid_grant");
    assert_error(&oidc.me(token).await, 401, "invalid_token");
    assert!(!oidc.is_active(token).await);
}

#[tokio::test]
async fn of_two_simultaneous_uses_one_succeeds() {
    let oidc = Oidc::new().await;
    for _ in 0..5 {
        let code = oidc.code(&[]).await;
        let (one, two) = tokio::join!(oidc.exchange(&code, &[]), oidc.exchange(&code, &[]));
        let mut statuses = [one.0.as_u16(), two.0.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 400]);
        let tokens = if one.0 == StatusCode::OK {
            one.1
        } else {
            two.1
        };
        assert!(!oidc.is_active(text(&tokens["access_token"])).await);
    }
}

#[tokio::test]
async fn a_code_is_bound_to_its_client_and_redirect_uri() {
    let uris = json!([CALLBACK, "http://127.0.0.1:9/other"]);
    let second = json!({"id": OTHER, "name": "Music", "secret": "another-secret"});
    let first = json!({"redirectUris": uris});
    let oidc = Oidc::with(seeded(json!([app(first), app(second)]))).await;
    let code = oidc.code(&[]).await;
    for changes in [
        vec![("client_id", OTHER), ("client_secret", "another-secret")],
        vec![("redirect_uri", "http://127.0.0.1:9/other")],
        vec![("redirect_uri", "http://127.0.0.1:9/callback/")],
        vec![("code", "0123456789abcdef")],
        vec![("code_verifier", VERIFIER)],
    ] {
        let response = oidc.exchange(&code, &changes).await;
        assert_error(&response, 400, "invalid_grant");
    }
    for missing in ["redirect_uri", "code"] {
        let response = oidc.exchange(&code, &[(missing, "")]).await;
        assert_error(&response, 400, "invalid_request");
    }
    // None of these used it up.
    assert_eq!(oidc.exchange(&code, &[]).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_code_expires() {
    let oidc = Oidc::new().await;
    let code = oidc.code(&[]).await;
    oidc.advance(600);
    assert_error(&oidc.exchange(&code, &[]).await, 400, "invalid_grant");
    let code = oidc.code(&[]).await;
    oidc.advance(599);
    assert_eq!(oidc.exchange(&code, &[]).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_code_needs_the_verifier_of_its_challenge() {
    let oidc = Oidc::new().await;
    let s256 = challenge();
    for challenge in [
        vec![
            ("code_challenge", s256.as_str()),
            ("code_challenge_method", "S256"),
        ],
        vec![
            ("code_challenge", VERIFIER),
            ("code_challenge_method", "plain"),
        ],
        vec![("code_challenge", VERIFIER)],
    ] {
        let code = oidc.code(&challenge).await;
        let wrong = VERIFIER.replace('d', "e");
        for verifier in ["", &wrong, &VERIFIER[..42], &s256] {
            // A plain challenge is its own verifier.
            if verifier == challenge[0].1 {
                continue;
            }
            let response = oidc.exchange(&code, &[("code_verifier", verifier)]).await;
            let expected = "invalid_grant";
            assert_error(&response, 400, expected);
        }
        let response = oidc.exchange(&code, &[("code_verifier", VERIFIER)]).await;
        assert_eq!(response.0, StatusCode::OK, "{response:?}");
    }
}

#[tokio::test]
async fn a_code_is_void_after_a_logout() {
    let oidc = Oidc::new().await;
    let code = oidc.code(&[]).await;
    oidc.emulator.log_out_user(super::ADA).unwrap();
    assert_error(&oidc.exchange(&code, &[]).await, 400, "invalid_grant");
    let code = oidc.code(&[]).await;
    oidc.emulator.delete_user(super::ADA).unwrap();
    assert_error(&oidc.exchange(&code, &[]).await, 400, "invalid_grant");
}

#[tokio::test]
async fn malformed_requests_are_rejected() {
    let oidc = Oidc::new().await;
    let code = oidc.code(&[]).await;
    for (grant, expected) in [
        ("", "invalid_request"),
        ("implicit", "unsupported_grant_type"),
        ("password", "unsupported_grant_type"),
        (
            "urn:ietf:params:oauth:grant-type:device_code",
            "unsupported_grant_type",
        ),
    ] {
        let response = oidc.exchange(&code, &[("grant_type", grant)]).await;
        assert_error(&response, 400, expected);
    }
    let mut twice = exchange_fields(&code);
    twice.push(("code", "another"));
    assert_error(&oidc.token(&twice).await, 400, "invalid_request");

    let json = json!({"grant_type": "authorization_code", "client_id": APP, "client_secret": SECRET, "code": code});
    let request = oidc.browser.http.post(oidc.url("/oidc/token")).json(&json);
    let response = super::body(request.send().await.unwrap()).await;
    assert_error(&response, 400, "invalid_request");
    let empty = oidc.browser.http.post(oidc.url("/oidc/token")).send().await;
    assert_error(&super::body(empty.unwrap()).await, 400, "invalid_request");
    assert_eq!(oidc.exchange(&code, &[]).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_code_of_one_protocol_is_not_one_of_the_other() {
    let oidc = Oidc::new().await;
    let code = oidc.code(&[]).await;
    let response = oidc.token_at("/oauth/token", &exchange_fields(&code)).await;
    assert_error(&response, 400, "invalid_grant");
    assert_eq!(oidc.exchange(&code, &[]).await.0, StatusCode::OK);
}
