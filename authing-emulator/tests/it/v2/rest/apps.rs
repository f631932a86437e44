//! Apps: who may use them, agreements, and accounts for programs.

use serde_json::{Value, json};

use super::{By, NONE};
use crate::v2::{V2, code, each, text};

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

    // The page shows the announced app's secret as it is.
    let refresh = format!(
        "PATCH /api/v2/application/{}/refresh-secret",
        v2.0.emulator.app_id()
    );
    let refreshed = v2.ok(By::Owner, &refresh, NONE).await;
    let state = v2.0.emulator.page_url() + "page/state";
    let state = v2.0.http.get(state).send().await.unwrap();
    let state: Value = state.json().await.unwrap();
    assert_eq!(state["v2"]["appSecret"], refreshed["secret"]);
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
    // A deleted agreement's id is not given again.
    v2.ok(By::Owner, &format!("DELETE {path}/2"), NONE).await;
    let three = json!({"title": "three"});
    let three = v2.ok(By::Owner, &format!("POST {path}"), three).await;
    assert_eq!(three["id"], 3);
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
    let issued = async |secret: &Value| {
        let url = format!("{}/oidc/token", v2.0.emulator.base_url());
        let secret = text(secret);
        let form = format!(
            "grant_type=client_credentials&scope=books&client_id={id}&client_secret={secret}"
        );
        let request = v2.0.http.post(url).body(form);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        request.send().await.unwrap()
    };
    let token = async |secret: &Value| issued(secret).await.status().as_u16();
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
    let issued: Value = issued(&new["secret"]).await.json().await.unwrap();
    let validate = format!(
        "{}/api/v2/oidc/validate_token?access_token={}",
        v2.0.emulator.base_url(),
        text(&issued["access_token"])
    );
    let claims = async || {
        let response = v2.0.http.get(&validate).send().await.unwrap();
        response.json::<Value>().await.unwrap()
    };
    assert_eq!(claims().await["scope"], "books");
    let list = v2.ok(By::Owner, &format!("GET {path}"), NONE).await;
    assert_eq!(list["list"], json!([new]));
    v2.ok(By::Owner, &format!("DELETE {all}?id={id}"), NONE)
        .await;
    // Its tokens end with it.
    assert_eq!(claims().await["code"], 400);
    assert_eq!(
        v2.rejected(By::Owner, &format!("DELETE {all}?id={id}"), NONE)
            .await,
        500
    );
}

#[tokio::test]
async fn access_rules_follow_their_holders() {
    let v2 = V2::new().await;
    let app = format!("/api/v2/applications/{}", v2.0.emulator.app_id());
    let user = v2.user("ada").await;
    v2.managed("mutation { createRole(code: \"staff\") { id } }", NONE)
        .await;
    v2.managed(
        "mutation { createGroup(code: \"team\", name: \"Team\") { code } }",
        NONE,
    )
    .await;
    for (holder, id) in [("ROLE", "staff"), ("GROUP", "team"), ("USER", &user)] {
        let target =
            json!({"targetType": holder, "namespace": "default", "targetIdentifiers": [id]});
        v2.ok(
            By::Owner,
            &format!("POST {app}/authorization/allow"),
            target,
        )
        .await;
    }
    for (holder, code) in [("ROLE", 500), ("GROUP", 500), ("ORG", 500), ("USER", 2004)] {
        let unknown = json!({"targetType": holder, "targetIdentifiers": ["nobody"]});
        let deny = format!("POST {app}/authorization/deny");
        assert_eq!(v2.rejected(By::Owner, &deny, unknown).await, code);
    }
    let holders = async || {
        let records = format!("GET {app}/authorization/records?page=1&limit=10");
        let records = v2.ok(By::Owner, &records, NONE).await;
        let holders = each(&records["list"], "targetIdentifier").into_iter();
        holders.map(text).collect::<Vec<_>>()
    };
    let rename = "mutation { updateRole(code: \"staff\", newCode: \"boss\") { code } }";
    v2.managed(rename, NONE).await;
    let rename = "mutation { updateGroup(code: \"team\", newCode: \"crew\") { code } }";
    v2.managed(rename, NONE).await;
    assert_eq!(holders().await, ["boss", "crew", user.as_str()]);
    v2.managed("mutation { deleteRole(code: \"boss\") { code } }", NONE)
        .await;
    assert_eq!(holders().await, ["crew", user.as_str()]);
    v2.managed(
        "mutation { deleteGroups(codeList: [\"crew\"]) { code } }",
        NONE,
    )
    .await;
    let delete = "mutation($id: String!) { deleteUser(id: $id) { code } }";
    v2.managed(delete, json!({"id": user})).await;
    assert_eq!(holders().await, Vec::<String>::new());
}

