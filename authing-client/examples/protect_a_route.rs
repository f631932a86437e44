//! A service that logs users in and protects a route by their token, with axum.
//!
//! ```text
//! cargo run --example protect_a_route
//! cargo run --example protect_a_route -- --serve     # and stays, to be tried with curl
//! ```

mod local;

use std::process::ExitCode;

use authing_client::{Authing, Error, TokenClaims};
use authing_emulator::Emulator;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use local::{EMAIL, PASSWORD, Result};
use serde_json::{Value, json};

#[tokio::main]
async fn main() -> ExitCode {
    local::end(run().await)
}

fn router(authing: Authing) -> Router {
    Router::new()
        .route("/login", post(login))
        .route("/me", get(me))
        .with_state(authing)
}

async fn login(
    State(authing): State<Authing>,
    Json(body): Json<Value>,
) -> Result<Json<Value>, Refused> {
    let text = |name: &str| {
        body.get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let login = authing
        .login_by_email(text("email"), text("password"))
        .await?;
    Ok(Json(json!({"token": login.session().token().expose()})))
}

async fn me(user: LoggedIn) -> Json<Value> {
    Json(json!({"id": user.0.user_id, "email": user.0.email}))
}

/// A user whose token is good: checked here, with the pool's secret, without asking the service.
struct LoggedIn(TokenClaims);

impl FromRequestParts<Authing> for LoggedIn {
    type Rejection = (StatusCode, String);

    async fn from_request_parts(
        parts: &mut Parts,
        authing: &Authing,
    ) -> Result<Self, Self::Rejection> {
        let header = parts.headers.get(header::AUTHORIZATION);
        let token = header.and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
        let token = token.ok_or((StatusCode::UNAUTHORIZED, "log in first".to_owned()))?;
        let claims = authing.verify_token(token);
        claims
            .map(Self)
            .map_err(|error| (StatusCode::UNAUTHORIZED, error.to_string()))
    }
}

/// What an error of the client is to a browser.
struct Refused(Error);

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = match &self.0 {
            Error::Api { .. } => StatusCode::UNAUTHORIZED,
            Error::InvalidInput { .. } => StatusCode::BAD_REQUEST,
            error if error.is_retryable() => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        (status, self.0.to_string()).into_response()
    }
}

async fn run() -> Result<()> {
    let (_emulator, authing) = local::connect(Emulator::builder()).await?;
    authing.register(EMAIL, PASSWORD).await?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let service = format!("http://{}", listener.local_addr()?);
    println!("The service listens at {service}; its user is {EMAIL}, {PASSWORD:?}.");
    let serving = tokio::spawn(async move { axum::serve(listener, router(authing)).await });
    if std::env::args().any(|argument| argument == "--serve") {
        return Ok(serving.await??);
    }

    let http = reqwest::Client::new();
    let show = async |what: &str, request: reqwest::RequestBuilder| -> Result<String> {
        let response = request.send().await?;
        let (status, body) = (response.status(), response.text().await?);
        println!(
            "{what}: {status}, {}",
            if body.contains("token\"") {
                "a token"
            } else {
                &body
            }
        );
        Ok(body)
    };
    let login = |password: &str| {
        http.post(format!("{service}/login"))
            .json(&json!({"email": EMAIL, "password": password}))
    };
    let me = |token: &str| http.get(format!("{service}/me")).bearer_auth(token);

    show("Nobody", http.get(format!("{service}/me"))).await?;
    show("A wrong password", login("not hers")).await?;
    let answer: Value = serde_json::from_str(&show("The right one", login(PASSWORD)).await?)?;
    let token = answer
        .get("token")
        .and_then(Value::as_str)
        .ok_or("no token came")?;
    show("With it", me(token)).await?;
    show("A token with a letter too many", me(&format!("{token}x"))).await?;
    Ok(())
}
