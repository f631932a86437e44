//! Users, the user pool and its apps, for the owner.

use serde_json::{Value, json};

use super::{By, NONE};
use crate::v2::{V2, each, only, text};

const NOBODY: &str = "5aec1ea610ecb800018db176";

#[tokio::test]
async fn users_are_read_and_logged_out() {
    let v2 = V2::new().await;
    let (id, token) = v2.session("ada").await;
    let detail = format!("GET /api/v2/users/{id}?with_custom_data=true");
    let user = v2.ok(By::Owner, &detail, NONE).await;
    assert_eq!(
        (&user["username"], &user["customData"]),
        (&json!("ada"), &json!([]))
    );
    let unknown = v2
        .ok(By::Owner, &format!("GET /api/v2/users/{NOBODY}"), NONE)
        .await;
    assert_eq!(unknown, Value::Null);
    let ids = json!({"ids": [NOBODY, id], "withCustomData": true});
    let found = v2.ok(By::Owner, "POST /api/v2/users/batch", ids).await;
    assert_eq!(each(&found, "customData"), [&json!([])]);
    let ids = json!({"ids": vec![NOBODY; 81]});
    assert_eq!(
        v2.rejected(By::Owner, "POST /api/v2/users/batch", ids)
            .await,
        2030
    );

    let app = v2.0.emulator.app_id();
    let login = format!("GET /api/v2/users/login-status?userId={id}");
    let status = v2.ok(By::Owner, &login, NONE).await;
    assert_eq!(
        (&status["isLogin"], &status["application"][0]["id"]),
        (&json!(true), &json!(app))
    );
    assert_eq!(status["application"][0].get("secret"), None);
    let elsewhere = v2
        .ok(By::Owner, &format!("{login}&appId={NOBODY}"), NONE)
        .await;
    assert_eq!(elsewhere, json!({"isLogin": false}));
    let active = format!("GET /api/v2/applications/{app}/active-users");
    let active = v2.ok(By::Owner, &active, NONE).await;
    assert_eq!(
        (&active["totalCount"], &active["list"][0]["id"]),
        (&json!(1), &json!(id))
    );

    let kick = |ids: Value| json!({"userIds": ids});
    let endpoint = "POST /api/v2/users/kick";
    assert_eq!(
        v2.rejected(By::Owner, endpoint, kick(json!([id, NOBODY])))
            .await,
        2004
    );
    v2.ok(By::Token(&token), "GET /api/v2/users/me", NONE).await;
    v2.ok(By::Owner, endpoint, kick(json!([id]))).await;
    assert_eq!(
        v2.rejected(By::Token(&token), "GET /api/v2/users/me", NONE)
            .await,
        2206
    );
    assert_eq!(
        v2.ok(By::Owner, &login, NONE).await,
        json!({"isLogin": false})
    );
}

#[tokio::test]
async fn roles_and_departments_of_a_user_are_listed() {
    let v2 = V2::new().await;
    let (id, token) = v2.session("ada").await;
    v2.managed(
        "mutation { createRole(code: \"admin\") { code } }",
        json!({}),
    )
    .await;
    let has = format!("GET /api/v2/users/{id}/has-role?code=admin");
    assert_eq!(v2.ok(By::Owner, &has, NONE).await, false);
    let assign =
        "mutation($ids: [String!]) { assignRole(roleCode: \"admin\", userIds: $ids) { code } }";
    v2.managed(assign, json!({"ids": [id]})).await;
    assert_eq!(v2.ok(By::Owner, &has, NONE).await, true);
    assert_eq!(
        v2.ok(By::Owner, &format!("{has}&namespace=x"), NONE).await,
        false
    );
    let role = |search: &str| json!({"code": "admin", "search": search, "page": 1, "limit": 10});
    let endpoint = "POST /api/v2/roles/roleUsers";
    for (search, count) in [("", 1), ("AD", 1), ("eve", 0)] {
        let found = v2.ok(By::Owner, endpoint, role(search)).await;
        assert_eq!(found["totalCount"], count, "{search}");
    }
    assert_eq!(
        v2.rejected(By::Owner, endpoint, json!({"code": "luck"}))
            .await,
        500
    );

    let org = v2.managed(
        "mutation { createOrg(name: \"Corp\") { id rootNode { id } } }",
        json!({}),
    );
    let org = org.await;
    let (org_id, root) = (text(&org["id"]), text(&org["rootNode"]["id"]));
    let node = "mutation($org: String!, $root: String) { addNodeV2(orgId: $org, parentNodeId: $root, name: \"Sales\") { id } }";
    let node = v2.managed(node, json!({"org": org_id, "root": root})).await;
    let add = "mutation($node: String, $ids: [String!]!) { addMember(nodeId: $node, userIds: $ids) { id } }";
    v2.managed(add, json!({"node": node["id"], "ids": [id]}))
        .await;
    let mine = v2
        .ok(By::Token(&token), "GET /api/v2/users/me/orgs", NONE)
        .await;
    assert_eq!(each(&mine[0], "name"), [&json!("Corp"), &json!("Sales")]);
    assert_eq!(
        v2.ok(By::Owner, &format!("GET /api/v2/users/{id}/orgs"), NONE)
            .await,
        mine
    );

    assert_eq!(
        v2.ok(By::Owner, "GET /api/v2/orgs/count", NONE).await,
        json!({"count": 1})
    );
    let all = v2
        .ok(By::Owner, "GET /api/v2/orgs?page=1&limit=10", NONE)
        .await;
    assert_eq!(each(&all, "id"), [&json!(org_id)]);
    let trees = v2.ok(By::Owner, "GET /api/v2/orgs/export", NONE).await;
    assert_eq!(trees[0]["children"][0]["name"], "Sales");
    let one = format!("GET /api/v2/orgs/export?org_id={org_id}");
    assert_eq!(v2.ok(By::Owner, &one, NONE).await, trees[0]);
}

