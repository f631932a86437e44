//! Redirects, which a token must not follow.

use tokio::net::TcpStream;

use super::outcome::fault;
use authing_tests::sockets::Step::Request;
use authing_tests::sockets::{Service, response};

/// The other address, by name and by number, sees no connection.
async fn not_followed(status: u16, reason: &str) {
    let elsewhere = Service::start(vec![]).await;
    let port = elsewhere.address().port();
    for host in ["127.0.0.1", "localhost"] {
        let head = format!("{status} {reason}\r\nlocation: http://{host}:{port}/graphql");
        fault(vec![Request, response(&head, "")])
            .await
            .http(status)
            .says(&format!(
                "HTTP {status} {reason}, and redirects are not followed, with an empty body"
            ));
    }
    // A connection that has been made is accepted before one that is made now.
    drop(TcpStream::connect(elsewhere.address()).await.unwrap());
    while elsewhere.accepted() == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(elsewhere.accepted(), 1);
}

#[tokio::test]
async fn of_301() {
    not_followed(301, "Moved Permanently").await;
}

#[tokio::test]
async fn of_302() {
    not_followed(302, "Found").await;
}

#[tokio::test]
async fn of_303() {
    not_followed(303, "See Other").await;
}

#[tokio::test]
async fn of_307() {
    not_followed(307, "Temporary Redirect").await;
}

#[tokio::test]
async fn of_308() {
    not_followed(308, "Permanent Redirect").await;
}

/// Nor one to the same host, nor one that says nothing of where.
#[tokio::test]
async fn of_no_use() {
    for location in [
        "",
        "\r\nlocation: /elsewhere",
        "\r\nlocation: \u{1}",
        "\r\nlocation: javascript:alert(1)",
    ] {
        let head = format!("302 Found{location}");
        let outcome = fault(vec![Request, response(&head, "moved")]).await;
        if !location.contains('\u{1}') {
            outcome.http(302).says("with a body that begins: moved");
        }
    }
}
