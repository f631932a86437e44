//! Logins with a password.

use authing_client::operations::{LoginByEmail, Register};
use authing_client::{Error, LoginState};

use crate::support::{EMAIL, PASSWORD, PHONE, World, code_of};

#[tokio::test]
async fn a_login_by_email_returns_the_user_and_a_session() {
    let World { authing, .. } = &World::with_user().await;
    let login = authing.login_by_email(EMAIL, PASSWORD).await.unwrap();
    assert_eq!(login.user.email.as_deref(), Some(EMAIL));
    assert_eq!(login.user.logins_count, Some(1));
    let state = login.session().login_status().await.unwrap();
    let LoginState::LoggedIn(Some(token)) = state else {
        panic!("{state:?}");
    };
    let subject = token.data.unwrap();
    assert_eq!(subject.id.as_ref(), Some(&login.user.id));
    assert_eq!(subject.email.as_deref(), Some(EMAIL));
    assert_eq!(
        token.expires_at.unwrap() - token.issued_at.unwrap(),
        15 * 24 * 3600
    );

    let again = authing.login_by_email(EMAIL, PASSWORD).await.unwrap();
    assert_eq!(again.user.logins_count, Some(2));
}

#[tokio::test]
async fn a_user_logs_in_by_username_and_by_phone() {
    let world = World::new().await;
    world.authing.send_register_code(PHONE).await.unwrap();
    let register = authing_client::operations::RegisterByPhone::new(PHONE, PASSWORD, world.code())
        .username("ada");
    let user = world.authing.execute(register).await.unwrap();

    let by_name = world
        .authing
        .login_by_username("ada", PASSWORD)
        .await
        .unwrap();
    let by_phone = world
        .authing
        .login_by_phone_password(PHONE, PASSWORD)
        .await
        .unwrap();
    assert_eq!((&by_name.user.id, &by_phone.user.id), (&user.id, &user.id));
}

#[tokio::test]
async fn the_ip_address_and_the_browser_of_a_login_are_stored() {
    let World { authing, .. } = &World::with_user().await;
    let login = LoginByEmail::new(EMAIL, PASSWORD)
        .last_ip("203.0.113.7")
        .browser("Firefox")
        .device("desk");
    let user = authing.login(login).await.unwrap().into_user();
    assert_eq!(user.last_ip.as_deref(), Some("203.0.113.7"));
    assert_eq!(user.browser.as_deref(), Some("Firefox"));
}

#[tokio::test]
async fn invalid_logins_are_rejected() {
    let World { authing, emulator } = &World::with_user().await;
    assert_eq!(
        code_of(authing.login_by_email(EMAIL, "wrongpassword").await),
        2006
    );
    assert_eq!(
        code_of(
            authing
                .login_by_email("nobody@testmail.com", PASSWORD)
                .await
        ),
        2004
    );
    assert_eq!(
        code_of(authing.login_by_username("nobody", PASSWORD).await),
        2004
    );
    assert_eq!(
        code_of(
            authing
                .login_by_phone_password("13900139000", PASSWORD)
                .await
        ),
        2004
    );
    assert_eq!(
        code_of(authing.login_by_email("no address", PASSWORD).await),
        2003
    );

    let user = authing
        .login_by_email(EMAIL, PASSWORD)
        .await
        .unwrap()
        .into_user();
    emulator.block_user(&user.id).unwrap();
    assert_eq!(code_of(authing.login_by_email(EMAIL, PASSWORD).await), 2005);
    emulator.unblock_user(&user.id).unwrap();
    authing.login_by_email(EMAIL, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn invalid_inputs_are_rejected_locally() {
    let World { authing, .. } = &World::new().await;
    let long = "密".repeat(40);
    for (result, field, reason) in [
        (
            authing.login_by_email("", PASSWORD).await,
            "email",
            "must not be empty",
        ),
        (
            authing.login_by_email(EMAIL, "").await,
            "password",
            "must not be empty",
        ),
        (
            authing.login_by_email(EMAIL, long).await,
            "password",
            "is 120 bytes of UTF-8, but the service's 1024-bit key takes at most 117",
        ),
        (
            authing.login_by_phone_code(PHONE, "12a4").await,
            "code",
            "must consist of the digits 0 to 9",
        ),
    ] {
        match result.unwrap_err() {
            Error::InvalidInput {
                field: f,
                reason: r,
                ..
            } => assert_eq!((f, &*r), (field, reason)),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn strings_with_special_characters_are_stored_unchanged() {
    let World { authing, .. } = &World::new().await;
    for (number, odd) in [
        r#"a"b"#,
        "a\nb",
        "$email",
        "{login}",
        "\\u0000",
        "'; --",
        "测试 😀",
        "\u{202e}x",
    ]
    .into_iter()
    .enumerate()
    {
        let email = format!("odd-{number}@testmail.com");
        authing
            .execute(
                Register::new(&*email, odd.repeat(6))
                    .nickname(odd)
                    .username(odd),
            )
            .await
            .unwrap();
        let login = authing.login_by_username(odd, odd.repeat(6)).await.unwrap();
        assert_eq!(login.user.nickname.as_deref(), Some(odd));
        assert_eq!(login.user.email, Some(email));
    }
}
