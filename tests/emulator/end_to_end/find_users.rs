//! One user by email address, phone number or login name.

use authing_client::Error;
use authing_client::operations::{Register, SearchUsers, UpdateUser};
use authing_client::{UserSearchField, types::User};

use crate::support::{EMAIL, PASSWORD, PHONE, World};

fn id(found: Option<User>) -> Option<String> {
    found.map(|user| user.id)
}

#[tokio::test]
async fn a_user_is_found_by_what_is_equal() {
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

    // In each, the text occurs.
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

/// More users have the text than a page has, and the one who is wanted registered last.
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
async fn nothing_is_searched_for_an_empty_text() {
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
