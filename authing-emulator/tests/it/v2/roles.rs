//! Roles and groups.

use serde_json::{Value, json};

use super::{V2, code, each};

const CREATE: &str = "mutation($code: String!, $ns: String, $parent: String) {
    createRole(code: $code, namespace: $ns, parent: $parent) { id code namespace description isSystem parent { code } } }";
const ASSIGN: &str = "mutation($code: String, $codes: [String], $ns: String, $users: [String!], $groups: [String!], $nodes: [String!]) {
    assignRole(roleCode: $code, roleCodes: $codes, namespace: $ns, userIds: $users, groupCodes: $groups, nodeCodes: $nodes) { code } }";
const REVOKE: &str = "mutation($code: String, $users: [String!], $groups: [String!]) {
    revokeRole(roleCode: $code, userIds: $users, groupCodes: $groups) { code } }";

impl V2 {
    /// Returns the codes of a user's roles.
    pub(super) async fn roles_of(&self, user: &str, namespace: Option<&str>) -> Vec<String> {
        let query = "query($id: String, $ns: String) { user(id: $id) { roles(namespace: $ns) { list { code } } } }";
        let user = self
            .managed(query, json!({"id": user, "ns": namespace}))
            .await;
        let codes = each(&user["roles"]["list"], "code");
        codes.into_iter().map(super::text).collect()
    }
}

#[tokio::test]
async fn a_code_is_unique_in_its_namespace() {
    let v2 = V2::new().await;
    let role = v2.managed(CREATE, json!({"code": "admin"})).await;
    assert_eq!(
        (&role["namespace"], &role["parent"], &role["isSystem"]),
        (&json!("default"), &json!(null), &json!(false))
    );
    for taken in [
        json!({"code": "admin"}),
        json!({"code": "admin", "ns": "default"}),
    ] {
        assert_eq!(code(&v2.manage(CREATE, taken).await), 500);
    }
    assert_eq!(code(&v2.manage(CREATE, json!({"code": ""})).await), 2231);
    let child = json!({"code": "guest", "parent": "admin"});
    assert_eq!(v2.managed(CREATE, child).await["parent"]["code"], "admin");
    let other = v2
        .managed(CREATE, json!({"code": "admin", "ns": "shop"}))
        .await;
    assert_eq!(other["namespace"], "shop");
    let query = "query($code: String!, $ns: String) { role(code: $code, namespace: $ns) { id } }";
    assert_eq!(
        v2.managed(query, json!({"code": "admin", "ns": "shop"}))
            .await["id"],
        other["id"]
    );
    assert_eq!(
        v2.managed(query, json!({"code": "admin"})).await["id"],
        role["id"]
    );
    assert_eq!(
        v2.managed(query, json!({"code": "guest", "ns": "shop"}))
            .await,
        Value::Null
    );
    let query = "query($ns: String) { roles(namespace: $ns, sortBy: CREATEDAT_ASC) { totalCount list { code } } }";
    assert_eq!(
        each(
            &v2.managed(query, json!({"ns": "default"})).await["list"],
            "code"
        ),
        ["admin", "guest"]
    );
    assert_eq!(
        v2.managed(query, json!({"ns": null})).await["totalCount"],
        3
    );
}

#[tokio::test]
async fn roles_are_changed_and_deleted() {
    let v2 = V2::new().await;
    let user = v2.user("ada").await;
    v2.managed(CREATE, json!({"code": "admin"})).await;
    v2.managed(CREATE, json!({"code": "guest", "parent": "admin"}))
        .await;
    v2.managed(ASSIGN, json!({"code": "admin", "users": [user]}))
        .await;
    let query = "mutation($code: String!, $new: String) { updateRole(code: $code, newCode: $new, description: \"d\") { code description } }";
    let changed = v2
        .managed(query, json!({"code": "admin", "new": "boss"}))
        .await;
    assert_eq!(changed, json!({"code": "boss", "description": "d"}));
    assert_eq!(v2.roles_of(&user, None).await, ["boss"]);
    assert_eq!(code(&v2.manage(query, json!({"code": "admin"})).await), 500);
    assert_eq!(
        code(
            &v2.manage(query, json!({"code": "boss", "new": "guest"}))
                .await
        ),
        500
    );

    let query = "mutation($codes: [String!]!) { deleteRoles(codeList: $codes) { code } }";
    assert_eq!(
        code(
            &v2.manage(query, json!({"codes": ["boss", "unknown"]}))
                .await
        ),
        500
    );
    assert_eq!(v2.roles_of(&user, None).await, ["boss"]);
    let query = "mutation($code: String!) { deleteRole(code: $code) { code } }";
    v2.managed(query, json!({"code": "boss"})).await;
    assert_eq!(v2.roles_of(&user, None).await, Vec::<String>::new());
    let guest = v2
        .managed("{ role(code: \"guest\") { parent { code } } }", json!({}))
        .await;
    assert_eq!(guest["parent"], Value::Null);
}

