//! Logging in: what succeeds, and what an attacker or a mistake leads to.

use authing_client::Error;
use authing_client::v2::oidc::{ClientAuthentication, PendingLogin};
use reqwest::StatusCode;
use serde_json::json;

use super::browser::{location, query};
use super::{ADA, APP, CALLBACK, Provider, SECRET, client};
use crate::support::PASSWORD;

#[tokio::test]
async fn a_user_logs_in_with_either_algorithm_and_has_a_session() {
    for algorithm in ["HS256", "RS256"] {
        let provider = Provider::new(algorithm).await;
        let tokens = provider.tokens("openid profile email").await;
        let claims = tokens.claims.as_ref().unwrap();
        assert_eq!(claims.user_id, ADA);
        assert_eq!(claims.email.as_deref(), Some("ada@b.cn"));
        assert!(claims.authenticated_at.is_some() && claims.issued_at.is_some());
        // The ID token is a user's token of the API.
        let user = tokens.session().unwrap().get_current_user().await.unwrap();
        assert_eq!(user.unwrap().id, ADA);
        let known = provider
            .oidc()
            .user_info(&tokens.access_token)
            .await
            .unwrap();
        assert_eq!(
            (&known["sub"], &known["email"]),
            (&json!(ADA), &json!("ada@b.cn"))
        );
        assert!(tokens.refresh_token.is_none());
    }
}

#[tokio::test]
async fn the_client_authenticates_by_form_or_header() {
    let provider = Provider::new("HS256").await;
    for authentication in [ClientAuthentication::Post, ClientAuthentication::Basic] {
        let oidc = provider.oidc().client_authentication(authentication);
        let login = oidc.authorize(CALLBACK).prompt("login").begin().unwrap();
        let query = provider.log_in(&login).await;
        oidc.complete(&login.pending, &query).await.unwrap();
    }
    // This app is not public.
    let public = provider
        .oidc()
        .client_authentication(ClientAuthentication::None);
    let login = public.authorize(CALLBACK).prompt("login").begin().unwrap();
    let query = provider.log_in(&login).await;
    let error = public.complete(&login.pending, &query).await.unwrap_err();
    assert_eq!(error.oauth_error(), Some("invalid_client"));
}

/// The name of the error of an exchange.
async fn rejection(provider: &Provider, pending: &PendingLogin, query: &str) -> String {
    let error = provider.oidc().complete(pending, query).await.unwrap_err();
    error
        .oauth_error()
        .unwrap_or_else(|| panic!("{error:?}"))
        .to_owned()
}

#[tokio::test]
async fn a_code_is_good_once_and_its_reuse_revokes_the_tokens() {
    let provider = Provider::new("HS256").await;
    let login = provider.begin("openid");
    let query = provider.log_in(&login).await;
    let tokens = provider
        .oidc()
        .complete(&login.pending, &query)
        .await
        .unwrap();
    assert_eq!(
        rejection(&provider, &login.pending, &query).await,
        "invalid_grant"
    );
    let known = provider
        .oidc()
        .introspect(&tokens.access_token)
        .await
        .unwrap();
    assert!(!known.active);
}

#[tokio::test]
async fn a_code_of_another_login_or_redirect_uri_is_rejected() {
    let provider = Provider::new("HS256").await;
    let login = provider.begin("openid");
    let query = provider.log_in(&login).await;
    // The verifier of another login: PKCE.
    let mut injected = provider.begin("openid").pending;
    injected.state = login.pending.state.clone();
    assert_eq!(
        rejection(&provider, &injected, &query).await,
        "invalid_grant"
    );

    let login = provider
        .oidc()
        .authorize(CALLBACK)
        .prompt("login")
        .begin()
        .unwrap();
    let query = provider.log_in(&login).await;
    let mut pending = login.pending;
    pending.redirect_uri += "2";
    assert_eq!(
        rejection(&provider, &pending, &query).await,
        "invalid_grant"
    );
}

