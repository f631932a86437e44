//! Tokens of owners and users: verification, refresh, expiry.

use std::time::Duration;

use authing_client::{Authing, LoginState, TokenError, TokenState};

use crate::support::{EMAIL, PASSWORD, World, builder, code_of};

const HALF_A_MONTH: Duration = Duration::from_secs(15 * 24 * 3600);

#[tokio::test]
async fn a_session_reads_its_own_user() {
    let World { authing, .. } = &World::with_user().await;
    let login = authing.login_by_email(EMAIL, PASSWORD).await.unwrap();
    let found = login
        .session()
        .get_user(&*login.user.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.id, login.user.id);
}

#[tokio::test]
async fn a_session_is_created_from_a_stored_token() {
    let World { authing, .. } = &World::with_user().await;
    let login = authing.login_by_email(EMAIL, PASSWORD).await.unwrap();
    let cookie = login.session().token().expose().to_owned();
    assert!(
        authing
            .session(cookie)
            .login_status()
            .await
            .unwrap()
            .is_logged_in()
    );
}

#[tokio::test]
async fn a_users_token_expires_and_is_not_refreshed() {
    let world = World::with_user().await;
    let login = world.authing.login_by_email(EMAIL, PASSWORD).await.unwrap();
    let session = login.session();
    world.advance(HALF_A_MONTH);
    let state = session.login_status().await.unwrap();
    assert!(matches!(state, LoginState::Expired), "{state:?}");
    assert_eq!(code_of(session.get_user(&*login.user.id).await), 2206);
}

#[tokio::test]
async fn a_forged_token_is_invalid() {
    let World { authing, .. } = &World::with_user().await;
    for forged in ["nonsense", "eyJhbGciOiJub25lIn0.eyJleHAiOjk5OTk5OTk5OTl9."] {
        let session = authing.session(forged);
        let state = session.login_status().await.unwrap();
        assert!(matches!(state, LoginState::Invalid), "{state:?}");
        assert_eq!(
            code_of(session.get_user("5e4cdd055df3df65dc58b97e").await),
            2207
        );
    }
}

#[tokio::test]
async fn an_owner_token_that_the_service_rejects_is_refreshed() {
    let world = World::new().await;
    let user = world.authing.register(EMAIL, PASSWORD).await.unwrap();
    world.authing.get_user(&*user.id).await.unwrap();
    // Only the emulator's clock advances: for the client's clock the token is still valid.
    world.advance(HALF_A_MONTH * 2);
    assert!(world.authing.get_user(&*user.id).await.unwrap().is_some());
}

#[tokio::test]
async fn logins_do_not_change_the_client() {
    let world = World::with_user().await;
    world
        .authing
        .register("other@testmail.com", PASSWORD)
        .await
        .unwrap();
    let authing: &Authing = &world.authing;
    let one = authing.login_by_email(EMAIL, PASSWORD).await.unwrap();
    let other = authing
        .login_by_email("other@testmail.com", PASSWORD)
        .await
        .unwrap();
    for login in [&one, &other] {
        let state = login.session().login_status().await.unwrap();
        let LoginState::LoggedIn(Some(token)) = state else {
            panic!("{state:?}");
        };
        assert_eq!(token.data.unwrap().id.as_ref(), Some(&login.user.id));
    }
    // Logging the user out does not affect the owner's token.
    world.emulator.log_out_user(&one.user.id).unwrap();
    assert!(authing.get_user(&*one.user.id).await.unwrap().is_some());
}

#[tokio::test]
async fn concurrent_logins_do_not_mix_up_users() {
    let world = World::new().await;
    let authing = builder(&world.emulator).build().unwrap();
    let tasks: Vec<_> = (0..50)
        .map(|number| {
            let authing = authing.clone();
            tokio::spawn(async move {
                let email = format!("user-{number}@testmail.com");
                authing.register(&*email, PASSWORD).await.unwrap();
                let login = authing.login_by_email(&*email, PASSWORD).await.unwrap();
                let found = login
                    .session()
                    .get_user(&*login.user.id)
                    .await
                    .unwrap()
                    .unwrap();
                assert_eq!(found.email, Some(email));
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}

#[tokio::test]
async fn a_token_is_verified_locally() {
    let world = World::with_user().await;
    let (session, user) = world.session().await;
    let claims = world.authing.verify_token(session.token()).unwrap();
    assert_eq!(
        (claims.user_id, claims.email.as_deref()),
        (user.id, Some(EMAIL))
    );
    let forged = format!("{}x", session.token().expose());
    let error = world.authing.verify_token(forged).unwrap_err();
    assert!(matches!(error, TokenError::Signature), "{error:?}");
}

#[tokio::test]
async fn logging_out_a_session_expires_its_token() {
    let world = World::with_user().await;
    let (session, _) = world.session().await;
    session.log_out().await.unwrap();
    let state = session.login_status().await.unwrap();
    assert!(matches!(state, LoginState::Expired), "{state:?}");
}

#[tokio::test]
async fn a_users_token_is_refreshed_and_decoded_by_the_service() {
    let world = World::with_user().await;
    let (_, user) = world.session().await;
    let refreshed = world.authing.refresh_token(&*user.id).await.unwrap();
    let session = world.authing.session(refreshed.token.expose());
    assert!(session.login_status().await.unwrap().is_logged_in());

    let token = refreshed.token.expose();
    let decoded = world.authing.decode_token(token).await.unwrap();
    let decoded = decoded.valid().unwrap();
    assert_eq!(decoded.expires_at, refreshed.expires_at);
    assert_eq!(decoded.status.unwrap().code, Some(200));
    let state = world.authing.decode_token("nonsense").await.unwrap();
    assert_eq!(state, TokenState::Invalid);
    world.advance(HALF_A_MONTH);
    let state = world.authing.decode_token(token).await.unwrap();
    assert_eq!(state, TokenState::Expired);
}

#[tokio::test]
async fn a_login_and_its_claims_have_the_same_expiry() {
    let world = World::with_user().await;
    let login = world.authing.login_by_email(EMAIL, PASSWORD).await.unwrap();
    let end = login.expires_at().unwrap();
    let start = world.emulator.clock().now();
    let left = end.duration_since(start).unwrap().as_secs_f64();
    let most = HALF_A_MONTH.as_secs_f64();
    assert!((most - 1.0..=most).contains(&left), "{left}");
    let claims = world.authing.verify_token(login.token()).unwrap();
    assert_eq!(claims.expires_at(), end);
    let issued = claims.issued_at().unwrap();
    assert!(start.duration_since(issued).unwrap() < Duration::from_secs(1));
}
