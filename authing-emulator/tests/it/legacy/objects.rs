//! The objects that the legacy API creates, reads, changes and deletes by a table.

use serde_json::{Value, json};

use crate::client::{Fixture, PASSWORD, builder};
use crate::data::file::new_path;

const CORPORATION: &str =
    "mutation($i: CreateDingTalkCorpInput!) { addDingTalkCorp(input: $i) { corpId } }";

fn corporation(fixture: &Fixture) -> Value {
    json!({"i": {"userPoolId": fixture.pool(), "corpId": "c1", "twoWaySynchronizationOn": true, "appkey": "k", "secret": "s"}})
}

#[tokio::test]
async fn a_field_that_no_sdk_sends_is_served_on_request_and_marked() {
    let fixture = Fixture::new().await;
    let owner = fixture.owner_token().await;
    let refused = fixture
        .call_as(&owner, CORPORATION, corporation(&fixture))
        .await;
    let message = "authing-emulator does not support Mutation.addDingTalkCorp without `--serve-unused-fields`";
    assert_eq!(refused.body["errors"][0]["message"], json!(message));
    assert_eq!(refused.body.get("extensions"), None);

    let fixture = Fixture::with(builder().serve_unused_fields(true)).await;
    let owner = fixture.owner_token().await;
    let added = fixture
        .call_as(&owner, CORPORATION, corporation(&fixture))
        .await;
    assert_eq!(added.data("addDingTalkCorp"), json!({"corpId": "c1"}));
    let mark = json!({"emulated": ["Mutation.addDingTalkCorp"]});
    assert_eq!(added.body["extensions"], mark);

    let query = "query($p: String!) { DingTalkCorp(userPoolId: $p, corpId: \"c1\") { twoWaySynchronizationOn } }";
    let found = fixture
        .call_as(&owner, query, json!({"p": fixture.pool()}))
        .await;
    let expected = json!({"twoWaySynchronizationOn": true});
    assert_eq!(found.data("DingTalkCorp"), expected);
    // What is always served has no mark.
    let users = fixture
        .call_as(&owner, "{ users { totalCount } }", json!({}))
        .await;
    assert_eq!(users.body.get("extensions"), None);
}

