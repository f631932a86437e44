//! Redirects, which are not followed: the target must not receive the token.

use tokio::net::TcpStream;

use super::outcome::fault;
use authing_tests::sockets::Step::Request;
use authing_tests::sockets::{Service, response};

/// Redirects to another port, by host name and by IP address, cause no connection there.
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
    // Connections are accepted in order: one made before this one would be counted.
    drop(TcpStream::connect(elsewhere.address()).await.unwrap());
    while elsewhere.accepted() == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(elsewhere.accepted(), 1);
}

#[tokio::test]
async fn a_301_is_not_followed() {
    not_followed(301, "Moved Permanently").await;
}

#[tokio::test]
async fn a_302_is_not_followed() {
    not_followed(302, "Found").await;
}

#[tokio::test]
async fn a_303_is_not_followed() {
    not_followed(303, "See Other").await;
}

#[tokio::test]
async fn a_307_is_not_followed() {
    not_followed(307, "Temporary Redirect").await;
}

#[tokio::test]
async fn a_308_is_not_followed() {
    not_followed(308, "Permanent Redirect").await;
}

#[tokio::test]
async fn a_redirect_to_the_same_host_or_without_a_valid_location_is_not_followed() {
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
