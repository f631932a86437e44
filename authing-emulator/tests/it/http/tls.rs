//! HTTPS, with the emulator's own certificate authority.

use std::time::Duration;

use authing_emulator::{Builder, Emulator, Fault, Seed};
use reqwest::{Certificate, Client, StatusCode};
use serde_json::{Value, json};

use crate::client::get;

fn client(authority: &str) -> reqwest::ClientBuilder {
    let authority = Certificate::from_pem(authority.as_bytes()).unwrap();
    Client::builder()
        .no_proxy()
        .tls_certs_only([authority])
        .redirect(reqwest::redirect::Policy::none())
}

async fn start(builder: Builder) -> (Emulator, Client) {
    let emulator = builder.tls().start().await.unwrap();
    let client = client(emulator.certificate_authority().unwrap());
    (emulator, client.build().unwrap())
}

async fn status(client: &Client, url: &str) -> StatusCode {
    client.get(url).send().await.unwrap().status()
}

#[tokio::test]
async fn all_urls_are_https_and_the_authority_is_trusted() {
    let (emulator, http) = start(Emulator::builder()).await;
    let base = emulator.base_url();
    assert!(base.starts_with("https://127.0.0.1:"), "{base}");
    assert_eq!(emulator.issuer(), format!("{base}/oidc"));
    let discovery = format!("{base}/oidc/.well-known/openid-configuration");
    let document: Value = http
        .get(discovery)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(document["issuer"], emulator.issuer());
    assert_eq!(document["token_endpoint"], format!("{base}/oidc/token"));
    let localhost = base.replace("127.0.0.1", "localhost");
    assert_eq!(
        status(&http, &format!("{localhost}/system/status")).await,
        200
    );

    let file = emulator.certificate_authority_file().unwrap().to_owned();
    let written = std::fs::read_to_string(&file).unwrap();
    assert_eq!(Some(written.as_str()), emulator.certificate_authority());
    drop(emulator);
    assert!(!file.exists());
}

#[tokio::test]
async fn cookies_are_secure() {
    let (emulator, http) = start(Emulator::builder()).await;
    emulator
        .add_redirect_uri(emulator.app_id(), "https://a.example/callback")
        .unwrap();
    let login = format!(
        "/auth?client_id={}&response_type=code&scope=openid&redirect_uri=https://a.example/callback",
        emulator.app_id()
    );
    for path in [&login, "/session/end"] {
        let url = emulator.issuer() + path;
        let response = http.get(url).send().await.unwrap();
        let cookies = response.headers().get_all("set-cookie").iter();
        let cookies: Vec<_> = cookies.map(|cookie| cookie.to_str().unwrap()).collect();
        let is_secure = |cookie: &&str| cookie.contains("; Secure");
        assert!(
            cookies.len() == 1 && cookies.iter().all(is_secure),
            "{cookies:?}"
        );
    }
}

#[tokio::test]
async fn other_clients_are_rejected() {
    let (emulator, http) = start(Emulator::builder()).await;
    let (other, _) = start(Emulator::builder()).await;
    let base = emulator.base_url();
    let stranger = client(other.certificate_authority().unwrap());
    assert!(stranger.build().unwrap().get(&base).send().await.is_err());
    // Plain HTTP on the same port.
    let plain = base.replace("https://", "http://");
    assert!(get(plain).await.is_err());
    assert_eq!(status(&http, &emulator.page_url()).await, 200);

    let emulator = Emulator::start().await.unwrap();
    assert_eq!(emulator.certificate_authority(), None);
    assert_eq!(emulator.certificate_authority_file(), None);
}

#[tokio::test]
async fn the_certificate_has_the_host_of_the_public_url() {
    // The port must be known before the start.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    drop(taken);
    let public = format!("https://auth.example:{}", address.port());
    let builder = Emulator::builder().listen(address).public_url(&public);
    let emulator = builder.tls().start().await.unwrap();
    let http = client(emulator.certificate_authority().unwrap());
    let http = http.resolve("auth.example", address).build().unwrap();
    assert_eq!(status(&http, &emulator.page_url()).await, 200);

    let plain = Emulator::builder().public_url("http://auth.example").tls();
    let error = plain.start().await.unwrap_err().to_string();
    assert!(
        error.contains("`public_url`") && error.contains("https://"),
        "{error}"
    );
}

#[tokio::test]
async fn faults_and_the_reset_work_as_without_tls() {
    let seed = Seed::from_json(&json!({"roles": [{"name": "editor"}]}).to_string()).unwrap();
    let (emulator, http) = start(Emulator::builder().seed(seed)).await;
    let health = emulator.base_url() + "/system/status";
    emulator.inject(Fault::reset());
    assert!(http.get(&health).send().await.is_err());
    emulator.inject(Fault::delay(Duration::ZERO));
    assert_eq!(status(&http, &health).await, 200);
    let state = emulator.base_url() + "/operator/state";
    let reset = http.delete(state).send().await.unwrap();
    assert_eq!(reset.status(), 200);
    emulator.shut_down().await;
}