/// Creates an RBAC role, group or permission. Returns the id.
async fn create(fixture: &Fixture, owner: &str, kind: &str, name: &str) -> String {
    let query = format!(
        "mutation($i: CreateRBAC{kind}Input!) {{ createRBAC{kind}(input: $i) {{ _id name description createdAt updatedAt }} }}"
    );
    let input = json!({"userPoolId": fixture.pool(), "name": name, "description": "d"});
    let created = fixture.call_as(owner, &query, json!({"i": input})).await;
    let created = created.data(&format!("createRBAC{kind}"));
    assert_eq!(
        (&created["name"], &created["description"]),
        (&json!(name), &json!("d"))
    );
    assert_eq!(
        created["createdAt"],
        json!("Sat Jan 27 2018 13:55:25 GMT+0800 (CST)")
    );
    created["_id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_token_is_required_and_unknown_ids_have_their_codes() {
    let fixture = Fixture::new().await;
    let owner = fixture.owner_token().await;
    fixture.user("ann@b.cn").await;
    let ann = fixture.token_of("ann@b.cn").await;
    let id = create(&fixture, &owner, "Role", "editor").await;
    let get = format!("{{ rbacRole(_id: \"{id}\") {{ name userPoolId }} }}");
    assert_eq!(fixture.call(&get, json!({})).await.code(), 2020);
    let found = fixture.call_as(&ann, &get, json!({})).await;
    let expected = json!({"name": "editor", "userPoolId": fixture.pool()});
    assert_eq!(found.data("rbacRole"), expected);
    let delete = format!("mutation {{ deleteRBACRole(_id: \"{id}\") {{ code }} }}");
    assert_eq!(fixture.call_as(&ann, &delete, json!({})).await.code(), 1001);
    let deleted = fixture.call_as(&owner, &delete, json!({})).await;
    assert_eq!(deleted.data("deleteRBACRole"), json!({"code": 200}));
    for (query, code) in [
        (get.as_str(), 3903),
        ("{ rbacGroup(_id: \"1\") { _id } }", 3901),
        ("{ rbacPermission(_id: \"1\") { _id } }", 3905),
        ("{ org(_id: \"1\") { _id } }", 3901),
        ("{ GetOIDCAppInfo(appId: \"1\") { _id } }", 4212),
        ("{ getOAuthedAppInfo(appId: \"1\") { _id } }", 2221),
        ("{ GetSAMLServiceProviderInfo(appId: \"1\") { _id } }", 7348),
        ("{ ruleById(_id: \"1\") { _id } }", 500),
        ("{ rules(userPoolId: \"1\") { totalCount } }", 2011),
        ("{ rules(userPoolId: \"\") { totalCount } }", 2205),
    ] {
        let rejected = fixture.call_as(&owner, query, json!({})).await;
        let error = &rejected.body["errors"][0]["message"];
        assert_eq!(error["code"], json!(code), "{query}: {rejected:?}");
    }
}

#[tokio::test]
async fn a_deleted_role_or_permission_is_gone_from_its_holders() {
    let fixture = Fixture::new().await;
    let owner = fixture.owner_token().await;
    let user = fixture.user("ann@b.cn").await;
    let role = create(&fixture, &owner, "Role", "editor").await;
    let permission = create(&fixture, &owner, "Permission", "write").await;
    let ids = json!({"user": user, "role": role, "permission": permission});
    let relate = "mutation($user: String!, $role: String!, $permission: String!) {
        assignRBACRoleToUser(input: {userId: $user, roleId: $role, userPoolId: \"newer\"}) { users { totalCount list { _id token } } }
        addPermissionToRBACRole(input: {permissionId: $permission, roleId: $role}) { permissions { list { name } } } }";
    let related = fixture.call_as(&owner, relate, ids.clone()).await;
    // The pool is another one.
    assert_eq!(related.body["errors"][0]["message"]["code"], 2011);
    let relate = relate.replace("\"newer\"", &format!("\"{}\"", fixture.pool()));
    let related = fixture.call_as(&owner, &relate, ids).await;
    let users = json!({"users": {"totalCount": 1, "list": [{"_id": user, "token": null}]}});
    assert_eq!(related.data("assignRBACRoleToUser"), users);
    assert_eq!(
        related.data("addPermissionToRBACRole"),
        json!({"permissions": {"list": [{"name": "write"}]}})
    );

    let query = format!(
        "{{ userRoleList(_id: \"{user}\") {{ rawList }} userPermissionList(_id: \"{user}\") {{ rawList }} }}"
    );
    let listed = |roles: Value, permissions: Value| json!({"userRoleList": {"rawList": roles}, "userPermissionList": {"rawList": permissions}});
    let found = fixture.call_as(&owner, &query, json!({})).await;
    assert_eq!(
        found.body["data"],
        listed(json!(["editor"]), json!(["write"]))
    );
    for (delete, roles) in [
        (
            format!("deleteRBACPermission(_id: \"{permission}\")"),
            json!(["editor"]),
        ),
        (format!("deleteRBACRole(_id: \"{role}\")"), json!([])),
    ] {
        let deleted = fixture
            .call_as(
                &owner,
                &format!("mutation {{ {delete} {{ status }} }}"),
                json!({}),
            )
            .await;
        assert_eq!(deleted.body.get("errors"), None, "{deleted:?}");
        let found = fixture.call_as(&owner, &query, json!({})).await;
        assert_eq!(found.body["data"], listed(roles, json!([])));
    }
}

#[tokio::test]
async fn an_id_that_is_named_twice_is_deleted_once() {
    let fixture = Fixture::new().await;
    let owner = fixture.owner_token().await;
    let role = create(&fixture, &owner, "Role", "editor").await;
    let delete = "mutation($ids: [String!]!) { deleteRBACRoleBatch(idList: $ids) { code } }";
    let ids = json!({"ids": [role, role]});
    let deleted = fixture.call_as(&owner, delete, ids).await;
    assert_eq!(deleted.data("deleteRBACRoleBatch")["code"], 200);
}

#[tokio::test]
async fn a_deleted_group_is_gone_from_its_organization() {
    let fixture = Fixture::new().await;
    let owner = fixture.owner_token().await;
    let mut groups = Vec::new();
    for name in ["root", "left", "right", "below left"] {
        groups.push(create(&fixture, &owner, "Group", name).await);
    }
    let [root, left, right, below] = groups.as_slice() else {
        panic!("four groups are expected");
    };
    let create = "mutation($i: CreateOrgInput!) { createOrg(input: $i) { _id } }";
    let input = json!({"i": {"userPoolId": fixture.pool(), "rootGroupId": root}});
    let org = fixture.call_as(&owner, create, input).await;
    let org = org.data("createOrg")["_id"].clone();
    for (parent, group) in [(root, left), (root, right), (left, below)] {
        let add = "mutation($i: AddOrgNodeInput!) { addOrgNode(input: $i) { _id } }";
        let input = json!({"i": {"orgId": org, "parentGroupId": parent, "groupId": group}});
        fixture.call_as(&owner, add, input).await.data("addOrgNode");
    }
    let delete = "mutation($id: String!) { deleteRBACGroup(_id: $id) { code } }";
    fixture
        .call_as(&owner, delete, json!({"id": left}))
        .await
        .data("deleteRBACGroup");
    let query = "query($org: String!, $node: String!) {
        org(_id: $org) { nodes { _id children } }
        orgChildrenNodes(input: {orgId: $org, groupId: $node}) { group { _id } }
        orgNodeUserList(orgId: $org, nodeId: $node, includeChildrenNodes: true) { totalCount } }";
    let ids = json!({"org": org, "node": root});
    let found = fixture.call_as(&owner, query, ids).await;
    let expected = json!({
        "org": {"nodes": [{"_id": root, "children": [right]}, {"_id": right, "children": []}]},
        "orgChildrenNodes": [{"group": {"_id": right}}],
        "orgNodeUserList": {"totalCount": 0},
    });
    assert_eq!(found.body["data"], expected, "{found:?}");
}

#[tokio::test]
async fn an_oidc_app_that_is_created_gets_tokens() {
    let fixture = Fixture::new().await;
    let owner = fixture.owner_token().await;
    let create = "mutation { CreateOIDCApp(name: \"n\", domain: \"d\", redirect_uris: [\"https://a.cn/b\"],
        grant_types: [\"client_credentials\", \"implicit\"], response_types: [\"code\"], access_token_expire: \"60\", description: \"x\") {
        client_id client_secret grant_types access_token_expire description } }";
    let app = fixture
        .call_as(&owner, create, json!({}))
        .await
        .data("CreateOIDCApp");
    assert_eq!(
        app["grant_types"],
        json!(["client_credentials", "implicit"])
    );
    assert_eq!(app["description"], json!("x"));
    let text = |name: &str| app[name].as_str().unwrap().to_owned();
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        text("client_id"),
        text("client_secret")
    );
    let url = format!("{}/token", fixture.emulator.issuer());
    let request = fixture.http.post(&url).body(form);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let response = request.send().await.unwrap();
    let tokens: Value = response.json().await.unwrap();
    assert_eq!(tokens["expires_in"], json!(60), "{tokens}");

    let public = format!(
        "{{ QueryOIDCAppInfoByAppID(appId: {}) {{ name client_secret }} }}",
        app["client_id"]
    );
    let found = fixture.call(&public, json!({})).await;
    let expected = json!({"name": "n", "client_secret": null});
    assert_eq!(found.data("QueryOIDCAppInfoByAppID"), expected);
}

