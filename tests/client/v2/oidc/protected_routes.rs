//! Routes of a web service protected with the ID tokens of an app.

use authing_client::v2::AuthenticationClient;
use authing_client::v2::oidc::IdTokenClaims;
use authing_client::{CallerToken, RequireTokenLayer, Secret};
use axum::body::{Body, to_bytes};
use axum::http::header::{AUTHORIZATION, COOKIE, HeaderName, WWW_AUTHENTICATE};
use axum::http::{Request, Response, StatusCode};
use axum::{Router, routing::get};
use serde_json::json;
use tower_service::Service;

use super::{changed, claims, client, hs256, key_set, rs256};

async fn me(claims: IdTokenClaims, token: CallerToken) -> String {
    assert!(Secret::from(token).expose().starts_with("eyJ"));
    claims.user_id
}

fn service(client: AuthenticationClient) -> Router {
    let protect = RequireTokenLayer::new(client).cookie("login");
    Router::new().route("/me", get(me)).route_layer(protect)
}

async fn call(service: &mut Router, header: Option<(HeaderName, String)>) -> Response<Body> {
    let mut request = Request::get("/me");
    if let Some((name, value)) = header {
        request = request.header(name, value);
    }
    let request = request.body(Body::empty()).unwrap();
    service.call(request).await.unwrap()
}

async fn text(response: Response<Body>) -> String {
    let bytes = to_bytes(response.into_body(), 1000).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn challenge(response: &Response<Body>) -> Option<&str> {
    let challenge = response.headers().get(WWW_AUTHENTICATE)?;
    Some(challenge.to_str().unwrap())
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
            let response = call(&mut service, Some(header)).await;
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
    let response = call(&mut service, None).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(challenge(&response), Some("Bearer"));
    for (token, reason) in [
        (hs256(&changed("exp", json!(1))), "the token has expired"),
        (
            rs256("a", &changed("exp", json!(1))),
            "the token has expired",
        ),
        ("nonsense".to_owned(), "the token is malformed"),
    ] {
        let header = (AUTHORIZATION, format!("Bearer {token}"));
        let response = call(&mut service, Some(header)).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        let expected = format!(r#"Bearer error="invalid_token", error_description="{reason}""#);
        assert_eq!(challenge(&response), Some(&*expected));
        assert_eq!(text(response).await, "");
    }
}

#[tokio::test]
async fn without_the_providers_keys_the_service_is_unavailable() {
    let (client, _) = client(|_| (500, "down"));
    let mut service = service(client);
    let header = (AUTHORIZATION, format!("Bearer {}", rs256("a", &claims())));
    let response = call(&mut service, Some(header)).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(challenge(&response), None);
    assert_eq!(text(response).await, "");
}
