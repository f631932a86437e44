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
    let other = "GET /api/v2/resource-namespace/5aec1ea610ecb800018db176";
    assert_eq!(v2.rejected(By::Owner, other, NONE).await, 2011);
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
