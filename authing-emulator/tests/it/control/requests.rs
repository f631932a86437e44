//! The recorded requests of an emulator.

use std::net::SocketAddr;
use std::time::{Duration, SystemTime};

use authing_emulator::{Emulator, RecordedRequest, TokenKind};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::client::{Fixture, PASSWORD, builder};

fn last(fixture: &Fixture) -> RecordedRequest {
    fixture.emulator.requests().pop().unwrap()
}

#[tokio::test]
async fn a_request_has_its_data_and_its_response() {
    let fixture = Fixture::new().await;
    fixture.user("a@b.cn").await;
    let rejected = fixture
        .login(json!({"email": "a@b.cn", "password": fixture.encrypt("wrong")}))
        .await;
    assert_eq!(rejected.code(), 2006);
    let request = last(&fixture);
    assert_eq!(request.number(), 2);
    assert_eq!(
        (request.method(), request.path()),
        ("POST", "/users/graphql")
    );
    assert_eq!(request.operation_name(), Some("L"));
    assert_eq!(request.root_fields(), ["login"]);
    assert_eq!(
        request.variables(),
        &json!({"pool": fixture.pool(), "email": "a@b.cn", "password": "***"})
    );
    assert!(request.document().unwrap().starts_with("mutation L("));
    assert_eq!((request.status(), request.code()), (Some(200), Some(2006)));
    assert_eq!(
        (request.token(), request.raw_token(), request.fault()),
        (TokenKind::None, None, None)
    );
    assert_eq!(request.received_at(), fixture.emulator.clock().now());
    assert!(request.duration().is_some());
    let raw: Value = serde_json::from_str(&request.raw_body()).unwrap();
    assert_eq!(raw["variables"]["email"], "a@b.cn");
    assert!(raw["variables"]["password"].as_str().unwrap().len() > 100);
}

#[tokio::test]
async fn the_kind_of_the_token_is_recorded() {
    let fixture = Fixture::new().await;
    fixture.user("a@b.cn").await;
    let (owner, user) = (
        fixture.owner_token().await,
        fixture.token_of("a@b.cn").await,
    );
    let kind = async |token: &str| {
        fixture
            .call_as(token, "{ checkLoginStatus { code } }", json!({}))
            .await;
        last(&fixture).token()
    };
    assert_eq!(kind("").await, TokenKind::None);
    assert_eq!(kind(&owner).await, TokenKind::Owner);
    assert_eq!(kind(&user).await, TokenKind::User);
    assert_eq!(last(&fixture).raw_token(), Some(user.as_str()));
    assert_eq!(kind("no token").await, TokenKind::Invalid);
    fixture.advance(16 * 24 * 3600);
    assert_eq!(kind(&user).await, TokenKind::Invalid);
    // The kind that was determined before stays.
    assert_eq!(fixture.emulator.requests()[5].token(), TokenKind::User);
}

#[tokio::test]
async fn rejected_and_unsupported_requests_are_recorded() {
    let fixture = Fixture::new().await;
    let emulator = &fixture.emulator;
    fixture.send_code("send_smscode", "13800000000").await;
    assert_eq!(
        (
            last(&fixture).code(),
            last(&fixture).is_called("send_smscode")
        ),
        (Some(200), true)
    );
    let (status, _) = fixture.get(&(emulator.base_url() + "/nothing/here")).await;
    assert_eq!(
        (status, last(&fixture).status()),
        (StatusCode::NOT_FOUND, Some(404))
    );
    assert_eq!(last(&fixture).code(), Some(404));
    let rejected = fixture
        .call("{ checkLoginStatus { nothing } }", json!({}))
        .await;
    assert_eq!(
        (rejected.status, last(&fixture).code()),
        (StatusCode::BAD_REQUEST, None)
    );
    assert_eq!(last(&fixture).root_fields(), ["checkLoginStatus"]);

    emulator.clear_requests();
    assert!(emulator.requests().is_empty());
    fixture.send_code("send_smscode", "13800000001").await;
    assert_eq!(last(&fixture).number(), 4);
}

