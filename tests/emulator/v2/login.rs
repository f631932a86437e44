//! Registering, logging in, and resetting a password.

use authing_client::http::header::{COOKIE, SET_COOKIE};
use authing_client::v2::operations::{
    ListCustomData, LoginByEmail, RegisterByPhoneCode, SendEmail, SetCustomField,
};
use authing_client::v2::types::{CustomDataTarget, CustomDataType, EmailScene};
use authing_client::v2::{AuthenticationClient, CustomDataParams};
use authing_emulator::Emulator;

use super::{World, code_of};
use crate::support::{EMAIL, PASSWORD};

#[tokio::test]
async fn a_user_registers_and_logs_in_with_a_password_that_was_encrypted() {
    let (world, user) = World::with_user().await;
    assert_eq!(user.email.as_deref(), Some(EMAIL));
    let login = world.auth.login_by_email(EMAIL, PASSWORD).await.unwrap();
    assert_eq!(login.user.id, user.id);
    assert_eq!(login.session().user_id(), Some(user.id.clone()));
    assert!(login.expires_at().is_some());

    assert_eq!(
        code_of(world.auth.login_by_email(EMAIL, "wrong").await),
        2006
    );
    assert_eq!(
        code_of(
            world
                .auth
                .login_by_email("nobody@testmail.com", PASSWORD)
                .await
        ),
        2004
    );
    assert_eq!(
        code_of(world.auth.register_by_email(EMAIL, PASSWORD).await),
        2026
    );
}

#[tokio::test]
async fn a_captcha_is_solved_with_the_cookie_of_its_image() {
    let world = World::of(Emulator::builder().captcha_after(1)).await;
    let World { emulator, auth, .. } = &world;
    auth.register_by_email(EMAIL, PASSWORD).await.unwrap();
    let wrong = auth.login_by_email(EMAIL, "wrongpassword").await;
    assert_eq!(code_of(wrong), 2006);
    let error = auth.login_by_email(EMAIL, PASSWORD).await.unwrap_err();
    assert_eq!(error.code().unwrap().get(), 2000);
    assert_eq!(error.captcha_url(), None);

    let url = format!("{}/api/v2/security/captcha", emulator.base_url());
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let image = http.get(&url).send().await.unwrap();
    let cookie = image.headers()[SET_COOKIE].to_str().unwrap();
    let (cookie, _) = cookie.split_once(';').unwrap();
    let attempt =
        LoginByEmail::new(EMAIL, PASSWORD).captcha_code(emulator.last_code(&url).unwrap());
    assert_eq!(code_of(auth.login(attempt.clone()).await), 2001);
    let session = auth.with_header(COOKIE, cookie.parse().unwrap());
    session.login(attempt).await.unwrap();
}

#[tokio::test]
async fn a_username_logs_in_and_custom_data_is_stored() {
    let world = World::new().await;
    world
        .auth
        .register_by_username("ada", PASSWORD)
        .await
        .unwrap();
    let login = world.auth.login_by_username("ada", PASSWORD).await.unwrap();
    assert_eq!(login.user.username.as_deref(), Some("ada"));

    let field = SetCustomField::new(
        CustomDataTarget::User,
        "plan",
        CustomDataType::String,
        "Plan",
    );
    world.management.set_custom_field(field).await.unwrap();
    world.auth.register_by_email(EMAIL, PASSWORD).await.unwrap();
    let attempt = LoginByEmail::new(EMAIL, PASSWORD)
        .client_ip("203.0.113.7")
        .custom_data(CustomDataParams::new().set("plan", "gold"));
    let user = world.auth.login(attempt).await.unwrap().into_user();
    let data = ListCustomData::new(CustomDataTarget::User, user.id);
    let data = world.management.execute(data).await.unwrap();
    assert_eq!(data[0].json(), "gold");
}

#[tokio::test]
async fn a_password_is_reset_with_a_code_by_email() {
    let (world, _) = World::with_user().await;
    world
        .auth
        .execute(SendEmail::new(EMAIL, EmailScene::ResetPassword))
        .await
        .unwrap();
    let code = world.emulator.last_code(EMAIL).unwrap();
    let reset = |code: String| {
        world
            .auth
            .reset_password_by_email_code(EMAIL, code, "a new password")
    };
    assert_eq!(code_of(reset("000000".to_owned()).await), 2001);
    reset(code).await.unwrap();
    assert_eq!(
        code_of(world.auth.login_by_email(EMAIL, PASSWORD).await),
        2006
    );
    world
        .auth
        .login_by_email(EMAIL, "a new password")
        .await
        .unwrap();
}

#[tokio::test]
async fn an_unknown_app_and_a_wrong_code_are_rejected() {
    let world = World::new().await;
    let stranger = AuthenticationClient::builder("5f4cdd055df3df65dc58b97d")
        .host(world.emulator.base_url())
        .build()
        .unwrap();
    stranger
        .register_by_email(EMAIL, PASSWORD)
        .await
        .unwrap_err();
    let wrong = RegisterByPhoneCode::new("13800138000", "0000");
    assert_eq!(code_of(world.auth.execute(wrong).await), 2001);
}