#[tokio::test]
async fn sign_in_takes_a_plain_password_and_a_refresh_token_once() {
    let fixture = Fixture::new().await;
    let id = fixture.user("ann@b.cn").await;
    let sign_in = "mutation($p: String) { signIn(email: \"ann@b.cn\", password: $p) { sub token access_token refresh_token } }";
    let wrong = fixture.call(sign_in, json!({"p": "wrong password"})).await;
    assert_eq!(wrong.code(), 2006);
    let unnamed = "mutation { signIn(unionid: \"\") { sub } }";
    assert_eq!(fixture.call(unnamed, json!({})).await.code(), 2028);
    let user = fixture
        .call(sign_in, json!({"p": PASSWORD}))
        .await
        .data("signIn");
    assert_eq!(user["sub"], json!(id));
    let token = user["token"].as_str().unwrap();
    let own = fixture.call_as(token, "{ user { _id } }", json!({})).await;
    assert_eq!(own.data("user")["_id"], json!(id));

    let refresh =
        "mutation($t: String!) { refreshSignInToken(refreshToken: $t) { refresh_token } }";
    let first = json!({"t": user["refresh_token"]});
    let renewed = fixture.call(refresh, first.clone()).await;
    let second = renewed.data("refreshSignInToken")["refresh_token"].clone();
    assert_eq!(fixture.call(refresh, first).await.code(), 2207);
    // The second use of the first one ended the grant.
    assert_eq!(
        fixture.call(refresh, json!({"t": second})).await.code(),
        2207
    );
}