#[tokio::test]
async fn a_body_that_is_too_long_is_rejected_and_not_kept() {
    let fixture = Fixture::new().await;
    let long = "x".repeat((1 << 20) + 1);
    let post = fixture
        .http
        .post(fixture.emulator.users_url())
        .header("content-type", "application/json");
    assert_eq!(
        post.body(long).send().await.unwrap().status(),
        StatusCode::PAYLOAD_TOO_LARGE
    );
    assert_eq!(
        (last(&fixture).raw_body().len(), last(&fixture).status()),
        (0, Some(413))
    );
    for path in [
        "/oidc/token",
        "/oidc/token/introspection",
        "/oidc/me",
        "/oidc/auth",
        "/api/v2/sms/send",
        "/api/v2/users/password/change-by-phonecode",
        "/api/v2/tenant",
    ] {
        let url = format!("{}{path}", fixture.emulator.base_url());
        let post = fixture.http.post(url).body("x".repeat((1 << 20) + 1));
        let post = post.header("content-type", "application/x-www-form-urlencoded");
        let status = post.send().await.unwrap().status();
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
    }
}

#[tokio::test]
async fn no_secret_is_shown() {
    let fixture = Fixture::new().await;
    let secret = "hunter2-the-secret";
    let query = format!("mutation($p: String!, $s: String) {{ LoginByLDAP(username: \"anna\", password: $p, clientId: \"x\") {{ _id }}
        b: LoginByLDAP(username: \"anna\", password: \"{secret}\", clientId: \"x\") {{ _id }}
        refreshAppSecret(client: {{_id: \"x\", secret: $s}}) {{ _id }} }}");
    fixture
        .call_as(secret, &query, json!({"p": secret, "s": secret}))
        .await;
    fixture
        .get(&format!(
            "{}/verify_email/x/{secret}",
            fixture.emulator.base_url()
        ))
        .await;
    let url = fixture.emulator.base_url() + "/operator/requests";
    let shown = fixture
        .http
        .get(&url)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let debug = format!("{:?}", fixture.emulator.requests());
    for text in [&shown, &debug] {
        assert!(!text.contains(secret), "{text}");
        assert!(
            text.contains("LoginByLDAP") && text.contains("***"),
            "{text}"
        );
    }
    let (_, raw) = fixture.get(&(url + "/raw")).await;
    assert_eq!(raw[0]["rawToken"], secret);
    assert!(raw[0]["rawBody"].as_str().unwrap().contains(secret));
}

#[tokio::test]
async fn an_operator_reads_requests_over_http() {
    let fixture = Fixture::new().await;
    let url = fixture.emulator.base_url() + "/operator/requests";
    fixture.user("a@b.cn").await;
    let (_, requests) = fixture.get(&url).await;
    let request = &requests[0];
    assert_eq!(
        (&request["operationName"], &request["rootFields"]),
        (&json!("R"), &json!(["register"]))
    );
    assert_eq!(request["variables"]["info"]["password"], "***");
    assert_eq!(
        (&request["status"], &request["code"], &request["token"]),
        (&json!(200), &json!(null), &json!("none"))
    );
    assert_eq!(
        request["receivedAt"],
        "Sat Jan 27 2018 13:55:25 GMT+0800 (CST)"
    );
    assert!(request["micros"].is_u64() && request["fault"].is_null());
    assert_eq!(request["hasErrors"], false);
    assert_eq!(
        fixture.http.delete(&url).send().await.unwrap().status(),
        200
    );
    assert_eq!(fixture.get(&url).await.1, json!([]));
}

#[tokio::test]
async fn requests_can_be_waited_for() {
    let fixture = Fixture::new().await;
    let wait = |count, millis| {
        let within = Duration::from_millis(millis);
        fixture
            .emulator
            .wait_for_requests("register", count, within)
    };
    let (waited, ()) = tokio::join!(wait(2, 60_000), async {
        fixture.user("a@b.cn").await;
        fixture.user("b@b.cn").await;
    });
    assert_eq!(waited.unwrap().len(), 2);
    assert_eq!(wait(1, 0).await.unwrap().len(), 2);
    let error = wait(3, 20).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "received 2 of 3 requests named `register` within 20ms"
    );
}

#[test]
fn requests_are_waited_for_without_a_runtime() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let waiting = emulator.wait_for_requests("register", 1, Duration::from_millis(20));
    assert_eq!(poll_until_ready(waiting).unwrap_err().came, 0);
    poll_until_ready(emulator.shut_down());
}

/// Runs a future as a runtime that is not tokio's would.
fn poll_until_ready<F: Future>(future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    loop {
        if let std::task::Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[tokio::test]
async fn a_page_of_another_origin_can_read_nothing() {
    let fixture = Fixture::new().await;
    for path in [
        "/operator/requests",
        "/messages",
        "/operator/faults",
        "/",
        "/page/state",
        "/explore",
    ] {
        let get = |host: &'static str| {
            let url = fixture.emulator.base_url() + path;
            fixture
                .http
                .get(url)
                .header("host", host)
                .header("origin", "http://evil.com")
                .send()
        };
        let rejected = get("evil.com").await.unwrap();
        assert_eq!(rejected.status(), StatusCode::FORBIDDEN, "{path}");
        for host in ["localhost:7000", "127.0.0.1:7000", "emulator:7000", "[::1]"] {
            let response = get(host).await.unwrap();
            assert_eq!(response.status(), StatusCode::OK, "{path} {host}");
            assert_eq!(response.headers().get("access-control-allow-origin"), None);
        }
    }
    // The service itself accepts any host name.
    let request = fixture
        .http
        .post(fixture.emulator.users_url())
        .header("host", "authing.example.com");
    let response = request
        .json(&json!({"query": "{ __typename }"}))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::OK);
}

#[tokio::test]
async fn requests_are_limited() {
    let fixture = Fixture::with(builder().rate_limit(2, Duration::from_secs(60))).await;
    let call = || fixture.call("{ checkLoginStatus { code } }", json!({}));
    call().await.data("checkLoginStatus");
    assert_eq!(fixture.send_code("send_smscode", "13800000000").await, 200);
    let rejected = call().await;
    let expected = json!({"code": 1000, "message": "请求过于频繁，请稍后再试", "data": null});
    assert_eq!(
        (rejected.status, &rejected.body["errors"][0]["message"]),
        (StatusCode::OK, &expected)
    );
    assert_eq!(fixture.send_code("send_smscode", "13800000000").await, 500);
    // The status endpoint is not limited.
    assert_eq!(
        fixture
            .get(&(fixture.emulator.base_url() + "/system/status"))
            .await
            .0,
        StatusCode::OK
    );
    fixture.advance(60);
    call().await.data("checkLoginStatus");
}

#[test]
fn fifty_emulators_run_in_one_process_without_a_runtime() {
    let emulators: Vec<Emulator> = (0..50)
        .map(|_| Emulator::builder().start_blocking().unwrap())
        .collect();
    for (number, emulator) in emulators.iter().enumerate() {
        let address: SocketAddr = emulator.base_url().replace("http://", "").parse().unwrap();
        for _ in 0..=number % 3 {
            let mut stream = std::net::TcpStream::connect(address).unwrap();
            let head = format!(
                "GET /system/status HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"
            );
            std::io::Write::write_all(&mut stream, head.as_bytes()).unwrap();
            let response = std::io::read_to_string(stream).unwrap();
            assert!(response.starts_with("HTTP/1.1 200 OK"), "{response}");
        }
    }
    for (number, emulator) in emulators.iter().enumerate() {
        assert_eq!(emulator.requests().len(), number % 3 + 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_emulators_run_in_threads() {
    let starting = (0..8).map(|number| {
        tokio::spawn(async move {
            let fixture = Fixture::with(Emulator::builder()).await;
            let email = format!("{number}@b.cn");
            fixture.user(&email).await;
            let login = json!({"email": email, "password": fixture.encrypt(PASSWORD)});
            fixture.login(login).await.data("login");
            let request = last(&fixture);
            (request.variables()["email"].clone(), request.received_at())
        })
    });
    for (number, started) in starting.enumerate() {
        let (email, at) = started.await.unwrap();
        assert_eq!(email, format!("{number}@b.cn"));
        assert!(at <= SystemTime::now());
    }
}