#[tokio::test]
async fn a_redirect_uri_that_only_begins_alike_gets_no_redirect() {
    let provider = Provider::new("HS256").await;
    for uri in [
        format!("{CALLBACK}2"),
        format!("{CALLBACK}/"),
        format!("{CALLBACK}?x=1"),
        "http://127.0.0.1:9@evil.example/callback".to_owned(),
        "http://127.0.0.1:9/callback/../evil".to_owned(),
    ] {
        let login = provider.oidc().authorize(&*uri).begin().unwrap();
        let response = provider.browser.get(&login.url).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{uri}");
        assert!(!response.headers().contains_key("location"));
    }
}

#[tokio::test]
async fn a_user_who_cancels_is_access_denied() {
    let provider = Provider::new("HS256").await;
    let login = provider.begin("openid");
    let page = location(&provider.browser.get(&login.url).await);
    let page = provider.emulator.base_url() + &page;
    let response = provider.browser.post(&page, &[("action", "cancel")]).await;
    let error = provider
        .oidc()
        .complete(&login.pending, &query(&response))
        .await;
    assert_eq!(error.unwrap_err().oauth_error(), Some("access_denied"));
}

#[tokio::test]
async fn a_prompt_of_none_needs_a_session() {
    let provider = Provider::new("HS256").await;
    let oidc = provider.oidc();
    let silent = || oidc.authorize(CALLBACK).prompt("none").begin().unwrap();
    let login = silent();
    let response = provider.browser.get(&login.url).await;
    let error = oidc
        .complete(&login.pending, &query(&response))
        .await
        .unwrap_err();
    assert_eq!(error.oauth_error(), Some("login_required"));

    provider.tokens("openid").await;
    let login = silent();
    let response = provider.browser.get(&login.url).await;
    let tokens = oidc
        .complete(&login.pending, &query(&response))
        .await
        .unwrap();
    assert_eq!(tokens.claims.unwrap().user_id, ADA);
}

#[tokio::test]
async fn a_wrong_secret_or_another_apps_client_gets_no_tokens() {
    let provider = Provider::new("HS256").await;
    let login = provider.begin("openid");
    let query = provider.log_in(&login).await;
    for (app, secret, expected) in [
        (APP, "wrong", "invalid_client"),
        (
            "5e0a1ea610ecb800018db200",
            "another secret",
            "invalid_grant",
        ),
    ] {
        let other = client(&provider.emulator, app, secret).oidc();
        let error = other.complete(&login.pending, &query).await.unwrap_err();
        assert_eq!(error.oauth_error(), Some(expected), "{error:?}");
    }
    let shown = format!("{:?}", client(&provider.emulator, APP, SECRET).oidc());
    assert!(!shown.contains(SECRET), "{shown}");
}

#[tokio::test]
async fn tokens_of_a_provider_behind_another_host_need_its_issuer() {
    let provider = Provider::new("RS256").await;
    let tokens = provider.tokens("openid").await;
    let id_token = tokens.id_token.unwrap();
    let elsewhere = provider
        .emulator
        .base_url()
        .replace("127.0.0.1", "localhost");
    let reached = |issuer: Option<String>| {
        let mut builder = authing_client::v2::AuthenticationClient::builder(APP);
        builder = builder.app_secret(SECRET).host(&*elsewhere);
        if let Some(issuer) = issuer {
            builder = builder.issuer(issuer);
        }
        builder.build().unwrap()
    };
    let error = reached(None).verify_id_token(&id_token).await.unwrap_err();
    assert!(matches!(error, Error::InvalidToken { .. }), "{error:?}");
    let known = reached(Some(provider.emulator.issuer()));
    let claims = known.verify_id_token(&id_token).await.unwrap();
    assert_eq!(claims.user_id, ADA);
}

#[tokio::test]
async fn a_token_of_a_login_with_a_password_verifies_too() {
    let provider = Provider::new("HS256").await;
    let login = provider
        .client
        .login_by_username("ada", PASSWORD)
        .await
        .unwrap();
    let claims = provider
        .client
        .verify_id_token(login.token())
        .await
        .unwrap();
    assert_eq!(claims.user_id, ADA);
}
