//! Changing and verifying email addresses and phone numbers.

use std::time::Duration;

use authing_client::operations::{
    SendChangeEmailCode, SendVerificationEmail, UnbindEmail, UpdateEmail, UpdatePhone,
};

use crate::support::{EMAIL, PASSWORD, PHONE, World, code_of};

const NEW: &str = "new@testmail.com";

#[tokio::test]
async fn an_email_changes_with_the_code_sent_to_the_new_one() {
    let world = World::with_user().await;
    let (session, user) = world.session().await;
    session
        .execute(SendChangeEmailCode::new(NEW))
        .await
        .unwrap();
    let code = world.code_for(NEW);
    let changed = session
        .execute(UpdateEmail::new(NEW, &*code))
        .await
        .unwrap();
    assert_eq!((changed.id, changed.email.as_deref()), (user.id, Some(NEW)));
    world.authing.login_by_email(NEW, PASSWORD).await.unwrap();
    assert_eq!(
        code_of(world.authing.login_by_email(EMAIL, PASSWORD).await),
        2004
    );
}

#[tokio::test]
async fn invalid_changes_of_an_email_are_rejected() {
    let world = World::with_user().await;
    world
        .authing
        .register("taken@testmail.com", PASSWORD)
        .await
        .unwrap();
    let (session, _) = world.session().await;
    session
        .execute(SendChangeEmailCode::new(EMAIL))
        .await
        .unwrap();
    let code = world.code_for(EMAIL);
    assert_eq!(
        code_of(session.execute(UpdateEmail::new(EMAIL, &*code)).await),
        2208
    );
    assert_eq!(
        code_of(
            session
                .execute(SendChangeEmailCode::new("taken@testmail.com"))
                .await
        ),
        2200
    );
    assert_eq!(
        code_of(
            session
                .execute(SendChangeEmailCode::new("no address"))
                .await
        ),
        2204
    );
    session
        .execute(SendChangeEmailCode::new(NEW))
        .await
        .unwrap();
    assert_eq!(
        code_of(session.execute(UpdateEmail::new(NEW, "000000")).await),
        2001
    );
    let code = world.code_for(NEW);
    world.advance(Duration::from_secs(3600));
    assert_eq!(
        code_of(session.execute(UpdateEmail::new(NEW, &*code)).await),
        2300
    );
}

#[tokio::test]
async fn a_verification_email_is_sent_only_to_users() {
    let world = World::with_user().await;
    world
        .authing
        .execute(SendVerificationEmail::new(EMAIL))
        .await
        .unwrap();
    assert!(world.emulator.last_code(EMAIL).is_some());
    let unknown = SendVerificationEmail::new("nobody@testmail.com");
    assert_eq!(code_of(world.authing.execute(unknown).await), 2004);
}

#[tokio::test]
async fn the_email_of_a_user_without_another_login_can_not_be_unbound() {
    let world = World::with_user().await;
    let (session, _) = world.session().await;
    assert_eq!(code_of(session.execute(UnbindEmail::new()).await), 2217);

    world.authing.send_login_code(PHONE).await.unwrap();
    session
        .execute(UpdatePhone::new(PHONE, &*world.code()))
        .await
        .unwrap();
    let user = session.execute(UnbindEmail::new()).await.unwrap();
    assert_eq!((user.email, user.phone.as_deref()), (None, Some(PHONE)));
    assert_eq!(code_of(session.execute(UnbindEmail::new()).await), 2219);
}

#[tokio::test]
async fn a_phone_changes_with_the_code_sent_to_it() {
    let world = World::with_user().await;
    let (session, _) = world.session().await;
    assert_eq!(
        code_of(session.execute(UpdatePhone::new(PHONE, "000000")).await),
        2001
    );
    world.authing.send_login_code(PHONE).await.unwrap();
    session
        .execute(UpdatePhone::new(PHONE, &*world.code()))
        .await
        .unwrap();
    world
        .authing
        .login_by_phone_password(PHONE, PASSWORD)
        .await
        .unwrap();
}