#[tokio::test]
async fn roles_are_assigned_and_revoked() {
    let v2 = V2::new().await;
    let (ada, bob) = (v2.user("ada").await, v2.user("bob").await);
    for code in ["a", "b"] {
        v2.managed(CREATE, json!({"code": code})).await;
    }
    v2.managed(CREATE, json!({"code": "c", "ns": "shop"})).await;
    v2.managed(
        ASSIGN,
        json!({"codes": ["a", "b"], "code": null, "users": [ada, bob]}),
    )
    .await;
    v2.managed(ASSIGN, json!({"code": "c", "ns": "shop", "users": [ada]}))
        .await;
    // Twice has no further effect.
    v2.managed(ASSIGN, json!({"code": "a", "users": [ada]}))
        .await;
    assert_eq!(v2.roles_of(&ada, None).await, ["a", "b", "c"]);
    assert_eq!(v2.roles_of(&ada, Some("shop")).await, ["c"]);
    assert_eq!(v2.roles_of(&ada, Some("default")).await, ["a", "b"]);
    let query =
        "query { role(code: \"a\") { users(page: 1, limit: 1) { totalCount list { id } } } }";
    let users = v2.managed(query, json!({})).await["users"].clone();
    assert_eq!(
        (&users["totalCount"], each(&users["list"], "id")),
        (&json!(2), vec![&json!(ada)])
    );
    v2.managed(REVOKE, json!({"code": "a", "users": [ada]}))
        .await;
    assert_eq!(v2.roles_of(&ada, Some("default")).await, ["b"]);
    for (wrong, expected) in [
        (json!({"code": "x", "users": [ada]}), 500),
        (
            json!({"code": "a", "users": ["5aec1ea610ecb800018db176"]}),
            2004,
        ),
        (json!({"code": "a", "groups": ["x"]}), 500),
        (json!({"code": "a", "nodes": ["x"]}), 500),
    ] {
        assert_eq!(code(&v2.manage(ASSIGN, wrong).await), expected);
    }
}

#[tokio::test]
async fn groups_have_members_and_give_them_roles() {
    let v2 = V2::new().await;
    let (ada, bob) = (v2.user("ada").await, v2.user("bob").await);
    let create = "mutation($code: String!) { createGroup(code: $code, name: \"G\", description: \"d\") { code name description createdAt } }";
    let group = v2.managed(create, json!({"code": "g"})).await;
    assert_eq!(
        (&group["name"], &group["description"]),
        (&json!("G"), &json!("d"))
    );
    assert_eq!(code(&v2.manage(create, json!({"code": "g"})).await), 500);
    v2.managed(create, json!({"code": "h"})).await;
    let add = "mutation($code: String, $u: [String!]!) { addUserToGroup(code: $code, userIds: $u) { code } }";
    v2.managed(add, json!({"code": "g", "u": [ada, bob, ada]}))
        .await;
    assert_eq!(
        code(&v2.manage(add, json!({"code": "x", "u": [ada]})).await),
        500
    );
    v2.managed(CREATE, json!({"code": "r"})).await;
    v2.managed(ASSIGN, json!({"code": "r", "groups": ["g"]}))
        .await;
    assert_eq!(v2.roles_of(&ada, None).await, ["r"]);

    let change = "mutation($code: String!, $new: String) { updateGroup(code: $code, newCode: $new, name: \"New\") { code name description } }";
    let group = v2.managed(change, json!({"code": "g", "new": "n"})).await;
    assert_eq!(
        group,
        json!({"code": "n", "name": "New", "description": "d"})
    );
    let query = "query($id: String) { user(id: $id) { groups { totalCount list { code } } } }";
    let groups = v2.managed(query, json!({"id": ada})).await["groups"].clone();
    assert_eq!(groups, json!({"totalCount": 1, "list": [{"code": "n"}]}));
    let query = "query($u: String) { groups(userId: $u, sortBy: CREATEDAT_ASC) { totalCount list { code users { totalCount } } } }";
    let groups = v2.managed(query, json!({"u": null})).await;
    assert_eq!(each(&groups["list"], "code"), ["n", "h"]);
    assert_eq!(groups["list"][0]["users"]["totalCount"], 2);
    assert_eq!(
        each(&v2.managed(query, json!({"u": ada})).await["list"], "code"),
        ["n"]
    );

    let remove =
        "mutation($u: [String!]!) { removeUserFromGroup(code: \"n\", userIds: $u) { code } }";
    v2.managed(remove, json!({"u": [ada]})).await;
    assert_eq!(v2.roles_of(&ada, None).await, Vec::<String>::new());
    v2.managed(REVOKE, json!({"code": "r", "groups": ["n"]}))
        .await;
    assert_eq!(v2.roles_of(&bob, None).await, Vec::<String>::new());
    let delete = "mutation($codes: [String!]!) { deleteGroups(codeList: $codes) { code } }";
    assert_eq!(code(&v2.manage(delete, json!({"codes": ["x"]})).await), 500);
    v2.managed(delete, json!({"codes": ["n", "h"]})).await;
    assert_eq!(
        v2.managed("{ group(code: \"n\") { code } }", json!({}))
            .await,
        Value::Null
    );
}
