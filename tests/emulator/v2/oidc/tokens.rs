//! Refreshing, introspecting and revoking tokens, access keys, and logging out.

use std::time::Duration;

use authing_client::{Error, TokenError};
use reqwest::StatusCode;

use super::browser::location;
use super::{ADA, APP, BYE, CALLBACK, Provider, SECRET};

#[tokio::test]
async fn a_refresh_token_is_replaced_and_good_for_one_use() {
    let provider = Provider::new("RS256").await;
    let oidc = provider.oidc();
    let first = provider.tokens("openid email offline_access").await;
    let refresh_token = first.refresh_token.unwrap();
    let second = oidc.refresh(&refresh_token).await.unwrap();
    assert_eq!(second.claims.as_ref().unwrap().user_id, ADA);
    assert_ne!(second.access_token, first.access_token);
    let third = oidc
        .refresh(second.refresh_token.as_ref().unwrap())
        .await
        .unwrap();
    // The reuse of one revokes all.
    let error = oidc.refresh(&refresh_token).await.unwrap_err();
    assert_eq!(error.oauth_error(), Some("invalid_grant"));
    let error = oidc
        .refresh(third.refresh_token.unwrap())
        .await
        .unwrap_err();
    assert_eq!(error.oauth_error(), Some("invalid_grant"));
}

#[tokio::test]
async fn a_token_is_active_until_it_is_revoked_which_may_happen_twice() {
    let provider = Provider::new("HS256").await;
    let oidc = provider.oidc();
    let tokens = provider.tokens("openid").await;
    let known = oidc.introspect(&tokens.access_token).await.unwrap();
    assert!(known.active);
    assert_eq!(known.user_id.as_deref(), Some(ADA));
    assert_eq!(known.client_id.as_deref(), Some(APP));
    for _ in 0..2 {
        oidc.revoke(&tokens.access_token).await.unwrap();
        assert!(!oidc.introspect(&tokens.access_token).await.unwrap().active);
    }
    let error = oidc.user_info(&tokens.access_token).await.unwrap_err();
    assert_eq!(error.oauth_error(), Some("invalid_token"));
    assert!(!oidc.introspect("no-token").await.unwrap().active);
}

#[tokio::test]
async fn an_expired_token_is_rejected_locally_and_by_the_provider() {
    let provider = Provider::new("HS256").await;
    let tokens = provider.tokens("openid").await;
    let id_token = tokens.id_token.unwrap();
    let clock = provider.emulator.clock();
    clock.advance(Duration::from_secs(15 * 24 * 3600 + 61));
    let verified = provider
        .client
        .verify_id_token_at(&id_token, clock.now())
        .await;
    let error = verified.unwrap_err();
    assert!(
        matches!(
            error,
            Error::InvalidToken {
                reason: TokenError::Expired,
                ..
            }
        ),
        "{error:?}"
    );
    let error = provider
        .oidc()
        .user_info(&tokens.access_token)
        .await
        .unwrap_err();
    assert_eq!(error.oauth_error(), Some("invalid_token"));
}

#[tokio::test]
async fn a_program_gets_an_access_token_of_its_own() {
    let provider = Provider::new("HS256").await;
    let oidc = provider.oidc();
    let tokens = oidc
        .client_credentials(APP, SECRET, "orders:read")
        .await
        .unwrap();
    assert_eq!(tokens.scope.as_deref(), Some("orders:read"));
    assert!(tokens.session().is_none());
    assert!(oidc.introspect(&tokens.access_token).await.unwrap().active);
    let error = oidc
        .client_credentials(APP, "wrong", "orders:read")
        .await
        .unwrap_err();
    assert_eq!(error.oauth_error(), Some("invalid_client"));
}

#[tokio::test]
async fn a_logout_ends_the_browsers_session_and_returns_to_the_app() {
    for simple in [false, true] {
        let provider = Provider::new("HS256").await;
        let oidc = provider.oidc();
        let id_token = provider.tokens("openid").await.id_token.unwrap();
        let url = match simple {
            true => oidc.simple_logout_url(Some(BYE)),
            false => oidc.logout_url(Some((&id_token, BYE))),
        };
        let response = provider.browser.get(&url.unwrap()).await;
        assert_eq!(location(&response), BYE);
        let silent = oidc.authorize(CALLBACK).prompt("none").begin().unwrap();
        let response = provider.browser.get(&silent.url).await;
        assert!(location(&response).contains("error=login_required"));

        let elsewhere = "http://127.0.0.1:9/elsewhere";
        let url = match simple {
            true => oidc.simple_logout_url(Some(elsewhere)),
            false => oidc.logout_url(Some((&id_token, elsewhere))),
        };
        let response = provider.browser.get(&url.unwrap()).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn the_configuration_is_that_of_the_clients_issuer() {
    let provider = Provider::new("HS256").await;
    let configuration = provider.oidc().discover().await.unwrap();
    assert_eq!(configuration["issuer"], provider.emulator.issuer());
}
