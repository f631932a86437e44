//! Resources and namespaces.

use serde_json::{Value, json};

use super::{By, NONE};
use crate::v2::{V2, each, text};

#[tokio::test]
async fn resources_are_created_changed_and_deleted() {
    let v2 = V2::new().await;
    let create = "POST /api/v2/resources";
    let books = json!({"code": "books", "type": "DATA", "namespace": "default",
        "actions": [{"name": "read", "description": "reads"}]});
    let created = v2.ok(By::Owner, create, books.clone()).await;
    assert_eq!(v2.rejected(By::Owner, create, books).await, 500);
    for wrong in [
        json!({"code": "x", "type": "LUCK"}),
        json!({"code": "x", "type": "DATA", "actions": ["read"]}),
    ] {
        assert_eq!(v2.rejected(By::Owner, create, wrong).await, 500);
    }
    let by_id = format!("GET /api/v2/resources/detail?id={}", text(&created["id"]));
    assert_eq!(v2.ok(By::Owner, &by_id, NONE).await, created);
    let by_code = "GET /api/v2/resources/detail?namespace=default&code=books";
    assert_eq!(v2.ok(By::Owner, by_code, NONE).await, created);
    let change = json!({"namespace": "default", "description": "All of them"});
    let changed = v2
        .ok(By::Owner, "POST /api/v2/resources/books", change.clone())
        .await;
    assert_eq!(
        (&changed["description"], &changed["actions"]),
        (&json!("All of them"), &created["actions"])
    );
    assert_eq!(
        v2.rejected(By::Owner, "POST /api/v2/resources/luck", change)
            .await,
        500
    );
    for (filter, count) in [
        ("", 1),
        ("namespace=default&type=DATA", 1),
        ("namespace=x", 0),
        ("type=API", 0),
    ] {
        let list = v2
            .ok(By::Owner, &format!("GET /api/v2/resources?{filter}"), NONE)
            .await;
        assert_eq!(list["totalCount"], count, "{filter}");
    }
    let delete = "DELETE /api/v2/resources/books?namespace=default";
    v2.ok(By::Owner, delete, NONE).await;
    assert_eq!(v2.rejected(By::Owner, delete, NONE).await, 500);
}

#[tokio::test]
async fn namespaces_are_named_by_id_and_code() {
    let v2 = V2::new().await;
    let path = format!("/api/v2/resource-namespace/{}", v2.0.pool());
    let create = format!("POST {path}");
    for code in ["one", "two"] {
        v2.ok(By::Owner, &create, json!({"code": code, "name": code}))
            .await;
    }
    let again = json!({"code": "one", "name": "x"});
    assert_eq!(v2.rejected(By::Owner, &create, again).await, 500);
    let list = v2
        .ok(By::Owner, &format!("GET {path}?page=1&limit=1"), NONE)
        .await;
    assert_eq!(
        (&list["total"], list["list"].as_array().unwrap().len()),
        (&json!(2), 1)
    );
    let id = &list["list"][0]["id"];
    let by_id = v2
        .ok(
            By::Owner,
            &format!("PUT {path}/{id}"),
            json!({"name": "First"}),
        )
        .await;
    let by_code = format!("PUT {path}/code/one");
    let by_code = v2
        .ok(By::Owner, &by_code, json!({"description": "d"}))
        .await;
    assert_eq!(
        (&by_id["name"], &by_code["name"]),
        (&json!("First"), &json!("First"))
    );
    assert_eq!(by_code["description"], "d");
    v2.ok(By::Owner, &format!("DELETE {path}/{id}"), NONE).await;
    assert_eq!(
        v2.rejected(By::Owner, &format!("DELETE {path}/code/one"), NONE)
            .await,
        3005
    );
    v2.ok(By::Owner, &format!("DELETE {path}/code/two"), NONE)
        .await;
    // A deleted namespace's id is not given again.
    let three = json!({"code": "three", "name": "three"});
    assert_eq!(v2.ok(By::Owner, &create, three).await["id"], 3);
    let other = "GET /api/v2/resource-namespace/5aec1ea610ecb800018db176";
    assert_eq!(v2.rejected(By::Owner, other, NONE).await, 2011);
}

