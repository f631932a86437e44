//! An app whose protocol is OAuth 2.0.

use authing_client::v2::oidc::Protocol;

use super::{ADA, CALLBACK, Provider};

#[tokio::test]
async fn a_user_logs_in_with_oauth() {
    let provider = Provider::new("HS256").await;
    let oauth = provider.oidc().protocol(Protocol::OAuth);
    let login = oauth.authorize(CALLBACK).begin().unwrap();
    let query = provider.log_in(&login).await;
    let tokens = oauth.complete(&login.pending, &query).await.unwrap();
    assert!(tokens.id_token.is_none() && tokens.claims.is_none());
    let user = oauth.user_info(&tokens.access_token).await.unwrap();
    assert_eq!(user["sub"], ADA);

    let known = oauth.introspect(&tokens.access_token).await.unwrap();
    assert_eq!((known.active, known.scope.as_deref()), (true, Some("user")));
    oauth.revoke(&tokens.access_token).await.unwrap();
    assert!(!oauth.introspect(&tokens.access_token).await.unwrap().active);
    let error = oauth.complete(&login.pending, &query).await.unwrap_err();
    assert_eq!(error.oauth_error(), Some("invalid_grant"));
}

#[tokio::test]
async fn a_code_of_oauth_needs_its_verifier() {
    let provider = Provider::new("HS256").await;
    let oauth = provider.oidc().protocol(Protocol::OAuth);
    let login = oauth.authorize(CALLBACK).begin().unwrap();
    let query = provider.log_in(&login).await;
    let mut pending = login.pending;
    pending.code_verifier = "0".repeat(43).into();
    let error = oauth.complete(&pending, &query).await.unwrap_err();
    assert_eq!(error.oauth_error(), Some("invalid_grant"));
}
