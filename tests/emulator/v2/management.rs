//! Managing users, roles, groups, policies and organizations.

use authing_client::Error;
use authing_client::v2::ManagementClient;
use authing_client::v2::operations::{
    AssignRoles, CreateUser, FindUser, ListRolesOfUser, ListUsers, ListUsersOfGroup,
};
use authing_client::v2::types::{CreateUserInput, UpdateUserInput};
use futures_util::TryStreamExt as _;

use super::{World, code_of};
use crate::support::{EMAIL, PASSWORD};

#[tokio::test]
async fn users_are_created_found_updated_streamed_and_deleted() {
    let world = World::new().await;
    for number in 0..7 {
        let input = CreateUserInput::new()
            .username(format!("user{number}"))
            .password(PASSWORD);
        world
            .management
            .execute(CreateUser::new(input))
            .await
            .unwrap();
    }
    let users: Vec<_> = world
        .management
        .stream(ListUsers::new())
        .page_size(3)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(users.len(), 7);

    let user = world
        .management
        .find_user(FindUser::new().username("user3"))
        .await
        .unwrap()
        .unwrap();
    let id = user.id;
    let changed = world
        .management
        .update_user(&*id, UpdateUserInput::new().nickname("Three"))
        .await
        .unwrap();
    assert_eq!(changed.nickname.as_deref(), Some("Three"));
    world.management.delete_user(&*id).await.unwrap();
    let gone = world
        .management
        .find_user(FindUser::new().username("user3"))
        .await
        .unwrap();
    assert!(gone.is_none());
}

#[tokio::test]
async fn roles_and_groups_have_members() {
    let (world, user) = World::with_user().await;
    let id = user.id;
    world.management.create_role("admin").await.unwrap();
    let assign = AssignRoles::new(["admin"]).user_ids([id.as_str()]);
    world.management.execute(assign).await.unwrap();
    let roles = world
        .management
        .execute(ListRolesOfUser::new(&*id))
        .await
        .unwrap();
    assert!(format!("{roles:?}").contains("admin"));

    world
        .management
        .create_group("staff", "Staff")
        .await
        .unwrap();
    world
        .management
        .add_users_to_group("staff", [id.as_str()])
        .await
        .unwrap();
    let members = world
        .management
        .execute(ListUsersOfGroup::new("staff"))
        .await
        .unwrap();
    assert!(format!("{members:?}").contains(EMAIL));
}

#[tokio::test]
async fn a_wrong_secret_is_rejected_and_a_rejected_token_fetched_again() {
    let world = World::new().await;
    let wrong = ManagementClient::builder(world.emulator.user_pool_id(), "wrong-secret")
        .host(world.emulator.base_url())
        .connect()
        .await;
    assert!(
        matches!(wrong, Err(Error::CredentialsRejected { .. })),
        "{wrong:?}"
    );

    // The client's clock is the machine's: it does not know that its token has expired.
    world
        .emulator
        .clock()
        .advance(std::time::Duration::from_secs(16 * 24 * 3600));
    world.management.create_role("late").await.unwrap();
}

#[tokio::test]
async fn a_users_token_does_not_manage() {
    use authing_client::http::{HeaderValue, header::AUTHORIZATION};

    let (world, _) = World::with_user().await;
    let login = world.auth.login_by_email(EMAIL, PASSWORD).await.unwrap();
    let bearer = format!("Bearer {}", login.token().expose());
    let body = serde_json::json!({"query": "query { users { totalCount } }"});
    let response = reqwest::Client::builder()
        .no_proxy()
        .build()
        .unwrap()
        .post(world.emulator.graphql_v2_url())
        .header(AUTHORIZATION, HeaderValue::try_from(bearer).unwrap())
        .header("x-authing-userpool-id", world.emulator.user_pool_id())
        .header("content-type", "application/json")
        .body(body.to_string())
        .send()
        .await
        .unwrap();
    let text = response.text().await.unwrap();
    assert!(text.contains("errors"), "{text}");
    assert_eq!(
        code_of(world.management.delete_groups(["nobody"]).await),
        500
    );
}
