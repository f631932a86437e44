//! Multi-factor authentication, with TOTP codes.

use authing_client::operations::{ChangeMfa, GetMfa, LoginByEmail};

use crate::support::{EMAIL, PASSWORD, World, code_of, totp};

#[tokio::test]
async fn a_login_needs_a_code_while_mfa_is_enabled() {
    let world = World::with_user().await;
    let (session, user) = world.session().await;
    let mfa = session
        .execute(ChangeMfa::new(&*user.id, true))
        .await
        .unwrap();
    assert_eq!(mfa.enabled, Some(true));
    let key = mfa.shared_key.unwrap();

    let login = LoginByEmail::new(EMAIL, PASSWORD);
    let error = world.authing.login(login.clone()).await.unwrap_err();
    assert!(error.needs_mfa(), "{error}");
    let error = world
        .authing
        .login(login.clone().mfa_code("000000"))
        .await
        .unwrap_err();
    assert!(error.needs_mfa(), "{error}");
    let code = totp(key.expose(), world.emulator.clock());
    world
        .authing
        .login(login.clone().mfa_code(&*code))
        .await
        .unwrap();
    let error = world
        .authing
        .login(login.mfa_code(&*code))
        .await
        .unwrap_err();
    assert!(error.needs_mfa(), "a code was accepted twice: {error}");
}

#[tokio::test]
async fn only_the_user_changes_their_mfa() {
    let world = World::with_user().await;
    let (session, user) = world.session().await;
    let other = world
        .authing
        .register("other@testmail.com", PASSWORD)
        .await
        .unwrap();
    assert_eq!(
        code_of(session.execute(ChangeMfa::new(other.id, true)).await),
        2202
    );

    session
        .execute(ChangeMfa::new(&*user.id, true))
        .await
        .unwrap();
    let mfa = world
        .authing
        .execute(GetMfa::new(&*user.id))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(mfa.enabled, Some(true));
    session
        .execute(ChangeMfa::new(&*user.id, false))
        .await
        .unwrap();
    world.authing.login_by_email(EMAIL, PASSWORD).await.unwrap();
}
