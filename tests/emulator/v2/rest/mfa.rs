//! The second factor: enrollment by the user, administration by the owner, and the second step of a login.

use std::time::Duration;

use authing_client::MfaChallenge;
use authing_client::v2::operations::{
    CheckMfaContactBindable, ImportTotp, SendEmail, VerifyEmailMfa, VerifySmsMfa, VerifyTotp,
};
use authing_client::v2::types::{EmailScene, MfaAuthenticatorKind, MfaKind, TotpSource};
use authing_emulator::MfaPolicy;

use super::World;
use crate::support::{EMAIL, PASSWORD, PHONE, totp};
use crate::v2::code_of;

const KEY: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/// Logs in the user with [`EMAIL`], who has a second factor.
async fn challenge(world: &World, code: i64) -> MfaChallenge {
    let error = world.auth.login_by_email(EMAIL, PASSWORD).await;
    let error = error.unwrap_err();
    assert_eq!(error.code().unwrap().get(), code);
    error.mfa().unwrap()
}

pub(super) async fn an_authenticator_app_is_enrolled_used_and_deleted(world: &World) {
    world.auth.register_by_email(EMAIL, PASSWORD).await.unwrap();
    let login = world.auth.login_by_email(EMAIL, PASSWORD).await.unwrap();
    let session = login.session();
    let kind = || MfaAuthenticatorKind::Totp;
    let list = || session.list_mfa_authenticators(kind(), TotpSource::User);
    assert!(list().await.unwrap().is_empty());

    let app = session.associate_totp(kind(), TotpSource::User).await;
    let app = app.unwrap();
    assert_eq!(app.kind.as_deref(), Some("totp"));
    let uri = app.qr_code_uri.unwrap();
    assert!(uri.expose().contains(app.secret.expose()));
    assert!(app.recovery_code.is_some());
    let clock = world.emulator.clock();
    let code = totp(app.secret.expose(), clock);
    let wrong = if code == "000000" { "111111" } else { "000000" };
    let confirm = async |code: &str| {
        let confirm = session.confirm_totp(kind(), code, TotpSource::User);
        confirm.await
    };
    assert_eq!(code_of(confirm(wrong).await), 6001);
    confirm(&code).await.unwrap();
    let listed = list().await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].user_id, Some(login.user.id.clone()));
    assert_eq!(listed[0].is_enabled, Some(true));
    assert!(listed[0].created_at.is_some());

    let challenge = challenge(world, 1635).await;
    let complete = |code: &str| world.auth.complete_mfa(&challenge, VerifyTotp::new(code));
    assert_eq!(code_of(complete(wrong).await), 6001);
    let completed = complete(&code).await.unwrap();
    assert_eq!(completed.user.id, login.user.id);
    let me = completed.session().get_me().await.unwrap();
    assert_eq!(me.id, login.user.id);

    clock.advance(Duration::from_secs(31));
    let next = totp(app.secret.expose(), clock);
    session.verify_totp(next).await.unwrap();
    session.delete_totp().await.unwrap();
    assert!(list().await.unwrap().is_empty());
    world.auth.login_by_email(EMAIL, PASSWORD).await.unwrap();
}

