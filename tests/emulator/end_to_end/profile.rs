//! Updates of a user's profile.

use std::collections::BTreeMap;

use authing_client::operations::{LogOut, Register, UpdateOpenidProfile, UpdateUser};
use authing_client::types::OpenidProfile;
use authing_client::{Error, LoginState};
use serde_json::Value;

use crate::support::{EMAIL, PASSWORD, World, code_of};

#[tokio::test]
async fn only_the_fields_that_are_set_change() {
    let World { authing, .. } = &World::with_user().await;
    let user = authing
        .login_by_email(EMAIL, PASSWORD)
        .await
        .unwrap()
        .into_user();
    let update = UpdateUser::new(&*user.id)
        .nickname("Ada")
        .company("Engines")
        .phone("13800138000");
    authing.execute(update.clone()).await.unwrap();
    // An operation is a value, which can be sent repeatedly.
    authing.execute(update).await.unwrap();
    let changed = authing
        .execute(UpdateUser::new(&*user.id).nickname("Augusta"))
        .await
        .unwrap();
    assert_eq!(changed.nickname.as_deref(), Some("Augusta"));
    assert_eq!(changed.company.as_deref(), Some("Engines"));
    assert_eq!(changed.phone.as_deref(), Some("13800138000"));
    assert_eq!(changed.email.as_deref(), Some(EMAIL));
}

#[tokio::test]
async fn a_session_gets_its_own_user() {
    let World { authing, .. } = &World::with_user().await;
    let login = authing.login_by_email(EMAIL, PASSWORD).await.unwrap();
    let me = login.session().me().await.unwrap().unwrap();
    assert_eq!(me.id, login.user.id);
    assert_eq!(me.email.as_deref(), Some(EMAIL));
    let opaque = authing.session("opaque").me().await.unwrap_err();
    assert!(matches!(opaque, Error::InvalidInput { field: "token", .. }));
}

#[tokio::test]
async fn a_cleared_field_is_none_and_an_unset_one_is_unchanged() {
    let World { authing, .. } = &World::with_user().await;
    let user = authing
        .login_by_email(EMAIL, PASSWORD)
        .await
        .unwrap()
        .into_user();
    authing
        .execute(
            UpdateUser::new(&*user.id)
                .nickname("Ada")
                .company("Engines"),
        )
        .await
        .unwrap();
    authing
        .execute(UpdateUser::new(&*user.id).clear_nickname())
        .await
        .unwrap();
    let found = authing.get_user(&*user.id).await.unwrap().unwrap();
    assert_eq!(found.nickname, None);
    assert_eq!(found.company.as_deref(), Some("Engines"));
}

#[tokio::test]
async fn a_new_password_requires_the_old_one() {
    let World { authing, .. } = &World::with_user().await;
    let user = authing
        .login_by_email(EMAIL, PASSWORD)
        .await
        .unwrap()
        .into_user();
    let update = || UpdateUser::new(&*user.id).password("newpassword");
    let error = authing.execute(update()).await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::InvalidInput {
                field: "old_password",
                ..
            }
        ),
        "{error:?}"
    );
    assert_eq!(
        code_of(
            authing
                .execute(update().old_password("wrongpassword"))
                .await
        ),
        2203
    );
    authing
        .execute(update().old_password(PASSWORD))
        .await
        .unwrap();
    assert_eq!(code_of(authing.login_by_email(EMAIL, PASSWORD).await), 2006);
    authing.login_by_email(EMAIL, "newpassword").await.unwrap();
}

#[tokio::test]
async fn invalid_updates_are_rejected() {
    let world = World::with_user().await;
    let authing = &world.authing;
    let other = authing
        .register("other@testmail.com", PASSWORD)
        .await
        .unwrap();
    assert_eq!(
        code_of(
            authing
                .execute(UpdateUser::new(&*other.id).email(EMAIL))
                .await
        ),
        2200
    );
    assert_eq!(
        code_of(
            authing
                .execute(UpdateUser::new(&*other.id).email("no address"))
                .await
        ),
        2204
    );
    let unknown = UpdateUser::new("000000000000000000000000").nickname("x");
    assert_eq!(code_of(authing.execute(unknown).await), 2004);
    let (session, _) = world.session().await;
    assert_eq!(
        code_of(
            session
                .execute(UpdateUser::new(&*other.id).nickname("x"))
                .await
        ),
        2202
    );
}

