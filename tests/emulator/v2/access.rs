//! Groups, policies, and what they allow.

use authing_client::v2::operations::{
    AllowAction, ListAuthorizedResources, ListAuthorizedTargets, ListPolicyAssignments,
    UpdateGroup, UpdatePolicy,
};
use authing_client::v2::types::{
    PolicyEffect, PolicyStatementInput, PolicyTarget, ResourceAuthorizationInput, ResourceType,
};

use super::{World, code_of};

#[tokio::test]
async fn groups_are_changed_and_lose_members() {
    let (world, user) = World::with_user().await;
    let management = &world.management;
    management.create_group("staff", "Staff").await.unwrap();
    assert_eq!(
        code_of(management.create_group("staff", "Other").await),
        500
    );
    let update = UpdateGroup::new("staff").name("People").new_code("people");
    let group = management.update_group(update).await.unwrap();
    assert_eq!(
        (group.code.as_str(), group.name.as_str()),
        ("people", "People")
    );
    assert!(management.get_group("staff").await.unwrap().is_none());
    assert_eq!(management.list_groups().await.unwrap().total_count, 1);

    let id = user.id.as_str();
    let count = async || {
        let users = management.list_users_of_group("people").await.unwrap();
        users.unwrap().users.total_count
    };
    management.add_users_to_group("people", [id]).await.unwrap();
    assert_eq!(count().await, 1);
    assert_eq!(
        code_of(management.add_users_to_group("people", ["nobody"]).await),
        2004
    );
    management
        .remove_users_from_group("people", [id])
        .await
        .unwrap();
    assert_eq!(count().await, 0);
    management.delete_groups(["people"]).await.unwrap();
    assert!(management.get_group("people").await.unwrap().is_none());
}

#[tokio::test]
async fn a_policy_allows_and_forbids_until_it_is_removed() {
    let (world, user) = World::with_user().await;
    let (management, id) = (&world.management, user.id.as_str());
    let statement = |resource: &str| PolicyStatementInput::new(resource, ["read"]);
    let policy = management
        .create_policy("readers", [statement("books:*")])
        .await;
    assert_eq!(policy.unwrap().statements.len(), 1);
    let allowed = async || {
        let allowed = management.check_action_allowed("books:1", "read", id).await;
        allowed.unwrap()
    };
    assert!(!allowed().await);
    let user = || PolicyTarget::User;
    management
        .add_policy_assignments(["readers"], user(), [id])
        .await
        .unwrap();
    assert!(allowed().await);
    assert_eq!(
        code_of(
            management
                .add_policy_assignments(["nothing"], user(), [id])
                .await
        ),
        500
    );

    let assignments = ListPolicyAssignments::new().code("readers");
    let assignments = management
        .list_policy_assignments(assignments)
        .await
        .unwrap();
    assert_eq!(assignments.list[0].target_identifier, id);
    let policy = management
        .get_policy_with_assignments("readers")
        .await
        .unwrap()
        .unwrap();
    assert_eq!((policy.assignment_count, policy.assignments.len()), (1, 1));

    management
        .disable_policy_assignment("readers", user(), id)
        .await
        .unwrap();
    assert!(!allowed().await);
    management
        .enable_policy_assignment("readers", user(), id)
        .await
        .unwrap();
    let forbidding = statement("books:1").effect(PolicyEffect::Deny);
    let update = UpdatePolicy::new("readers").statements([statement("books:*"), forbidding]);
    management.update_policy(update).await.unwrap();
    assert!(!allowed().await);

    management
        .remove_policy_assignments(["readers"], user(), [id])
        .await
        .unwrap();
    management.delete_policy("readers").await.unwrap();
    assert!(management.get_policy("readers").await.unwrap().is_none());
    assert_eq!(code_of(management.delete_policies(["readers"]).await), 500);
    // The service's own policy stays.
    assert_eq!(management.list_policies().await.unwrap().total_count, 1);
}

#[tokio::test]
async fn an_authorized_resource_is_listed_from_both_sides() {
    let (world, user) = World::with_user().await;
    let (management, id) = (&world.management, user.id.as_str());
    let grant = ResourceAuthorizationInput::new(PolicyTarget::User, id).actions(["read"]);
    management
        .authorize_resource("orders", [grant])
        .await
        .unwrap();
    let resources = ListAuthorizedResources::new(PolicyTarget::User, id);
    let resources = management.execute(resources).await.unwrap().unwrap();
    assert_eq!(resources.total_count, 1);
    assert_eq!(resources.list[0].code, "orders");
    assert_eq!(resources.list[0].actions, ["read"]);

    let allow = AllowAction::new("orders", "write").user_id(id);
    management.allow_action(allow).await.unwrap();
    let targets = ListAuthorizedTargets::new("orders", ResourceType::Data, "default");
    let targets = management.execute(targets).await.unwrap().unwrap();
    let target = targets
        .list
        .iter()
        .find(|one| one.target_identifier.as_deref() == Some(id));
    assert!(target.is_some(), "{targets:?}");
    assert!(
        management
            .check_action_allowed("orders", "write", id)
            .await
            .unwrap()
    );
    assert!(
        !management
            .check_action_allowed("orders", "delete", id)
            .await
            .unwrap()
    );
    let nobody = AllowAction::new("orders", "write").user_id("nobody");
    assert_eq!(code_of(management.allow_action(nobody).await), 2004);
}
