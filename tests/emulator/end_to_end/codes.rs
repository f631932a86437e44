//! SMS codes.

use std::time::Duration;

use authing_client::Error;
use authing_emulator::Purpose;

use crate::support::{PASSWORD, PHONE, World, code_of};

async fn world_with_phone() -> World {
    let world = World::new().await;
    world.authing.send_register_code(PHONE).await.unwrap();
    world
        .authing
        .register_by_phone(PHONE, PASSWORD, world.code())
        .await
        .unwrap();
    world
}

#[tokio::test]
async fn a_code_logs_in_once() {
    let world = world_with_phone().await;
    world.authing.send_login_code(PHONE).await.unwrap();
    let login = world
        .authing
        .login_by_phone_code(PHONE, world.code())
        .await
        .unwrap();
    assert_eq!(login.user.phone.as_deref(), Some(PHONE));
    assert_eq!(
        code_of(world.authing.login_by_phone_code(PHONE, world.code()).await),
        2001
    );
}

#[tokio::test]
async fn a_wrong_code_and_an_expired_code_are_rejected() {
    let world = world_with_phone().await;
    world.authing.send_login_code(PHONE).await.unwrap();
    let wrong = if world.code() == "111111" {
        "222222"
    } else {
        "111111"
    };
    assert_eq!(
        code_of(world.authing.login_by_phone_code(PHONE, wrong).await),
        2001
    );
    world.advance(Duration::from_secs(3600));
    assert_eq!(
        code_of(world.authing.login_by_phone_code(PHONE, world.code()).await),
        2300
    );
}

#[tokio::test]
async fn a_code_is_valid_only_for_its_purpose() {
    let world = world_with_phone().await;
    world.authing.send_register_code(PHONE).await.unwrap();
    assert_eq!(
        code_of(world.authing.login_by_phone_code(PHONE, world.code()).await),
        2001
    );
    let purposes: Vec<Purpose> = world
        .emulator
        .messages()
        .iter()
        .map(|message| message.purpose)
        .collect();
    assert_eq!(purposes, [Purpose::Register, Purpose::Register]);
}

#[tokio::test]
async fn a_rest_error_with_status_200_is_an_api_error() {
    let World { authing, .. } = &World::new().await;
    let error = authing.send_login_code("0").await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::Api {
                operation: "send_smscode",
                ..
            }
        ),
        "{error:?}"
    );
    let error = authing.send_register_code("+0/../1?#%").await.unwrap_err();
    assert_eq!(error.code().unwrap().get(), 500, "{error}");
}
