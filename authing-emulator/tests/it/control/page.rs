//! The web page over HTTP. Its behavior in a browser is tested in the workspace's tests.

use authing_emulator::Fault;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Fixture, builder, http};

#[tokio::test]
async fn only_its_own_scripts_may_run() {
    let fixture = Fixture::new().await;
    let scripts = [
        "dom", "table", "acts", "overview", "controls", "users", "requests", "explorer", "schema",
    ];
    let scripts =
        scripts.map(|name| (format!("/page/{name}.js"), "text/javascript; charset=utf-8"));
    let pages = ["/", "/explore"].map(|path| (path.to_owned(), "text/html; charset=utf-8"));
    let styles =
        ["style", "cards"].map(|name| (format!("/page/{name}.css"), "text/css; charset=utf-8"));
    for (path, content_type) in pages.into_iter().chain(styles).chain(scripts) {
        let url = fixture.emulator.base_url() + &path;
        let response = fixture.http.get(url).send().await.unwrap();
        let headers = response.headers();
        assert_eq!(headers["content-type"], content_type, "{path}");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["cache-control"], "no-store");
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
        assert!(!policy.contains("unsafe"), "{policy}");
        let text = response.text().await.unwrap();
        for foreign in ["http://", "https://", "innerHTML", " onclick=", " style="] {
            assert!(!text.contains(foreign), "{foreign} is in {path}");
        }
    }
}