#[tokio::test]
async fn objects_are_in_the_data_file_and_a_reset_deletes_them() {
    let (_folder, path) = new_path();
    let fixture = Fixture::with(builder().data_file(&path)).await;
    let owner = fixture.owner_token().await;
    let permission = create(&fixture, &owner, "Permission", "write").await;
    let role = create(&fixture, &owner, "Role", "editor").await;
    let relate = format!(
        "mutation {{ addPermissionToRBACRole(input: {{permissionId: \"{permission}\", roleId: \"{role}\"}}) {{ _id }} }}"
    );
    fixture
        .call_as(&owner, &relate, json!({}))
        .await
        .data("addPermissionToRBACRole");
    fixture.emulator.shut_down().await;

    let fixture = Fixture::with(builder().data_file(&path)).await;
    let owner = fixture.owner_token().await;
    let query = format!("{{ rbacRole(_id: \"{role}\") {{ permissions {{ list {{ name }} }} }} }}");
    let found = fixture.call_as(&owner, &query, json!({})).await;
    let expected = json!({"permissions": {"list": [{"name": "write"}]}});
    assert_eq!(found.data("rbacRole"), expected);
    fixture.emulator.reset().unwrap();
    let all = format!(
        "{{ rbacPermissionList(userPoolId: \"{}\") {{ totalCount }} }}",
        fixture.pool()
    );
    let left = fixture.call_as(&owner, &all, json!({})).await;
    assert_eq!(left.data("rbacPermissionList"), json!({"totalCount": 0}));
}

#[tokio::test]
async fn a_deleted_connector_or_provider_is_used_no_more() {
    let fixture = Fixture::new().await;
    let owner = fixture.owner_token().await;
    let call = async |query: &str, ids: Value| {
        let response = fixture.call_as(&owner, query, ids).await;
        assert_eq!(response.body.get("errors"), None, "{response:?}");
        response.body["data"].clone()
    };
    let create =
        "mutation($p: String!) { createAdConnector(name: \"AD\", userPoolId: $p) { _id } }";
    let mut connectors = Vec::new();
    for _ in 0..2 {
        let created = call(create, json!({"p": fixture.pool()})).await;
        connectors.push(created["createAdConnector"]["_id"].clone());
    }
    let create = "mutation { CreateOIDCApp(name: \"n\", domain: \"d\", redirect_uris: [],
        grant_types: [], response_types: []) { _id } }";
    let app = call(create, json!({})).await["CreateOIDCApp"]["_id"].clone();
    let enable = "mutation($app: String!, $ad: String!) {
        enableAdConnectorForProvider(providerType: OIDC, providerId: $app, adConnectorId: $ad) }";
    for connector in &connectors {
        call(enable, json!({"app": app, "ad": connector})).await;
    }
    let remove = "mutation($ad: String!) { removeAdConnector(_id: $ad) }";
    call(remove, json!({"ad": connectors[0]})).await;
    let of_app = "query($app: String!) { adConnectorByProvider(providerId: $app, providerType: OIDC) { _id } }";
    let used = call(of_app, json!({"app": app})).await;
    let expected = json!({"adConnectorByProvider": {"_id": connectors[1]}});
    assert_eq!(used, expected);
    let list = "query($ad: String!) { providerListByADConnector(_id: $ad) { providerId } }";
    let left = call(list, json!({"ad": connectors[0]})).await;
    assert_eq!(left["providerListByADConnector"], json!([]));
    let remove =
        "mutation($app: String!, $p: String!) { RemoveOIDCApp(appId: $app, clientId: $p) { _id } }";
    call(remove, json!({"app": app, "p": fixture.pool()})).await;
    let left = call(list, json!({"ad": connectors[1]})).await;
    assert_eq!(left["providerListByADConnector"], json!([]));
}

