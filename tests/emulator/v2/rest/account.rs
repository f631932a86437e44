//! A user's own account: what it is, where it may go, its linked accounts, and its end.

use authing_client::v2::UserSession;
use authing_client::v2::operations::{AddMembersToNode, LinkIdentity};
use authing_client::v2::types::{DefaultStrategy, PermissionStrategyInput};

use super::World;
use crate::support::{EMAIL, PASSWORD, PHONE};
use crate::v2::code_of;

async fn session(world: &World, username: &str) -> (String, UserSession) {
    world
        .auth
        .register_by_username(username, PASSWORD)
        .await
        .unwrap();
    let login = world
        .auth
        .login_by_username(username, PASSWORD)
        .await
        .unwrap();
    (login.user.id.clone(), login.session())
}

pub(super) async fn a_session_sees_itself_until_it_logs_out(world: &World) {
    let (id, session) = session(world, "ada").await;
    let me = session.get_me().await.unwrap();
    assert_eq!((&me.id, me.username.as_deref()), (&id, Some("ada")));
    assert_eq!(me.token.as_ref(), Some(session.token()));
    let pool = me.user_pool_id.as_deref();
    assert_eq!(pool, Some(world.emulator.user_pool_id()));
    assert!(
        me.created_at
            .is_some_and(|date| date.to_system_time().is_some())
    );

    let level = session.get_security_level().await.unwrap();
    assert_eq!((level.score, level.password), (Some(25), Some(true)));
    assert_eq!(
        (level.phone, level.password_security_level),
        (Some(false), None)
    );
    world.auth.send_sms_code(PHONE).await.unwrap();
    let code = world.emulator.last_code(PHONE).unwrap();
    session.bind_phone(PHONE, code).await.unwrap();
    let level = session.get_security_level().await.unwrap();
    assert_eq!((level.score, level.phone), (Some(50), Some(true)));

    session.log_out().await.unwrap();
    assert_eq!(code_of(session.get_me().await), 2206);
    let forged = world.auth.session("eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl");
    assert_eq!(code_of(forged.get_security_level().await), 2207);
}

pub(super) async fn departments_and_apps_of_a_user_are_listed(world: &World) {
    let management = &world.management;
    let (id, session) = session(world, "ada").await;
    assert!(session.list_my_orgs().await.unwrap().is_empty());
    let org = management.create_org("Corp").await.unwrap();
    let sales = management.create_node(org.id, "Sales").await.unwrap();
    let join = AddMembersToNode::new(sales.id, [id.as_str()]);
    management.execute(join).await.unwrap();
    for orgs in [
        session.list_my_orgs().await.unwrap(),
        management.list_orgs_of_user(&*id).await.unwrap(),
    ] {
        let names: Vec<_> = orgs[0].iter().map(|node| node.name.as_str()).collect();
        assert_eq!((orgs.len(), &*names), (1, &["Corp", "Sales"][..]));
    }
    assert_eq!(code_of(management.list_orgs_of_user("nobody").await), 2004);

    let apps = session.list_my_applications().await.unwrap();
    assert_eq!(
        (apps.total_count, &*apps.list[0].id),
        (1, world.emulator.app_id())
    );
    // An app's secret is not for its users.
    assert_eq!(apps.list[0].secret, None);
    let nobody = PermissionStrategyInput::new(DefaultStrategy::DenyAll);
    let app = world.emulator.app_id();
    management
        .set_application_access(app, nobody)
        .await
        .unwrap();
    assert_eq!(session.list_my_applications().await.unwrap().total_count, 0);
}

pub(super) async fn social_accounts_are_linked_to_another_user(world: &World) {
    let management = &world.management;
    let (id, primary) = session(world, "ada").await;
    let (other, secondary) = session(world, "eve").await;
    let link = |user: &str| LinkIdentity::new(user, "1", true).kind("github");
    management.execute(link(&other)).await.unwrap();
    // It belongs to the other one.
    assert_eq!(code_of(management.execute(link(&id)).await), 2215);

    let link = async |token: &str| {
        let primary = primary.token().clone();
        world.auth.link_account(primary, token).await
    };
    assert_eq!(code_of(link("a.b.c").await), 2207);
    link(secondary.token().expose()).await.unwrap();
    let user = management.get_user_details(&*id).await.unwrap().unwrap();
    assert_eq!(user.identities.len(), 1);
    assert_eq!(user.identities[0].provider.as_deref(), Some("github"));
    assert_eq!(code_of(link(secondary.token().expose()).await), 2216);

    let unlink = || world.auth.unlink_account(primary.token().clone(), "github");
    unlink().await.unwrap();
    let user = management.get_user_details(&*id).await.unwrap().unwrap();
    assert!(user.identities.is_empty());
    assert_eq!(code_of(unlink().await), 2216);
}

pub(super) async fn the_owner_logs_a_user_out(world: &World) {
    let (id, session) = session(world, "ada").await;
    let out = async |user: &str| world.management.log_out_user(user).await;
    assert_eq!(code_of(out("5aec1ea610ecb800018db176").await), 2004);
    assert_eq!(session.get_me().await.unwrap().id, id);
    out(&id).await.unwrap();
    assert_eq!(code_of(session.get_me().await), 2206);
    // A logout is not a lock.
    world.auth.login_by_username("ada", PASSWORD).await.unwrap();
    assert_eq!(
        code_of(world.auth.login_by_email(EMAIL, PASSWORD).await),
        2004
    );
}
