//! Error codes of many operations: invalid and expired tokens, passwords encrypted with another key, locked users.

use std::time::Duration;

use authing_client::operations::{
    BindSocialLogin, ChangeMfa, ChangePassword, GetLoginHistoryOfUser, GetMfa, GetUploadToken,
    GetUser, GetUserPoolSettings, ListAuthorizedApps, ListUsers, ListUsersOfRole, LogOut,
    LoginByEmail, LoginByPhonePassword, LoginByUsername, Register, RegisterByPhone, RemoveUsers,
    RevokeAuthorizedApp, SendChangeEmailCode, SendResetPasswordEmail, UnbindEmail,
    UnbindSocialLogin, UpdateEmail, UpdatePhone, UpdateUser,
};
use authing_client::{AcceptsUser, Legacy, Operation, Session};
use authing_emulator::Emulator;

use crate::support::{EMAIL, PASSWORD, PHONE, World, builder, code_of};

const OTHER_PHONE: &str = "13900139000";

const ID: &str = "5e4cdd055df3df65dc58b97e";

/// Asserts that the operations of a session are rejected with this code.
async fn assert_all_rejected(session: &Session, code: i64) {
    async fn rejected<O: Operation<Api = Legacy, Token: AcceptsUser>>(
        session: &Session,
        operation: O,
        code: i64,
    ) {
        assert_eq!(
            code_of(session.execute(operation).await),
            code,
            "{}",
            O::NAME
        );
    }
    rejected(session, GetUser::new(ID), code).await;
    rejected(session, ListUsers::new(), code).await;
    rejected(session, GetLoginHistoryOfUser::new(ID), code).await;
    rejected(session, UpdateUser::new(ID).nickname("x"), code).await;
    rejected(session, RemoveUsers::new([ID]), code).await;
    rejected(session, LogOut::new(ID), code).await;
    rejected(session, SendChangeEmailCode::new("new@testmail.com"), code).await;
    rejected(
        session,
        UpdateEmail::new("new@testmail.com", "123456"),
        code,
    )
    .await;
    rejected(session, UnbindEmail::new(), code).await;
    rejected(session, UpdatePhone::new(PHONE, "123456"), code).await;
    rejected(session, GetMfa::new(ID), code).await;
    rejected(session, ChangeMfa::new(ID, true), code).await;
    rejected(session, BindSocialLogin::new("github", "u", "{}"), code).await;
    rejected(session, UnbindSocialLogin::new("github"), code).await;
    rejected(session, ListAuthorizedApps::new(ID), code).await;
    rejected(session, RevokeAuthorizedApp::new(ID, ID), code).await;
    rejected(session, ListUsersOfRole::new(ID), code).await;
    rejected(session, GetUserPoolSettings::new(), code).await;
    rejected(session, GetUploadToken::new(), code).await;
}

#[tokio::test]
async fn a_forged_token_is_rejected_by_all_operations() {
    let world = World::new().await;
    assert_all_rejected(
        &world.authing.session("eyJhbGciOiJIUzI1NiJ9.e30.AAAA"),
        2207,
    )
    .await;
}

#[tokio::test]
async fn an_expired_token_is_rejected_by_all_operations() {
    let world = World::with_user().await;
    let (session, _) = world.session().await;
    world.advance(Duration::from_secs(15 * 24 * 3600));
    assert_all_rejected(&session, 2206).await;
}

#[tokio::test]
async fn a_password_encrypted_with_another_key_is_rejected_by_all_operations() {
    let world = World::with_user().await;
    let other = Emulator::start().await.unwrap();
    let authing = builder(&world.emulator)
        .public_key_pem(other.public_key_pem())
        .build()
        .unwrap();
    let user = world.session().await.1;
    let change = world
        .authing
        .execute(UpdateUser::new(&*user.id).username("ada").phone(PHONE))
        .await;
    change.unwrap();

    assert_eq!(
        code_of(authing.execute(LoginByEmail::new(EMAIL, PASSWORD)).await),
        2016
    );
    assert_eq!(
        code_of(authing.execute(LoginByUsername::new("ada", PASSWORD)).await),
        2016
    );
    assert_eq!(
        code_of(
            authing
                .execute(LoginByPhonePassword::new(PHONE, PASSWORD))
                .await
        ),
        2016
    );
    assert_eq!(
        code_of(
            authing
                .execute(Register::new("new@testmail.com", PASSWORD))
                .await
        ),
        2016
    );
    authing.send_register_code("13900139000").await.unwrap();
    let code = world.code_for("13900139000");
    let register = RegisterByPhone::new("13900139000", PASSWORD, &*code);
    assert_eq!(code_of(authing.execute(register).await), 2016);
    let update = UpdateUser::new(&*user.id)
        .password("newpassword")
        .old_password(PASSWORD);
    assert_eq!(code_of(authing.execute(update).await), 2016);
    authing
        .execute(SendResetPasswordEmail::new(EMAIL))
        .await
        .unwrap();
    let change = ChangePassword::new(EMAIL, world.code_for(EMAIL), "newpassword");
    assert_eq!(code_of(authing.execute(change).await), 2016);
}

