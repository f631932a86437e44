//! Registrations.

use authing_client::Error;
use authing_client::operations::{
    LoginByUnionid, Register, RegisterByUnionid, RegisterByUsername, SignInByUnionid, UnbindEmail,
    UpdateUser,
};

use crate::support::{EMAIL, PASSWORD, PHONE, World, code_of};

#[tokio::test]
async fn a_user_registered_by_email_is_found_by_id() {
    let World { authing, .. } = &World::new().await;
    let user = authing.register(EMAIL, PASSWORD).await.unwrap();
    assert_eq!(user.logins_count, Some(0));
    let found = authing.get_user(&*user.id).await.unwrap().unwrap();
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
        .register_method("oauth:github")
        .signed_up_at("Sat Jan 27 2018 13:55:25 GMT+0800 (CST)")
        .last_login_at("Sun Jan 28 2018 13:55:25 GMT+0800 (CST)");
    let user = authing.execute(register).await.unwrap();
    let found = authing.get_user(user.id).await.unwrap().unwrap();
    for (field, value) in [
        (found.username, "ada"),
        (found.nickname, "Ada"),
        (found.company, "Analytical Engines"),
        (found.photo, "https://example.com/ada.png"),
        (found.oauth.map(String::from), "{}"),
        (found.unionid, "u"),
        (found.openid, "o"),
        (found.register_method, "oauth:github"),
        (
            found.signed_up_at.map(String::from),
            "Sat Jan 27 2018 13:55:25 GMT+0800 (CST)",
        ),
        (
            found.last_login_at.map(String::from),
            "Sun Jan 28 2018 13:55:25 GMT+0800 (CST)",
        ),
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
    let found = world.authing.get_user(user.id).await.unwrap().unwrap();
    assert_eq!(found.phone.as_deref(), Some(PHONE));
}

#[tokio::test]
async fn a_user_registers_by_username_alone() {
    let World { authing, .. } = &World::new().await;
    let user = authing.register_by_username("ada", PASSWORD).await.unwrap();
    assert_eq!((user.username.as_deref(), user.email), (Some("ada"), None));
    let login = authing.login_by_username("ada", PASSWORD).await.unwrap();
    assert_eq!(login.user.id, user.id);
    assert_eq!(
        code_of(authing.register_by_username("ada", PASSWORD).await),
        2026
    );
    assert_eq!(
        code_of(authing.register_by_username("eve", "short").await),
        2029
    );
    let malformed = RegisterByUsername::new("eve", PASSWORD).email("no address");
    assert_eq!(code_of(authing.execute(malformed).await), 2003);
    let empty = authing.register_by_username("", PASSWORD).await;
    assert!(
        matches!(empty, Err(Error::InvalidInput { .. })),
        "{empty:?}"
    );
}

#[tokio::test]
async fn a_user_registers_and_logs_in_by_unionid_without_a_password() {
    let World { authing, .. } = &World::new().await;
    let register = RegisterByUnionid::new("o6_bmas")
        .openid("OPENID")
        .nickname("Ada");
    let user = authing.execute(register).await.unwrap();
    assert_eq!(user.unionid.as_deref(), Some("o6_bmas"));
    assert_eq!(user.openid.as_deref(), Some("OPENID"));
    assert_eq!(user.register_method.as_deref(), Some("oauth"));

    let login = authing.login_by_unionid("o6_bmas").await.unwrap();
    assert_eq!(login.user.id, user.id);
    assert_eq!(login.user.logins_count, Some(1));
    let state = login.session().login_status().await.unwrap();
    assert!(state.is_logged_in());
    let claims = authing.verify_token(login.token()).unwrap();
    assert_eq!(claims.unionid.as_deref(), Some("o6_bmas"));

    let signed_in = authing.execute(SignInByUnionid::new("o6_bmas")).await;
    let signed_in = signed_in.unwrap();
    assert_eq!(signed_in.sub.as_deref(), Some(&*user.id));
    assert!(signed_in.token.is_some() && signed_in.id_token.is_some());

    assert_eq!(code_of(authing.register_by_unionid("o6_bmas").await), 2026);
    assert_eq!(
        code_of(authing.execute(SignInByUnionid::new("o6_")).await),
        2004
    );
    assert_eq!(code_of(authing.login_by_unionid("o6_").await), 2004);
    assert_eq!(code_of(authing.login_by_unionid("OPENID").await), 2004);
    let empty = authing.login_by_unionid("").await;
    assert!(
        matches!(empty, Err(Error::InvalidInput { .. })),
        "{empty:?}"
    );
    let locked = UpdateUser::new(&*user.id).blocked(true);
    authing.execute(locked).await.unwrap();
    assert_eq!(code_of(authing.login_by_unionid("o6_bmas").await), 2005);
}

#[tokio::test]
async fn a_unionid_belongs_to_one_user_and_is_a_way_to_log_in() {
    let World { authing, .. } = &World::new().await;
    let ada = Register::new(EMAIL, PASSWORD).unionid("o6_ada");
    let ada = authing.execute(ada).await.unwrap();
    let eve = Register::new("eve@testmail.com", PASSWORD).unionid("o6_ada");
    assert_eq!(code_of(authing.execute(eve).await), 2026);

    let login = authing.login_by_unionid("o6_ada").await.unwrap();
    let unbound = login.session().execute(UnbindEmail::new()).await.unwrap();
    assert_eq!(unbound.email, None);
    let again = authing.login_by_unionid("o6_ada").await.unwrap();
    assert_eq!(again.user.id, ada.id);
}

#[tokio::test]
async fn mfa_is_checked_at_a_login_by_unionid() {
    let world = World::new().await;
    let authing = &world.authing;
    let user = authing.register_by_unionid("o6_bmas").await.unwrap();
    let session = authing.login_by_unionid("o6_bmas").await.unwrap().session();
    session.enable_mfa().await.unwrap();
    assert_eq!(code_of(authing.login_by_unionid("o6_bmas").await), 1635);
    let code = world.emulator.mfa_code(&user.id).unwrap();
    let with_code = LoginByUnionid::new("o6_bmas").mfa_code(code);
    assert_eq!(authing.login(with_code).await.unwrap().user.id, user.id);
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
            .get_user("000000000000000000000000")
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(code_of(authing.get_user("not an id").await), 500);
}
