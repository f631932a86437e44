//! The log lines of calls, and their secrets.

use std::io::Write;
use std::sync::{Arc, Mutex};

use authing_tests::every_operation::{APIS, Same};
use authing_tests::fake::{LOGIN, OWNER, api_error};
use authing_tests::sockets::{read_request, respond, serving};
use authing_tests::{PASSWORD, SECRET_WORD};
use serde_json::json;
use tokio::net::TcpStream;
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::util::SubscriberInitExt as _;

#[derive(Clone, Default)]
pub(crate) struct Captured(Arc<Mutex<Vec<u8>>>);

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Captured {
    /// Captures the log of this thread at the level `TRACE`, of this crate and of its dependencies, until the guard is dropped.
    pub(crate) fn start() -> (Self, DefaultGuard) {
        let captured = Self::default();
        let writer = captured.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(LevelFilter::TRACE)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        // Includes records of the `log` crate, such as reqwest's.
        (captured, subscriber.set_default())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

#[tokio::test]
async fn logs_have_each_calls_operation_and_outcome_and_no_secret() {
    let (captured, guard) = Captured::start();
    let builder = serving(|mut stream: TcpStream| async move {
        let request = read_request(&mut stream).await.unwrap_or_default();
        let body = match &request {
            request if request.contains("getAccessTokenByAppSecret") => OWNER.to_owned(),
            request if request.contains("LoginByEmail") => LOGIN.to_owned(),
            request if request.contains("send_smscode") => {
                r#"{"code":200,"message":"sent"}"#.to_owned()
            }
            _ => api_error(2004, "no such user"),
        };
        respond(&mut stream, "200 OK", &body).await;
    })
    .await;
    let authing = builder.connect().await.unwrap();
    let login = authing.login_by_email("a@b.cn", PASSWORD).await.unwrap();
    let session = login.session();
    session
        .get_user("5e4cdd055df3df65dc58b97e")
        .await
        .unwrap_err();
    authing.send_login_code("13800138000").await.unwrap();
    authing
        .get_user("5e4cdd055df3df65dc58b97e")
        .await
        .unwrap_err();
    drop(guard);

    let logged = captured.text();
    for private in ["xyzzy", "13800138000", "a@b.cn", "query GetUser"] {
        assert!(!logged.contains(private), "{logged}");
    }
    for expected in [
        r#"authing{operation="LoginByEmail" service="users" attempts=1 status=200"#,
        r#"operation="send_smscode""#,
        r#"outcome="ok""#,
        r#"outcome="api" code=2004"#,
        "hyper_util::client",
        "starting new connection",
    ] {
        assert!(logged.contains(expected), "{expected}: {logged}");
    }
}

/// The service repeats each request in its error.
#[tokio::test]
async fn no_operation_of_either_api_logs_its_values() {
    let values = Same {
        text: "xyzzy text",
        secret: PASSWORD,
        digits: "86420975",
    };
    let (captured, guard) = Captured::start();
    for api in APIS {
        for entry in api.operations {
            let sample = (entry.full)(&values);
            let is_rest = sample.rest().is_some();
            let (clients, _) = api.clients(entry.name, move |request| {
                let body = String::from_utf8_lossy(request.body());
                let echo = format!("{} {body}", request.uri());
                let error = json!({"code": 2004, "message": echo});
                match is_rest {
                    true => error,
                    false => json!({"errors": [{"message": error}]}),
                }
            });
            sample.send(&clients).await.unwrap_err();
        }
    }
    drop(guard);
    let logged = captured.text();
    for api in APIS {
        for entry in api.operations {
            let operation = format!("operation=\"{}\"", entry.name);
            assert!(logged.contains(&operation), "{}", entry.name);
        }
    }
    for private in [SECRET_WORD, "86420975"] {
        let line = logged.lines().find(|line| line.contains(private));
        assert_eq!(line, None);
    }
}
