//! Resources, namespaces, and apps.

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
    let wrong = json!({"opts": [{"targetType": "LUCK", "targetIdentifiers": []}]});
    assert_eq!(v2.rejected(By::Owner, authorize, wrong).await, 500);
}

#[tokio::test]
async fn apps_are_created_changed_and_deleted() {
    let v2 = V2::new().await;
    let create = "POST /api/v2/applications";
    let shop = json!({"name": "Shop", "identifier": "shop", "redirectUris": ["https://shop.example/callback"]});
    let app = v2.ok(By::Owner, create, shop.clone()).await;
    assert_eq!(v2.rejected(By::Owner, create, shop).await, 500);
    let wrong = json!({"name": "x", "identifier": "x", "redirectUris": ["javascript:alert(1)"]});
    assert_eq!(v2.rejected(By::Owner, create, wrong).await, 500);
    let path = format!("/api/v2/applications/{}", text(&app["id"]));
    assert_eq!(v2.ok(By::Owner, &format!("GET {path}"), NONE).await, app);
    let list = v2
        .ok(By::Owner, "GET /api/v2/applications?page=1&limit=10", NONE)
        .await;
    assert_eq!(list["totalCount"], 2);
    let kind = v2
        .ok(
            By::Owner,
            &format!("POST {path}"),
            json!({"appType": "INTERNAL"}),
        )
        .await;
    assert_eq!(
        (&kind["appType"], &kind["name"]),
        (&json!("INTERNAL"), &json!("Shop"))
    );
    let refresh = format!(
        "PATCH /api/v2/application/{}/refresh-secret",
        text(&app["id"])
    );
    let refreshed = v2.ok(By::Owner, &refresh, NONE).await;
    assert_ne!(refreshed["secret"], app["secret"]);
    v2.ok(By::Owner, &format!("DELETE {path}"), NONE).await;
    assert_eq!(
        v2.ok(By::Owner, &format!("GET {path}"), NONE).await,
        Value::Null
    );
    assert_eq!(
        v2.rejected(By::Owner, &format!("DELETE {path}"), NONE)
            .await,
        500
    );
    let announced = format!("DELETE /api/v2/applications/{}", v2.0.emulator.app_id());
    assert_eq!(v2.rejected(By::Owner, &announced, NONE).await, 1001);
}

#[tokio::test]
async fn access_rules_decide_which_apps_a_user_may_use() {
    let v2 = V2::new().await;
    let (id, token) = v2.session("ada").await;
    let app = format!("/api/v2/applications/{}", v2.0.emulator.app_id());
    let may_use = async || {
        let endpoint = "GET /api/v2/users/me/applications/allowed?page=1&limit=10";
        v2.ok(By::Token(&token), endpoint, NONE).await["totalCount"] == 1
    };
    let target = json!({"targetType": "USER", "namespace": "default", "targetIdentifiers": [id]});
    let change = async |change: &str| {
        let endpoint = format!("POST {app}/authorization/{change}");
        v2.ok(By::Owner, &endpoint, target.clone()).await
    };
    assert!(may_use().await);
    let strategy = |default: &str| json!({"permissionStrategy": {"defaultStrategy": default}});
    v2.ok(By::Owner, &format!("POST {app}"), strategy("DENY_ALL"))
        .await;
    assert!(!may_use().await);
    change("allow").await;
    assert!(may_use().await);
    change("disable-effect").await;
    assert!(!may_use().await);
    change("enable-effect").await;
    assert!(may_use().await);
    let records = format!("GET {app}/authorization/records?page=1&limit=10");
    let list = v2.ok(By::Owner, &records, NONE).await;
    let record = &list["list"][0];
    assert_eq!(
        (&record["targetIdentifier"], &record["effect"]),
        (&json!(id), &json!("ALLOW"))
    );
    v2.ok(By::Owner, &format!("POST {app}"), strategy("ALLOW_ALL"))
        .await;
    change("deny").await;
    assert!(!may_use().await);
    change("revoke").await;
    assert!(may_use().await);
    assert_eq!(v2.ok(By::Owner, &records, NONE).await["totalCount"], 0);
    let wrong = format!("POST {app}");
    assert_eq!(v2.rejected(By::Owner, &wrong, strategy("LUCK")).await, 500);
}

#[tokio::test]
async fn agreements_keep_their_order() {
    let v2 = V2::new().await;
    let path = format!("/api/v2/applications/{}/agreements", v2.0.emulator.app_id());
    for title in ["one", "two"] {
        let agreement = json!({"title": title, "required": false, "lang": "en-US"});
        v2.ok(By::Owner, &format!("POST {path}"), agreement).await;
    }
    v2.ok(
        By::Owner,
        &format!("POST {path}/sort"),
        json!({"ids": ["2", 1]}),
    )
    .await;
    let list = v2.ok(By::Owner, &format!("GET {path}"), NONE).await;
    assert_eq!(each(&list["list"], "title"), [&json!("two"), &json!("one")]);
    let change = json!({"title": "One", "required": true});
    let changed = v2.ok(By::Owner, &format!("PUT {path}/1"), change).await;
    assert_eq!(
        (&changed["title"], &changed["required"], &changed["lang"]),
        (&json!("One"), &json!(true), &json!("en-US"))
    );
    v2.ok(By::Owner, &format!("DELETE {path}/1"), NONE).await;
    assert_eq!(
        v2.rejected(By::Owner, &format!("DELETE {path}/1"), NONE)
            .await,
        500
    );
}

#[tokio::test]
async fn accounts_for_programs_get_access_tokens() {
    let v2 = V2::new().await;
    let path = format!(
        "/api/v2/applications/{}/programmatic-access-accounts",
        v2.0.emulator.app_id()
    );
    let wrong = json!({"tokenLifetime": 0});
    assert_eq!(
        v2.rejected(By::Owner, &format!("POST {path}"), wrong).await,
        500
    );
    let account = json!({"tokenLifetime": 600, "remarks": "a robot"});
    let account = v2.ok(By::Owner, &format!("POST {path}"), account).await;
    let all = "/api/v2/applications/programmatic-access-accounts";
    let id = text(&account["id"]);
    let token = async |secret: &Value| {
        let url = format!("{}/oidc/token", v2.0.emulator.base_url());
        let secret = text(secret);
        let form = format!(
            "grant_type=client_credentials&scope=books&client_id={id}&client_secret={secret}"
        );
        let request = v2.0.http.post(url).body(form);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        request.send().await.unwrap().status().as_u16()
    };
    assert_eq!(token(&account["secret"]).await, 200);
    let disabled = v2
        .ok(
            By::Owner,
            &format!("PATCH {all}"),
            json!({"id": id, "enabled": false}),
        )
        .await;
    assert_eq!(disabled["enabled"], false);
    assert_ne!(token(&account["secret"]).await, 200);
    v2.ok(
        By::Owner,
        &format!("PATCH {all}"),
        json!({"id": id, "enabled": true}),
    )
    .await;
    let new = v2
        .ok(
            By::Owner,
            &format!("PATCH {all}"),
            json!({"id": id, "secret": "b".repeat(32)}),
        )
        .await;
    assert_ne!(token(&account["secret"]).await, 200);
    assert_eq!(token(&new["secret"]).await, 200);
    let list = v2.ok(By::Owner, &format!("GET {path}"), NONE).await;
    assert_eq!(list["list"], json!([new]));
    v2.ok(By::Owner, &format!("DELETE {all}?id={id}"), NONE)
        .await;
    assert_eq!(
        v2.rejected(By::Owner, &format!("DELETE {all}?id={id}"), NONE)
            .await,
        500
    );
}