#[tokio::test]
async fn a_blocked_user_can_not_log_in() {
    let World { authing, .. } = &World::with_user().await;
    let user = authing
        .login_by_email(EMAIL, PASSWORD)
        .await
        .unwrap()
        .into_user();
    authing
        .execute(UpdateUser::new(&*user.id).blocked(true))
        .await
        .unwrap();
    assert_eq!(code_of(authing.login_by_email(EMAIL, PASSWORD).await), 2005);
    authing
        .execute(UpdateUser::new(&*user.id).blocked(false))
        .await
        .unwrap();
    authing.login_by_email(EMAIL, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn logging_out_expires_the_token() {
    let world = World::with_user().await;
    let (session, user) = world.session().await;
    world.authing.execute(LogOut::new(&*user.id)).await.unwrap();
    let state = session.login_status().await.unwrap();
    assert!(matches!(state, LoginState::Expired), "{state:?}");
    assert_eq!(code_of(session.get_user(&*user.id).await), 2206);
    let (again, _) = world.session().await;
    assert!(again.login_status().await.unwrap().is_logged_in());
}

/// Returns the claims of a profile by wire name.
fn claims(profile: &OpenidProfile) -> BTreeMap<String, String> {
    let Ok(Value::Object(fields)) = serde_json::to_value(profile) else {
        panic!("a profile is an object");
    };
    fields
        .into_iter()
        .filter(|(name, _)| name != "_id" && name != "updatedAt")
        .filter_map(|(name, text)| Some((name, text.as_str()?.to_owned())))
        .collect()
}

#[tokio::test]
async fn the_profile_of_a_registration_is_read_updated_and_cleared() {
    let world = World::new().await;
    let register = Register::new(EMAIL, PASSWORD)
        .nickname("Ada")
        .name("name")
        .given_name("givenName")
        .family_name("familyName")
        .middle_name("middleName")
        .profile("profile")
        .preferred_username("preferredUsername")
        .website("website")
        .gender("gender")
        .birthdate("birthdate")
        .zoneinfo("zoneinfo")
        .locale("locale")
        .address("address")
        .formatted("formatted")
        .street_address("streetAddress")
        .locality("locality")
        .region("region")
        .postal_code("postalCode")
        .country("country");
    let id = world.authing.execute(register).await.unwrap().id;
    let (session, _) = world.session().await;

    let read = world
        .authing
        .get_openid_profile(&*id)
        .await
        .unwrap()
        .unwrap();
    let mut expected = claims(&read);
    assert_eq!(expected.len(), 18);
    assert!(expected.iter().all(|(name, text)| name == text));
    assert_eq!(session.get_openid_profile().await.unwrap().unwrap(), read);

    let changed = session
        .update_openid_profile(|profile| profile.gender("female").clear_country())
        .await
        .unwrap();
    expected.insert("gender".to_owned(), "female".to_owned());
    expected.remove("country");
    assert_eq!(claims(&changed), expected);

    let update = UpdateOpenidProfile::new(&*id)
        .clear_name()
        .clear_given_name()
        .clear_family_name()
        .clear_middle_name()
        .clear_profile()
        .clear_preferred_username()
        .clear_website()
        .clear_gender()
        .clear_birthdate()
        .clear_zoneinfo()
        .clear_locale()
        .clear_address()
        .clear_formatted()
        .clear_street_address()
        .clear_locality()
        .clear_region()
        .clear_postal_code();
    world.authing.update_openid_profile(update).await.unwrap();
    let cleared = world
        .authing
        .get_openid_profile(&*id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(claims(&cleared), BTreeMap::new());
    let user = session.me().await.unwrap().unwrap();
    assert_eq!(
        user.nickname.as_deref(),
        Some("Ada"),
        "the nickname is not a claim"
    );
}

#[tokio::test]
async fn a_session_updates_only_its_own_users_profile() {
    let world = World::with_user().await;
    let authing = &world.authing;
    let other = authing.register("other@testmail.com", PASSWORD);
    let other = other.await.unwrap().id;
    let (session, _) = world.session().await;
    let update = UpdateOpenidProfile::new(&*other).name("x");
    assert_eq!(code_of(session.execute(update).await), 2202);
    let unknown = "000000000000000000000000";
    assert_eq!(authing.get_openid_profile(unknown).await.unwrap(), None);
    let update = UpdateOpenidProfile::new(unknown).name("x");
    assert_eq!(code_of(authing.update_openid_profile(update).await), 2004);
}
