//! The service: a start page, the login, its callback and the logout.
//!
//! A browser has a cookie with the id of its session. Whatever is secret stays in the service.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use authing_client::v2::AuthenticationClient;
use authing_client::v2::oidc::PendingLogin;
use authing_client::{Error, Secret};
use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

/// What the start page shows to a browser without a login.
pub(crate) const STRANGER: &str = "Nobody is logged in. Log in at /login.\n";

/// A browser's session. A real service removes old ones.
enum Session {
    /// The browser is at the login page.
    AtLoginPage(PendingLogin),
    LoggedIn {
        user: String,
        id_token: Option<Secret>,
    },
}

/// One client for all users, and their sessions.
pub(crate) struct Service {
    auth: AuthenticationClient,
    url: String,
    sessions: Mutex<HashMap<String, Session>>,
}

impl Service {
    pub(crate) fn new(auth: AuthenticationClient, url: &str) -> Self {
        Self {
            auth,
            url: url.to_owned(),
            sessions: Mutex::default(),
        }
    }

    pub(crate) fn routes(self) -> Router {
        Router::new()
            .route("/", get(start_page))
            .route("/login", get(log_in))
            .route("/callback", get(callback))
            .route("/logout", get(log_out))
            .with_state(Arc::new(self))
    }

    /// Starts a session with a new id, and redirects the browser with its cookie.
    fn begin_session(&self, session: Session, to: &str) -> Result<Response, Failure> {
        let mut id = [0; 32];
        getrandom::fill(&mut id).map_err(|error| Failure::Internal(error.to_string()))?;
        let id: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
        // With TLS, also `Secure`.
        let cookie = format!("session={id}; Path=/; HttpOnly; SameSite=Lax");
        self.sessions().insert(id, session);
        Ok(([(SET_COOKIE, cookie)], Redirect::to(to)).into_response())
    }

    /// Ends the browser's session, and returns it.
    fn end_session(&self, headers: &HeaderMap) -> Option<Session> {
        self.sessions().remove(session_id(headers)?)
    }

    fn sessions(&self) -> MutexGuard<'_, HashMap<String, Session>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn session_id(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get(COOKIE)?.to_str().ok()?;
    let mut cookies = cookies.split("; ");
    cookies.find_map(|cookie| cookie.strip_prefix("session="))
}

async fn start_page(State(service): State<Arc<Service>>, headers: HeaderMap) -> String {
    let sessions = service.sessions();
    match session_id(&headers).and_then(|id| sessions.get(id)) {
        Some(Session::LoggedIn { user, .. }) => {
            format!("{user} is logged in. Log out at /logout.\n")
        }
        _ => STRANGER.to_owned(),
    }
}

/// Redirects the browser to the login page.
async fn log_in(State(service): State<Arc<Service>>) -> Result<Response, Failure> {
    let oidc = service.auth.oidc();
    let login = oidc
        .authorize(format!("{}/callback", service.url))
        .begin()?;
    service.begin_session(Session::AtLoginPage(login.pending), &login.url)
}

/// The browser has returned from the login page.
async fn callback(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    // A pending login is good for one callback, and a login begins a session with another id.
    let Some(Session::AtLoginPage(pending)) = service.end_session(&headers) else {
        return Err(Failure::NotBegun);
    };
    let query = query.unwrap_or_default();
    let tokens = service.auth.oidc().complete(&pending, &query).await?;
    let claims = tokens.claims.ok_or(Failure::NotBegun)?;
    let session = Session::LoggedIn {
        user: claims.email.unwrap_or(claims.user_id),
        id_token: tokens.id_token,
    };
    service.begin_session(session, "/")
}

/// Ends the session here, and redirects the browser to end the one at the login page.
async fn log_out(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Some(Session::LoggedIn {
        id_token: Some(id_token),
        ..
    }) = service.end_session(&headers)
    else {
        return Ok(Redirect::to("/").into_response());
    };
    let home = format!("{}/", service.url);
    let url = service.auth.oidc().logout_url(Some((&id_token, &home)))?;
    Ok(Redirect::to(&url).into_response())
}

/// Why a request failed.
enum Failure {
    NotBegun,
    Authing(Error),
    Internal(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Authing(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let again = "The login has failed. Begin again at /login.\n";
        let reason = match self {
            Self::NotBegun => return (StatusCode::BAD_REQUEST, again).into_response(),
            Self::Authing(error) => {
                // The user has canceled, has opened two tabs, or has waited too long.
                let is_normal =
                    error.oauth_error().is_some() || matches!(error, Error::InvalidInput { .. });
                if is_normal {
                    return (StatusCode::BAD_REQUEST, again).into_response();
                }
                error.report().to_string()
            }
            Self::Internal(reason) => reason,
        };
        // This belongs in our log.
        eprintln!("{reason}");
        let sorry = "Logging in is temporarily unavailable.\n";
        (StatusCode::SERVICE_UNAVAILABLE, sorry).into_response()
    }
}
