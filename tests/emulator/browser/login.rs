//! The login pages of the OpenID provider. A browser enforces their content security policy, also on the redirect to the
//! app.

use authing_emulator::Emulator;
use axum::Router;
use axum::extract::RawQuery;
use axum::response::Html;
use axum::routing::get;
use tokio::net::TcpListener;

use super::driver::Browser;
use crate::support::{EMAIL, PASSWORD, connected};

/// Starts an app, and returns its redirect URI. Its page shows what it is sent.
async fn app() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let uri = format!("http://{}/callback", listener.local_addr().unwrap());
    let show = |sent: String| Html(format!("<p id=\"sent\">{sent}</p>"));
    let by_query = get(async move |RawQuery(query): RawQuery| show(query.unwrap_or_default()));
    let router = Router::new().route(
        "/callback",
        by_query.post(async move |body: String| show(body)),
    );
    tokio::spawn(async { axum::serve(listener, router).await });
    uri
}

#[tokio::test]
async fn a_user_logs_in_and_the_app_gets_a_code() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let uri = app().await;
    let emulator = Emulator::builder()
        .redirect_uri(&uri)
        .start()
        .await
        .unwrap();
    let authing = connected(&emulator).await;
    authing.register(EMAIL, PASSWORD).await.unwrap();
    let begin = format!(
        "{}/auth?client_id={}&redirect_uri={uri}&response_type=code&scope=openid%20offline_access&state=4711",
        emulator.issuer(),
        emulator.app_id()
    );
    let sent = "//*[@id='sent']";

    browser.page.goto(&begin).await.unwrap();
    browser.fill("password", "account", EMAIL).await;
    browser.fill("password", "password", "wrongpassword").await;
    browser.press("password").await;
    let error = browser.text("//*[@role='alert']").await;
    assert!(error.contains("password is wrong"), "{error}");
    browser.fill("password", "password", PASSWORD).await;
    browser.press("password").await;
    let query = browser.text(sent).await;
    assert!(
        query.starts_with("code=") && query.ends_with("&state=4711"),
        "{query}"
    );

    // The session answers at once; a script posts the response.
    browser
        .page
        .goto(&format!("{begin}&response_mode=form_post"))
        .await
        .unwrap();
    let posted = browser.text(sent).await;
    assert!(posted.starts_with("code=") && posted != query, "{posted}");

    browser
        .page
        .goto(&format!("{begin}&prompt=consent"))
        .await
        .unwrap();
    let asked = browser.text("//main").await;
    assert!(
        asked.contains(EMAIL) && asked.contains("when you are not there"),
        "{asked}"
    );
    browser.press("cancel").await;
    let query = browser.text(sent).await;
    assert!(query.starts_with("error=access_denied"), "{query}");

    // Only a browser that has begun a login can continue it.
    let url = format!("{}/session/end", emulator.issuer());
    browser.page.goto(&url).await.unwrap();
    browser.text("//h1[text()='Logged out']").await;
    browser.page.goto(&begin).await.unwrap();
    browser.text("//h1[starts-with(., 'Log in to')]").await;
    browser.page.delete_all_cookies().await.unwrap();
    browser.press("cancel").await;
    browser
        .text("//h1[text()='The request was rejected']")
        .await;
}
