//! The data of the page: the newest users, messages and requests, and how to connect.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

use crate::clock::js_date::js_date;
use crate::control::faults::FaultForm;
use crate::control::recorded::RecordedRequest;
use crate::engine::request::V2_PATH;
use crate::rules::pool::Pool;
use crate::server::app::App;
use crate::server::origins::needs_permission;
use crate::server::response::{Failed, blocking_or_failed};
use crate::store::StoreError;
use crate::store::apps::APPS;
use crate::store::messages::{MESSAGES, Message};
use crate::store::users::{USERS, User};

/// The maximum number of entries in each list, newest first.
const SHOWN: usize = 100;

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
    /// How far the clock has been advanced.
    ahead_seconds: u64,
    faults: Vec<FaultForm>,
    users: Vec<ShownUser>,
    users_in_all: u64,
    messages: Vec<Message>,
    messages_in_all: usize,
    requests: Vec<RecordedRequest>,
    requests_in_all: u64,
}

/// What clients of the v2 API need besides the rest.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct V2<'a> {
    host: &'a str,
    app_id: &'a str,
    app_secret: String,
    app_mfa: String,
}

/// The fields that the page edits, and the state; `/explore` can query the rest.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ShownUser {
    id: String,
    username: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    logins: u32,
    blocked: bool,
    nickname: Option<String>,
}

impl From<User> for ShownUser {
    fn from(mut user: User) -> Self {
        Self {
            nickname: user.profile.remove("nickname"),
            id: user.id,
            username: user.username,
            email: user.email,
            phone: user.phone,
            logins: user.logins_count,
            blocked: user.blocked,
        }
    }
}

/// `GET`: the data of the page.
pub(super) async fn state(State(app): State<App>) -> Result<Response, Failed> {
    let read = move || overview_of(&app).map(|overview| Json(overview).into_response());
    blocking_or_failed("the state could not be read", read).await
}

fn overview_of(app: &App) -> Result<Overview<'_>, StoreError> {
    let App { pool, control, .. } = app;
    let read = pool.store.read()?;
    // Its secret may have been replaced since the start.
    let announced = APPS.get(&read, &pool.app.id)?;
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
    let messages_in_all = messages.len();
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
            app_secret: announced.and_then(|app| app.secret).unwrap_or_default(),
            app_mfa: url("/operator/app_mfa"),
        },
        rust: snippet(&rust(app), pool),
        python: snippet(include_str!("snippet.py"), pool),
        time: js_date(pool.clock.seconds()),
        ahead_seconds: pool.clock.advanced().as_secs(),
        faults: control.faults.all().iter().map(FaultForm::from).collect(),
        users,
        users_in_all,
        messages,
        messages_in_all,
        requests: control.requests.newest(SHOWN),
        requests_in_all: control.requests.count(),
    })
}

/// Returns the Rust program, with the settings without which the client does not call this emulator.
fn rust(app: &App) -> String {
    const HOST: &str = "        .host(\"http://HOST\")\n";
    let mut settings = HOST.to_owned();
    if needs_permission(&app.pool.base_url) {
        settings += "        .allow_plain_http(true)\n";
    }
    if let Some(file) = &app.authority_file {
        settings += &format!("        .root_certificate_file({file:?})\n");
    }
    include_str!("snippet.rs").replace(HOST, &settings)
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
