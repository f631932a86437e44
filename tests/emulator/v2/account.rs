//! A user's own calls.

use authing_client::v2::CustomValue;
use authing_client::v2::operations::{ListCustomData, SendEmail, SetCustomField};
use authing_client::v2::types::{
    CustomDataInput, CustomDataTarget, CustomDataType, EmailScene, UpdateUserInput,
};

use super::{World, code_of};
use crate::support::{EMAIL, PASSWORD};

#[tokio::test]
async fn a_session_reads_and_changes_its_own_user() {
    let (world, user) = World::with_user().await;
    let session = world
        .auth
        .login_by_email(EMAIL, PASSWORD)
        .await
        .unwrap()
        .session();
    let own = session.get_current_user().await.unwrap().unwrap();
    assert_eq!(own.id, user.id);

    let profile = UpdateUserInput::new()
        .nickname("Ada")
        .company("Analytical Engines");
    let changed = session.update_profile(profile).await.unwrap();
    assert_eq!(changed.nickname.as_deref(), Some("Ada"));

    assert_eq!(
        code_of(session.update_password("a new password", "wrong").await),
        2203
    );
    session
        .update_password("a new password", PASSWORD)
        .await
        .unwrap();
    world
        .auth
        .login_by_email(EMAIL, "a new password")
        .await
        .unwrap();

    let refreshed = session.refresh_token().await.unwrap();
    let session = world.auth.session(refreshed.token);
    assert!(session.get_current_user().await.unwrap().is_some());
}

#[tokio::test]
async fn a_forged_token_is_rejected() {
    let world = World::new().await;
    let session = world.auth.session("eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl");
    let code = code_of(session.get_current_user().await);
    assert!([2206, 2207].contains(&code), "{code}");
}

#[tokio::test]
async fn an_email_address_is_bound_with_the_code_sent_to_it() {
    let world = World::new().await;
    world
        .auth
        .register_by_username("ada", PASSWORD)
        .await
        .unwrap();
    let session = world
        .auth
        .login_by_username("ada", PASSWORD)
        .await
        .unwrap()
        .session();
    world
        .auth
        .execute(SendEmail::new(EMAIL, EmailScene::ChangeEmail))
        .await
        .unwrap();
    let code = world.emulator.last_code(EMAIL).unwrap();
    session.bind_email(EMAIL, "0000").await.unwrap_err();
    let user = session.bind_email(EMAIL, code).await.unwrap();
    assert_eq!(user.email.as_deref(), Some(EMAIL));
}

#[tokio::test]
async fn custom_data_is_defined_set_and_read() {
    let (world, user) = World::with_user().await;
    let target = || CustomDataTarget::User;
    world
        .management
        .set_custom_field(SetCustomField::new(
            target(),
            "age",
            CustomDataType::Number,
            "Age",
        ))
        .await
        .unwrap();
    let session = world
        .auth
        .login_by_email(EMAIL, PASSWORD)
        .await
        .unwrap()
        .session();
    let set = session.set_own_custom_data("age", 36.into()).await.unwrap();
    let data = session.list_own_custom_data().await.unwrap();
    assert_eq!(set, data);
    assert_eq!(data.len(), 1);
    assert_eq!(data[0].json(), 36);
    let older = CustomDataInput::new("age").value(CustomValue::from(37));
    let data = session.set_own_custom_data_batch([older]).await.unwrap();
    assert_eq!(data[0].json(), 37);
    let of_any_target = ListCustomData::new(target(), user.id);
    assert_eq!(session.execute(of_any_target).await.unwrap(), data);
    assert_eq!(session.remove_own_custom_data("age").await.unwrap(), []);
}
