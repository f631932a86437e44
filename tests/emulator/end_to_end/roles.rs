//! Roles, and the settings of the pool.

use authing_client::operations::{
    AssignRole, CreateRole, GetClientInfo, GetUserPoolSettings, ListRoles, ListRolesOfUser,
    ListUsersOfRole, RemoveRole, UpdateRole,
};

use crate::support::{World, code_of};

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