#[tokio::test]
async fn an_app_is_deleted_with_its_tokens_authorizations_and_tenants() {
    let v2 = V2::new().await;
    let (emulator, owner) = (&v2.0.emulator, v2.0.owner_token().await);
    let user = v2.user("ada").await;
    for api in ["legacy", "v2"] {
        let app = json!({"name": api, "identifier": api, "redirectUris": []});
        let app = v2.ok(By::Owner, "POST /api/v2/applications", app).await;
        let (id, secret) = (text(&app["id"]), text(&app["secret"]));
        emulator.authorize_app(&user, &id, "openid").unwrap();
        let tenant = json!({"name": api, "appIds": format!("{id},{}", emulator.app_id())});
        let tenant = v2.ok(By::Owner, "POST /api/v2/tenant", tenant).await;
        let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
        let request =
            v2.0.http
                .post(format!("{}/oidc/token", emulator.base_url()));
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let tokens = request.body(form).send().await.unwrap();
        let tokens: Value = tokens.json().await.unwrap();
        let token = text(&tokens["access_token"]);
        let validate = format!("GET /api/v2/oidc/validate_token?access_token={token}");
        assert_eq!(v2.rest(By::App, &validate, NONE).await["aud"], id);

        match api {
            "v2" => drop(
                v2.ok(
                    By::Owner,
                    &format!("DELETE /api/v2/applications/{id}"),
                    NONE,
                )
                .await,
            ),
            _ => {
                let remove = "mutation($id: String!, $pool: String!) { RemoveOIDCApp(appId: $id, clientId: $pool) { _id } }";
                v2.0.call_as(&owner, remove, json!({"id": id, "pool": v2.0.pool()}))
                    .await
                    .data("RemoveOIDCApp");
            }
        }
        assert_eq!(v2.rest(By::App, &validate, NONE).await["code"], 400);
        let path = format!("GET /api/v2/tenant/{}", text(&tenant["id"]));
        let tenant = v2.ok(By::Owner, &path, NONE).await;
        assert_eq!(tenant["appIds"], json!([emulator.app_id()]));
        let query = "query($u: String) { GetUserAuthorizedApps(userId: $u) { totalCount } }";
        let apps = v2.0.call_as(&owner, query, json!({"u": user})).await;
        let apps = apps.data("GetUserAuthorizedApps");
        assert_eq!(apps["totalCount"], 0, "{api}");
    }
}

#[tokio::test]
async fn access_rules_of_a_namespace_end_with_it() {
    let v2 = V2::new().await;
    let app = format!("/api/v2/applications/{}", v2.0.emulator.app_id());
    let user = v2.user("ada").await;
    let spaces = format!("/api/v2/resource-namespace/{}", v2.0.pool());
    let shop = json!({"code": "shop", "name": "Shop"});
    v2.ok(By::Owner, &format!("POST {spaces}"), shop).await;
    // A role of the default namespace counts in all.
    v2.managed("mutation { createRole(code: \"clerk\") { id } }", NONE)
        .await;
    for (space, holder, id) in [
        ("shop", "ROLE", "clerk"),
        ("shop", "USER", &user),
        ("default", "USER", &user),
    ] {
        let target = json!({"targetType": holder, "namespace": space, "targetIdentifiers": [id]});
        let allow = format!("POST {app}/authorization/allow");
        v2.ok(By::Owner, &allow, target).await;
    }
    v2.ok(By::Owner, &format!("DELETE {spaces}/code/shop"), NONE)
        .await;
    let records = format!("GET {app}/authorization/records?page=1&limit=10");
    let records = v2.ok(By::Owner, &records, NONE).await;
    assert_eq!(each(&records["list"], "namespace"), ["default"]);
}

#[tokio::test]
async fn what_an_app_and_its_accounts_have_ends_with_them() {
    let v2 = V2::new().await;
    let app = json!({"name": "Shop", "identifier": "shop", "redirectUris": []});
    let app = v2.ok(By::Owner, "POST /api/v2/applications", app).await;
    let id = text(&app["id"]);
    let define = "mutation { setUdf(targetType: APPLICATION, key: \"x\", dataType: STRING, label: \"X\") { key } }";
    v2.managed(define, NONE).await;
    let set = "mutation($id: String!) { setUdv(targetType: APPLICATION, targetId: $id, key: \"x\", value: \"v\") { key } }";
    v2.managed(set, json!({"id": id})).await;
    let path = format!("/api/v2/applications/{id}/programmatic-access-accounts");
    let mut keys = Vec::new();
    for _ in 0..2 {
        let account = v2.ok(By::Owner, &format!("POST {path}"), json!({})).await;
        keys.push(text(&account["id"]));
    }
    let opts = json!([{"targetType": "AK_SK", "targetIdentifiers": keys, "resources": [{"code": "books", "actions": ["read"]}]}]);
    let authorize = json!({"namespace": "default", "opts": opts});
    v2.ok(By::Owner, "POST /api/v2/acl/authorize-resources", authorize)
        .await;
    let query = "{ authorizedTargets(namespace: \"default\", resourceType: DATA, resource: \"books\") { totalCount } }";
    let delete = format!(
        "DELETE /api/v2/applications/programmatic-access-accounts?id={}",
        keys[0]
    );
    v2.ok(By::Owner, &delete, NONE).await;
    assert_eq!(v2.managed(query, NONE).await["totalCount"], 1);
    v2.ok(
        By::Owner,
        &format!("DELETE /api/v2/applications/{id}"),
        NONE,
    )
    .await;
    assert_eq!(v2.managed(query, NONE).await["totalCount"], 0);
    let read = "query($ids: [String]!) { udfValueBatch(targetType: APPLICATION, targetIds: $ids) { data { key } } }";
    let read = v2.managed(read, json!({"ids": [id]})).await;
    assert_eq!(read[0]["data"], json!([]));
    let set = v2.manage(set, json!({"id": id})).await;
    assert_eq!(code(&set), 500);
}
