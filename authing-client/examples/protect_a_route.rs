//! A web service that logs users in and protects a route with their tokens.
//!
//! ```text
//! cargo run --example protect_a_route --features authing-client/axum               # starts it, calls it and ends
//! cargo run --example protect_a_route --features authing-client/axum -- --serve    # leaves it running, for curl
//! ```
//!
//! It starts a local Authing, the emulator, with one user. `POST /login` takes an email and a password and returns a token.
//! `GET /me` requires the token, in the header `Authorization: Bearer …` or in the cookie `token`, and verifies it locally
//! with the pool's secret, without a request to Authing.

use std::future::IntoFuture as _;
use std::net::Ipv4Addr;

use authing_client::{Authing, Error, ErrorCode, RequireTokenLayer, TokenClaims};
use authing_emulator::Emulator;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::WWW_AUTHENTICATE;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use reqwest::RequestBuilder;
use serde_json::{Value, json};
use tokio::net::TcpListener;

const EMAIL: &str = "ada@example.com";
const PASSWORD: &str = "correct horse battery staple";

/// The service: one client for all users. `route_layer` protects the routes added before it, not those added after it.
fn service(authing: Authing) -> Router {
    let protect = RequireTokenLayer::new(authing.token_verifier()).cookie("token");
    Router::new()
        .route("/me", get(me))
        .route_layer(protect)
        .route("/login", post(log_in))
        .with_state(authing)
}

async fn me(claims: TokenClaims) -> Json<Value> {
    Json(json!({ "id": claims.user_id, "email": claims.email }))
}

async fn log_in(
    State(authing): State<Authing>,
    Json(body): Json<Value>,
) -> Result<Json<Value>, Response> {
    let text = |field| body.get(field).and_then(Value::as_str).unwrap_or_default();
    let (email, password) = (text("email"), text("password"));
    let login = authing.login_by_email(email, password).await;
    let session = login.map_err(|error| rejection(&error))?.session();
    Ok(Json(json!({ "token": session.token().expose() })))
}

/// The response to a failed login. It does not reveal whether the account exists.
fn rejection(error: &Error) -> Response {
    let body = |reason: &str| Json(json!({ "error": reason }));
    match (error, error.code()) {
        (
            _,
            Some(
                ErrorCode::USER_UNKNOWN
                | ErrorCode::USER_LOCKED
                | ErrorCode::WRONG_PASSWORD
                | ErrorCode::LOGIN_EMAIL_MALFORMED,
            ),
        ) => {
            let reason = body("wrong email or password");
            let challenge = [(WWW_AUTHENTICATE, "Bearer")];
            (StatusCode::UNAUTHORIZED, challenge, reason).into_response()
        }
        (Error::InvalidInput { field, reason, .. }, _) => {
            let reason = body(&format!("`{field}` {reason}"));
            (StatusCode::BAD_REQUEST, reason).into_response()
        }
        // Authing is busy, down or configured differently. This belongs in our log, and the password may be right.
        _ => {
            eprintln!("{}", error.report());
            let reason = body("logging in is temporarily unavailable");
            (StatusCode::SERVICE_UNAVAILABLE, reason).into_response()
        }
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::start().await?;
    let url = start(&emulator).await?;
    println!("The service is at {url}, and {EMAIL} is registered.");
    if std::env::args().any(|argument| argument == "--serve") {
        println!("Her password is \"{PASSWORD}\". Ctrl-C ends this. Try:");
        let body = json!({ "email": EMAIL, "password": PASSWORD });
        println!("curl {url}/login --json '{body}'");
        println!("curl {url}/me -H 'Authorization: Bearer THE_TOKEN'");
        return std::future::pending().await;
    }
    call(&url).await
}

/// Registers the user and starts the service; returns its URL.
async fn start(emulator: &Emulator) -> Result<String, Box<dyn std::error::Error>> {
    let authing = Authing::builder(emulator.user_pool_id(), emulator.secret())
        .host(emulator.base_url())
        .public_key_pem(emulator.public_key_pem())
        .connect()
        .await?;
    authing.register(EMAIL, PASSWORD).await?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(axum::serve(listener, service(authing)).into_future());
    Ok(url)
}

/// Calls the service with and without a token, and with a forged one.
async fn call(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let http = reqwest::Client::builder().no_proxy().build()?;
    let me = || http.get(format!("{url}/me"));

    show("Without a token", me()).await?;
    let wrong = login(&http, url, EMAIL, "correct horse");
    show("A login with a wrong password", wrong).await?;
    let response = login(&http, url, EMAIL, PASSWORD).send().await?;
    let response: Value = serde_json::from_str(&response.text().await?)?;
    let token = response.get("token").and_then(Value::as_str);
    let token = token.ok_or("the response has no token")?;
    println!("\nA login with the right password:\n  a token, not printed here");
    show("With the token", me().bearer_auth(token)).await?;
    let cookie = format!("token={token}");
    show("With the token in a cookie", me().header("cookie", cookie)).await?;

    // Her signature on another payload.
    let forged = token.replacen('.', ".e", 1);
    show("With a forged token", me().bearer_auth(forged)).await
}

fn login(http: &reqwest::Client, url: &str, email: &str, password: &str) -> RequestBuilder {
    let body = json!({ "email": email, "password": password }).to_string();
    let request = http.post(format!("{url}/login")).body(body);
    request.header("content-type", "application/json")
}

async fn show(title: &str, request: RequestBuilder) -> Result<(), Box<dyn std::error::Error>> {
    let response = request.send().await?;
    println!("\n{title}:\n  {}", response.status());
    if let Some(challenge) = response.headers().get(WWW_AUTHENTICATE) {
        println!("  WWW-Authenticate: {}", challenge.to_str()?);
    }
    match response.text().await?.as_str() {
        "" => {}
        body => println!("  {body}"),
    }
    Ok(())
}

#[tokio::test]
async fn protect_a_route_runs() -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::start().await?;
    call(&start(&emulator).await?).await
}

#[tokio::test]
async fn an_unknown_user_and_a_wrong_password_get_the_same_response()
-> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::start().await?;
    let url = start(&emulator).await?;
    let http = reqwest::Client::builder().no_proxy().build()?;
    for (email, password) in [
        (EMAIL, "a wrong password"),
        ("eve@example.com", PASSWORD),
        ("not an email", PASSWORD),
    ] {
        let response = login(&http, &url, email, password).send().await?;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        let body = response.text().await?;
        assert_eq!(body, r#"{"error":"wrong email or password"}"#, "{email}");
    }
    Ok(())
}

#[tokio::test]
async fn while_authing_is_busy_or_down_the_status_is_503() -> Result<(), Box<dyn std::error::Error>>
{
    use authing_emulator::Fault;

    let emulator = Emulator::start().await?;
    let url = start(&emulator).await?;
    let http = reqwest::Client::builder().no_proxy().build()?;
    for fault in [
        Fault::api_error(1000, "busy"),
        Fault::api_error(2016, "another key"),
        Fault::status(StatusCode::INTERNAL_SERVER_ERROR),
        Fault::status(StatusCode::BAD_GATEWAY),
        Fault::reset(),
    ] {
        emulator.inject(fault.on("login").until_cleared());
        let response = login(&http, &url, EMAIL, PASSWORD).send().await?;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        emulator.clear_faults();
    }
    Ok(())
}
