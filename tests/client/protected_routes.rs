//! Routes of a web service protected with `RequireTokenLayer`, called with every kind of token.

use std::time::{SystemTime, UNIX_EPOCH};

use authing_client::{CallerToken, RequireTokenLayer, Secret, TokenClaims, TokenVerifier};
use axum::body::{Body, to_bytes};
use axum::http::header::{AUTHORIZATION, COOKIE, HeaderName, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, Request, Response, StatusCode};
use axum::{Router, routing::get};
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use tower_service::Service;

const POOL: &str = "5e4cdd055df3df65dc58b97d";
const SECRET: &str = "xyzzy-pool-secret";
const USER: &str = "5aec1ea610ecb800018db176";

fn token_with(header: &Value, payload: &Value, secret: &str) -> String {
    let [header, payload] =
        [header, payload].map(|part| BASE64URL_NOPAD.encode(part.to_string().as_bytes()));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{header}.{payload}").as_bytes());
    let signature = BASE64URL_NOPAD.encode(&mac.finalize().into_bytes());
    format!("{header}.{payload}.{signature}")
}

/// A token that expires this many seconds from now.
fn token_of(pool: &str, expires: i64, secret: &str) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let expires = i64::try_from(now.as_secs()).unwrap() + expires;
    let data = json!({"id": USER, "email": "test@testmail.com", "clientId": pool});
    let payload = json!({"data": data, "exp": expires});
    token_with(&json!({"alg": "HS256", "typ": "JWT"}), &payload, secret)
}

fn good() -> String {
    token_of(POOL, 600, SECRET)
}

async fn me(claims: TokenClaims, token: CallerToken, headers: HeaderMap) -> String {
    assert!(
        !format!("{headers:?}{token:?}").contains("eyJ"),
        "{headers:?}"
    );
    let token = Secret::from(token);
    assert_eq!(verifier().verify(token.expose()), Ok(claims.clone()));
    claims.user_id
}

fn verifier() -> TokenVerifier {
    TokenVerifier::new(POOL, SECRET).unwrap()
}

fn protect() -> RequireTokenLayer {
    RequireTokenLayer::new(verifier())
}

async fn call(layer: RequireTokenLayer, headers: &[(HeaderName, String)]) -> Response<Body> {
    let mut app = Router::new().route("/me", get(me)).route_layer(layer);
    send(&mut app, headers).await
}

/// Sends `GET /me`.
pub(crate) async fn send(app: &mut Router, headers: &[(HeaderName, String)]) -> Response<Body> {
    let mut request = Request::get("/me");
    for (name, value) in headers {
        request = request.header(name, value);
    }
    app.call(request.body(Body::empty()).unwrap())
        .await
        .unwrap()
}

pub(crate) async fn text(response: Response<Body>) -> String {
    let bytes = to_bytes(response.into_body(), 1000).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Returns the challenge of a response, after checking that its status is 401 and that it contains no token.
pub(crate) async fn challenge(response: Response<Body>) -> String {
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    challenge_of_any(response).await
}

async fn challenge_of_any(response: Response<Body>) -> String {
    let shown = format!("{:?}", response.headers());
    assert!(!shown.contains("eyJ"), "{shown}");
    let challenges: Vec<_> = response
        .headers()
        .get_all(WWW_AUTHENTICATE)
        .iter()
        .collect();
    let [challenge] = challenges[..] else {
        panic!("expected one challenge: {challenges:?}");
    };
    let challenge = challenge.to_str().unwrap().to_owned();
    assert_eq!(text(response).await, "");
    challenge
}

#[tokio::test]
async fn a_valid_token_is_accepted_in_the_header_and_in_a_cookie() {
    for (name, value) in [
        (AUTHORIZATION, format!("Bearer {}", good())),
        (AUTHORIZATION, format!("bearer  {}", good())),
        (COOKIE, format!("theme=dark; login={}", good())),
    ] {
        let response = call(protect().cookie("login"), &[(name, value)]).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert!(!response.headers().contains_key(WWW_AUTHENTICATE));
        assert_eq!(text(response).await, USER);
    }
}

#[tokio::test]
async fn an_invalid_token_is_rejected_in_the_header_and_in_a_cookie() {
    let payload = json!({"data": {"id": USER}, "exp": 9_999_999_999_i64});
    for (token, reason) in [
        (token_of(POOL, -61, SECRET), "the token has expired"),
        (
            token_of(POOL, 600, "another pool's secret"),
            "the token's signature is invalid",
        ),
        (
            token_of("5e4cdd055df3df65dc58b97e", 600, SECRET),
            "the token belongs to another user pool",
        ),
        (
            good().replacen('.', ".e", 1),
            "the token's signature is invalid",
        ),
        (
            token_with(&json!({"alg": "none"}), &payload, SECRET),
            "the token is signed with another algorithm, or not at all",
        ),
        (
            token_with(&json!({"alg": "HS256"}), &json!([]), SECRET),
            "the token is malformed",
        ),
        ("nonsense".to_owned(), "the token is malformed"),
        (String::new(), "the token is malformed"),
    ] {
        for (name, value) in [
            (AUTHORIZATION, format!("Bearer {token}")),
            (COOKIE, format!("login={token}")),
        ] {
            let response = call(protect().cookie("login"), &[(name, value)]).await;
            assert_eq!(
                challenge(response).await,
                format!(r#"Bearer error="invalid_token", error_description="{reason}""#)
            );
        }
    }
}

#[tokio::test]
async fn without_a_token_the_challenge_has_no_error() {
    let login = format!("login={}", good());
    for (layer, headers) in [
        (protect(), vec![]),
        (protect().cookie("login"), vec![]),
        (protect(), vec![(COOKIE, login.clone())]),
        (protect().cookie("session"), vec![(COOKIE, login)]),
        (
            protect().cookie("login"),
            vec![(AUTHORIZATION, "Basic dTpw".to_owned())],
        ),
    ] {
        assert_eq!(challenge(call(layer, &headers).await).await, "Bearer");
    }
}

#[tokio::test]
async fn an_invalid_token_in_the_header_is_rejected_despite_a_valid_cookie() {
    let headers = [
        (AUTHORIZATION, "Bearer nonsense".to_owned()),
        (COOKIE, format!("login={}", good())),
    ];
    let response = call(protect().cookie("login"), &headers).await;
    assert!(challenge(response).await.contains("invalid_token"));
}

#[tokio::test]
async fn two_tokens_in_one_place_are_an_invalid_request() {
    let bearer = || (AUTHORIZATION, format!("Bearer {}", good()));
    let cookie = || (COOKIE, format!("login={}", good()));
    for headers in [[bearer(), bearer()], [cookie(), cookie()]] {
        let response = call(protect().cookie("login"), &headers).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        let expected =
            r#"Bearer error="invalid_request", error_description="the request has two tokens""#;
        assert_eq!(challenge_of_any(response).await, expected);
    }
}

#[tokio::test]
async fn a_handler_with_claims_but_without_the_layer_responds_with_500() {
    let mut app = Router::new().route("/me", get(me));
    let header = (AUTHORIZATION, format!("Bearer {}", good()));
    let response = send(&mut app, &[header]).await;
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
}

#[tokio::test]
async fn routes_without_the_layer_need_no_token() {
    let mut app = Router::new()
        .route("/me", get(me))
        .route_layer(protect())
        .route("/health", get(async || "up"));
    let request = Request::get("/health").body(Body::empty()).unwrap();
    let response = app.call(request).await.unwrap();
    assert_eq!(text(response).await, "up");
}
