//! Injected faults.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use authing_emulator::{Emulator, Fault, StatusCode};
use serde_json::{Value, json};

use crate::client::{Fixture, PASSWORD, builder};

/// The timeout for events that must occur.
const PATIENCE: Duration = Duration::from_secs(60);
const STATUS: &str = "{ checkLoginStatus { code } }";

/// Sends a request whose response may be anything, or missing.
async fn send(fixture: &Fixture, query: &str) -> reqwest::Result<(StatusCode, String)> {
    let request = fixture.http.post(fixture.emulator.users_url());
    let response = request.json(&json!({ "query": query })).send().await?;
    Ok((response.status(), response.text().await?))
}

/// Returns the bytes that a socket receives for a request, and how the connection ends.
fn raw(fixture: &Fixture, query: &str) -> (String, std::io::Result<usize>) {
    let host = fixture.emulator.base_url().replace("http://", "");
    let body = json!({ "query": query }).to_string();
    let mut stream = TcpStream::connect(&host).unwrap();
    write!(
        stream,
        "POST /graphql HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut response = Vec::new();
    let end = stream.read_to_end(&mut response);
    (String::from_utf8(response).unwrap(), end)
}

fn registration(fixture: &Fixture, email: &str) -> String {
    let (pool, password) = (fixture.pool(), fixture.encrypt(PASSWORD));
    format!(
        "mutation {{ register(userInfo: {{email: {email:?}, password: {password:?}, registerInClient: {pool:?}}}) {{ _id }} }}"
    )
}

#[tokio::test]
async fn a_gateway_responds_instead_of_the_service() {
    let fixture = Fixture::new().await;
    let emulator = &fixture.emulator;
    emulator.inject(Fault::status(StatusCode::BAD_GATEWAY));
    emulator.inject(Fault::too_many_requests(Duration::from_millis(1500)));
    emulator.inject(
        Fault::status(StatusCode::INTERNAL_SERVER_ERROR).body("application/json", r#"{"oops":1}"#),
    );
    emulator.inject(Fault::status(StatusCode::CONTINUE));
    emulator.inject(Fault::status(StatusCode::NO_CONTENT));
    let send = async || {
        let request = fixture.http.post(emulator.users_url());
        request
            .json(&json!({ "query": STATUS }))
            .send()
            .await
            .unwrap()
    };
    let first = send().await;
    assert_eq!(first.status(), 502);
    assert_eq!(first.headers()["content-type"], "text/html");
    assert!(
        first
            .text()
            .await
            .unwrap()
            .contains("<h1>502 Bad Gateway</h1>")
    );
    let second = send().await;
    assert_eq!(
        (second.status().as_u16(), &second.headers()["retry-after"]),
        (429, &"2".parse().unwrap())
    );
    let third = send().await;
    assert_eq!(third.headers()["content-type"], "application/json");
    assert_eq!(
        (
            third.status().as_u16(),
            third.text().await.unwrap().as_str()
        ),
        (500, r#"{"oops":1}"#)
    );
    assert_eq!(send().await.status(), 500);
    let empty = send().await;
    assert_eq!(empty.status(), 204);
    assert!(!empty.headers().contains_key("content-length"));
    assert_eq!(send().await.status(), 200);
    assert!(emulator.faults().is_empty());
}

#[tokio::test]
async fn a_connection_is_reset_with_and_without_executing_the_request() {
    let fixture = Fixture::new().await;
    let emulator = &fixture.emulator;
    for (fault, executed) in [
        (Fault::reset(), false),
        (Fault::reset().after_executing(), true),
    ] {
        emulator.inject(fault.clone());
        let email = format!("{executed}@b.cn");
        let (response, end) = raw(&fixture, &registration(&fixture, &email));
        assert_eq!(response, "");
        assert_eq!(end.unwrap_err().kind(), std::io::ErrorKind::ConnectionReset);
        let request = emulator.requests().pop().unwrap();
        assert_eq!((request.status(), request.fault()), (None, Some(&fault)));

        let again = fixture.register(json!({ "email": email })).await;
        if executed {
            assert_eq!(again.code(), 2026);
        } else {
            again.data("register");
        }
    }
}

#[tokio::test]
async fn a_response_is_cut() {
    let fixture = Fixture::new().await;
    fixture.emulator.inject(Fault::cut());
    let (response, end) = raw(&fixture, STATUS);
    // The connection is closed, not reset: the bytes sent arrive.
    end.unwrap();
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    let whole = json!({"data": {"checkLoginStatus": {"code": 2020}}}).to_string();
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    assert!(
        head.contains(&format!("content-length: {}", whole.len())),
        "{head}"
    );
    assert_eq!(body, &whole[..whole.len() / 2]);

    fixture.emulator.inject(Fault::cut());
    assert!(send(&fixture, STATUS).await.is_err());
}

#[tokio::test]
async fn a_response_is_not_json() {
    let fixture = Fixture::new().await;
    for fault in [
        Fault::truncated(),
        Fault::garbage(),
        Fault::garbage().after_executing(),
    ] {
        fixture.emulator.inject(fault);
        let (status, body) = send(&fixture, STATUS).await.unwrap();
        assert_eq!(status, 200);
        assert!(
            body.starts_with('{') && serde_json::from_str::<Value>(&body).is_err(),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_late_response_finds_the_client_gone() {
    let fixture = Fixture::new().await;
    let emulator = &fixture.emulator;
    let hour = Duration::from_secs(3600);
    for (fault, executed) in [
        (Fault::delay(hour), false),
        (Fault::delay(hour).after_executing(), true),
    ] {
        emulator.clear_requests();
        emulator.inject(fault);
        let url = format!(
            "{}/send_smscode/13800000000/{}",
            emulator.base_url(),
            fixture.pool()
        );
        let waiting = tokio::spawn(fixture.http.get(url).send());
        let came = emulator.wait_for_requests("send_smscode", 1, PATIENCE);
        came.await.unwrap();
        if executed {
            tokio::time::timeout(PATIENCE, sent(emulator))
                .await
                .unwrap();
        }
        waiting.abort();
        assert!(waiting.await.unwrap_err().is_cancelled());
        assert_eq!(emulator.requests()[0].status(), None);
        assert_eq!(emulator.messages().len(), usize::from(executed));
    }
    emulator.inject(Fault::delay(Duration::from_millis(1)));
    assert_eq!(send(&fixture, STATUS).await.unwrap().0, 200);
}

/// Waits until a message has been sent.
async fn sent(emulator: &Emulator) {
    while emulator.messages().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn an_api_error_is_injected() {
    let fixture = Fixture::new().await;
    let busy = Fault::api_error(1000, "server busy").until_cleared();
    fixture.emulator.inject(busy.clone().on("login"));
    fixture.emulator.inject(busy.on("send_smscode"));
    let login = "mutation { login(registerInClient: \"x\") { _id } }";
    let (status, body) = send(&fixture, login).await.unwrap();
    let expected = json!({"errors": [{"message": {"code": 1000, "message": "server busy", "data": null}}], "data": null});
    assert_eq!(
        (
            status.as_u16(),
            serde_json::from_str::<Value>(&body).unwrap()
        ),
        (200, expected)
    );
    assert_eq!(fixture.send_code("send_smscode", "13800000000").await, 1000);
    assert!(fixture.emulator.messages().is_empty());
    let codes: Vec<_> = fixture
        .emulator
        .requests()
        .iter()
        .map(|request| request.code())
        .collect();
    assert_eq!(codes, [Some(1000), Some(1000)]);
}

#[tokio::test]
async fn faults_apply_in_order_to_matching_requests() {
    let fixture = Fixture::with(
        builder().fault(
            Fault::status(StatusCode::IM_A_TEAPOT)
                .on("CheckLogin")
                .times(2),
        ),
    )
    .await;
    let emulator = &fixture.emulator;
    emulator.inject(Fault::status(StatusCode::BAD_GATEWAY));
    emulator.inject(Fault::status(StatusCode::GATEWAY_TIMEOUT).on("checkLoginStatus"));
    emulator.inject(Fault::status(StatusCode::GONE).on("status").until_cleared());
    emulator.inject(Fault::reset().times(0));
    assert_eq!(emulator.faults().len(), 4);
    let named = "query CheckLogin { mine: checkLoginStatus { code } }";
    let status = async |query| send(&fixture, query).await.unwrap().0.as_u16();
    assert_eq!(status(named).await, 418);
    // Requests to the operator endpoints meet no faults and use none up.
    assert_eq!(fixture.get(&emulator.messages_url()).await.0, 200);
    assert_eq!(
        fixture
            .get(&(emulator.base_url() + "/operator/requests"))
            .await
            .0,
        200
    );
    // Nor do those of a mistyped path, and of a browser that shows the messages.
    for path in [
        "/operator",
        "/operator/",
        "/operator/fault",
        "/operator/requests/",
        "/operator/users/1/2",
        "/page/state/x",
        "/favicon.ico",
    ] {
        let (status, response) = fixture.get(&(emulator.base_url() + path)).await;
        assert_eq!(
            (status.as_u16(), &response["code"]),
            (404, &404.into()),
            "{path}"
        );
    }
    assert_eq!(emulator.requests().len(), 1);
    assert_eq!(status(STATUS).await, 502);
    assert_eq!(status(named).await, 418);
    assert_eq!(status(named).await, 504);
    assert_eq!(status(named).await, 200);
    let health = emulator.base_url() + "/oauth/system/status";
    for _ in 0..3 {
        assert_eq!(
            fixture.http.get(&health).send().await.unwrap().status(),
            410
        );
    }
    emulator.clear_faults();
    assert_eq!(
        fixture.http.get(&health).send().await.unwrap().status(),
        200
    );
}

#[tokio::test]
async fn stopping_does_not_wait_for_a_delay() {
    for executed in [false, true] {
        let fault = Fault::delay(Duration::from_secs(3600)).until_cleared();
        let fault = if executed {
            fault.after_executing()
        } else {
            fault
        };
        let fixture = Fixture::with(builder().fault(fault.clone())).await;
        let url = fixture.emulator.users_url();
        let call = fixture
            .http
            .post(&url)
            .json(&json!({ "query": STATUS }))
            .send();
        let call = tokio::spawn(call);
        let came = fixture
            .emulator
            .wait_for_requests("checkLoginStatus", 1, PATIENCE);
        assert_eq!(came.await.unwrap().len(), 1);
        fixture.emulator.shut_down().await;
        assert_eq!(call.await.unwrap().unwrap().status(), 200);

        let dropped = Fixture::with(builder().fault(fault)).await;
        let url = dropped.emulator.users_url();
        let call = tokio::spawn(
            dropped
                .http
                .post(&url)
                .json(&json!({ "query": STATUS }))
                .send(),
        );
        let came = dropped
            .emulator
            .wait_for_requests("checkLoginStatus", 1, PATIENCE);
        came.await.unwrap();
        drop(dropped.emulator);
        assert!(call.await.unwrap().is_err());
    }
}

#[tokio::test]
async fn an_operator_injects_faults_over_http() {
    let fixture = Fixture::new().await;
    let url = fixture.emulator.base_url() + "/operator/faults";
    let post = async |body: Value| {
        let response = fixture.http.post(&url).json(&body).send().await.unwrap();
        (
            response.status().as_u16(),
            response.json::<Value>().await.unwrap(),
        )
    };
    let forms = json!([
        {"kind": "status", "times": 2, "status": 502, "contentType": "text/plain", "body": "gone", "retryAfter": 3},
        {"kind": "reset", "on": "login", "times": 1, "afterExecuting": true},
        {"kind": "delay", "untilCleared": true, "delayMillis": 1},
        {"kind": "cut", "times": 1, "afterExecuting": true},
        {"kind": "truncated", "times": 1, "afterExecuting": true},
        {"kind": "garbage", "times": 1},
        {"kind": "apiError", "times": 1, "code": 1000, "message": "server busy"},
    ]);
    assert_eq!(post(forms.clone()).await, (200, json!({})));
    assert_eq!(fixture.get(&url).await, (StatusCode::OK, forms));
    assert_eq!(
        send(&fixture, STATUS).await.unwrap(),
        (StatusCode::BAD_GATEWAY, "gone".to_owned())
    );
    assert_eq!(fixture.get(&url).await.1[0]["times"], 1);
    let cleared = fixture.http.delete(&url).send().await.unwrap();
    assert_eq!(cleared.status(), 200);
    assert!(fixture.emulator.faults().is_empty());

    assert_eq!(post(json!({"kind": "reset"})).await.0, 200);
    assert_eq!(fixture.emulator.faults(), [Fault::reset()]);
    for (form, reason) in [
        (json!({"kind": "rest"}), "unknown variant `rest`"),
        (
            json!({"status": 502}),
            "missing field `kind`; the kinds are `delay`, `reset`, `cut`, `truncated`, `garbage`, `status`, `apiError`, \
             for example {\"kind\": \"status\", \"status\": 502}",
        ),
        (json!({"kind": "reset", "time": 2}), "unknown field `time`"),
        (
            json!({"kind": "reset", "times": 0}),
            "`times` must be greater than zero",
        ),
        (
            json!({"kind": "reset", "times": 2, "untilCleared": true}),
            "exclude each other",
        ),
        (
            json!({"kind": "reset", "status": 502}),
            "`status` is only for faults of the kind \"status\"",
        ),
        (json!({"kind": "delay"}), "`delayMillis` is required"),
        (json!({"kind": "status"}), "`status` is required"),
        (
            json!({"kind": "status", "status": 101}),
            "from 200 to 599, not 101",
        ),
        (
            json!({"kind": "status", "status": 500, "contentType": "text/html"}),
            "`contentType` requires a `body`",
        ),
        (
            json!({"kind": "status", "status": 500, "contentType": "\n", "body": ""}),
            "`contentType` is no",
        ),
        (json!({"kind": "apiError"}), "`code` is required"),
        (json!([{"kind": "reset"}, 1]), "not a fault"),
        (
            json!({"kind": "reset", "on": "send-smscode"}),
            "no request is called `send-smscode`; did you mean `send_smscode`?",
        ),
        (
            json!([{"kind": "reset"}, {"kind": "reset", "on": "/api/v2/users/me"}]),
            "it must be a root field, the name of an operation, or one of `send_smscode`, ",
        ),
    ] {
        let (status, error) = post(form).await;
        assert_eq!(status, 400);
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(reason), "{message}");
    }
    assert_eq!(fixture.emulator.faults().len(), 1);
    for on in ["LoginByEmail", "createRole", "token", "MyOperation"] {
        let accepted = post(json!({"kind": "reset", "on": on})).await;
        assert_eq!(accepted, (200, json!({})), "{on}");
    }
    // An operation may have these names.
    for on in ["logn", "LOGIN"] {
        let (status, warned) = post(json!({"kind": "reset", "on": on})).await;
        let warning = warned["warnings"][0].as_str().unwrap_or_default();
        assert_eq!(status, 200);
        assert!(warning.ends_with("did you mean `login`?"), "{on}: {warned}");
    }
    assert_eq!(fixture.emulator.faults().len(), 7);
}