#[tokio::test]
async fn a_locked_user_can_not_log_in() {
    let world = World::with_user().await;
    let authing = &world.authing;
    let (_, user) = world.session().await;
    authing
        .execute(
            UpdateUser::new(&*user.id)
                .username("ada")
                .phone(PHONE)
                .blocked(true),
        )
        .await
        .unwrap();
    authing.send_login_code(PHONE).await.unwrap();
    assert_eq!(code_of(authing.login_by_email(EMAIL, PASSWORD).await), 2005);
    assert_eq!(
        code_of(authing.login_by_username("ada", PASSWORD).await),
        2005
    );
    assert_eq!(
        code_of(authing.login_by_phone_password(PHONE, PASSWORD).await),
        2005
    );
    assert_eq!(
        code_of(authing.login_by_phone_code(PHONE, world.code()).await),
        2005
    );
    assert_eq!(code_of(authing.refresh_token(&*user.id).await), 2005);
}

#[tokio::test]
async fn an_unknown_user_is_the_code_2004_or_none() {
    let world = World::new().await;
    let authing = &world.authing;
    assert_eq!(
        code_of(authing.login_by_phone_code(PHONE, "123456").await),
        2004
    );
    assert_eq!(code_of(authing.refresh_token(ID).await), 2004);
    assert_eq!(code_of(authing.log_out(ID).await), 2004);
    assert_eq!(code_of(authing.list_roles_of_user(ID).await), 2004);
    assert_eq!(code_of(authing.list_social_bindings(ID).await), 2004);
    assert_eq!(code_of(authing.remove_user(ID).await), 2210);
    assert!(authing.get_user(ID).await.unwrap().is_none());
    assert!(
        authing
            .get_login_history_of_user(ID)
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn invalid_registrations_by_phone_are_rejected() {
    let world = World::new().await;
    let authing = &world.authing;
    let register = async |password: &str| {
        authing.send_register_code(PHONE).await.unwrap();
        authing
            .register_by_phone(PHONE, password, world.code())
            .await
    };
    assert_eq!(code_of(register("short").await), 2029);
    register(PASSWORD).await.unwrap();
    assert_eq!(code_of(register(PASSWORD).await), 2026);
    authing.send_register_code(OTHER_PHONE).await.unwrap();
    let code = world.code_for(OTHER_PHONE);
    world.advance(Duration::from_secs(3600));
    assert_eq!(
        code_of(authing.register_by_phone(OTHER_PHONE, PASSWORD, code).await),
        2300
    );
}

#[tokio::test]
async fn invalid_updates_of_a_profile_are_rejected() {
    let world = World::with_user().await;
    let (_, user) = world.session().await;
    let taken = Register::new("other@testmail.com", PASSWORD).username("taken");
    world.authing.execute(taken).await.unwrap();
    let update = || UpdateUser::new(&*user.id);
    let code = async |update: UpdateUser| code_of(world.authing.update_user(update).await);
    assert_eq!(code(update().username("taken")).await, 2026);
    assert_eq!(code(update().phone("no phone")).await, 2028);
    assert_eq!(
        code(update().password("short").old_password(PASSWORD)).await,
        2029
    );
    assert_eq!(code(UpdateUser::new("no id").nickname("x")).await, 500);
}

#[tokio::test]
async fn malformed_emails_and_phone_numbers_are_rejected() {
    let world = World::with_user().await;
    let authing = &world.authing;
    let (session, _) = world.session().await;
    assert_eq!(
        code_of(authing.send_verification_email("no address").await),
        2204
    );
    assert_eq!(
        code_of(authing.send_reset_password_email("no address").await),
        2204
    );
    assert_eq!(
        code_of(session.update_phone("no phone", "123456").await),
        2028
    );
    authing.send_login_code(PHONE).await.unwrap();
    let code = world.code();
    world.advance(Duration::from_secs(3600));
    assert_eq!(code_of(session.update_phone(PHONE, &*code).await), 2300);
}

#[tokio::test]
async fn a_session_does_not_access_other_users() {
    let world = World::with_user().await;
    let (session, _) = world.session().await;
    let other = world
        .authing
        .register("other@testmail.com", PASSWORD)
        .await
        .unwrap();
    assert_eq!(
        code_of(session.execute(GetMfa::new(&*other.id)).await),
        2202
    );
    assert_eq!(
        code_of(session.execute(ListAuthorizedApps::new(&*other.id)).await),
        2202
    );
    assert_eq!(
        code_of(
            session
                .execute(UnbindEmail::new().user_id(&*other.id))
                .await
        ),
        2202
    );
    assert_eq!(
        code_of(world.authing.list_users_of_role(ID, 1, 10).await),
        500
    );
}
