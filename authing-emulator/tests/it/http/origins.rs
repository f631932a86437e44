//! Calls from web pages of other origins, as a browser sends them.

use authing_emulator::{Emulator, Fault};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};

use crate::client::{Fixture, builder};

const PAGE: &str = "http://localhost:3000";
const EVIL: &str = "https://evil.example";

/// The headers of the official JavaScript SDKs that need permission.
const SDK: &str = "authorization,content-type,x-authing-app-id,x-authing-app-tenant-id,x-authing-lang,x-authing-request-from,\
                   x-authing-sdk-version,x-authing-userpool-id";

async fn allowing() -> Fixture {
    Fixture::with(
        builder()
            .allow_origin("http://LOCALHOST:3000")
            .allow_origin("http://b.example"),
    )
    .await
}

impl Fixture {
    fn from(&self, origin: &str, method: Method, path: &str) -> RequestBuilder {
        let url = self.emulator.base_url() + path;
        self.http.request(method, url).header("origin", origin)
    }

    async fn preflight(&self, origin: &str, path: &str) -> Response {
        let request = self
            .from(origin, Method::OPTIONS, path)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", SDK);
        request.send().await.unwrap()
    }
}

fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response
        .headers()
        .get(name)
        .map(|value| value.to_str().unwrap())
}

fn allowed(response: &Response) -> Option<&str> {
    header(response, "access-control-allow-origin")
}

