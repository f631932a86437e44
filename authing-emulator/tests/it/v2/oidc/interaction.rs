//! The pages on which users log in.

use authing_emulator::MfaPolicy;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{ADA, APP, Browser, Oidc, app, claims, code_of, error_of, error_page, seeded};
use crate::client::PASSWORD;

const PHONE: &str = "13800000000";

impl Oidc {
    /// Sends a form that is rejected, and returns the page with the reason.
    pub(super) async fn rejected(&self, page: &str, fields: &[(&str, &str)]) -> String {
        let response = self.browser.post(page, fields).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        let html = response.text().await.unwrap();
        assert!(html.contains("role=\"alert\""), "{html}");
        html
    }

    pub(super) async fn cookies(&self) -> usize {
        self.browser.cookies.lock().unwrap().len()
    }
}

#[tokio::test]
async fn the_page_runs_and_loads_nothing_else() {
    let name = "<script>alert(1)</script>";
    let oidc = Oidc::with_app(json!({ "name": name })).await;
    let page = oidc.begin(&[("login_hint", "\"><img src=x>")]).await;
    let response = oidc.browser.get(&page).await;
    assert_eq!(response.status(), StatusCode::OK);
    let policy = response.headers()["content-security-policy"]
        .to_str()
        .unwrap();
    for directive in [
        "default-src 'none'",
        "script-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        // A browser checks the redirect to the app, too.
        "form-action 'self' http://127.0.0.1:9;",
    ] {
        assert!(policy.contains(directive), "{policy}");
    }
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert_eq!(response.headers()["referrer-policy"], "no-referrer");
    assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    let html = response.text().await.unwrap();
    for foreign in [
        "<script",
        "<img",
        "http://",
        "https://",
        " onclick=",
        " style=",
    ] {
        assert!(!html.contains(foreign), "{foreign} is in {html}");
    }
    assert!(
        html.contains("value=\"&quot;&gt;&lt;img src=x&gt;\""),
        "{html}"
    );
    for file in ["style.css", "form_post.js"] {
        let file = oidc
            .browser
            .get(&oidc.url(&format!("/oidc/page/{file}")))
            .await;
        assert_eq!(file.status(), StatusCode::OK);
    }
}

#[tokio::test]
async fn a_wrong_password_can_be_corrected() {
    let oidc = Oidc::new().await;
    let page = oidc.begin(&[]).await;
    for (account, password, reason) in [
        ("ada", "a guess", "the password is wrong"),
        ("nobody", PASSWORD, "there is no such user"),
        ("bob@b.cn", PASSWORD, "there is no such user"),
    ] {
        let fields = [
            ("action", "password"),
            ("account", account),
            ("password", password),
        ];
        let html = oidc.rejected(&page, &fields).await;
        assert!(html.contains(reason), "{html}");
        assert!(html.contains(&format!("value=\"{account}\"")), "{html}");
        assert!(!html.contains(password), "{html}");
    }
    assert_eq!(oidc.cookies().await, 1, "a session has begun");
    for account in ["ada", "ADA@b.cn", PHONE] {
        let page = oidc.begin(&[("prompt", "login")]).await;
        let fields = [
            ("action", "password"),
            ("account", account),
            ("password", PASSWORD),
        ];
        code_of(&oidc.browser.post(&page, &fields).await);
    }
    // The logins count.
    let export = oidc.emulator.export().unwrap().to_json().unwrap();
    let export: Value = serde_json::from_str(&export).unwrap();
    assert_eq!(export["users"][0]["loginsCount"], 3);
    assert_eq!(export["users"][0]["authorizations"][0]["app"], APP);
    oidc.emulator.block_user(ADA).unwrap();
    let page = oidc.begin(&[("prompt", "login")]).await;
    let fields = [
        ("action", "password"),
        ("account", "ada"),
        ("password", PASSWORD),
    ];
    assert!(oidc.rejected(&page, &fields).await.contains("locked"));
}

