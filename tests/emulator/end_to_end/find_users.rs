//! Finding a user by email, phone number or username.

use authing_client::Error;
use authing_client::operations::{Register, SearchUsers, UpdateUser};
use authing_client::{UserSearchField, types::User};

use crate::support::{EMAIL, PASSWORD, PHONE, World};

fn id(found: Option<User>) -> Option<String> {
    found.map(|user| user.id)
}

#[tokio::test]
async fn only_an_exact_match_is_found() {
    let World { authing, .. } = &World::new().await;
    let register = Register::new(EMAIL, PASSWORD).username("Ada");
    let ada = authing.execute(register).await.unwrap().id;
    let register = Register::new(format!("x{EMAIL}"), PASSWORD).username("Ada2");
    let other = authing.execute(register).await.unwrap().id;
    for (id, phone) in [(&ada, PHONE), (&other, "+8613800138000")] {
        let update = UpdateUser::new(&**id).phone(phone);
        authing.update_user(update).await.unwrap();
    }

    let by_email = authing.find_user_by_email("Test@TestMail.com").await;
    assert_eq!(id(by_email.unwrap()), Some(ada.clone()));
    let by_phone = authing.find_user_by_phone(PHONE).await;
    assert_eq!(id(by_phone.unwrap()), Some(ada.clone()));
    let by_name = authing.find_user_by_username("Ada2").await;
    assert_eq!(id(by_name.unwrap()), Some(other));

    // Each is a substring of a user's field, or equal to another field.
    let parts = [
        authing.find_user_by_email("testmail.com").await,
        authing.find_user_by_phone("1380").await,
        authing.find_user_by_username("ada").await,
        authing.find_user_by_username(EMAIL).await,
    ];
    for found in parts {
        assert_eq!(found.unwrap(), None);
    }
}

/// More emails contain the text than fit on a page, and the exact match is the last one.
#[tokio::test]
async fn a_user_is_found_on_the_last_page() {
    let World { authing, .. } = &World::new().await;
    for number in 0..55 {
        let register = Register::new(format!("{number}.{EMAIL}"), PASSWORD);
        authing.execute(register).await.unwrap();
    }
    assert_eq!(authing.find_user_by_email(EMAIL).await.unwrap(), None);
    let last = authing.register(EMAIL, PASSWORD).await.unwrap().id;
    let found = authing.find_user_by_email(EMAIL).await.unwrap();
    assert_eq!(id(found), Some(last));
}

#[tokio::test]
async fn an_empty_string_is_rejected_locally() {
    let World { authing, emulator } = &World::new().await;
    emulator.clear_requests();
    for (error, name) in [
        (authing.find_user_by_email(" ").await, "email"),
        (authing.find_user_by_phone("").await, "phone"),
        (authing.find_user_by_username("").await, "username"),
    ] {
        let error = error.unwrap_err();
        assert!(
            matches!(error, Error::InvalidInput { field, .. } if field == name),
            "{error:?}"
        );
    }
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn every_field_can_be_searched() {
    let World { authing, .. } = &World::new().await;
    let register = Register::new(EMAIL, PASSWORD).username("ada");
    authing
        .execute(register.nickname("Countess"))
        .await
        .unwrap();
    for (field, text, count) in [
        (UserSearchField::All, "count", 1),
        (UserSearchField::Nickname, "count", 1),
        (UserSearchField::Username, "count", 0),
        (UserSearchField::Email, "test", 1),
        (UserSearchField::Phone, "1", 0),
    ] {
        let page = authing.execute(SearchUsers::new(field, text)).await;
        assert_eq!(page.unwrap().total_count, count, "{field}");
    }
}