#[tokio::test]
async fn logins_are_recorded() {
    let v2 = V2::new().await;
    let id = v2.user("ada").await;
    v2.user("eve").await;
    let wrong = v2.0.encrypt("a guess");
    v2.login("Username", json!({"username": "ada", "password": wrong}))
        .await;
    v2.0.advance(60);
    only(v2.login("Username", json!({"username": "ada"})).await);
    only(v2.login("Username", json!({"username": "eve"})).await);
    let arn = format!("arn:cn:authing:{}:user:{id}", v2.0.pool());
    let actions = "GET /api/v2/analysis/user-action";
    let count = async |filter: &str| {
        let found = v2.ok(By::Owner, &format!("{actions}?{filter}"), NONE).await;
        found["totalCount"].as_u64().unwrap()
    };
    assert_eq!(count("").await, 3);
    assert_eq!(count(&format!("operator_arn[]={arn}")).await, 2);
    assert_eq!(count("operation_name=register").await, 0);
    assert_eq!(count("clientip=192.0.2.1").await, 0);
    assert_eq!(
        count(&format!("app_id={}", v2.0.emulator.app_id())).await,
        3
    );
    assert_eq!(
        count(&format!(
            "start={}",
            (crate::legacy::login::mfa::START + 60) * 1000
        ))
        .await,
        2
    );
    assert_eq!(
        count(&format!("end={}", crate::legacy::login::mfa::START * 1000)).await,
        1
    );
    let audit = format!("GET /api/v2/analysis/audit?userId={id}");
    let audit = v2.ok(By::Owner, &audit, NONE).await;
    assert_eq!(
        each(&audit["list"], "eventResultCode"),
        [&json!("success"), &json!("fail")]
    );
}

#[tokio::test]
async fn the_pool_has_environment_variables() {
    let v2 = V2::new().await;
    let detail = v2.ok(By::Owner, "GET /api/v2/userpools/detail", NONE).await;
    assert_eq!(detail["id"], v2.0.pool());
    let (env, variable) = ("POST /api/v2/env", json!({"key": "REGION", "value": "cn"}));
    assert_eq!(
        v2.rejected(By::Owner, env, json!({"key": "REGION"})).await,
        2231
    );
    v2.ok(By::Owner, env, variable.clone()).await;
    assert_eq!(
        v2.ok(By::Owner, "GET /api/v2/env", NONE).await,
        json!([variable])
    );
    v2.ok(By::Owner, "DELETE /api/v2/env/REGION", NONE).await;
    assert_eq!(
        v2.rejected(By::Owner, "DELETE /api/v2/env/REGION", NONE)
            .await,
        500
    );
    let weak = v2
        .ok(
            By::Owner,
            "POST /api/v2/password/check",
            json!({"password": "1"}),
        )
        .await;
    assert_eq!(weak[0]["valid"], false);

    let token = |id: &str, secret: &str| {
        format!("GET /api/v2/userpools/accessToken?userPoolId={id}&secret={secret}")
    };
    let (pool, secret) = (v2.0.pool(), v2.0.emulator.secret());
    let got = v2.ok(By::App, &token(pool, secret), NONE).await;
    let by = text(&got["accessToken"]);
    v2.ok(By::Token(&by), "GET /api/v2/env", NONE).await;
    assert_eq!(v2.rejected(By::App, &token(pool, "luck"), NONE).await, 1001);
    assert_eq!(
        v2.rejected(By::App, &token(NOBODY, secret), NONE).await,
        2011
    );
}
