//! Organizations: nodes, their members, and what becomes of them.

use authing_client::v2::operations::{
    CreateNode, ListDepartmentsOfUser, ListOrgs, MoveNode, UpdateNode,
};
use authing_client::v2::types::{Node, Org};
use futures_util::TryStreamExt as _;

use super::{World, code_of};

/// An organization with a node, whose code is `code`, below its root.
async fn org(world: &World, code: &str) -> (Org, Node) {
    let org = world.management.create_org("Example Inc.").await.unwrap();
    let node = CreateNode::new(&*org.id, "Sales")
        .parent_id(&*org.root_node.id)
        .code(code);
    let node = world.management.execute(node).await.unwrap();
    (org, node)
}

#[tokio::test]
async fn nodes_are_created_found_changed_moved_and_deleted() {
    let world = World::new().await;
    let management = &world.management;
    let (org, sales) = org(&world, "sales").await;
    assert_eq!(org.root_node.name, "Example Inc.");
    let below = CreateNode::new(&*org.id, "North").parent_id(&*sales.id);
    let north = management.execute(below).await.unwrap();

    let found = management.get_node(&*north.id).await.unwrap().unwrap();
    assert_eq!(found.name, "North");
    let by_code = management.get_node_by_code(&*org.id, "sales").await;
    assert_eq!(by_code.unwrap().unwrap().id, sales.id);
    assert!(management.get_node("nobody").await.unwrap().is_none());
    let root = management.get_root_node(&*org.id).await.unwrap();
    assert_eq!(root.id, org.root_node.id);
    assert!(
        management
            .check_root_node(&*org.id, &*root.id)
            .await
            .unwrap()
    );
    assert!(
        !management
            .check_root_node(&*org.id, &*north.id)
            .await
            .unwrap()
    );
    let children = management.list_child_nodes(&*org.id, &*root.id).await;
    let names: Vec<_> = children
        .unwrap()
        .into_iter()
        .map(|node| node.name)
        .collect();
    assert_eq!(names, ["Sales"]);

    let update = UpdateNode::new(&*north.id).name("North Sea");
    let changed = management.update_node(update).await.unwrap();
    assert_eq!(changed.name, "North Sea");
    let found = management.search_nodes("North").await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].id, north.id);

    let taken = CreateNode::new(&*org.id, "Other")
        .parent_id(&*root.id)
        .code("sales");
    assert_eq!(code_of(management.execute(taken).await), 500);
    let below_itself = MoveNode::new(&*org.id, &*sales.id, &*north.id);
    assert_eq!(code_of(management.execute(below_itself).await), 500);
    management
        .move_node(&*org.id, &*north.id, &*root.id)
        .await
        .unwrap();
    let children = management.list_child_nodes(&*org.id, &*sales.id).await;
    assert_eq!(children.unwrap(), []);

    management.delete_node(&*org.id, &*sales.id).await.unwrap();
    assert!(management.get_node(&*sales.id).await.unwrap().is_none());
    assert_eq!(
        code_of(management.delete_node(&*org.id, &*root.id).await),
        500
    );
    let orgs: Vec<Org> = management
        .stream(ListOrgs::new())
        .try_collect()
        .await
        .unwrap();
    assert_eq!(orgs.len(), 1);
    management.delete_org(&*org.id).await.unwrap();
    assert_eq!(management.list_orgs().await.unwrap().total_count, 0);
    assert_eq!(code_of(management.get_org(&*org.id).await), 500);
}

#[tokio::test]
async fn members_are_added_listed_moved_and_removed() {
    let (world, user) = World::with_user().await;
    let management = &world.management;
    let (org, sales) = org(&world, "sales").await;
    let id = user.id.as_str();
    let members = async |node: &str| {
        let members = management
            .list_members_of_node(node)
            .await
            .unwrap()
            .unwrap();
        let users = members.members.list.into_iter();
        users.map(|user| user.id).collect::<Vec<_>>()
    };
    management
        .add_members_to_node(&*sales.id, [id])
        .await
        .unwrap();
    assert_eq!(members(&sales.id).await, [id]);
    let by_code = management
        .list_members_of_node_by_code(&*org.id, "sales")
        .await;
    assert_eq!(by_code.unwrap().unwrap().members.total_count, 1);
    assert_eq!(
        code_of(management.add_members_to_node(&*sales.id, ["nobody"]).await),
        2004
    );

    let root = org.root_node.id.as_str();
    management
        .set_main_department(id, &*sales.id)
        .await
        .unwrap();
    assert_eq!(code_of(management.set_main_department(id, root).await), 500);
    let departments = management.execute(ListDepartmentsOfUser::new(id)).await;
    let departments = departments.unwrap().unwrap();
    assert!(
        format!("{departments:?}").contains("Sales"),
        "{departments:?}"
    );

    management
        .move_members([id], &*sales.id, root)
        .await
        .unwrap();
    assert_eq!(members(&sales.id).await, [] as [&str; 0]);
    assert_eq!(members(root).await, [id]);
    management
        .add_members_to_node_by_code(&*org.id, "sales", [id])
        .await
        .unwrap();
    management
        .remove_members_from_node_by_code(&*org.id, "sales", [id])
        .await
        .unwrap();
    management
        .remove_members_from_node(root, [id])
        .await
        .unwrap();
    assert_eq!(members(root).await, [] as [&str; 0]);
}

#[tokio::test]
async fn a_node_has_roles_and_passes_resources_on_to_its_members() {
    use authing_client::v2::operations::{AllowAction, AssignRoles};

    let (world, user) = World::with_user().await;
    let management = &world.management;
    let (org, sales) = org(&world, "sales").await;
    management
        .add_members_to_node(&*sales.id, [&*user.id])
        .await
        .unwrap();
    management.create_role("seller").await.unwrap();
    let assign = AssignRoles::new(["seller"]).node_codes(["sales"]);
    management.execute(assign).await.unwrap();
    let roles = management
        .list_roles_of_node(&*sales.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(roles.roles.unwrap().total_count, 1);
    let allow = AllowAction::new("orders", "read").role_code("seller");
    management.allow_action(allow).await.unwrap();
    let allowed = management
        .check_action_allowed("orders", "read", &*user.id)
        .await;
    assert!(allowed.unwrap());
    let resources = management
        .list_authorized_resources_of_node_by_code(&*org.id, "sales")
        .await;
    assert_eq!(resources.unwrap().unwrap().node_id, sales.id);
}
