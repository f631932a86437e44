//! Multi-factor authentication, with TOTP codes.

use std::time::UNIX_EPOCH;

use authing_client::operations::{ChangeMfa, GetMfa, LoginByEmail};
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

use crate::support::{EMAIL, PASSWORD, World, code_of};

/// The code of an authenticator app for this key (RFC 6238: SHA-1, six digits, 30 seconds).
fn totp(shared_key: &str, world: &World) -> String {
    let key = BASE32_NOPAD.decode(shared_key.as_bytes()).unwrap();
    let now = world
        .emulator
        .clock()
        .now()
        .duration_since(UNIX_EPOCH)
        .unwrap();
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).unwrap();
    mac.update(&(now.as_secs() / 30).to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash.last().unwrap() & 15);
    let bytes = hash.get(offset..offset + 4).unwrap().try_into().unwrap();
    format!(
        "{:06}",
        (u32::from_be_bytes(bytes) & 0x7fff_ffff) % 1_000_000
    )
}

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
    let code = totp(key.expose(), &world);
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
