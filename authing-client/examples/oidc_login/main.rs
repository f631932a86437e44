//! A web service whose users log in at Authing's login page, with OpenID Connect.
//!
//! ```text
//! cargo run --example oidc_login               # starts it, calls it as a browser does, and ends
//! cargo run --example oidc_login -- --serve    # leaves it running, for a browser
//! ```
//!
//! It starts a local Authing, the emulator, with one user. With `AUTHING_APP_ID`, `AUTHING_APP_SECRET` and
//! `AUTHING_APP_HOST` set, it serves the users of that app instead. The app's redirect URIs in the console must contain
//! `http://127.0.0.1:3000/callback`, and its logout redirect URIs `http://127.0.0.1:3000/`.

mod browser;
mod service;

use std::future::IntoFuture as _;
use std::net::Ipv4Addr;

use authing_client::v2::AuthenticationClient;
use authing_emulator::Emulator;
use tokio::net::TcpListener;

use crate::service::Service;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const EMAIL: &str = "ada@example.com";
const PASSWORD: &str = "correct horse battery staple";

#[tokio::main]
async fn main() -> Result<()> {
    if std::env::var_os("AUTHING_APP_ID").is_some() {
        let auth = AuthenticationClient::from_env()?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 3000)).await?;
        println!("The service is at http://127.0.0.1:3000/.");
        let service = Service::new(auth, "http://127.0.0.1:3000");
        return Ok(axum::serve(listener, service.routes()).await?);
    }
    let emulator = Emulator::start().await?;
    let url = start(&emulator).await?;
    println!("The service is at {url}/, and {EMAIL} is registered.");
    if std::env::args().any(|argument| argument == "--serve") {
        println!(
            "Her password is \"{PASSWORD}\". Open the service in a browser. Ctrl-C ends this."
        );
        return std::future::pending().await;
    }
    browser::visit(&url).await
}

/// Registers the user and starts the service; returns its URL.
async fn start(emulator: &Emulator) -> Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}", listener.local_addr()?);
    for path in ["/callback", "/"] {
        emulator.add_redirect_uri(emulator.app_id(), &format!("{url}{path}"))?;
    }
    let auth = AuthenticationClient::builder(emulator.app_id())
        .app_secret(emulator.app_secret())
        .host(emulator.base_url())
        .build()?;
    auth.register_by_email(EMAIL, PASSWORD).await?;
    let service = Service::new(auth, &url);
    tokio::spawn(axum::serve(listener, service.routes()).into_future());
    Ok(url)
}

#[tokio::test]
async fn oidc_login_runs() -> Result<()> {
    let emulator = Emulator::start().await?;
    browser::visit(&start(&emulator).await?).await
}

#[tokio::test]
async fn a_callback_without_a_begun_login_is_rejected() -> Result<()> {
    let emulator = Emulator::start().await?;
    let url = start(&emulator).await?;
    let victim = browser::Browser::new()?;
    let callback = victim
        .get(&format!("{url}/callback?code=a&state=b"))
        .await?;
    assert_eq!(callback.status(), reqwest::StatusCode::BAD_REQUEST);

    // An attacker's callback in the victim's browser, which is at the login page.
    let attacker = browser::Browser::new()?;
    let attackers = attacker.log_in(&url).await?;
    victim.get(&format!("{url}/login")).await?;
    let callback = victim.get(&attackers).await?;
    assert_eq!(callback.status(), reqwest::StatusCode::BAD_REQUEST);
    assert_eq!(victim.get(&url).await?.text().await?, service::STRANGER);
    Ok(())
}
