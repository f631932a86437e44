//! Captchas after failed logins, and the limit of registrations from one IP address.

use authing_client::operations::LoginByEmail;
use authing_emulator::Emulator;

use crate::support::{EMAIL, PASSWORD, builder, code_of};

#[tokio::test]
async fn a_captcha_is_required_after_failed_logins_and_accepted_once_solved() {
    let emulator = Emulator::builder().captcha_after(3).start().await.unwrap();
    let authing = builder(&emulator).connect().await.unwrap();
    authing.register(EMAIL, PASSWORD).await.unwrap();
    for _ in 0..3 {
        assert_eq!(
            code_of(authing.login_by_email(EMAIL, "wrongpassword").await),
            2006
        );
    }
    let error = authing.login_by_email(EMAIL, PASSWORD).await.unwrap_err();
    assert_eq!(error.code().unwrap().get(), 2000);
    let first = error.captcha_url().unwrap();

    let error = authing
        .login(LoginByEmail::new(EMAIL, PASSWORD).verify_code("wrong"))
        .await
        .unwrap_err();
    assert_eq!(error.code().unwrap().get(), 2001);
    let another = error.captcha_url().unwrap();
    assert_ne!(first, another);
    let answer = emulator.last_code(another).unwrap();
    authing
        .login(LoginByEmail::new(EMAIL, PASSWORD).verify_code(answer))
        .await
        .unwrap();
}

/// Each attempt adds the input for which the previous one was rejected, as a login form does.
#[tokio::test]
async fn one_login_can_require_a_captcha_and_an_mfa_code() {
    let emulator = Emulator::builder().captcha_after(3).start().await.unwrap();
    let authing = builder(&emulator).connect().await.unwrap();
    authing.register(EMAIL, PASSWORD).await.unwrap();
    let login = authing.login_by_email(EMAIL, PASSWORD).await.unwrap();
    login.session().enable_mfa().await.unwrap();
    for _ in 0..3 {
        let wrong = authing.login_by_email(EMAIL, "wrongpassword").await;
        assert_eq!(code_of(wrong), 2006);
    }

    let mut attempt = LoginByEmail::new(EMAIL, PASSWORD);
    let mut codes = Vec::new();
    while let Err(error) = authing.login(attempt.clone()).await {
        codes.push(error.code().unwrap().get());
        assert!(codes.len() < 3, "{codes:?}");
        let image = error.captcha_url().unwrap();
        attempt = attempt.verify_code(emulator.last_code(image).unwrap());
        if error.needs_mfa() {
            attempt = attempt.mfa_code(emulator.mfa_code(EMAIL).unwrap());
        }
    }
    assert_eq!(codes, [2000, 1635]);
}

#[tokio::test]
async fn too_many_registrations_are_rejected() {
    let emulator = Emulator::builder().registrations(2).start().await.unwrap();
    let authing = builder(&emulator).connect().await.unwrap();
    for number in 0..2 {
        authing
            .register(format!("user-{number}@testmail.com"), PASSWORD)
            .await
            .unwrap();
    }
    assert_eq!(code_of(authing.register(EMAIL, PASSWORD).await), 2100);
}
