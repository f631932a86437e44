//! Roles, and the settings of the pool.

use authing_client::UserSearchField;
use authing_client::operations::{
    AssignRole, CreateRole, GetClientInfo, GetUserPoolSettings, ListRoles, ListRolesOfUser,
    ListUsersOfRole, RemoveRole, SearchUsers, UpdateRole,
};
use futures_util::TryStreamExt as _;

use crate::support::{PASSWORD, World, code_of};

#[tokio::test]
async fn a_role_is_created_updated_assigned_and_removed() {
    let world = World::with_user().await;
    let (_, user) = world.session().await;
    let authing = &world.authing;
    let role = authing
        .execute(CreateRole::new("editor").description("edits"))
        .await
        .unwrap();
    assert_eq!(
        authing.execute(ListRoles::new()).await.unwrap().total_count,
        1
    );
    let changed = authing
        .execute(UpdateRole::new(&*role.id, "editor").permissions(r#"["write"]"#))
        .await
        .unwrap();
    assert_eq!(changed.permissions.as_deref(), Some(r#"["write"]"#));

    authing
        .execute(AssignRole::new(&*role.id, &*user.id))
        .await
        .unwrap();
    let users = authing
        .execute(ListUsersOfRole::new(&*role.id))
        .await
        .unwrap();
    assert_eq!(users.list[0].user.as_ref().unwrap().id, user.id);
    let roles = authing
        .execute(ListRolesOfUser::new(&*user.id))
        .await
        .unwrap();
    let granted = roles.list[0].role.as_ref().unwrap();
    assert_eq!(granted.permissions.as_deref(), Some(r#"["write"]"#));

    authing
        .execute(RemoveRole::new(&*role.id, &*user.id))
        .await
        .unwrap();
    assert_eq!(
        authing
            .execute(ListUsersOfRole::new(&*role.id))
            .await
            .unwrap()
            .total_count,
        0
    );
}

#[tokio::test]
async fn streams_go_through_all_pages() {
    let world = World::with_user().await;
    let authing = &world.authing;
    let (session, user) = world.session().await;
    let mut names = Vec::new();
    let mut members = vec![user.id];
    for number in 0..5 {
        names.push(format!("role-{number}"));
        let email = format!("user-{number}@testmail.com");
        members.push(authing.register(email, PASSWORD).await.unwrap().id);
    }
    for name in &names {
        authing.create_role(name).await.unwrap();
    }
    let roles = authing.stream(ListRoles::new()).page_size(2);
    let roles: Vec<_> = roles.try_collect().await.unwrap();
    let found: Vec<_> = roles.iter().filter_map(|role| role.name.clone()).collect();
    assert_eq!(found, names);

    let role = &roles[0].id;
    for member in &members {
        authing.assign_role(role, member).await.unwrap();
    }
    for assignments in [
        authing.stream(ListUsersOfRole::new(role)).page_size(4),
        session.stream(ListUsersOfRole::new(role)).page_size(4),
    ] {
        let users = assignments.map_ok(|assignment| assignment.user.unwrap().id);
        let users: Vec<_> = users.try_collect().await.unwrap();
        assert_eq!(users, members);
    }

    // Of this list, the first page is 0.
    let search = SearchUsers::new(UserSearchField::Email, "testmail.com").count(2);
    let users = authing.stream(search).map_ok(|user| user.id);
    let mut users: Vec<_> = users.try_collect().await.unwrap();
    users.sort();
    members.sort();
    assert_eq!(users, members);
}

#[tokio::test]
async fn has_role_is_true_for_assigned_roles_only() {
    let world = World::with_user().await;
    let (_, user) = world.session().await;
    let authing = &world.authing;
    let editor = authing.create_role("editor").await.unwrap();
    authing.create_role("admin").await.unwrap();
    authing.assign_role(&*editor.id, &*user.id).await.unwrap();
    for (role, expected) in [
        ("editor", true),
        ("Editor", false),
        ("admin", false),
        ("", false),
    ] {
        let has = authing.has_role(&*user.id, role).await.unwrap();
        assert_eq!(has, expected, "{role}");
    }
    let by_id = authing.has_role(&*user.id, &editor.id).await.unwrap();
    assert!(!by_id, "roles are compared by name");
    authing.remove_role(&*editor.id, &*user.id).await.unwrap();
    assert!(!authing.has_role(&*user.id, "editor").await.unwrap());
    let unknown = "000000000000000000000000";
    assert_eq!(code_of(authing.has_role(unknown, "editor").await), 2004);
}

#[tokio::test]
async fn an_unknown_role_or_user_is_rejected() {
    let world = World::with_user().await;
    let (_, user) = world.session().await;
    let unknown = "000000000000000000000000";
    assert_eq!(
        code_of(
            world
                .authing
                .execute(AssignRole::new(unknown, &*user.id))
                .await
        ),
        500
    );
    let role = world
        .authing
        .execute(CreateRole::new("editor"))
        .await
        .unwrap();
    assert_eq!(
        code_of(
            world
                .authing
                .execute(AssignRole::new(&*role.id, unknown))
                .await
        ),
        2004
    );
}

#[tokio::test]
async fn the_settings_and_the_client_info_of_the_pool_are_returned() {
    let world = World::new().await;
    let settings = world
        .authing
        .execute(GetUserPoolSettings::new())
        .await
        .unwrap();
    assert_eq!(settings.user_token_lifetime, Some(15 * 24 * 3600));
    let info = world
        .authing
        .execute(GetClientInfo::new(world.emulator.secret()))
        .await
        .unwrap();
    assert!(!info.owner_token.is_empty());
    assert_eq!(info.user_pool.unwrap().id, world.emulator.user_pool_id());
    assert_eq!(
        code_of(world.authing.execute(GetClientInfo::new("wrong")).await),
        1001
    );
}
