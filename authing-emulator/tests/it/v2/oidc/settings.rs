//! Settings: redirect URIs of the announced app, lifetimes, faults.

use authing_emulator::{AppKind, Fault};
use reqwest::StatusCode;
use serde_json::json;

use super::{APP, CALLBACK, Oidc, app, claims, seeded, text};
use crate::client::builder;

impl Oidc {
    /// Whether a login to the announced app may redirect to a URI.
    async fn may_redirect(&self, uri: &str) -> bool {
        let client = ("client_id", self.emulator.app_id());
        let changes = [client, ("redirect_uri", uri), ("prompt", "none")];
        self.authorize(&changes).await.status() == StatusCode::SEE_OTHER
    }
}

#[tokio::test]
async fn the_builder_adds_redirect_uris_to_the_announced_app() {
    let oidc = Oidc::with(builder()).await;
    assert!(!oidc.may_redirect(CALLBACK).await);
    let oidc = Oidc::with(builder().redirect_uri(CALLBACK)).await;
    assert!(oidc.may_redirect(CALLBACK).await);
    assert!(!oidc.may_redirect("http://127.0.0.1:9/callback2").await);
    oidc.emulator.reset().unwrap();
    assert!(oidc.may_redirect(CALLBACK).await);

    // The app of a seed keeps its own.
    let other = "http://127.0.0.1:9/other";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    let start = || seeded(json!([app(json!({}))])).data_file(&path);
    let oidc = Oidc::with(start().redirect_uri(other)).await;
    assert_eq!(oidc.emulator.app_id(), APP);
    oidc.emulator.reset().unwrap();
    assert!(oidc.may_redirect(CALLBACK).await && oidc.may_redirect(other).await);
    oidc.emulator.shut_down().await;
    let oidc = Oidc::with(start().redirect_uri("http://127.0.0.1:9/third")).await;
    for uri in [CALLBACK, other, "http://127.0.0.1:9/third"] {
        assert!(oidc.may_redirect(uri).await, "{uri}");
    }
}

#[tokio::test]
async fn an_unusable_redirect_uri_is_rejected() {
    for uri in [
        "",
        "/callback",
        "http://127.0.0.1:9/#x",
        "javascript:alert(1)",
    ] {
        let error = builder().redirect_uri(uri).start().await.unwrap_err();
        let start = format!("`redirect_uri` {uri:?} ");
        assert!(error.to_string().starts_with(&start), "{error}");
    }
    let oidc = Oidc::new().await;
    assert!(oidc.emulator.add_redirect_uri(APP, "/callback").is_err());
    assert!(
        oidc.emulator
            .add_redirect_uri("5e0a1ea610ecb800018db999", CALLBACK)
            .is_err()
    );
}

#[tokio::test]
async fn a_running_emulator_takes_redirect_uris() {
    let oidc = Oidc::with(builder()).await;
    let uri = "http://127.0.0.1:9/later";
    let post = async |body| {
        let request = oidc.browser.http.post(oidc.url("/operator/redirect_uris"));
        request.json(&body).send().await.unwrap().status()
    };
    let app = oidc.emulator.app_id();
    assert_eq!(
        post(json!({"app": app, "uri": "/later"})).await,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        post(json!({"app": "x", "uri": uri})).await,
        StatusCode::NOT_FOUND
    );
    assert!(!oidc.may_redirect(uri).await);
    assert_eq!(post(json!({"app": app, "uri": uri})).await, StatusCode::OK);
    assert!(oidc.may_redirect(uri).await);
    let added = oidc.emulator.add_app(AppKind::Oidc, "Another").unwrap();
    oidc.emulator.add_redirect_uri(&added, CALLBACK).unwrap();
    let response = oidc.authorize(&[("client_id", &added)]).await;
    oidc.page_of(&response);
}

#[tokio::test]
async fn an_app_sets_its_lifetimes() {
    let lifetimes = json!({"code": 5, "accessToken": 10, "idToken": 20, "refreshToken": 30});
    let oidc = Oidc::with_app(json!({ "lifetimes": lifetimes })).await;
    let code = oidc.code(&[]).await;
    oidc.advance(5);
    assert_eq!(oidc.exchange(&code, &[]).await.0, StatusCode::BAD_REQUEST);
    let tokens = oidc.lasting_tokens().await;
    assert_eq!(tokens["expires_in"], 10);
    let lifetime = |name: &str| {
        let claims = claims(&tokens[name]);
        claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap()
    };
    assert_eq!((lifetime("access_token"), lifetime("id_token")), (10, 20));
    oidc.advance(10);
    assert!(!oidc.is_active(text(&tokens["access_token"])).await);
    oidc.advance(19);
    assert!(oidc.is_active(text(&tokens["refresh_token"])).await);
    oidc.advance(1);
    assert!(!oidc.is_active(text(&tokens["refresh_token"])).await);
}

#[tokio::test]
async fn faults_can_be_injected_by_the_endpoints_names() {
    let oidc = Oidc::new().await;
    let code = oidc.code(&[]).await;
    oidc.emulator
        .inject(Fault::status(StatusCode::BAD_GATEWAY).on("token"));
    oidc.authorize(&[]).await;
    let request = super::form(
        oidc.browser.http.post(oidc.url("/oidc/token")),
        &super::exchange_fields(&code),
    );
    assert_eq!(
        request.send().await.unwrap().status(),
        StatusCode::BAD_GATEWAY
    );
    assert_eq!(oidc.exchange(&code, &[]).await.0, StatusCode::OK);
}

#[cfg(feature = "cli")]
#[tokio::test]
async fn the_program_takes_redirect_uris() {
    let other = "http://127.0.0.1:9/other";
    let options = ["--redirect-uri", CALLBACK, "--redirect-uri", other];
    let (_program, line) = crate::process::program::Program::start_with(&options);
    let (issuer, app) = (text(&line["v2"]["issuer"]), text(&line["v2"]["appId"]));
    let http = super::Browser::new().http;
    for (uri, status) in [
        (CALLBACK, StatusCode::SEE_OTHER),
        (other, StatusCode::SEE_OTHER),
        ("http://127.0.0.1:9/third", StatusCode::BAD_REQUEST),
    ] {
        let url = format!("{issuer}/auth?client_id={app}&redirect_uri={uri}&prompt=none");
        let response = http.get(url).send().await.unwrap();
        assert_eq!(response.status(), status, "{uri}");
    }
}
