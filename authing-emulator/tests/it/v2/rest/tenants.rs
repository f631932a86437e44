//! Tenants and their members.

use serde_json::{Value, json};

use super::{By, NONE};
use crate::v2::{V2, code, each, text};

#[tokio::test]
async fn tenants_have_members_and_administrators() {
    let v2 = V2::new().await;
    let (ada, eve) = (v2.user("ada").await, v2.user("eve").await);
    let app = v2.0.emulator.app_id();
    let corp = json!({"name": "Corp", "appIds": app});
    let tenant = v2.ok(By::Owner, "POST /api/v2/tenant", corp).await;
    let unknown = json!({"name": "Corp", "appIds": "luck"});
    assert_eq!(
        v2.rejected(By::Owner, "POST /api/v2/tenant", unknown).await,
        500
    );
    let id = text(&tenant["id"]);
    let path = format!("/api/v2/tenant/{id}");
    assert_eq!(v2.ok(By::Owner, &format!("GET {path}"), NONE).await, tenant);
    let css = json!({"css": "body {}", "ssoPageCustomizationSettings": {"autoRegister": true}});
    let changed = v2.ok(By::Owner, &format!("POST {path}"), css).await;
    assert_eq!(
        (&changed["css"], &changed["name"]),
        (&json!("body {}"), &json!("Corp"))
    );
    assert_eq!(
        changed["ssoPageCustomizationSettings"],
        json!({"autoRegister": true})
    );

    let users = |ids: &[&str]| json!({ "userIds": ids });
    let add = format!("POST {path}/user");
    v2.ok(By::Owner, &add, users(&[&ada])).await;
    assert_eq!(v2.rejected(By::Owner, &add, users(&["luck"])).await, 2004);
    v2.ok(
        By::Owner,
        &format!("PUT {path}/admin"),
        users(&[&ada, &eve]),
    )
    .await;
    let enabled = json!({"isEnabled": false});
    v2.ok(By::Owner, &format!("PUT {path}/{eve}"), enabled.clone())
        .await;
    assert_eq!(
        v2.rejected(By::Owner, &format!("PUT {path}/luck"), enabled)
            .await,
        500
    );
    v2.ok(By::Owner, &format!("DELETE {path}/admin/{ada}"), NONE)
        .await;
    let members = format!("GET {path}/users?page=1&limit=10");
    let found = v2.ok(By::Owner, &members, NONE).await;
    assert_eq!(each(&found["list"], "id"), [&json!(ada), &json!(eve)]);
    assert_eq!(
        each(&found["list"], "isTenantAdmin"),
        [&json!(false), &json!(true)]
    );
    assert_eq!(
        each(&found["list"], "isEnabled"),
        [&json!(true), &json!(false)]
    );
    let of_user = v2
        .ok(By::Owner, &format!("GET /api/v2/users/{ada}/tenants"), NONE)
        .await;
    assert_eq!(each(&of_user["tenants"], "id"), [&json!(id)]);
    let of_app = format!("GET /api/v2/application/{app}/tenants");
    let of_app = v2.ok(By::Owner, &of_app, NONE).await;
    assert_eq!(
        (&of_app["id"], each(&of_app["tenants"], "id")),
        (&json!(app), vec![&json!(id)])
    );

    let remove = format!("DELETE {path}/user?userId={ada}");
    v2.ok(By::Owner, &remove, NONE).await;
    assert_eq!(v2.rejected(By::Owner, &remove, NONE).await, 500);
    let create = "mutation($id: String) { createOrg(name: \"Corp\", tenantId: $id) { id } }";
    let of_tenant = format!("GET /api/v2/orgs/by-tenant?tenant_id={id}");
    assert_eq!(v2.rejected(By::Owner, &of_tenant, NONE).await, 500);
    let org = v2.managed(create, json!({"id": id})).await;
    assert_eq!(v2.ok(By::Owner, &of_tenant, NONE).await["id"], org["id"]);
    let delete = "mutation($id: String!) { deleteUser(id: $id) { code } }";
    v2.managed(delete, json!({"id": eve})).await;
    let found = v2.ok(By::Owner, &members, NONE).await;
    assert_eq!(found["totalCount"], 0);
    v2.ok(By::Owner, &format!("DELETE {path}"), NONE).await;
    // The organization stays, as one of no tenant.
    assert_eq!(v2.rejected(By::Owner, &of_tenant, NONE).await, 500);
    assert_eq!(code(&v2.manage(create, json!({"id": id})).await), 500);
    assert_eq!(
        v2.ok(By::Owner, &format!("GET {path}"), NONE).await,
        Value::Null
    );
    let list = v2
        .ok(By::Owner, "GET /api/v2/tenants?page=1&limit=10", NONE)
        .await;
    assert_eq!(list["totalCount"], 0);
}
