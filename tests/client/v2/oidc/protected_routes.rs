//! Routes of a web service protected with the ID tokens of an app.

use authing_client::v2::AuthenticationClient;
use authing_client::v2::oidc::IdTokenClaims;
use authing_client::{CallerToken, RequireTokenLayer, Secret};
use axum::http::StatusCode;
use axum::http::header::{AUTHORIZATION, COOKIE, WWW_AUTHENTICATE};
use axum::{Router, routing::get};
use serde_json::json;

use crate::protected_routes::{challenge, send, text};

use super::{changed, claims, client, hs256, key_set, rs256};

async fn me(claims: IdTokenClaims, token: CallerToken) -> String {
    assert!(Secret::from(token).expose().starts_with("eyJ"));
    claims.user_id
}

fn service(client: AuthenticationClient) -> Router {
    let protect = RequireTokenLayer::new(client).cookie("login");
    Router::new().route("/me", get(me)).route_layer(protect)
}

#[tokio::test]
async fn id_tokens_of_both_algorithms_are_accepted() {
    let (client, requests) = client(|_| key_set(&["a"]));
    let mut service = service(client);
    for token in [hs256(&claims()), rs256("a", &claims())] {
        for header in [
            (AUTHORIZATION, format!("Bearer {token}")),
            (COOKIE, format!("theme=dark; login={token}")),
        ] {
            let response = send(&mut service, &[header]).await;
            assert_eq!(response.status(), StatusCode::OK);
            assert_eq!(text(response).await, "user-1");
        }
    }
    // The keys.
    assert_eq!(requests.all().len(), 1);
}

#[tokio::test]
async fn others_are_rejected_with_the_reason() {
    let (client, _) = client(|_| key_set(&["a"]));
    let mut service = service(client);
    assert_eq!(challenge(send(&mut service, &[]).await).await, "Bearer");
    for (token, reason) in [
        (hs256(&changed("exp", json!(1))), "the token has expired"),
        (
            rs256("a", &changed("exp", json!(1))),
            "the token has expired",
        ),
        ("nonsense".to_owned(), "the token is malformed"),
    ] {
        let header = (AUTHORIZATION, format!("Bearer {token}"));
        let response = send(&mut service, &[header]).await;
        let expected = format!(r#"Bearer error="invalid_token", error_description="{reason}""#);
        assert_eq!(challenge(response).await, expected);
    }
}

#[tokio::test]
async fn without_the_providers_keys_the_service_is_unavailable() {
    let (client, _) = client(|_| (500, "down"));
    let mut service = service(client);
    let header = (AUTHORIZATION, format!("Bearer {}", rs256("a", &claims())));
    let response = send(&mut service, &[header]).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(!response.headers().contains_key(WWW_AUTHENTICATE));
    assert_eq!(text(response).await, "");
}