#[tokio::test]
async fn the_state_contains_everything_shown() {
    let fixture = Fixture::new().await;
    let (ada, bob) = (
        fixture.user("ada@b.cn").await,
        fixture.user("bob@b.cn").await,
    );
    fixture.emulator.block_user(&ada).unwrap();
    fixture.advance(90);
    fixture.emulator.inject(Fault::reset().on("login").times(2));
    fixture.send_code("send_smscode", "13800000000").await;
    let (_, state) = fixture
        .get(&(fixture.emulator.page_url() + "page/state"))
        .await;
    let user = |id: &str, email: &str, blocked| json!({"id": id, "email": email, "username": null, "phone": null, "nickname": null, "logins": 0, "blocked": blocked});
    let users = json!([user(&bob, "bob@b.cn", false), user(&ada, "ada@b.cn", true)]);
    assert_eq!((&state["users"], &state["usersInAll"]), (&users, &json!(2)));
    assert_eq!(state["messages"][0]["to"], "13800000000");
    assert_eq!(state["messagesInAll"], 1);
    assert_eq!(state["aheadSeconds"], 90);
    let fault = json!({"kind": "reset", "on": "login", "times": 2});
    assert_eq!(state["faults"], json!([fault]));
    // Newest first, with secrets redacted.
    let numbers: Vec<_> = state["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|request| &request["number"])
        .collect();
    assert_eq!(numbers, [3, 2, 1]);
    assert_eq!(state["requests"][1]["variables"]["info"]["password"], "***");
    let v2 = json!({
        "host": fixture.emulator.base_url(),
        "appId": fixture.emulator.app_id(),
        "appSecret": fixture.emulator.app_secret(),
        "appMfa": fixture.emulator.app_mfa_url(),
    });
    assert_eq!(state["v2"], v2);
    let key = fixture.emulator.public_key_pem().trim_end();
    for program in ["rust", "python"] {
        let program = state[program].as_str().unwrap();
        for value in [
            fixture.pool(),
            fixture.emulator.secret(),
            &fixture.emulator.base_url(),
            key,
        ] {
            assert!(program.contains(value), "{program}");
        }
    }
}

#[tokio::test]
async fn the_counts_include_what_is_not_shown_and_exclude_what_was_cleared() {
    let fixture = Fixture::new().await;
    let counts = async || {
        let page = fixture.emulator.page_url() + "page/state";
        let (_, state) = fixture.get(&page).await;
        let shown = |list: &str| state[list].as_array().unwrap().len();
        [
            json!([shown("messages"), state["messagesInAll"]]),
            json!([shown("requests"), state["requestsInAll"]]),
        ]
    };
    for number in 0..101 {
        let phone = format!("13800000{number:03}");
        fixture.send_code("send_smscode", &phone).await;
    }
    assert_eq!(counts().await, [json!([100, 101]), json!([100, 101])]);
    fixture.emulator.reset().unwrap();
    assert_eq!(counts().await, [json!([0, 0]), json!([0, 0])]);
    fixture.send_code("send_smscode", "13800000000").await;
    assert_eq!(counts().await, [json!([1, 1]), json!([1, 1])]);
}

/// Returns the program in Rust that the page of an emulator shows.
async fn rust(http: &reqwest::Client, url: &str) -> String {
    let state = http.get(format!("{url}/page/state")).send().await.unwrap();
    let state: Value = state.json().await.unwrap();
    state["rust"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_rust_program_has_the_settings_that_its_url_needs() {
    let plain = ".allow_plain_http(true)";
    let http = http();
    let local = builder().start().await.unwrap();
    let program = rust(&http, &local.base_url()).await;
    assert!(!program.contains(plain), "{program}");
    assert!(!program.contains("root_certificate"), "{program}");

    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let public = builder().listen(address).public_url("http://emulator:7000");
    let _public = public.start().await.unwrap();
    let program = rust(&http, &format!("http://{address}")).await;
    let lines = format!(".host(\"http://emulator:7000\")\n        {plain}\n");
    assert!(program.contains(&lines), "{program}");
}

#[cfg(feature = "tls")]
#[tokio::test]
async fn the_rust_program_trusts_the_certificate_authority() {
    let tls = builder().tls().start().await.unwrap();
    let authority = tls.certificate_authority().unwrap().as_bytes();
    let authority = reqwest::Certificate::from_pem(authority).unwrap();
    let http = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([authority]);
    let program = rust(&http.build().unwrap(), &tls.base_url()).await;
    let path = tls.certificate_authority_file().unwrap();
    let line = format!(".root_certificate_file({path:?})");
    assert!(program.contains(&line), "{program}");
}

#[tokio::test]
async fn the_pages_own_requests_are_not_recorded() {
    let fixture = Fixture::new().await;
    fixture.emulator.inject(Fault::garbage());
    let page = fixture.emulator.page_url() + "page/";
    let ask = |path: &str, host: &'static str| {
        let request = fixture.http.post(page.clone() + path);
        let body = json!({"query": "{ __schema { queryType { name } } }"});
        request.header("host", host).json(&body).send()
    };
    for path in ["graphql", "graphql/v2"] {
        let response: Value = ask(path, "localhost").await.unwrap().json().await.unwrap();
        assert_eq!(response["data"]["__schema"]["queryType"]["name"], "Query");
        let response = ask(path, "evil.com").await.unwrap();
        assert_eq!(response.status(), StatusCode::FORBIDDEN);
    }
    assert!(fixture.emulator.requests().is_empty());
    assert_eq!(fixture.emulator.faults().len(), 1);

    for (path, supported, unsupported) in [
        ("supported", "Mutation.login", "Query.loginCount"),
        (
            "supported/v2",
            "Mutation.loginByEmail",
            "Query.emailTemplates",
        ),
    ] {
        let (_, fields) = fixture.get(&(page.clone() + path)).await;
        let fields = fields.as_array().unwrap();
        assert!(fields.contains(&json!(supported)), "{path}");
        assert!(!fields.contains(&json!(unsupported)), "{path}");
    }
}

/// The acts of the page, each with the body that it sends.
fn acts(user: &str) -> Vec<(Method, String, Option<Value>)> {
    let user = format!("users/{user}");
    vec![
        (
            Method::POST,
            "users".to_owned(),
            Some(json!({"email": "new@b.cn"})),
        ),
        (Method::PATCH, user.clone(), Some(json!({"blocked": true}))),
        (Method::DELETE, format!("{user}/tokens"), None),
        (Method::DELETE, user, None),
        (
            Method::POST,
            "clock".to_owned(),
            Some(json!({"advanceSeconds": 60})),
        ),
        (Method::DELETE, "clock".to_owned(), None),
        (
            Method::POST,
            "faults".to_owned(),
            Some(json!({"kind": "reset"})),
        ),
        (Method::DELETE, "faults".to_owned(), None),
        (Method::DELETE, "state".to_owned(), None),
    ]
}

#[tokio::test]
async fn a_page_of_another_origin_can_not_act() {
    const EVIL: &str = "https://evil.example";
    // Not even one whose origin may call the service.
    let fixture = Fixture::with(builder().allow_origin(EVIL)).await;
    let ada = fixture.user("ada@b.cn").await;
    let token = fixture.token_of("ada@b.cn").await;
    fixture.advance(60);
    fixture.emulator.inject(Fault::reset().on("no request"));
    let state = async || {
        let page = fixture.emulator.page_url() + "page/state";
        let (_, state) = fixture.get(&page).await;
        ["users", "usersInAll", "aheadSeconds", "faults"].map(|part| state[part].clone())
    };
    let before = state().await;
    for (method, path, body) in acts(&ada) {
        let url = format!("{}/operator/{path}", fixture.emulator.base_url());
        let request = |method: &Method, host: &str, content_type: &str| {
            let request = fixture.http.request(method.clone(), &url);
            let request = request.header("origin", EVIL).header("host", host);
            let request = request.header("content-type", content_type);
            match &body {
                Some(body) => request.body(body.to_string()),
                None => request,
            }
        };
        // A browser asks first, unless the body has a type that a form can have.
        let asked = request(&Method::OPTIONS, "localhost", "text/plain")
            .header("access-control-request-method", method.as_str())
            .header("access-control-request-headers", "content-type")
            .send()
            .await
            .unwrap();
        assert_eq!(asked.status(), StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert_eq!(asked.headers().get("access-control-allow-origin"), None);
        for content_type in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
        ] {
            let form = request(&Method::POST, "localhost", content_type)
                .send()
                .await;
            assert!(form.unwrap().status().is_client_error(), "{path}");
        }
        // A page whose name resolves to this machine is of the same origin.
        let rebound = request(&method, "evil.example", "application/json")
            .send()
            .await;
        assert_eq!(rebound.unwrap().status(), StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(state().await, before);
    let mfa = "{ queryMFA { enable } }";
    fixture
        .call_as(&token, mfa, json!({}))
        .await
        .data("queryMFA");
}
