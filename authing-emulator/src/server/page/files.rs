//! The files of the page.

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;

use crate::server::app::App;

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The path, content type and text of each file.
const FILES: [(&str, &str, &str); 13] = [
    ("/", HTML, include_str!("overview.html")),
    ("/explore", HTML, include_str!("explorer.html")),
    ("/page/style.css", CSS, include_str!("style.css")),
    ("/page/cards.css", CSS, include_str!("cards.css")),
    ("/page/dom.js", SCRIPT, include_str!("scripts/dom.js")),
    ("/page/table.js", SCRIPT, include_str!("scripts/table.js")),
    ("/page/acts.js", SCRIPT, include_str!("scripts/acts.js")),
    (
        "/page/overview.js",
        SCRIPT,
        include_str!("scripts/overview.js"),
    ),
    (
        "/page/controls.js",
        SCRIPT,
        include_str!("scripts/controls.js"),
    ),
    ("/page/users.js", SCRIPT, include_str!("scripts/users.js")),
    (
        "/page/requests.js",
        SCRIPT,
        include_str!("scripts/requests.js"),
    ),
    (
        "/page/explorer.js",
        SCRIPT,
        include_str!("scripts/explorer.js"),
    ),
    ("/page/schema.js", SCRIPT, include_str!("scripts/schema.js")),
];

/// Scripts and styles come only from here, the page can't be embedded, and no form is sent anywhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(super) fn router() -> Router<App> {
    let files = FILES.into_iter();
    files.fold(Router::new(), |router, (path, content_type, text)| {
        router.route(path, get(async move || file(content_type, text)))
    })
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