#[tokio::test]
async fn only_the_browser_of_a_page_can_submit_it_and_only_once() {
    let oidc = Oidc::new().await;
    let page = oidc.begin(&[]).await;
    let fields = [
        ("action", "password"),
        ("account", "ada"),
        ("password", PASSWORD),
    ];
    // Another site's form, or a link to a login that someone else has begun.
    let other = Browser::new();
    assert_eq!(
        other.post(&page, &fields).await.status(),
        StatusCode::FORBIDDEN
    );
    assert_eq!(other.get(&page).await.status(), StatusCode::FORBIDDEN);
    other.get(&oidc.auth_url(&[])).await;
    assert_eq!(
        other.post(&page, &fields).await.status(),
        StatusCode::FORBIDDEN
    );
    assert_eq!(other.cookies.lock().unwrap().len(), 1);

    code_of(&oidc.browser.post(&page, &fields).await);
    assert_eq!(
        oidc.browser.post(&page, &fields).await.status(),
        StatusCode::FORBIDDEN
    );
    let unknown = oidc.url("/oidc/interaction/0a");
    assert_eq!(
        oidc.browser.post(&unknown, &fields).await.status(),
        StatusCode::FORBIDDEN
    );
    let late = oidc.begin(&[("prompt", "login")]).await;
    oidc.advance(1800);
    assert_eq!(
        oidc.browser.post(&late, &fields).await.status(),
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_login_changes_the_sessions_cookie() {
    let oidc = Oidc::new().await;
    let session = || {
        let cookies = oidc.browser.cookies.lock().unwrap();
        let mut cookies = cookies.iter();
        let found = cookies.find(|(name, _)| name == "authing_session");
        found.map(|(_, value)| value.clone())
    };
    // One that somebody else has chosen.
    let fixed = ("authing_session".to_owned(), "0a".to_owned());
    oidc.browser.cookies.lock().unwrap().push(fixed);
    oidc.code(&[]).await;
    let first = session().unwrap();
    assert_ne!(first, "0a");
    oidc.code(&[]).await;
    assert_ne!(session().unwrap(), first);
    // The old one has ended.
    let old = Browser::new();
    old.cookies
        .lock()
        .unwrap()
        .push(("authing_session".to_owned(), first));
    let silent = old.get(&oidc.auth_url(&[("prompt", "none")])).await;
    assert_eq!(error_of(&silent), "login_required");
}

#[tokio::test]
async fn a_user_can_cancel() {
    let oidc = Oidc::new().await;
    let page = oidc.begin(&[]).await;
    let response = oidc.browser.post(&page, &[("action", "cancel")]).await;
    assert_eq!(error_of(&response), "access_denied");
    assert_eq!(
        oidc.browser.get(&page).await.status(),
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn no_step_can_be_left_out() {
    let oidc = Oidc::new().await;
    let page = oidc.begin(&[("prompt", "consent")]).await;
    for fields in [
        vec![("action", "consent")],
        vec![("action", "factor"), ("way", "totp"), ("code", "123456")],
        vec![("action", "send_factor"), ("way", "sms")],
    ] {
        let response = oidc.browser.post(&page, &fields).await;
        assert_eq!(oidc.page_of(&response), page);
    }
    for fields in [
        vec![],
        vec![("action", "dance")],
        vec![("action", "password"), ("account", "ada")],
        vec![("action", "factor"), ("way", "luck"), ("code", "1")],
        vec![("action", "consent"), ("action", "cancel")],
    ] {
        error_page(oidc.browser.post(&page, &fields).await).await;
    }
    let asked = oidc.type_password(&page).await;
    assert_eq!(oidc.page_of(&asked), page);
    let again = oidc.type_password(&page).await;
    assert_eq!(oidc.page_of(&again), page);
    code_of(&oidc.browser.post(&page, &[("action", "consent")]).await);
}

#[tokio::test]
async fn a_consent_counts_only_while_the_user_is_logged_in() {
    let oidc = Oidc::new().await;
    let page = oidc.begin(&[("prompt", "consent")]).await;
    oidc.type_password(&page).await;
    oidc.emulator.log_out_user(ADA).unwrap();
    let response = oidc.browser.post(&page, &[("action", "consent")]).await;
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_user_can_log_in_with_a_code() {
    let oidc = Oidc::new().await;
    let page = oidc.begin(&[]).await;
    let malformed = [("action", "send_code"), ("phone", "x")];
    oidc.rejected(&page, &malformed).await;
    let sent = oidc
        .browser
        .post(&page, &[("action", "send_code"), ("phone", PHONE)])
        .await;
    assert!(sent.text().await.unwrap().contains("A code has been sent"));
    let code = oidc.emulator.last_code(PHONE).unwrap();
    let fields = |code| [("action", "code"), ("phone", PHONE), ("code", code)];
    oidc.rejected(&page, &fields("0000")).await;
    code_of(&oidc.browser.post(&page, &fields(&code)).await);
    let page = oidc.begin(&[("prompt", "login")]).await;
    oidc.rejected(&page, &fields(&code)).await;
}

#[tokio::test]
async fn a_captcha_is_shown_after_too_many_failures() {
    let oidc = Oidc::with(seeded(json!([app(json!({}))])).captcha_after(2)).await;
    oidc.emulator.set_app_mfa(APP, &[MfaPolicy::Sms]).unwrap();
    let page = oidc.begin(&[]).await;
    let wrong = [
        ("action", "password"),
        ("account", "ada"),
        ("password", "wrong"),
    ];
    oidc.rejected(&page, &wrong).await;
    let html = oidc.rejected(&page, &wrong).await;
    let (_, rest) = html.split_once("<img src=\"").unwrap();
    let picture = oidc.url(rest.split_once('"').unwrap().0);
    assert_eq!(
        oidc.browser.get(&picture).await.headers()["content-type"],
        "image/svg+xml"
    );
    let right = [
        ("action", "password"),
        ("account", "ada"),
        ("password", PASSWORD),
    ];
    let html = oidc.rejected(&page, &right).await;
    let (_, rest) = html.split_once("<img src=\"").unwrap();
    let picture = oidc.url(rest.split_once('"').unwrap().0);
    let letters = oidc.emulator.last_code(&picture).unwrap();
    let mut right = right.to_vec();
    right.push(("captcha", &letters));
    // The next step is not lost.
    let next = oidc.browser.post(&page, &right).await;
    assert_eq!(oidc.page_of(&next), page);
}

#[tokio::test]
async fn neither_passwords_nor_pages_are_shown_in_requests() {
    let oidc = Oidc::new().await;
    let tokens = oidc.tokens(&[]).await;
    let request = oidc.browser.http.get(oidc.url("/oidc/me"));
    request
        .bearer_auth(super::text(&tokens["access_token"]))
        .send()
        .await
        .unwrap();
    let requests = oidc.emulator.requests();
    let paths: Vec<_> = requests.iter().map(|request| request.path()).collect();
    let page = "/oidc/interaction/***";
    assert_eq!(paths, ["/oidc/auth", page, "/oidc/token", "/oidc/me"]);
    let me = requests.last().unwrap();
    assert_eq!(me.token(), authing_emulator::TokenKind::User);
    let shown = format!("{requests:?}");
    for secret in [
        PASSWORD,
        super::SECRET,
        super::text(&tokens["access_token"]),
    ] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert_eq!(claims(&tokens["id_token"])["sub"], ADA);
}

#[tokio::test]
async fn a_user_who_is_deleted_meanwhile_is_denied() {
    for (emulator, prompt) in [
        (super::with_totp(), "login"),
        (seeded(json!([app(json!({}))])), "consent"),
    ] {
        let oidc = Oidc::with(emulator).await;
        let page = oidc.begin(&[("prompt", prompt)]).await;
        oidc.type_password(&page).await;
        assert_eq!(oidc.browser.get(&page).await.status(), StatusCode::OK);
        oidc.emulator.delete_user(ADA).unwrap();
        let denied = oidc.browser.get(&page).await;
        assert_eq!(denied.status(), StatusCode::FORBIDDEN, "{prompt}");
        let html = denied.text().await.unwrap();
        assert!(html.contains("the user has been deleted"), "{html}");
    }
}
