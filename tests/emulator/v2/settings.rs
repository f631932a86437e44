//! The user pool: its settings, whitelists, custom fields and mail.

use authing_client::v2::CustomValue;
use authing_client::v2::operations::SetCustomField;
use authing_client::v2::types::{
    CustomDataInput, CustomDataOfTargetInput, CustomDataTarget, CustomDataType, EmailScene,
    RegistrationWhitelistInput, UpdateUserPoolInput, WhitelistType,
};

use super::{World, code_of};
use crate::support::{EMAIL, PASSWORD};

#[tokio::test]
async fn registering_is_switched_off_and_on() {
    let world = World::new().await;
    let management = &world.management;
    let closed = UpdateUserPoolInput::new()
        .name("Shop")
        .register_disabled(true);
    let pool = management.update_user_pool(closed).await.unwrap();
    assert_eq!(
        (pool.name.as_str(), pool.id.as_str()),
        ("Shop", world.emulator.user_pool_id())
    );
    assert_eq!(
        code_of(world.auth.register_by_email(EMAIL, PASSWORD).await),
        2031
    );
    let open = UpdateUserPoolInput::new().register_disabled(false);
    management.update_user_pool(open).await.unwrap();
    world.auth.register_by_email(EMAIL, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn only_addresses_on_the_whitelist_register() {
    let world = World::new().await;
    let management = &world.management;
    let email = || WhitelistType::Email;
    let list = management
        .add_to_whitelist(email(), [EMAIL, "bob@testmail.com"])
        .await;
    assert_eq!(list.unwrap().len(), 2);
    assert_eq!(
        code_of(management.add_to_whitelist(email(), ["nothing"]).await),
        2003
    );
    let list = management
        .remove_from_whitelist(email(), ["bob@testmail.com"])
        .await;
    assert_eq!(list.unwrap()[0].value, EMAIL);
    let whitelist = RegistrationWhitelistInput::new().email_enabled(true);
    let settings = UpdateUserPoolInput::new().whitelist(whitelist);
    management.update_user_pool(settings).await.unwrap();

    let stranger = world
        .auth
        .register_by_email("bob@testmail.com", PASSWORD)
        .await;
    assert_eq!(code_of(stranger), 2031);
    world.auth.register_by_email(EMAIL, PASSWORD).await.unwrap();
    assert_eq!(management.list_whitelist(email()).await.unwrap().len(), 1);
    assert_eq!(
        management
            .list_whitelist(WhitelistType::Phone)
            .await
            .unwrap()
            .len(),
        0
    );
}

#[tokio::test]
async fn custom_fields_have_values_of_several_users() {
    let (world, user) = World::with_user().await;
    let (management, id) = (&world.management, user.id.as_str());
    let target = || CustomDataTarget::User;
    for (key, kind) in [
        ("age", CustomDataType::Number),
        ("plan", CustomDataType::String),
    ] {
        let field = SetCustomField::new(target(), key, kind, key);
        management.set_custom_field(field).await.unwrap();
    }
    assert_eq!(
        management.list_custom_fields(target()).await.unwrap().len(),
        2
    );

    let other = world
        .auth
        .register_by_username("ada", PASSWORD)
        .await
        .unwrap();
    let entry =
        |id: &str, age: i64| CustomDataOfTargetInput::new(id, "age", CustomValue::from(age));
    let entries = [entry(id, 36), entry(&other.id, 41)];
    management
        .set_custom_data_of_targets(target(), entries)
        .await
        .unwrap();
    let data = management
        .list_custom_data_of_targets(target(), [id, &other.id])
        .await
        .unwrap();
    let mut ages: Vec<_> = data.iter().map(|one| one.data[0].json()).collect();
    ages.sort_by_key(serde_json::Value::as_i64);
    assert_eq!(ages, [36, 41]);

    let value = |key: &str, value: &str| CustomDataInput::new(key).value(CustomValue::from(value));
    let wrong = management
        .set_custom_data_batch(target(), id, [value("unknown", "x")])
        .await;
    assert_eq!(code_of(wrong), 500);
    let wrong = management
        .set_custom_data_batch(target(), id, [value("age", "old")])
        .await;
    assert_eq!(code_of(wrong), 500);
    management
        .set_custom_data_batch(target(), id, [value("plan", "gold")])
        .await
        .unwrap();
    assert_eq!(
        management
            .list_custom_data(target(), id)
            .await
            .unwrap()
            .len(),
        2
    );
    let left = management
        .remove_custom_data(target(), id, "age")
        .await
        .unwrap();
    assert_eq!(left.len(), 1);
    management
        .remove_custom_field(target(), "plan")
        .await
        .unwrap();
    assert_eq!(
        code_of(management.remove_custom_field(target(), "plan").await),
        500
    );
}

#[tokio::test]
async fn mail_is_sent_in_a_scene_and_for_a_first_login() {
    let (world, user) = World::with_user().await;
    let management = &world.management;
    management
        .send_email(EMAIL, EmailScene::VerifyEmail)
        .await
        .unwrap();
    assert!(world.emulator.last_code(EMAIL).is_some());
    let unknown = management
        .send_email("nobody@testmail.com", EmailScene::ResetPassword)
        .await;
    assert_eq!(code_of(unknown), 2004);
    let app = world.emulator.app_id();
    management
        .send_first_login_verify_email(&*user.id, app)
        .await
        .unwrap();
    assert_eq!(
        code_of(
            management
                .send_first_login_verify_email("nobody", app)
                .await
        ),
        2004
    );
}
