//! The three steps of a password reset.

use std::time::Duration;

use authing_client::operations::{ChangePassword, CheckResetPasswordCode, SendResetPasswordEmail};

use crate::support::{EMAIL, PASSWORD, World, code_of};

#[tokio::test]
async fn a_forgotten_password_is_reset_in_three_steps() {
    let world = World::with_user().await;
    let authing = &world.authing;
    authing
        .execute(SendResetPasswordEmail::new(EMAIL))
        .await
        .unwrap();
    let code = world.code_for(EMAIL);
    authing
        .execute(CheckResetPasswordCode::new(EMAIL, &*code))
        .await
        .unwrap();
    authing
        .execute(ChangePassword::new(EMAIL, &*code, "newpassword"))
        .await
        .unwrap();
    authing.login_by_email(EMAIL, "newpassword").await.unwrap();
    assert_eq!(code_of(authing.login_by_email(EMAIL, PASSWORD).await), 2006);
    // The code is valid once.
    assert_eq!(
        code_of(
            authing
                .execute(ChangePassword::new(EMAIL, &*code, "anotherone"))
                .await
        ),
        2001
    );
}

#[tokio::test]
async fn invalid_resets_are_rejected() {
    let world = World::with_user().await;
    let authing = &world.authing;
    assert_eq!(
        code_of(
            authing
                .execute(SendResetPasswordEmail::new("nobody@testmail.com"))
                .await
        ),
        2004
    );
    authing
        .execute(SendResetPasswordEmail::new(EMAIL))
        .await
        .unwrap();
    let code = world.code_for(EMAIL);
    assert_eq!(
        code_of(
            authing
                .execute(CheckResetPasswordCode::new(EMAIL, "000000"))
                .await
        ),
        2001
    );
    assert_eq!(
        code_of(
            authing
                .execute(ChangePassword::new(EMAIL, "000000", "newpassword"))
                .await
        ),
        2001
    );
    assert_eq!(
        code_of(
            authing
                .execute(ChangePassword::new(EMAIL, &*code, "short"))
                .await
        ),
        2029
    );
    world.advance(Duration::from_secs(24 * 3600));
    assert_eq!(
        code_of(
            authing
                .execute(ChangePassword::new(EMAIL, &*code, "newpassword"))
                .await
        ),
        2300
    );
    authing.login_by_email(EMAIL, PASSWORD).await.unwrap();
}
