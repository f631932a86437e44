//! Social logins: listing, binding and unbinding.

use authing_client::operations::{
    BindSocialLogin, ListSocialBindings, ListSocialProviders, Register, UnbindSocialLogin,
};

use crate::support::{PASSWORD, World, code_of};

const GITHUB: &str = "github";

#[tokio::test]
async fn a_social_login_is_bound_listed_and_unbound() {
    let world = World::with_user().await;
    let (session, user) = world.session().await;
    assert!(
        !world
            .authing
            .execute(ListSocialProviders::new())
            .await
            .unwrap()
            .is_empty()
    );

    let bound = session
        .execute(BindSocialLogin::new(GITHUB, "u-1", "{}"))
        .await
        .unwrap();
    assert_eq!(bound.user_id, Some(user.id.clone()));
    let is_bound = async || {
        let list = world
            .authing
            .execute(ListSocialBindings::new(&*user.id))
            .await
            .unwrap();
        list.into_iter()
            .find(|kind| kind.provider.as_deref() == Some(GITHUB))
            .unwrap()
            .bound
    };
    assert_eq!(is_bound().await, Some(true));
    session
        .execute(UnbindSocialLogin::new(GITHUB))
        .await
        .unwrap();
    assert_eq!(is_bound().await, Some(false));
}

#[tokio::test]
async fn invalid_bindings_are_rejected() {
    let world = World::with_user().await;
    let (session, _) = world.session().await;
    let bind = |unionid: &str| BindSocialLogin::new(GITHUB, unionid, "{}");
    assert_eq!(
        code_of(session.execute(UnbindSocialLogin::new(GITHUB)).await),
        2216
    );
    session.execute(bind("u-1")).await.unwrap();
    assert_eq!(code_of(session.execute(bind("u-2")).await), 2213);

    world
        .authing
        .execute(Register::new("other@testmail.com", PASSWORD))
        .await
        .unwrap();
    let (other, _) = world.session_of("other@testmail.com").await;
    assert_eq!(code_of(other.execute(bind("u-1")).await), 2215);
}
