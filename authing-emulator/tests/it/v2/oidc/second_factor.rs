//! The second step of a login.

use authing_emulator::MfaPolicy;
use reqwest::StatusCode;

use super::{APP, Oidc, code_of, error_of};

const PHONE: &str = "13800000000";

#[tokio::test]
async fn the_users_own_second_factor_is_asked_for() {
    let oidc = Oidc::with(super::with_totp()).await;
    let page = oidc.begin(&[]).await;
    let asked = oidc.type_password(&page).await;
    assert_eq!(oidc.page_of(&asked), page);
    assert_eq!(oidc.cookies().await, 1, "a session has begun");
    let html = oidc.browser.get(&page).await.text().await.unwrap();
    assert!(
        html.contains("authenticator app") && !html.contains("phone"),
        "{html}"
    );
    let factor = |way, code| [("action", "factor"), ("way", way), ("code", code)];
    oidc.rejected(&page, &factor("totp", "000000")).await;
    oidc.rejected(&page, &factor("sms", "0000")).await;
    oidc.rejected(&page, &[("action", "send_factor"), ("way", "sms")])
        .await;
    let code = oidc.emulator.mfa_code("ada").unwrap();
    code_of(&oidc.browser.post(&page, &factor("totp", &code)).await);
    // It confirmed the session, and is used up.
    code_of(&oidc.authorize(&[("prompt", "none")]).await);
    let page = oidc.begin(&[("prompt", "login")]).await;
    oidc.type_password(&page).await;
    let html = oidc.rejected(&page, &factor("totp", &code)).await;
    assert!(html.contains("already been used"), "{html}");
    oidc.advance(30);
    let code = oidc.emulator.mfa_code("ada").unwrap();
    code_of(&oidc.browser.post(&page, &factor("totp", &code)).await);
}

#[tokio::test]
async fn an_app_can_require_a_second_factor() {
    let oidc = Oidc::new().await;
    oidc.code(&[]).await;
    oidc.emulator
        .set_app_mfa(APP, &[MfaPolicy::Sms, MfaPolicy::Email, MfaPolicy::Otp])
        .unwrap();
    // A session without one is not enough.
    let silent = oidc.authorize(&[("prompt", "none")]).await;
    assert_eq!(error_of(&silent), "interaction_required");
    for (way, to) in [("sms", PHONE), ("email", "ada@b.cn")] {
        let page = oidc.begin(&[("prompt", "login")]).await;
        oidc.type_password(&page).await;
        let sent = oidc
            .browser
            .post(&page, &[("action", "send_factor"), ("way", way)])
            .await;
        assert_eq!(sent.status(), StatusCode::OK);
        let code = oidc.emulator.last_code(to).unwrap();
        let html = oidc
            .rejected(
                &page,
                &[("action", "factor"), ("way", way), ("code", "0000")],
            )
            .await;
        assert!(
            html.contains("text message") && html.contains("email"),
            "{html}"
        );
        let fields = [("action", "factor"), ("way", way), ("code", code.as_str())];
        code_of(&oidc.browser.post(&page, &fields).await);
    }
    code_of(&oidc.authorize(&[("prompt", "none")]).await);
    // The session of an app that requires none is asked for the second step alone.
    oidc.emulator.set_app_mfa(APP, &[]).unwrap();
    oidc.code(&[]).await;
    oidc.emulator.set_app_mfa(APP, &[MfaPolicy::Sms]).unwrap();
    let page = oidc.begin(&[]).await;
    let html = oidc.browser.get(&page).await.text().await.unwrap();
    assert!(
        html.contains("Confirm your login") && !html.contains("password"),
        "{html}"
    );
}

#[tokio::test]
async fn guessing_the_second_factor_ends_the_login() {
    let oidc = Oidc::new().await;
    oidc.emulator.set_app_mfa(APP, &[MfaPolicy::Sms]).unwrap();
    let page = oidc.begin(&[]).await;
    oidc.type_password(&page).await;
    let fields = [("action", "factor"), ("way", "sms"), ("code", "0000")];
    for _ in 0..4 {
        oidc.rejected(&page, &fields).await;
    }
    let last = oidc.browser.post(&page, &fields).await;
    assert_eq!(error_of(&last), "access_denied");
    assert_eq!(
        oidc.browser.get(&page).await.status(),
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_second_factor_that_nobody_has_can_only_be_canceled() {
    let oidc = Oidc::new().await;
    oidc.emulator.set_app_mfa(APP, &[MfaPolicy::Face]).unwrap();
    let page = oidc.begin(&[]).await;
    oidc.type_password(&page).await;
    let html = oidc.browser.get(&page).await.text().await.unwrap();
    assert!(html.contains("you have set up none"), "{html}");
    let canceled = oidc.browser.post(&page, &[("action", "cancel")]).await;
    assert_eq!(error_of(&canceled), "access_denied");
}

#[tokio::test]
async fn a_user_without_a_second_factor_sets_up_an_authenticator_app() {
    let oidc = Oidc::new().await;
    oidc.emulator.set_app_mfa(APP, &[MfaPolicy::Otp]).unwrap();
    let page = oidc.begin(&[]).await;
    let enrolled = |code| [("action", "enrolled"), ("code", code)];
    oidc.type_password(&page).await;
    // Nothing has begun.
    oidc.rejected(&page, &enrolled("000000")).await;
    let begun = oidc.browser.post(&page, &[("action", "enroll")]).await;
    assert_eq!(oidc.page_of(&begun), page);
    let html = oidc.browser.get(&page).await.text().await.unwrap();
    assert!(
        html.contains("otpauth://totp/") && html.contains("recovery code"),
        "{html}"
    );
    let code = oidc.emulator.mfa_code("ada").unwrap();
    assert!(!html.contains(&code), "{html}");
    let html = oidc.rejected(&page, &enrolled("1234567")).await;
    assert!(html.contains("otpauth://totp/"), "{html}");
    code_of(&oidc.browser.post(&page, &enrolled(&code)).await);

    // From now on the app is asked for, and no other can be set up with the password alone.
    let page = oidc.begin(&[("prompt", "login")]).await;
    oidc.type_password(&page).await;
    oidc.rejected(&page, &[("action", "enroll")]).await;
    oidc.advance(30);
    let code = oidc.emulator.mfa_code("ada").unwrap();
    let factor = [("action", "factor"), ("way", "totp"), ("code", &*code)];
    code_of(&oidc.browser.post(&page, &factor).await);
}

#[tokio::test]
async fn a_user_with_a_second_factor_sets_up_no_other() {
    let oidc = Oidc::new().await;
    let policies = [MfaPolicy::Otp, MfaPolicy::Sms];
    oidc.emulator.set_app_mfa(APP, &policies).unwrap();
    let page = oidc.begin(&[]).await;
    oidc.type_password(&page).await;
    oidc.rejected(&page, &[("action", "enroll")]).await;
    let html = oidc.browser.get(&page).await.text().await.unwrap();
    assert!(html.contains("Confirm your login"), "{html}");
}
