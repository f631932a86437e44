//! The logins and registrations that GraphQL does not have: codes by email, directories, QR codes.

use std::time::Duration;

use authing_client::v2::QrCodeState;
use authing_client::v2::operations::{
    LoginByAd, LoginByEmailCode, LoginByLdap, LoginByPhoneCodeWithCountryCode, LoginByQrCode,
    RegisterByEmailCode, SendEmail,
};
use authing_client::v2::types::{EmailScene, QrCodeScene, RegistrationProfileInput};
use authing_emulator::QrCodeStep;

use super::World;
use crate::support::{EMAIL, PASSWORD};
use crate::v2::code_of;

async fn code_by_mail(world: &World, scene: EmailScene) -> String {
    let mail = SendEmail::new(EMAIL, scene);
    world.auth.execute(mail).await.unwrap();
    world.emulator.last_code(EMAIL).unwrap()
}

pub(super) async fn an_email_address_registers_and_logs_in_with_codes(world: &World) {
    let wrong = world.auth.register_by_email_code(EMAIL, "not it").await;
    assert_eq!(code_of(wrong), 2001);
    let code = code_by_mail(world, EmailScene::VerifyCode).await;
    let profile = RegistrationProfileInput::new().nickname("Ada");
    let register = RegisterByEmailCode::new(EMAIL, code).profile(profile);
    let user = world
        .auth
        .execute(register.force_login(true))
        .await
        .unwrap();
    assert_eq!(user.email.as_deref(), Some(EMAIL));
    assert_eq!(
        (user.email_verified, user.nickname.as_deref()),
        (Some(true), Some("Ada"))
    );
    let session = world.auth.session(user.token.unwrap());
    assert_eq!(session.get_me().await.unwrap().id, user.id);

    let code = code_by_mail(world, EmailScene::VerifyCode).await;
    let log_in = |code: &str| world.auth.login(LoginByEmailCode::new(EMAIL, code));
    assert_eq!(code_of(log_in("not it").await), 2001);
    let login = log_in(&code).await.unwrap();
    assert_eq!(login.user.newly_created, Some(false));
    assert_eq!(login.session().get_me().await.unwrap().id, user.id);
    // A code works once.
    assert_eq!(code_of(log_in(&code).await), 2001);
    let nobody = LoginByEmailCode::new("nobody@testmail.com", "1234");
    assert_eq!(code_of(world.auth.login(nobody).await), 2004);
}

pub(super) async fn a_login_tells_whether_it_created_the_user(world: &World) {
    const PHONE: &str = "13812345678";
    for is_new in [true, false] {
        world.auth.send_sms_code(PHONE).await.unwrap();
        let code = world.emulator.last_code(PHONE).unwrap();
        let login = LoginByPhoneCodeWithCountryCode::new(PHONE, code, "+86");
        let user = world.auth.login(login).await.unwrap().into_user();
        assert_eq!(user.newly_created, Some(is_new));
        assert_eq!(user.phone_country_code.as_deref(), Some("+86"));
    }
}

pub(super) async fn an_account_of_a_directory_logs_in(world: &World) {
    world
        .emulator
        .add_ldap_account("tesla", PASSWORD, Some(EMAIL))
        .unwrap();
    let by_ldap = LoginByLdap::new("tesla", PASSWORD).with_custom_data(true);
    let user = world.auth.login(by_ldap).await.unwrap().into_user();
    assert_eq!(user.username.as_deref(), Some("tesla"));
    assert!(user.custom_data.is_empty());
    // The websocket host is the emulator, too.
    let login = world
        .auth
        .login(LoginByAd::new("tesla", PASSWORD))
        .await
        .unwrap();
    assert_eq!(login.user.id, user.id);
    assert_eq!(
        login.session().get_me().await.unwrap().email.as_deref(),
        Some(EMAIL)
    );

    let wrong = LoginByLdap::new("tesla", "wrong");
    assert_eq!(code_of(world.auth.login(wrong).await), 2006);
    let wrong = LoginByAd::new("tesla", "wrong");
    assert_eq!(code_of(world.auth.login(wrong).await), 2006);
    let nobody = LoginByLdap::new("edison", PASSWORD);
    assert_eq!(code_of(world.auth.login(nobody).await), 2004);
}

pub(super) async fn a_qr_code_is_scanned_while_a_stream_waits(world: &World) {
    let user = world.auth.register_by_email(EMAIL, PASSWORD).await.unwrap();
    let code = world
        .auth
        .create_qr_code(QrCodeScene::AppAuth)
        .await
        .unwrap();
    assert!(code.url.is_some_and(|url| url.ends_with(&code.id)));
    let use_code = |id: &str, step| world.emulator.use_qr_code(id, &user.id, step).unwrap();
    let states = |id: &str| {
        world
            .auth
            .qr_code_states(id)
            .interval(Duration::from_millis(1))
    };

    let mut stream = states(&code.id);
    assert_eq!(stream.next().await.unwrap().unwrap(), QrCodeState::New);
    use_code(&code.id, QrCodeStep::Scan);
    let scanned = stream.next().await.unwrap().unwrap();
    let QrCodeState::Scanned { user_info, .. } = scanned else {
        panic!("{scanned:?}");
    };
    assert_eq!(user_info.unwrap()["id"], *user.id);
    use_code(&code.id, QrCodeStep::Allow);
    let agreed = stream.next().await.unwrap().unwrap();
    let QrCodeState::Agreed { ticket, .. } = agreed else {
        panic!("{agreed:?}");
    };
    assert!(stream.next().await.is_none());
    let ticket = ticket.unwrap();
    let login = world.auth.login(LoginByQrCode::new(ticket.clone())).await;
    let login = login.unwrap();
    assert_eq!(login.session().get_me().await.unwrap().id, user.id);
    // A ticket works once, and its code has expired then.
    let again = world.auth.login(LoginByQrCode::new(ticket)).await;
    assert_eq!(code_of(again), 500);
    let other = world.auth.create_qr_code(QrCodeScene::AppAuth).await;
    let other = other.unwrap().id;
    use_code(&other, QrCodeStep::Scan);
    use_code(&other, QrCodeStep::Allow);
    let ticket = world.auth.check_qr_code(&*other).await.unwrap().ticket;
    let exchanged = world.management.get_user_of_qr_code(ticket.unwrap()).await;
    let exchanged = exchanged.unwrap();
    assert!(exchanged.id == user.id && exchanged.token.is_some());
    assert_eq!(
        world.auth.check_qr_code(&*code.id).await.unwrap().status,
        -1
    );

    let canceled = world
        .auth
        .create_qr_code(QrCodeScene::WxappAuth)
        .await
        .unwrap();
    use_code(&canceled.id, QrCodeStep::Scan);
    use_code(&canceled.id, QrCodeStep::Cancel);
    let mut stream = states(&canceled.id);
    assert_eq!(stream.next().await.unwrap().unwrap(), QrCodeState::Canceled);
    let old = world
        .auth
        .create_qr_code(QrCodeScene::AppAuth)
        .await
        .unwrap();
    world.emulator.clock().advance(Duration::from_secs(180));
    let mut stream = states(&old.id);
    assert_eq!(stream.next().await.unwrap().unwrap(), QrCodeState::Expired);
    assert!(stream.next().await.is_none());
}