#[tokio::test]
async fn a_deleted_user_collaborates_no_more() {
    let fixture = Fixture::new().await;
    let owner = fixture.owner_token().await;
    let user = fixture.user("ann@b.cn").await;
    let add = "mutation($p: String!, $u: String!) {
        addCollaborator(userPoolId: $p, collaboratorUserId: $u, permissionDescriptors: []) { _id } }";
    let ids = json!({"p": fixture.pool(), "u": user});
    fixture
        .call_as(&owner, add, ids.clone())
        .await
        .data("addCollaborator");
    fixture.emulator.delete_user(&user).unwrap();
    let query = "query($p: String!, $u: String!) {
        queryCollaboratorsByUserPoolId(userPoolId: $p) { list { _id } }
        queryCollaborationByUserPoolIdAndUserId(userId: $u, userPoolId: $p) { _id } }";
    let found = fixture.call_as(&owner, query, ids).await;
    let expected = json!({
        "queryCollaboratorsByUserPoolId": {"list": []},
        "queryCollaborationByUserPoolIdAndUserId": null,
    });
    assert_eq!(found.body["data"], expected);
}

#[tokio::test]
async fn a_redirect_uri_that_is_replaced_ends_for_logouts_too() {
    let fixture = Fixture::new().await;
    let owner = fixture.owner_token().await;
    let create = "mutation { CreateOIDCApp(name: \"n\", domain: \"d\", redirect_uris: [\"https://a.cn/old\"],
        grant_types: [], response_types: []) { _id } }";
    let app = fixture.call_as(&owner, create, json!({})).await;
    let id = app.data("CreateOIDCApp")["_id"].clone();
    let update = "mutation($id: String!) { UpdateOIDCApp(appId: $id, redirect_uris: [\"https://a.cn/new\"]) { _id } }";
    let updated = fixture.call_as(&owner, update, json!({"id": id})).await;
    updated.data("UpdateOIDCApp");
    let state = fixture.emulator.export().unwrap().to_json().unwrap();
    let state: Value = serde_json::from_str(&state).unwrap();
    let mut apps = state["apps"].as_array().unwrap().iter();
    let app = apps.find(|app| app["id"] == id).unwrap();
    assert_eq!(app["logoutRedirectUris"], json!(["https://a.cn/new"]));
}

#[tokio::test]
async fn a_new_rule_is_the_last_also_after_a_deletion() {
    let fixture = Fixture::new().await;
    let owner = fixture.owner_token().await;
    let create = "mutation($p: String!, $n: String!) {
        createRule(input: {userPoolId: $p, name: $n, type: PRE_REGISTER, code: \"\"}) { _id order } }";
    let create = async |name: &str| {
        let variables = json!({"p": fixture.pool(), "n": name});
        let created = fixture.call_as(&owner, create, variables).await;
        created.data("createRule")
    };
    let first = create("first").await;
    assert_eq!(create("second").await["order"], 1);
    let delete = "mutation($id: String!) { deleteRule(_id: $id) { code } }";
    let deleted = fixture.call_as(&owner, delete, json!({"id": first["_id"]}));
    deleted.await.data("deleteRule");
    assert_eq!(create("third").await["order"], 2);
}
