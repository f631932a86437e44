//! Users, for the owner of the pool.

use authing_client::v2::CustomValue;
use authing_client::v2::operations::{
    AssignRoles, CheckUserHasRole, CheckUserLoggedIn, FindUserById, FindUsersByIds, LinkIdentity,
    SearchUsersOfRole, SetCustomData, SetCustomField, UnlinkIdentity,
};
use authing_client::v2::types::{CustomDataTarget, CustomDataType};

use super::World;
use crate::support::{EMAIL, PASSWORD};
use crate::v2::code_of;

pub(super) async fn users_are_found_with_their_custom_data(world: &World) {
    let management = &world.management;
    let user = world.auth.register_by_email(EMAIL, PASSWORD).await.unwrap();
    let (id, target) = (user.id.as_str(), || CustomDataTarget::User);
    let field = SetCustomField::new(target(), "plan", CustomDataType::String, "Plan");
    management.set_custom_field(field).await.unwrap();
    let data = SetCustomData::new(target(), id, "plan", CustomValue::from("gold"));
    management.execute(data).await.unwrap();

    let found = management.find_user_by_id(id).await.unwrap().unwrap();
    assert_eq!((&*found.id, found.email.as_deref()), (id, Some(EMAIL)));
    assert_eq!(found.arn, user.arn);
    assert!(
        management
            .find_user_by_id("nobody")
            .await
            .unwrap()
            .is_none()
    );
    let with_data = FindUserById::new(id).with_custom_data(true);
    let found = management.execute(with_data).await.unwrap().unwrap();
    assert_eq!(found.custom_data[0].json(), "gold");

    let found = management.find_users_by_ids(["nobody", id]).await.unwrap();
    let ids: Vec<_> = found.iter().map(|user| &*user.id).collect();
    assert_eq!(ids, [id]);
    let by_email = FindUsersByIds::new([EMAIL])
        .kind("email")
        .with_custom_data(true);
    let found = management.execute(by_email).await.unwrap();
    assert_eq!((&*found[0].id, found[0].custom_data.len()), (id, 1));
}

pub(super) async fn a_login_is_seen_and_ended_by_the_owner(world: &World) {
    let management = &world.management;
    let user = world.auth.register_by_email(EMAIL, PASSWORD).await.unwrap();
    let (id, app) = (user.id.as_str(), world.emulator.app_id());
    let status = async || {
        let check = CheckUserLoggedIn::new(id).app_id(app);
        management.execute(check).await.unwrap()
    };
    assert!(!status().await.is_logged_in);
    assert_eq!(
        management.list_active_users(app).await.unwrap().total_count,
        0
    );
    let login = world.auth.login_by_email(EMAIL, PASSWORD).await.unwrap();
    let logged_in = status().await;
    assert!(logged_in.is_logged_in);
    assert_eq!(logged_in.user.unwrap()["id"], id);
    assert_eq!(logged_in.application.unwrap()[0]["id"], app);
    let active = management.list_active_users(app).await.unwrap();
    assert_eq!((active.total_count, &*active.list[0].id), (1, id));
    let unknown = management.list_active_users("no app").await;
    assert_eq!(code_of(unknown), 500);

    // All or none.
    assert_eq!(code_of(management.kick_users([id, "nobody"]).await), 2004);
    assert_eq!(login.session().get_me().await.unwrap().id, id);
    management.kick_users([id]).await.unwrap();
    assert!(!status().await.is_logged_in);
    assert_eq!(code_of(login.session().get_me().await), 2206);
}

pub(super) async fn roles_of_users_are_checked_and_searched(world: &World) {
    let management = &world.management;
    let user = world
        .auth
        .register_by_username("ada", PASSWORD)
        .await
        .unwrap();
    let id = user.id.as_str();
    management.create_role("admin").await.unwrap();
    let has = async |namespace: &str| {
        let check = CheckUserHasRole::new(id, "admin").namespace(namespace);
        management.execute(check).await.unwrap()
    };
    assert!(!has("default").await);
    let assign = AssignRoles::new(["admin"]).user_ids([id]);
    management.assign_roles(assign).await.unwrap();
    assert!(has("default").await && !has("other").await);
    let nobody = CheckUserHasRole::new("nobody", "admin");
    assert_eq!(code_of(management.execute(nobody).await), 2004);

    let search = async |text: &str| {
        let search = SearchUsersOfRole::new("admin", "default").search(text);
        management.execute(search).await.unwrap()
    };
    let found = search("AD").await;
    assert_eq!((found.total_count, &*found.list[0].id), (1, id));
    assert_eq!(search("eve").await.total_count, 0);
    let all = management.search_users_of_role("admin", "default").await;
    assert_eq!(all.unwrap().total_count, 1);
    let unknown = management.search_users_of_role("no role", "default").await;
    assert_eq!(code_of(unknown), 500);
}

pub(super) async fn identities_are_linked_and_unlinked(world: &World) {
    let management = &world.management;
    let user = world
        .auth
        .register_by_username("ada", PASSWORD)
        .await
        .unwrap();
    let id = user.id.as_str();
    let identities = async || {
        let user = management.get_user_details(id).await.unwrap().unwrap();
        user.identities
    };
    let link = |user: &str| LinkIdentity::new(user, "17", true).kind("github");
    assert_eq!(code_of(management.execute(link("nobody")).await), 2004);
    management.execute(link(id)).await.unwrap();
    let linked = identities().await;
    assert_eq!(linked[0].provider.as_deref(), Some("github"));
    assert_eq!(linked[0].user_id_at_provider.as_deref(), Some("17"));
    assert_eq!(code_of(management.execute(link(id)).await), 2213);
    let unlink = || UnlinkIdentity::new(id, "17", true).kind("github");
    management.execute(unlink()).await.unwrap();
    assert!(identities().await.is_empty());
    assert_eq!(code_of(management.execute(unlink()).await), 2216);
}
