//! `GET /`: a web page that shows the emulator's activity, and `GET /explore`, which runs GraphQL documents.
//!
//! The scripts insert data of users and programs only as text, and no other scripts may run.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::api::legacy::LEGACY;
use crate::clock::js_date::js_date;
use crate::control::Control;
use crate::control::recorded::RecordedRequest;
use crate::engine::api::Served;
use crate::engine::request::V2_PATH;
use crate::rules::pool::Pool;
use crate::server::app::App;
use crate::server::response::{Failed, blocking};
use crate::store::StoreError;
use crate::store::messages::{MESSAGES, Message};
use crate::store::users::{USERS, User};

/// The maximum number of entries in each list, newest first.
const SHOWN: usize = 100;

/// The maximum length of a name in them.
const SHOWN_CHARACTERS: usize = 60;

/// Scripts and styles come only from here, the page can't be embedded, and no form is sent anywhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(in crate::server) async fn overview() -> impl IntoResponse {
    file("text/html; charset=utf-8", include_str!("overview.html"))
}

pub(in crate::server) async fn explorer() -> impl IntoResponse {
    file("text/html; charset=utf-8", include_str!("explorer.html"))
}

pub(in crate::server) async fn style() -> impl IntoResponse {
    file("text/css; charset=utf-8", include_str!("style.css"))
}

pub(in crate::server) async fn overview_script() -> impl IntoResponse {
    file(
        "text/javascript; charset=utf-8",
        include_str!("overview.js"),
    )
}

pub(in crate::server) async fn explorer_script() -> impl IntoResponse {
    file(
        "text/javascript; charset=utf-8",
        include_str!("explorer.js"),
    )
}

/// Returns the supported root fields, as `Query.users`.
pub(in crate::server) async fn supported() -> impl IntoResponse {
    let fields = LEGACY
        .handlers()
        .filter(|handler| handler.served == Served::Always)
        .map(|handler| handler.field);
    (
        [(header::CACHE_CONTROL, "no-store")],
        Json(fields.collect::<Vec<_>>()),
    )
}

fn file(content_type: &'static str, text: &'static str) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        // The next start may be another version.
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, text)
}

/// The data of the page.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Overview<'a> {
    endpoints: Vec<(&'static str, String)>,
    user_pool_id: &'a str,
    secret: &'a str,
    public_key: &'a str,
    v2: V2<'a>,
    rust: String,
    python: String,
    time: String,
    users: Vec<ShownUser>,
    users_in_all: u64,
    messages: Vec<Message>,
    requests: Vec<RecordedRequest>,
}

/// What clients of the v2 API need besides the rest.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct V2<'a> {
    host: &'a str,
    app_id: &'a str,
    app_secret: &'a str,
    app_mfa: String,
}

/// The fields that distinguish users; `/explore` can query the rest.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ShownUser {
    id: String,
    username: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    logins: u32,
    blocked: bool,
}

impl From<User> for ShownUser {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            username: user.username.map(beginning),
            email: user.email.map(beginning),
            phone: user.phone,
            logins: user.logins_count,
            blocked: user.blocked,
        }
    }
}

/// Returns a text as far as the page shows it.
fn beginning(text: String) -> String {
    match text.char_indices().nth(SHOWN_CHARACTERS) {
        Some((end, _)) => format!("{}…", text.split_at(end).0),
        None => text,
    }
}

pub(in crate::server) async fn state(State(app): State<App>) -> Response {
    let read = blocking(move || {
        overview_of(&app.pool, &app.control).map(|overview| Json(overview).into_response())
    });
    match read.await {
        Ok(Ok(response)) => ([(header::CACHE_CONTROL, "no-store")], response).into_response(),
        Ok(Err(error)) => {
            tracing::error!(%error, "the state could not be read");
            Failed.into_response()
        }
        Err(failed) => failed.into_response(),
    }
}

fn overview_of<'a>(pool: &'a Pool, control: &Control) -> Result<Overview<'a>, StoreError> {
    let read = pool.store.read()?;
    let users_in_all = USERS.count(&read)?;
    let before = usize::try_from(users_in_all)
        .unwrap_or(usize::MAX)
        .saturating_sub(SHOWN);
    let mut users: Vec<ShownUser> = USERS
        .page(&read, before, SHOWN)?
        .into_iter()
        .map(ShownUser::from)
        .collect();
    users.reverse();
    let mut messages = MESSAGES.all(&read)?;
    messages.reverse();
    messages.truncate(SHOWN);
    let url = |path: &str| format!("{}{path}", pool.base_url);
    Ok(Overview {
        endpoints: vec![
            ("Host, for all endpoints", pool.base_url.clone()),
            ("GraphQL: users", url("/users/graphql")),
            ("GraphQL: oauth", url("/oauth/graphql")),
            ("GraphQL: both", url("/graphql")),
            ("GraphQL: v2", url(V2_PATH)),
            ("OpenID Connect issuer", pool.issuer()),
            ("Uploaded files (CDN)", url("/cdn")),
            ("Uploads", url("/upload")),
            ("Messages (JSON)", url("/messages")),
        ],
        user_pool_id: &pool.user_pool_id,
        secret: &pool.secret,
        public_key: pool.password_key.public_pem(),
        v2: V2 {
            host: &pool.base_url,
            app_id: &pool.app.id,
            app_secret: pool.app.secret.as_deref().unwrap_or_default(),
            app_mfa: url("/operator/app_mfa"),
        },
        rust: snippet(include_str!("snippet.rs"), pool),
        python: snippet(include_str!("snippet.py"), pool),
        time: js_date(pool.clock.seconds()),
        users,
        users_in_all,
        messages,
        requests: control.requests.newest(SHOWN),
    })
}

/// Returns a program with this emulator's values instead of its placeholders.
fn snippet(program: &str, pool: &Pool) -> String {
    // Rust's and Python's string literals are the same for these values.
    program
        .replace("\"USER_POOL_ID\"", &format!("{:?}", pool.user_pool_id))
        .replace("\"SECRET\"", &format!("{:?}", pool.secret))
        .replace("http://HOST", &pool.base_url)
        .replace("PUBLIC_KEY", pool.password_key.public_pem().trim_end())
}
