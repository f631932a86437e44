//! A front end of another origin, which logs a user in with the official JavaScript SDKs in a browser.
//!
//! The SDKs come from npm: without it, or without a network, the test is skipped with a message.

use std::path::Path;
use std::process::Command;

use authing_emulator::{Builder, Emulator, ListenAddress};
use axum::Router;
use axum::extract::Path as Segment;
use axum::http::header;
use axum::response::Html;
use axum::routing::get;
use serde_json::json;
use tempfile::TempDir;
use tokio::net::TcpListener;

use super::driver::Browser;
use crate::support::{EMAIL, PASSWORD, connected};

const PACKAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/browser");

/// The bundles for browsers in the packages, by the name of the script.
const BUNDLES: [(&str, &str); 2] = [
    ("v2", "authing-js-sdk/build/browser/index.min.js"),
    (
        "legacy",
        "authing-js-sdk-legacy/dist/authing-js-sdk-browser.min.js",
    ),
];

/// What the pages do with the SDKs.
const SCRIPTS: [(&str, &str); 2] = [
    (
        "v2",
        "const client = new Authing.AuthenticationClient({ appId: settings.app, appHost: settings.host });
         const user = await client.loginByEmail(settings.email, settings.password);
         await client.getCurrentUser();",
    ),
    (
        "legacy",
        "const client = new (Authing.default ?? Authing)({
             userPoolId: settings.pool,
             passwordEncPublicKey: settings.key,
             host: { user: settings.host + '/users/graphql', oauth: settings.host + '/oauth/graphql' },
         });
         const user = await client.login({ email: settings.email, password: settings.password });",
    ),
];

/// Installs the SDKs, or returns `None` and prints the reason.
fn sdks() -> Option<TempDir> {
    let folder = tempfile::tempdir().unwrap();
    for file in ["package.json", "package-lock.json"] {
        std::fs::copy(Path::new(PACKAGES).join(file), folder.path().join(file)).unwrap();
    }
    let installed = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .args(["--fetch-retries", "1", "--fetch-timeout", "30000"])
        .current_dir(folder.path())
        .output();
    let reason = match installed {
        Ok(output) if output.status.success() => return Some(folder),
        Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
        Err(error) => error.to_string(),
    };
    let is_required = std::env::var("AUTHING_PEERS_REQUIRED").as_deref() == Ok("1");
    assert!(!is_required, "the SDKs are required: {reason}");
    eprintln!("Skipped, without the SDKs: {reason}");
    None
}

/// A listener for the front end, and its origin.
async fn front_end() -> (TcpListener, String) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    (listener, origin)
}

/// Serves a page for each SDK, which shows what a login has come to.
fn serve(listener: TcpListener, sdks: &Path, emulator: &Emulator) {
    let settings = json!({
        "host": emulator.base_url(),
        "app": emulator.app_id(),
        "pool": emulator.user_pool_id(),
        "key": emulator.public_key_pem(),
        "email": EMAIL,
        "password": PASSWORD,
    });
    let page = async move |Segment(name): Segment<String>| {
        let script = SCRIPTS.iter().find(|(sdk, _)| *sdk == name).unwrap().1;
        Html(format!(
            "<!doctype html><p id=\"result\"></p><script src=\"/bundle/{name}\"></script><script type=\"module\">
             const settings = {settings};
             const show = (text) => {{ document.getElementById('result').textContent = text; }};
             try {{ {script} show(`welcome ${{user.email}}`); }} catch (error) {{ show(`failed: ${{error.message ?? JSON.stringify(error)}}`); }}
             </script>"
        ))
    };
    let bundles = BUNDLES.map(|(name, path)| {
        let bundle = std::fs::read_to_string(sdks.join("node_modules").join(path));
        (name, bundle.unwrap())
    });
    let bundle = async move |Segment(name): Segment<String>| {
        let bundle = bundles.iter().find(|(sdk, _)| *sdk == name).unwrap();
        (
            [(header::CONTENT_TYPE, "text/javascript")],
            bundle.1.clone(),
        )
    };
    let router = Router::new()
        .route("/login/{sdk}", get(page))
        .route("/bundle/{sdk}", get(bundle));
    tokio::spawn(async { axum::serve(listener, router).await });
}

/// Returns what the page of each SDK shows.
async fn logins(
    browser: &Browser,
    sdks: &Path,
    builder: impl FnOnce(&str) -> Builder,
) -> Vec<String> {
    let (listener, origin) = front_end().await;
    let emulator = builder(&origin).start().await.unwrap();
    let authing = connected(&emulator).await;
    authing.register(EMAIL, PASSWORD).await.unwrap();
    serve(listener, sdks, &emulator);
    let mut results = Vec::new();
    for (sdk, _) in SCRIPTS {
        browser
            .page
            .goto(&format!("{origin}/login/{sdk}"))
            .await
            .unwrap();
        results.push(browser.text("//*[@id='result'][text()]").await);
    }
    results
}

#[tokio::test]
async fn the_official_sdks_log_in_from_a_page_of_an_allowed_origin_only() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let Some(sdks) = sdks() else {
        return;
    };
    let allowed = |origin: &str| {
        Emulator::builder()
            .listen(ListenAddress::localhost(0))
            .allow_origin(origin)
    };
    let results = logins(&browser, sdks.path(), allowed).await;
    assert_eq!(
        results,
        [format!("welcome {EMAIL}"), format!("welcome {EMAIL}")]
    );

    let other = |_: &str| Emulator::builder().allow_origin("http://localhost:1");
    for result in logins(&browser, sdks.path(), other).await {
        assert!(result.starts_with("failed: "), "{result}");
    }
}