#[tokio::test]
async fn a_namespace_is_deleted_with_everything_in_it() {
    let v2 = V2::new().await;
    let user = v2.user("ada").await;
    let path = format!("/api/v2/resource-namespace/{}", v2.0.pool());
    let create = format!("POST {path}");
    v2.ok(By::Owner, &create, json!({"code": "shop", "name": "Shop"}))
        .await;
    for space in ["shop", "default"] {
        let variables = json!({"space": space, "ids": [user]});
        for query in [
            "mutation($space: String) { createRole(code: \"clerk\", namespace: $space) { code } }",
            "mutation($space: String, $ids: [String!]) { assignRole(namespace: $space, roleCode: \"clerk\", userIds: $ids) { code } }",
            "mutation($space: String) { createPolicy(code: \"all\", namespace: $space, statements: []) { code } }",
            "mutation($space: String, $ids: [String!]) { addPolicyAssignments(policies: [\"all\", \"AdministratorAccess\"], targetType: USER, targetIdentifiers: $ids, namespace: $space) { code } }",
            "mutation($space: String) { allow(resource: \"books\", action: \"read\", roleCode: \"clerk\", namespace: $space) { code } }",
        ] {
            v2.managed(query, variables.clone()).await;
        }
        let resource = json!({"code": "books", "namespace": space});
        v2.ok(By::Owner, "POST /api/v2/resources", resource).await;
    }
    v2.ok(By::Owner, &format!("DELETE {path}/code/shop"), NONE)
        .await;
    for (space, count) in [("shop", 0), ("default", 1)] {
        let variables = json!({"space": space, "id": user});
        for query in [
            "query($space: String) { roles(namespace: $space) { totalCount } }",
            "query($space: String!) { policies(namespace: $space, excludeDefault: true) { totalCount } }",
            "query($space: String!) { authorizedTargets(namespace: $space, resourceType: DATA, resource: \"books\") { totalCount } }",
        ] {
            let found = v2.managed(query, variables.clone()).await;
            assert_eq!(found["totalCount"], count, "{space}: {query}");
        }
        let assigned =
            "query($space: String!) { policyAssignments(namespace: $space) { totalCount } }";
        let assigned = v2.managed(assigned, variables.clone()).await;
        assert_eq!(assigned["totalCount"], 2 * count, "{space}");
        let resources = format!("GET /api/v2/resources?namespace={space}");
        let resources = v2.ok(By::Owner, &resources, NONE).await;
        assert_eq!(resources["totalCount"], count, "{space}");
    }
    let roles = "query($id: String) { user(id: $id) { roles { list { namespace } } } }";
    let roles = v2.managed(roles, json!({"id": user})).await;
    assert_eq!(roles["roles"]["list"], json!([{"namespace": "default"}]));
}

#[tokio::test]
async fn the_default_namespace_always_exists() {
    let v2 = V2::new().await;
    let path = format!("/api/v2/resource-namespace/{}", v2.0.pool());
    let default = json!({"code": "default", "name": "Mine"});
    let create = format!("POST {path}");
    assert_eq!(v2.rejected(By::Owner, &create, default).await, 500);
    let delete = format!("DELETE {path}/code/default");
    assert_eq!(v2.rejected(By::Owner, &delete, NONE).await, 3003);
}

#[tokio::test]
async fn several_resources_are_authorized_and_revoked() {
    let v2 = V2::new().await;
    let id = v2.user("ada").await;
    let opts = |actions: Value| {
        json!({"namespace": "default", "opts": [{"targetType": "USER", "targetIdentifiers": [id],
            "resources": [{"code": "books", "actions": actions, "resourceType": "DATA"}]}]})
    };
    let allowed = async |action: &str| {
        let asked =
            json!({"namespace": "default", "userId": id, "resource": "books", "action": action});
        v2.ok(By::Owner, "POST /api/v2/acl/is-allowed", asked).await == json!({"allowed": true})
    };
    let (authorize, revoke) = (
        "POST /api/v2/acl/authorize-resources",
        "POST /api/v2/acl/revoke-resources",
    );
    v2.ok(By::Owner, authorize, opts(json!(["read", "write", "burn"])))
        .await;
    assert!(allowed("read").await && allowed("write").await && allowed("burn").await);
    let targets = json!({"namespace": "default", "targets": [{"targetType": "USER", "targetIdentifier": id}]});
    let list = v2
        .ok(
            By::Owner,
            "POST /api/v2/acl/list-authorized-resources-batch",
            targets,
        )
        .await;
    assert_eq!(each(&list["list"][0]["list"], "code"), [&json!("books")]);
    v2.ok(By::Owner, revoke, opts(json!(["burn"]))).await;
    assert!(allowed("read").await && !allowed("burn").await);
    let one = json!({"namespace": "default", "resource": "books",
        "opts": [{"targetType": "USER", "targetIdentifier": id}]});
    v2.ok(By::Owner, "POST /api/v2/acl/revoke-resource", one)
        .await;
    assert!(!allowed("read").await && !allowed("write").await);
    let wrong = json!({"opts": [{"targetType": "LUCK", "targetIdentifiers": [], "resources": []}]});
    assert_eq!(v2.rejected(By::Owner, authorize, wrong).await, 500);
}
