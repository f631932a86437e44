//! How to test a service of your own that uses this client: copy this file and go on from there.
//!
//! Each test starts a local Authing of its own, so they run side by side and need no account. What is tested is `Shop`,
//! which stands for your service: how it behaves when passwords are wrong, logins expire and Authing is down.

#![allow(clippy::unwrap_used)]

use std::time::{Duration, SystemTime};

use authing_client::operations::LoginByEmail;
use authing_client::{Authing, ErrorCode, Secret};
use authing_emulator::{Clock, Emulator, Fault, StatusCode};

/// A service that lets users log in.
struct Shop {
    authing: Authing,
}

/// What the shop tells a user who can't be logged in.
#[derive(Debug, PartialEq)]
enum Refused {
    WrongEmailOrPassword,
    TryLater,
}

impl Shop {
    /// Logs in somebody who calls from that address; what is given back goes into a cookie.
    async fn log_in(&self, email: &str, password: &str, ip: &str) -> Result<Secret, Refused> {
        let login = LoginByEmail::new(email, password).last_ip(ip);
        match self.authing.login(login).await {
            Ok(login) => Ok(login.session().token().clone()),
            Err(error) => Err(match error.code() {
                // These look alike, or the shop would tell who its customers are.
                Some(
                    ErrorCode::USER_UNKNOWN | ErrorCode::USER_LOCKED | ErrorCode::WRONG_PASSWORD,
                ) => Refused::WrongEmailOrPassword,
                // A busy service says nothing about the password.
                _ => Refused::TryLater,
            }),
        }
    }

    /// Whether the cookie still says who somebody is.
    async fn knows(&self, cookie: &Secret) -> bool {
        let session = self.authing.session(cookie.clone());
        matches!(session.login_status().await, Ok(status) if status.is_logged_in())
    }
}

/// The shop's routes that only customers reach who are logged in. A program gives it `authing.token_verifier()`.
#[cfg(feature = "axum")]
fn routes(verifier: authing_client::TokenVerifier) -> axum::Router {
    use authing_client::{RequireTokenLayer, TokenClaims};

    async fn orders(claims: TokenClaims) -> String {
        format!("the orders of {}", claims.email.unwrap_or_default())
    }

    axum::Router::new()
        .route("/orders", axum::routing::get(orders))
        .route_layer(RequireTokenLayer::new(verifier).cookie("login"))
}

const EMAIL: &str = "ada@example.com";
const PASSWORD: &str = "correct horse battery staple";
const IP: &str = "203.0.113.7";

/// A shop with one customer, and the Authing that it uses. Its clock stands still, so that tests can move it.
async fn shop() -> (Shop, Emulator) {
    let emulator = Emulator::builder()
        .clock(Clock::stopped_at(SystemTime::now()))
        .start()
        .await
        .unwrap();
    let authing = Authing::builder(emulator.user_pool_id(), emulator.secret())
        .host(emulator.base_url())
        .public_key_pem(emulator.public_key_pem())
        .connect()
        .await
        .unwrap();
    authing.register(EMAIL, PASSWORD).await.unwrap();
    // What it took to get here is not what is tested.
    emulator.clear_requests();
    (Shop { authing }, emulator)
}

#[tokio::test]
async fn a_login_lasts_fifteen_days() {
    let (shop, emulator) = shop().await;
    let cookie = shop.log_in(EMAIL, PASSWORD, IP).await.unwrap();
    assert!(shop.knows(&cookie).await);

    emulator
        .clock()
        .advance(Duration::from_secs(15 * 24 * 3600));
    assert!(!shop.knows(&cookie).await);
}

/// The routes verify tokens without Authing, so they need its clock, too.
#[cfg(feature = "axum")]
#[tokio::test]
async fn a_route_refuses_a_login_that_has_expired() {
    let (shop, emulator) = shop().await;
    let clock = emulator.clock().clone();
    let verifier = shop.authing.token_verifier().clock(move || clock.now());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/orders", listener.local_addr().unwrap());
    tokio::spawn(std::future::IntoFuture::into_future(axum::serve(
        listener,
        routes(verifier),
    )));

    let cookie = shop.log_in(EMAIL, PASSWORD, IP).await.unwrap();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let orders = || {
        http.get(&url)
            .header("cookie", format!("login={}", cookie.expose()))
    };
    let response = orders().send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let body = response.text().await.unwrap();
    assert_eq!(body, format!("the orders of {EMAIL}"));

    emulator
        .clock()
        .advance(Duration::from_secs(16 * 24 * 3600));
    let response = orders().send().await.unwrap();
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn strangers_and_wrong_passwords_look_alike() {
    let (shop, _emulator) = shop().await;
    for (email, password) in [(EMAIL, "a wrong password"), ("eve@example.com", PASSWORD)] {
        let refused = shop.log_in(email, password, IP).await.unwrap_err();
        assert_eq!(refused, Refused::WrongEmailOrPassword);
    }
}

#[tokio::test]
async fn the_customers_address_is_passed_on() {
    let (shop, emulator) = shop().await;
    shop.log_in(EMAIL, PASSWORD, IP).await.unwrap();
    let requests = emulator.requests();
    let login = requests
        .iter()
        .find(|request| request.is_called("login"))
        .unwrap();
    assert_eq!(login.variables()["lastIP"], IP);
    // Whatever shows a request hides the password; it went encrypted anyway.
    assert_eq!(login.variables()["password"], "***");
    assert!(!login.raw_body().contains(PASSWORD));
}

#[tokio::test]
async fn while_authing_is_down_customers_are_asked_to_come_back() {
    let (shop, emulator) = shop().await;
    for fault in [
        Fault::status(StatusCode::SERVICE_UNAVAILABLE),
        Fault::api_error(1000, "busy"),
        Fault::api_error(2002, "the month's logins are used up"),
        Fault::reset(),
        Fault::cut(),
        Fault::garbage(),
    ] {
        emulator.inject(fault.on("login").until_cleared());
        let refused = shop.log_in(EMAIL, PASSWORD, IP).await.unwrap_err();
        assert_eq!(refused, Refused::TryLater);
        emulator.clear_faults();
        shop.log_in(EMAIL, PASSWORD, IP).await.unwrap();
    }
}

#[tokio::test]
async fn a_registration_whose_answer_is_lost_is_not_sent_again() {
    let (shop, emulator) = shop().await;
    emulator.inject(Fault::reset().after_executing().on("register"));
    let lost = shop.authing.register("bob@example.com", PASSWORD).await;
    assert!(matches!(lost, Err(authing_client::Error::Transport { .. })));
    let sent = emulator.requests();
    let sent = sent.iter().filter(|request| request.is_called("register"));
    assert_eq!(sent.count(), 1);
    // It has happened all the same.
    shop.log_in("bob@example.com", PASSWORD, IP).await.unwrap();
}

#[tokio::test]
async fn a_code_from_the_phone() {
    let (shop, emulator) = shop().await;
    let phone = "13800138000";
    shop.authing.send_register_code(phone).await.unwrap();
    let code = emulator.last_code(phone).unwrap();
    let user = shop.authing.register_by_phone(phone, PASSWORD, code).await;
    assert_eq!(user.unwrap().phone.as_deref(), Some(phone));
}
