//! How to test a service that uses this client: copy this file as a starting point.
//!
//! It needs `authing-emulator` (`default-features = false`) and `tokio` (`macros`, `rt`). The parts below
//! `#[cfg(feature = "axum")]` are for a service with routes: they need the feature `axum` of `authing-client`, and `axum` and
//! `reqwest`. Remove these attributes, or the parts.
//!
//! Each test starts an emulator of its own, so that tests run in parallel and need no account. `Shop` stands for your
//! service. The tests check how it handles wrong passwords, expired logins and outages of Authing.

#![allow(clippy::unwrap_used)]

use std::time::{Duration, SystemTime};

use authing_client::operations::LoginByEmail;
use authing_client::{Authing, ErrorCode, Secret};
use authing_emulator::{Clock, Emulator, Fault, StatusCode};

/// A service that lets users log in.
struct Shop {
    authing: Authing,
}

/// The shop's error for a failed login.
#[derive(Debug, PartialEq)]
enum LoginError {
    WrongEmailOrPassword,
    TryLater,
}

impl Shop {
    /// Logs in a user whose request comes from this IP address. Returns the token, which is kept in a cookie.
    async fn log_in(&self, email: &str, password: &str, ip: &str) -> Result<Secret, LoginError> {
        let login = LoginByEmail::new(email, password).last_ip(ip);
        match self.authing.login(login).await {
            Ok(login) => Ok(login.session().token().clone()),
            Err(error) => Err(match error.code() {
                // One error for all of these, so that the shop does not reveal which accounts exist.
                Some(
                    ErrorCode::USER_UNKNOWN | ErrorCode::USER_LOCKED | ErrorCode::WRONG_PASSWORD,
                ) => LoginError::WrongEmailOrPassword,
                // While the service is busy or down, the password may be right.
                _ => LoginError::TryLater,
            }),
        }
    }

    /// Whether the login in the cookie is still valid.
    async fn is_logged_in(&self, cookie: &Secret) -> bool {
        let session = self.authing.session(cookie.clone());
        matches!(session.login_status().await, Ok(status) if status.is_logged_in())
    }
}

/// The shop's routes for logged-in customers. A program passes `authing.token_verifier()`.
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

/// A shop with one customer, and the emulator that it uses. The emulator's clock is stopped; tests advance it.
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
    // The tests look only at their own requests.
    emulator.clear_requests();
    (Shop { authing }, emulator)
}

#[tokio::test]
async fn a_login_lasts_fifteen_days() {
    let (shop, emulator) = shop().await;
    let cookie = shop.log_in(EMAIL, PASSWORD, IP).await.unwrap();
    assert!(shop.is_logged_in(&cookie).await);

    emulator
        .clock()
        .advance(Duration::from_secs(15 * 24 * 3600));
    assert!(!shop.is_logged_in(&cookie).await);
}

/// The routes verify tokens locally, so the test gives the emulator's clock to the verifier.
#[cfg(feature = "axum")]
#[tokio::test]
async fn a_route_rejects_an_expired_login() {
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
async fn an_unknown_user_and_a_wrong_password_give_the_same_error() {
    let (shop, _emulator) = shop().await;
    for (email, password) in [(EMAIL, "a wrong password"), ("eve@example.com", PASSWORD)] {
        let error = shop.log_in(email, password, IP).await.unwrap_err();
        assert_eq!(error, LoginError::WrongEmailOrPassword);
    }
}

#[tokio::test]
async fn the_customers_ip_address_is_sent() {
    let (shop, emulator) = shop().await;
    shop.log_in(EMAIL, PASSWORD, IP).await.unwrap();
    let requests = emulator.requests();
    let login = requests
        .iter()
        .find(|request| request.is_called("login"))
        .unwrap();
    assert_eq!(login.variables()["lastIP"], IP);
    // Recorded requests redact the password, which was encrypted anyway.
    assert_eq!(login.variables()["password"], "***");
    assert!(!login.raw_body().contains(PASSWORD));
}

#[tokio::test]
async fn an_outage_of_authing_is_try_later_and_not_a_wrong_password() {
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
        let error = shop.log_in(EMAIL, PASSWORD, IP).await.unwrap_err();
        assert_eq!(error, LoginError::TryLater);
        emulator.clear_faults();
        shop.log_in(EMAIL, PASSWORD, IP).await.unwrap();
    }
}

#[tokio::test]
async fn a_registration_whose_response_is_lost_is_not_retried() {
    let (shop, emulator) = shop().await;
    emulator.inject(Fault::reset().after_executing().on("register"));
    let lost = shop.authing.register("bob@example.com", PASSWORD).await;
    assert!(matches!(lost, Err(authing_client::Error::Transport { .. })));
    let sent = emulator.requests();
    let sent = sent.iter().filter(|request| request.is_called("register"));
    assert_eq!(sent.count(), 1);
    // The registration was carried out all the same.
    shop.log_in("bob@example.com", PASSWORD, IP).await.unwrap();
}

#[tokio::test]
async fn a_user_registers_with_an_sms_code() {
    let (shop, emulator) = shop().await;
    let phone = "13800138000";
    shop.authing.send_register_code(phone).await.unwrap();
    let code = emulator.last_code(phone).unwrap();
    let user = shop.authing.register_by_phone(phone, PASSWORD, code).await;
    assert_eq!(user.unwrap().phone.as_deref(), Some(phone));
}