pub(super) async fn an_imported_app_recovers_and_is_removed_by_the_owner(world: &World) {
    let management = &world.management;
    let user = world.auth.register_by_email(EMAIL, PASSWORD).await.unwrap();
    let id = user.id.as_str();
    let has_totp = async || {
        let status = management.get_mfa_status_of_user(id).await.unwrap();
        assert_eq!(status["FACE"], false);
        status["OTP"].as_bool().unwrap()
    };
    assert!(!has_totp().await);
    assert_eq!(code_of(management.import_totp(id, "short").await), 500);
    assert_eq!(code_of(management.import_totp("nobody", KEY).await), 2004);
    let made = management.import_totp(id, KEY).await.unwrap();
    assert!(made.recovery_code.is_some_and(|code| !code.is_empty()));
    let import = ImportTotp::new(id, KEY).recovery_code("the first");
    let imported = management.execute(import).await.unwrap();
    assert_eq!(imported.recovery_code, Some("the first".into()));
    assert_eq!(
        (imported.user_id.as_deref(), imported.is_enabled),
        (Some(id), Some(true))
    );
    assert!(has_totp().await);

    let challenge = challenge(world, 1635).await;
    let recover = async |code: &str| {
        let auth = &world.auth;
        auth.complete_mfa_by_recovery_code(&challenge, code).await
    };
    assert_eq!(code_of(recover("the second").await), 6002);
    let recovered = recover("the first").await.unwrap();
    assert_eq!(recovered.user.id, id);
    assert_eq!(recovered.user.email.as_deref(), Some(EMAIL));
    let next = recovered.user.recovery_code.clone().unwrap();
    let session = recovered.session();
    assert_eq!(session.get_me().await.unwrap().id, id);
    // The first code is used up.
    assert_eq!(
        code_of(session.verify_recovery_code("the first").await),
        6002
    );
    session.verify_recovery_code(next).await.unwrap();

    let clock = world.emulator.clock();
    clock.advance(Duration::from_secs(361));
    let late = VerifyTotp::new(totp(KEY, clock));
    assert_eq!(
        code_of(world.auth.complete_mfa(&challenge, late).await),
        2021
    );
    management
        .remove_mfa_of_user(id, MfaKind::Face)
        .await
        .unwrap();
    assert!(has_totp().await);
    management
        .remove_mfa_of_user(id, MfaKind::Otp)
        .await
        .unwrap();
    assert!(!has_totp().await);
    let nobody = management.get_mfa_status_of_user("nobody").await;
    assert_eq!(code_of(nobody), 2004);
}

pub(super) async fn an_app_requires_a_code_by_sms_or_email(world: &World) {
    let user = world.auth.register_by_email(EMAIL, PASSWORD).await.unwrap();
    let app = world.emulator.app_id();
    let policies = [MfaPolicy::Sms, MfaPolicy::Email];
    world.emulator.set_app_mfa(app, &policies).unwrap();
    let challenge = challenge(world, 1636).await;
    let session = world.auth.session(&challenge.token);
    let bindable = |check| session.execute(check);
    let phone = CheckMfaContactBindable::new().phone(PHONE);
    assert!(bindable(phone.clone()).await.unwrap());
    let other = CheckMfaContactBindable::new().email("other@testmail.com");
    // The user has an email address already.
    assert!(!bindable(other).await.unwrap());

    world.auth.send_sms_code(PHONE).await.unwrap();
    let code = world.emulator.last_code(PHONE).unwrap();
    let wrong = if code == "1111" { "2222" } else { "1111" };
    let by_sms = |code: &str| {
        let step = VerifySmsMfa::new(PHONE, code);
        world.auth.complete_mfa(&challenge, step)
    };
    assert_eq!(code_of(by_sms(wrong).await), 2001);
    let login = by_sms(&code).await.unwrap();
    assert_eq!(
        (login.user.id, login.user.phone.as_deref()),
        (user.id.clone(), Some(PHONE))
    );
    assert_eq!(login.user.phone_verified, Some(true));
    assert!(bindable(phone).await.unwrap());

    let mail = SendEmail::new(EMAIL, EmailScene::MfaVerify);
    world.auth.execute(mail).await.unwrap();
    let code = world.emulator.last_code(EMAIL).unwrap();
    let by_email = |code: &str| {
        let step = VerifyEmailMfa::new(EMAIL, code);
        world.auth.complete_mfa(&challenge, step)
    };
    assert_eq!(code_of(by_email("not it").await), 2001);
    let login = by_email(&code).await.unwrap();
    assert_eq!(login.user.id, user.id);
    assert_eq!(login.user.email.as_deref(), Some(EMAIL));
    assert_eq!(login.session().get_me().await.unwrap().id, user.id);
}
