//! Registrations.

use authing_client::operations::Register;

use crate::support::{EMAIL, PASSWORD, PHONE, World, code_of};

#[tokio::test]
async fn a_user_registered_by_email_is_found_by_id() {
    let World { authing, .. } = &World::new().await;
    let user = authing.register(EMAIL, PASSWORD).await.unwrap();
    assert_eq!(user.logins_count, Some(0));
    let found = authing.user(&*user.id).await.unwrap().unwrap();
    assert_eq!(found.id, user.id);
    assert_eq!(found.email.as_deref(), Some(EMAIL));
    assert_eq!(found.signed_up_at, user.signed_up_at);
}

#[tokio::test]
async fn all_fields_of_a_registration_are_stored() {
    let World { authing, .. } = &World::new().await;
    let register = Register::new(EMAIL, PASSWORD)
        .username("ada")
        .nickname("Ada")
        .company("Analytical Engines")
        .photo("https://example.com/ada.png")
        .oauth("{}")
        .unionid("u")
        .openid("o")
        .register_method("oauth:github");
    let user = authing.execute(register).await.unwrap();
    let found = authing.user(user.id).await.unwrap().unwrap();
    for (field, value) in [
        (found.username, "ada"),
        (found.nickname, "Ada"),
        (found.company, "Analytical Engines"),
        (found.photo, "https://example.com/ada.png"),
        (found.oauth.map(String::from), "{}"),
        (found.unionid, "u"),
        (found.openid, "o"),
        (found.register_method, "oauth:github"),
    ] {
        assert_eq!(field.as_deref(), Some(value));
    }
}

#[tokio::test]
async fn force_login_returns_a_valid_token() {
    let World { authing, .. } = &World::new().await;
    let register = Register::new(EMAIL, PASSWORD).force_login(true);
    let user = authing.execute(register).await.unwrap();
    let session = authing.session(user.token.unwrap());
    assert!(session.login_status().await.unwrap().is_logged_in());
}

#[tokio::test]
async fn a_user_registers_by_phone_with_an_sms_code() {
    let world = World::new().await;
    world.authing.send_register_code(PHONE).await.unwrap();
    let user = world
        .authing
        .register_by_phone(PHONE, PASSWORD, world.code())
        .await
        .unwrap();
    let found = world.authing.user(user.id).await.unwrap().unwrap();
    assert_eq!(found.phone.as_deref(), Some(PHONE));
}

#[tokio::test]
async fn invalid_registrations_are_rejected() {
    let World { authing, .. } = &World::with_user().await;
    assert_eq!(code_of(authing.register(EMAIL, PASSWORD).await), 2026);
    assert_eq!(
        code_of(authing.register("new@testmail.com", "short").await),
        2029
    );
    assert_eq!(
        code_of(authing.register("no address", PASSWORD).await),
        2003
    );
    assert_eq!(
        code_of(authing.register_by_phone(PHONE, PASSWORD, "123456").await),
        2001
    );
    assert_eq!(
        code_of(
            authing
                .register_by_phone("no phone", PASSWORD, "123456")
                .await
        ),
        2028
    );
}

#[tokio::test]
async fn an_unknown_id_is_none_and_a_malformed_id_is_an_error() {
    let World { authing, .. } = &World::new().await;
    assert!(
        authing
            .user("000000000000000000000000")
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(code_of(authing.user("not an id").await), 500);
}
