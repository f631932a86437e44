//! Resources, their namespaces, and who may do what with them.

use authing_client::v2::operations::{
    CreateResource, ListResources, UpdateNamespace, UpdateResource,
};
use authing_client::v2::types::{
    AuthorizationTarget, AuthorizedResourceInput, PolicyTarget, ResourceActionInput, ResourceType,
    ResourcesAuthorization, RevokeResourceTarget,
};
use futures_util::TryStreamExt as _;

use super::World;
use crate::support::{EMAIL, PASSWORD};
use crate::v2::code_of;

/// The namespace of all resources here.
const SPACE: &str = "default";

pub(super) async fn resources_are_created_changed_and_deleted(world: &World) {
    let management = &world.management;
    let books = || {
        let read = ResourceActionInput::new("books:read").description("reads");
        CreateResource::new("books", ResourceType::Data, SPACE).actions([read])
    };
    let created = management.create_resource(books()).await.unwrap();
    assert_eq!(
        (&*created.code, created.kind.as_deref()),
        ("books", Some("DATA"))
    );
    assert_eq!(created.actions[0].name.as_deref(), Some("books:read"));
    assert_eq!(
        created.user_pool_id.as_deref(),
        Some(world.emulator.user_pool_id())
    );
    assert_eq!(code_of(management.create_resource(books()).await), 500);

    let get = || management.get_resource("books", SPACE);
    assert_eq!(get().await.unwrap().as_ref(), Some(&created));
    let id = created.id.clone().unwrap();
    let by_id = management.get_resource_by_id(&*id).await.unwrap();
    assert_eq!(by_id.as_ref(), Some(&created));
    let update = UpdateResource::new("books", SPACE).description("All of them");
    let changed = management.update_resource(update).await.unwrap();
    assert_eq!(changed.description.as_deref(), Some("All of them"));
    assert_eq!(
        (&changed.id, &changed.actions),
        (&created.id, &created.actions)
    );
    let unknown = UpdateResource::new("no books", SPACE).description("none");
    assert_eq!(code_of(management.update_resource(unknown).await), 500);

    let door = CreateResource::new("door", ResourceType::Button, SPACE);
    management.create_resource(door).await.unwrap();
    assert_eq!(management.list_resources().await.unwrap().total_count, 2);
    let data = ListResources::new()
        .namespace(SPACE)
        .kind(ResourceType::Data);
    let data = management.execute(data).await.unwrap();
    assert_eq!((data.total_count, &data.list[0]), (1, &changed));
    let stream = management.stream(ListResources::new()).page_size(1);
    let all: Vec<_> = stream.try_collect().await.unwrap();
    assert_eq!(all.len(), 2);

    management.delete_resource("books", SPACE).await.unwrap();
    assert_eq!(management.list_resources().await.unwrap().total_count, 1);
    assert_eq!(code_of(get().await), 500);
    assert_eq!(code_of(management.get_resource_by_id(id).await), 500);
    assert_eq!(
        code_of(management.delete_resource("books", SPACE).await),
        500
    );
}

pub(super) async fn namespaces_are_created_changed_and_deleted(world: &World) {
    let management = &world.management;
    let list = async || {
        let page = management.list_namespaces().await.unwrap();
        let codes: Vec<_> = page.list.into_iter().map(|one| one.code).collect();
        assert_eq!(page.total, i64::try_from(codes.len()).unwrap());
        codes
    };
    assert!(list().await.is_empty());
    let created = management.create_namespace("Shop", "shop").await.unwrap();
    assert_eq!(
        (&*created.code, created.name.as_deref()),
        ("shop", Some("Shop"))
    );
    assert_eq!(
        code_of(management.create_namespace("Shop", "shop").await),
        500
    );
    assert_eq!(list().await, ["shop"]);
    let update = UpdateNamespace::new("shop")
        .name("Store")
        .description("It sells");
    let changed = management.update_namespace(update).await.unwrap();
    assert_eq!(
        (changed.name.as_deref(), changed.id),
        (Some("Store"), created.id)
    );
    assert_eq!(changed.description.as_deref(), Some("It sells"));
    management.delete_namespace("shop").await.unwrap();
    assert!(list().await.is_empty());
    assert_eq!(code_of(management.delete_namespace("shop").await), 3005);
}

pub(super) async fn several_resources_are_authorized_and_revoked(world: &World) {
    let management = &world.management;
    let user = world.auth.register_by_email(EMAIL, PASSWORD).await.unwrap();
    let id = user.id.as_str();
    let of_user = |resources: &[(&str, &[&str])]| {
        let resources = resources.iter().map(|(code, actions)| {
            AuthorizedResourceInput::new(*code)
                .actions(actions.iter().copied())
                .resource_type("DATA")
        });
        [ResourcesAuthorization::new(
            PolicyTarget::User,
            [id],
            resources,
        )]
    };
    let allowed = async |resource: &str, action: &str| {
        let decision = management.check_allowed(id, resource, action, SPACE).await;
        decision.unwrap().allowed
    };
    assert!(!allowed("books", "read").await);
    let all = of_user(&[("books", &["read", "burn"]), ("maps", &["read"])]);
    management.authorize_resources(SPACE, all).await.unwrap();
    assert!(allowed("books", "read").await && allowed("books", "burn").await);
    let target = AuthorizationTarget::new(PolicyTarget::User, id);
    let list = management
        .list_authorized_resources_of_targets(SPACE, [target])
        .await;
    let list = list.unwrap();
    let listed = list["list"][0]["list"].as_array().unwrap();
    let mut codes: Vec<_> = listed
        .iter()
        .map(|one| one["code"].as_str().unwrap())
        .collect();
    codes.sort_unstable();
    assert_eq!(codes, ["books", "maps"]);

    let burn = of_user(&[("books", &["burn"])]);
    management.revoke_resources(SPACE, burn).await.unwrap();
    assert!(allowed("books", "read").await && !allowed("books", "burn").await);
    let target = RevokeResourceTarget::new(PolicyTarget::User, id);
    management
        .revoke_resource(SPACE, "books", [target])
        .await
        .unwrap();
    assert!(!allowed("books", "read").await && allowed("maps", "read").await);
    let nobody = management
        .check_allowed("nobody", "books", "read", SPACE)
        .await;
    assert_eq!(code_of(nobody), 2004);
}
