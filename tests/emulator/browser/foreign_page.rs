//! A page of another origin, which must not be able to act.

use authing_emulator::{Emulator, Fault};
use axum::Router;
use axum::response::Html;
use axum::routing::get;
use tokio::net::TcpListener;

use super::driver::Browser;
use crate::support::{EMAIL, PASSWORD, connected};

/// Tries each act in each way that a page has, and then says so.
const SCRIPT: &str = r#"
    const json = { "content-type": "application/json" };
    const acts = [
        ["POST", "users", { email: "evil@testmail.com" }], ["PATCH", `users/${user}`, { blocked: true }],
        ["DELETE", `users/${user}/tokens`], ["DELETE", `users/${user}`], ["POST", "clock", { advanceSeconds: 60 }],
        ["DELETE", "clock"], ["POST", "faults", { kind: "reset" }], ["DELETE", "faults"], ["DELETE", "state"],
    ];
    let reached = 0;
    for (const [method, path, data] of acts) {
        const body = data && JSON.stringify(data);
        for (const request of [
            { method, body, headers: json }, { method, body }, { method: "POST", body: body ?? "", mode: "no-cors" },
            { method: "POST", body: new Blob([body ?? "{}"]), mode: "no-cors" },
        ]) {
            try {
                const response = await fetch(`${host}/operator/${path}`, request);
                if (response.type !== "opaque") reached += 1;
            } catch {
                // The browser refuses.
            }
        }
        if (data) navigator.sendBeacon(`${host}/operator/${path}`, new Blob([body], { type: "text/plain" }));
    }
    document.getElementById("result").textContent = `${reached} responses`;
"#;

#[tokio::test]
async fn a_page_of_another_origin_can_not_act() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    // It may call the service, and no more.
    let emulator = Emulator::builder()
        .allow_origin(&origin)
        .start()
        .await
        .unwrap();
    let authing = connected(&emulator).await;
    authing.register(EMAIL, PASSWORD).await.unwrap();
    let login = authing.login_by_email(EMAIL, PASSWORD).await.unwrap();
    let (session, id) = (login.session(), login.user.id.clone());
    emulator.inject(Fault::garbage().on("no request"));
    let page = format!(
        "<!doctype html><p id=\"result\"></p><script type=\"module\">
         const host = \"{}\", user = \"{id}\";{SCRIPT}</script>",
        emulator.base_url()
    );
    let router = Router::new().route("/", get(async || Html(page)));
    tokio::spawn(async { axum::serve(listener, router).await });

    browser.page.goto(&origin).await.unwrap();
    assert_eq!(
        browser.text("//*[@id='result'][text()]").await,
        "0 responses"
    );
    let seed = emulator.export().unwrap().to_json().unwrap();
    assert!(seed.contains(EMAIL) && !seed.contains("evil@testmail.com"));
    assert_eq!(emulator.faults(), [Fault::garbage().on("no request")]);
    session.get_user(&*id).await.unwrap();
    authing.login_by_email(EMAIL, PASSWORD).await.unwrap();
}
