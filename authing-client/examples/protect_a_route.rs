//! A web service that logs users in and lets them in by their tokens.
//!
//! ```text
//! cargo run --example protect_a_route               # starts it, calls it and ends
//! cargo run --example protect_a_route -- --serve    # leaves it running, to be called with curl
//! ```
//!
//! The local Authing that it talks to starts with it, with one user. `POST /login` gives a token for an email and a
//! password. `GET /me` wants the token, and verifies it by the pool's secret: no request to Authing.

use std::error::Error as StdError;
use std::future::IntoFuture as _;
use std::net::Ipv4Addr;
use std::process::ExitCode;

use authing_client::{Authing, Error, TokenClaims};
use authing_emulator::Emulator;
use axum::extract::{FromRequestParts, State};
use axum::http::header::{AUTHORIZATION, HeaderName, WWW_AUTHENTICATE};
use axum::http::{StatusCode, request::Parts};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use reqwest::RequestBuilder;
use serde_json::{Value, json};
use tokio::net::TcpListener;

type Result<T, E = Box<dyn StdError>> = std::result::Result<T, E>;

const EMAIL: &str = "ada@example.com";
const PASSWORD: &str = "correct horse battery staple";
const CHALLENGE: [(HeaderName, &str); 1] = [(WWW_AUTHENTICATE, "Bearer")];

/// The service: one client for all users.
fn service(authing: Authing) -> Router {
    Router::new()
        .route("/login", post(log_in))
        .route("/me", get(me))
        .with_state(authing)
}

async fn log_in(
    State(authing): State<Authing>,
    Json(body): Json<Value>,
) -> Result<Json<Value>, Refusal> {
    let text = |field| body.get(field).and_then(Value::as_str).unwrap_or_default();
    let (email, password) = (text("email"), text("password"));
    let login = authing.login_by_email(email, password).await?;
    let session = login.session();
    Ok(Json(json!({ "token": session.token().expose() })))
}

async fn me(Caller(claims): Caller) -> Json<Value> {
    Json(json!({ "id": claims.user_id, "email": claims.email }))
}

/// Whoever calls, by the token in the `Authorization` header. A handler that takes it is a protected one.
struct Caller(TokenClaims);

impl FromRequestParts<Authing> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, authing: &Authing) -> Result<Self, Refusal> {
        let header = parts.headers.get(AUTHORIZATION);
        let (_, token) = header
            .and_then(|header| header.to_str().ok()?.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Bearer"))
            .ok_or_else(|| Refusal::unauthorized("a token, please"))?;
        let claims = authing.verify_token(token.trim());
        claims.map(Self).map_err(Refusal::unauthorized)
    }
}

/// What the caller is told when it does not work.
struct Refusal(StatusCode, String);

impl Refusal {
    fn unauthorized(reason: impl ToString) -> Self {
        Self(StatusCode::UNAUTHORIZED, reason.to_string())
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match &error {
            Error::Api { message, .. } if !error.is_transient() => Self::unauthorized(message),
            Error::InvalidInput { field, reason, .. } => {
                Self(StatusCode::BAD_REQUEST, format!("`{field}` {reason}"))
            }
            // Authing out of reach, or out of order: that is for our log, and not for callers.
            _ => {
                eprintln!("{error}");
                let reason = "logins do not work at the moment".to_owned();
                Self(StatusCode::SERVICE_UNAVAILABLE, reason)
            }
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = Json(json!({ "error": self.1 }));
        match self.0 {
            StatusCode::UNAUTHORIZED => (self.0, CHALLENGE, body).into_response(),
            status => (status, body).into_response(),
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("It did not work: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<()> {
    let emulator = Emulator::start().await?;
    let authing = Authing::builder(emulator.user_pool_id(), emulator.secret())
        .users_url(emulator.users_url())
        .oauth_url(emulator.oauth_url())
        .public_key_pem(emulator.public_key_pem())
        .connect()
        .await?;
    authing.register(EMAIL, PASSWORD).await?;

    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}", listener.local_addr()?);
    println!("The service is at {url}, and {EMAIL} is registered.");
    let serving = axum::serve(listener, service(authing)).into_future();
    if std::env::args().any(|argument| argument == "--serve") {
        println!("Her password is \"{PASSWORD}\". Ctrl-C ends this. Try:");
        let body = json!({ "email": EMAIL, "password": PASSWORD });
        println!("curl {url}/login --json '{body}'");
        println!("curl {url}/me -H 'Authorization: Bearer THE_TOKEN'");
        return Ok(serving.await?);
    }
    tokio::spawn(serving);
    call(&url).await
}

/// What a browser would do, and what somebody with bad intentions would.
async fn call(url: &str) -> Result<()> {
    let http = reqwest::Client::builder().no_proxy().build()?;
    let login = |password| {
        let body = json!({ "email": EMAIL, "password": password }).to_string();
        let request = http.post(format!("{url}/login")).body(body);
        request.header("content-type", "application/json")
    };
    let me = || http.get(format!("{url}/me"));

    show("Without a token", me()).await?;
    show("A login with a wrong password", login("correct horse")).await?;
    let answer = login(PASSWORD).send().await?;
    let answer: Value = serde_json::from_str(&answer.text().await?)?;
    let token = answer.get("token").and_then(Value::as_str);
    let token = token.ok_or("the service gave no token")?;
    println!("\nA login with the right one:\n  a token, of which nothing is shown here");
    show("With the token", me().bearer_auth(token)).await?;

    // Her signature under something else.
    let forged = token.replacen('.', ".e", 1);
    show("With a forged token", me().bearer_auth(forged)).await
}

async fn show(what: &str, request: RequestBuilder) -> Result<()> {
    let answer = request.send().await?;
    println!("\n{what}:\n  {} {}", answer.status(), answer.text().await?);
    Ok(())
}