#[tokio::test]
async fn a_page_of_an_allowed_origin_may_call_every_endpoint_of_the_service() {
    let fixture = allowing().await;
    for path in [
        "/graphql",
        "/users/graphql",
        "/graphql/v2",
        "/api/v2/users/me",
        "/oidc/token",
        "/upload",
        "/system/status",
        "/users/send_smscode/13800000000/5aec1ea610ecb800018db176",
    ] {
        let response = fixture.preflight(PAGE, path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(allowed(&response), Some(PAGE), "{path}");
        assert_eq!(header(&response, "access-control-allow-headers"), Some(SDK));
        assert!(
            header(&response, "access-control-allow-methods")
                .unwrap()
                .contains("POST")
        );
        assert_eq!(
            header(&response, "access-control-allow-credentials"),
            Some("true")
        );
        assert!(header(&response, "vary").unwrap().contains("origin"));

        let response = fixture.preflight(EVIL, path).await;
        assert_eq!(allowed(&response), None, "{path}");
    }
    // Preflight requests are the browser's, not the program's.
    assert!(fixture.emulator.requests().is_empty());

    let call = |origin| {
        let request = fixture.from(origin, Method::POST, "/graphql/v2");
        request.json(&json!({"query": "{ __typename }"})).send()
    };
    let response = call(PAGE).await.unwrap();
    assert_eq!(allowed(&response), Some(PAGE));
    assert!(
        header(&response, "access-control-expose-headers")
            .unwrap()
            .contains("retry-after")
    );
    assert_eq!(
        allowed(&call("http://b.example").await.unwrap()),
        Some("http://b.example")
    );
    assert_eq!(allowed(&call(EVIL).await.unwrap()), None);
    // The page can read a fault's response, too.
    fixture
        .emulator
        .inject(Fault::status(StatusCode::BAD_GATEWAY));
    let response = call(PAGE).await.unwrap();
    assert_eq!(
        (response.status(), allowed(&response)),
        (StatusCode::BAD_GATEWAY, Some(PAGE))
    );
}

#[tokio::test]
async fn the_emulators_own_endpoints_stay_closed_to_web_pages() {
    let fixture = allowing().await;
    for path in [
        "/operator/export",
        "/operator/requests",
        "/messages",
        "/public_key.pem",
        "/",
        "/page/state",
    ] {
        let response = fixture.from(PAGE, Method::GET, path).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(allowed(&response), None, "{path}");
        for (name, value) in [
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(header(&response, name), Some(value), "{path}");
        }
        let response = fixture.preflight(PAGE, path).await;
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert_eq!(allowed(&response), None, "{path}");
    }
}

#[tokio::test]
async fn no_origin_is_allowed_unless_it_is_set() {
    let fixture = Fixture::new().await;
    let response = fixture.preflight(PAGE, "/graphql").await;
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(allowed(&response), None);
}

#[tokio::test]
async fn a_page_whose_name_resolves_to_this_machine_is_rejected() {
    let fixture = allowing().await;
    let status = async |headers: &[(&str, &str)], path: &str| {
        let mut request = fixture.http.get(fixture.emulator.base_url() + path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        let status = response.status();
        if status == StatusCode::FORBIDDEN {
            let body: Value = response.json().await.unwrap();
            assert!(body["message"].as_str().unwrap().contains("--public-url"));
        }
        status
    };
    let evil = ("host", "evil.example:7000");
    for path in [
        "/system/status",
        "/graphql?query={__typename}",
        "/oidc/.well-known/openid-configuration",
    ] {
        for headers in [
            &[evil, ("origin", "http://evil.example:7000")][..],
            &[evil, ("sec-fetch-site", "same-origin")],
            &[evil, ("sec-fetch-site", "cross-site")],
            &[("host", "ai."), ("origin", "http://ai.")],
        ] {
            assert_eq!(
                status(headers, path).await,
                StatusCode::FORBIDDEN,
                "{headers:?}"
            );
        }
        for headers in [
            // Other programs, and a person who has entered the URL.
            &[evil][..],
            &[evil, ("sec-fetch-site", "none")],
            &[evil, ("origin", PAGE), ("sec-fetch-site", "cross-site")],
            &[("host", "localhost"), ("origin", EVIL)],
            &[("host", "emulator:7000"), ("sec-fetch-site", "cross-site")],
        ] {
            assert_eq!(status(headers, path).await, StatusCode::OK, "{headers:?}");
        }
    }
    assert_eq!(status(&[evil], "/messages").await, StatusCode::FORBIDDEN);
    assert_eq!(
        status(&[("host", "ai.")], "/messages").await,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn the_name_in_the_public_url_is_accepted_and_all_urls_begin_with_it() {
    let address: authing_emulator::ListenAddress = {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        free.local_addr().unwrap().into()
    };
    let url = "https://auth.example";
    let fixture = Fixture::with(builder().listen(address).public_url(url).captcha_after(1)).await;
    assert_eq!(fixture.emulator.base_url(), url);
    assert_eq!(fixture.emulator.issuer(), format!("{url}/oidc"));
    let get = async |path: &str| {
        let request = fixture.http.get(format!("http://{address}{path}"));
        let request = request
            .header("host", "auth.example")
            .header("sec-fetch-site", "cross-site");
        request.send().await.unwrap()
    };
    let discovery: Value = get("/oidc/.well-known/openid-configuration")
        .await
        .json()
        .await
        .unwrap();
    for (name, value) in discovery.as_object().unwrap() {
        if name == "issuer" || name.ends_with("_endpoint") || name.ends_with("_uri") {
            assert!(value.as_str().unwrap().starts_with(url), "{name}: {value}");
        }
    }
    let state: Value = get("/page/state").await.json().await.unwrap();
    for endpoint in state["endpoints"].as_array().unwrap() {
        assert!(endpoint[1].as_str().unwrap().starts_with(url), "{endpoint}");
    }
    let unknown = format!(
        "/oidc/auth?client_id={}&response_type=code&scope=openid",
        fixture.emulator.app_id()
    );
    assert_ne!(get(&unknown).await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn origins_that_no_browser_sends_are_rejected() {
    for (origin, reason) in [
        ("*", "`allow_origin` \"*\" must be one origin"),
        ("http://localhost:3000/", "must not have a path"),
        ("localhost:3000", "must be"),
    ] {
        let error = Emulator::builder()
            .allow_origin(origin)
            .start()
            .await
            .unwrap_err();
        assert!(error.to_string().contains(reason), "{error}");
    }
    let error = Emulator::builder()
        .public_url("http://a/b")
        .start()
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("`public_url` \"http://a/b\" must not have a path"),
        "{error}"
    );
}
