//! The example `oidc_login` and the login page of an app that requires a second factor.

#[path = "../../../authing-client/examples/oidc_login/service.rs"]
mod service;

use std::time::{Duration, SystemTime};

use authing_client::v2::AuthenticationClient;
use authing_client::v2::types::{MfaAuthenticatorKind, TotpSource};
use authing_emulator::{Clock, Emulator, MfaPolicy};
use fantoccini::Locator;
use tokio::net::TcpListener;

use self::service::{STRANGER, Service};
use super::driver::Browser;
use crate::support::{EMAIL, PASSWORD};

/// The example's service, and an emulator with an app that requires a second factor.
struct World {
    emulator: Emulator,
    auth: AuthenticationClient,
    service: String,
}

impl World {
    async fn new() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let service = format!("http://{}", listener.local_addr().unwrap());
        let emulator = Emulator::builder()
            .clock(Clock::stopped_at(SystemTime::now()))
            .redirect_uri(format!("{service}/callback"))
            .redirect_uri(format!("{service}/"))
            .start()
            .await
            .unwrap();
        let auth = AuthenticationClient::builder(emulator.app_id())
            .app_secret(emulator.app_secret())
            .host(emulator.base_url())
            .build()
            .unwrap();
        let routes = Service::new(auth.clone(), &service).routes();
        tokio::spawn(async { axum::serve(listener, routes).await });
        emulator
            .set_app_mfa(emulator.app_id(), &[MfaPolicy::Otp])
            .unwrap();
        Self {
            emulator,
            auth,
            service,
        }
    }

    /// A user who has an authenticator app.
    async fn enroll(&self) {
        self.auth.register_by_email(EMAIL, PASSWORD).await.unwrap();
        let login = self.auth.login_by_email(EMAIL, PASSWORD).await;
        let challenge = login.unwrap_err().mfa().unwrap();
        // The token of the second step may enroll.
        let session = self.auth.session(&challenge.token);
        let kind = MfaAuthenticatorKind::Totp;
        session
            .associate_totp(kind.clone(), TotpSource::Application)
            .await
            .unwrap();
        session
            .confirm_totp(kind, self.code(), TotpSource::Application)
            .await
            .unwrap();
    }

    /// The code that the authenticator app shows.
    fn code(&self) -> String {
        self.emulator.mfa_code(EMAIL).unwrap()
    }

    /// The user types the password.
    async fn type_password(&self, browser: &Browser) {
        let login = format!("{}/login", self.service);
        browser.page.goto(&login).await.unwrap();
        browser.text("//h1[starts-with(., 'Log in to')]").await;
        browser.fill("password", "account", EMAIL).await;
        browser.fill("password", "password", PASSWORD).await;
        browser.press("password").await;
        browser.text("//h1[text()='Confirm your login']").await;
    }
}

async fn a_user_logs_in_and_out(browser: &Browser) {
    let world = World::new().await;
    world.enroll().await;
    browser.page.goto(&world.service).await.unwrap();
    assert_eq!(browser.text("//body").await, STRANGER.trim());

    world.type_password(browser).await;
    let right = world.code();
    let wrong = if right == "000000" {
        "111111"
    } else {
        "000000"
    };
    browser.fill("factor", "code", wrong).await;
    browser.press("factor").await;
    browser.text("//*[@role='alert']").await;
    browser.fill("factor", "code", &right).await;
    browser.press("factor").await;
    let greeting = format!("//body[contains(., '{EMAIL} is logged in')]");
    browser.text(&greeting).await;
    let url = browser.page.current_url().await.unwrap();
    assert_eq!(url.as_str(), format!("{}/", world.service));

    // With the provider's session, nothing is typed again.
    let login = format!("{}/login", world.service);
    browser.page.goto(&login).await.unwrap();
    browser.text(&greeting).await;

    let logout = format!("{}/logout", world.service);
    browser.page.goto(&logout).await.unwrap();
    let stranger = format!("//body[contains(., '{}')]", STRANGER.trim());
    browser.text(&stranger).await;
    // The provider has logged the user out, too: it asks for the password, and for another code.
    world.type_password(browser).await;
    browser.fill("factor", "code", &right).await;
    browser.press("factor").await;
    browser.text("//*[@role='alert']").await;
    world.emulator.clock().advance(Duration::from_secs(30));
    browser.fill("factor", "code", &world.code()).await;
    browser.press("factor").await;
    browser.text(&greeting).await;
}

#[tokio::test]
async fn a_user_with_an_authenticator_app_logs_in_and_out() {
    if let Some(browser) = Browser::start().await {
        a_user_logs_in_and_out(&browser).await;
    }
}

#[tokio::test]
async fn a_user_logs_in_and_out_without_scripts() {
    let Some(browser) = Browser::start_without_scripts().await else {
        return;
    };
    let page = "data:text/html,<body>off<script>document.body.textContent = 'on'</script>";
    browser.page.goto(page).await.unwrap();
    assert_eq!(browser.text("//body").await, "off");
    a_user_logs_in_and_out(&browser).await;
}

#[tokio::test]
async fn a_user_sets_a_new_password_and_an_authenticator_app_up() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let world = World::new().await;
    world
        .auth
        .register_by_email(EMAIL, "a forgotten one")
        .await
        .unwrap();
    let login = format!("{}/login", world.service);
    browser.page.goto(&login).await.unwrap();
    let summary = browser.page.find(Locator::Css("summary")).await.unwrap();
    summary.click().await.unwrap();
    browser.fill("send_reset", "account", EMAIL).await;
    browser.press("send_reset").await;
    browser
        .text("//*[@role='status'][contains(., 'has been sent')]")
        .await;
    let code = world.emulator.last_code(EMAIL).unwrap();
    browser.fill("reset", "code", &code).await;
    browser.fill("reset", "password", PASSWORD).await;
    browser.press("reset").await;
    browser
        .text("//*[@role='status'][contains(., 'is set')]")
        .await;

    // The account is filled in already.
    browser.fill("password", "password", PASSWORD).await;
    browser.press("password").await;
    browser.press("enroll").await;
    assert!(browser.text("//*[@id='key']").await.len() >= 32);
    browser.fill("enrolled", "code", &world.code()).await;
    browser.press("enrolled").await;
    let greeting = format!("//body[contains(., '{EMAIL} is logged in')]");
    browser.text(&greeting).await;
}
