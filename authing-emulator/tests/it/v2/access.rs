//! Policies and resources.

use serde_json::{Value, json};

use super::{V2, code, each};

const CREATE: &str =
    "mutation($code: String!, $statements: [PolicyStatementInput!]!, $ns: String) {
    createPolicy(code: $code, statements: $statements, namespace: $ns) {
        namespace code isDefault description assignmentsCount
        statements { resource actions effect condition { param operator value } } } }";
const ASSIGN: &str =
    "mutation($p: [String!]!, $type: PolicyAssignmentTargetType!, $ids: [String!]) {
    addPolicyAssignments(policies: $p, targetType: $type, targetIdentifiers: $ids) { code } }";
const ALLOW: &str =
    "mutation($r: String!, $a: String!, $user: String, $role: String, $ns: String) {
    allow(resource: $r, action: $a, userId: $user, roleCode: $role, namespace: $ns) { code } }";

impl V2 {
    async fn may(&self, user: &str, resource: &str, action: &str) -> bool {
        let query = "query($u: String!, $r: String!, $a: String!) { isActionAllowed(userId: $u, resource: $r, action: $a) }";
        let variables = json!({"u": user, "r": resource, "a": action});
        self.managed(query, variables).await.as_bool().unwrap()
    }

    async fn new_role(&self, code: &str, user: &str) {
        let create = "mutation($code: String!) { createRole(code: $code) { id } }";
        self.managed(create, json!({"code": code})).await;
        let assign = "mutation($code: String, $u: [String!]) { assignRole(roleCode: $code, userIds: $u) { code } }";
        self.managed(assign, json!({"code": code, "u": [user]}))
            .await;
    }
}

#[tokio::test]
async fn policies_are_created_changed_and_deleted() {
    let v2 = V2::new().await;
    let condition = json!([{"param": "ip", "operator": "in", "value": {"from": [1, "x", null]}}]);
    let statements = json!([{"resource": "book:*", "actions": ["book:read"], "effect": "DENY", "condition": condition},
        {"resource": "*", "actions": ["*"]}]);
    let policy = v2
        .managed(CREATE, json!({"code": "p", "statements": statements}))
        .await;
    assert_eq!(policy["statements"][0], statements[0]);
    assert_eq!(
        (&policy["statements"][1]["effect"], &policy["isDefault"]),
        (&json!("ALLOW"), &json!(false))
    );
    assert_eq!(
        code(
            &v2.manage(CREATE, json!({"code": "p", "statements": []}))
                .await
        ),
        500
    );
    let all = v2
        .managed(
            "{ policies { totalCount list { code isDefault } } }",
            json!({}),
        )
        .await;
    assert_eq!(each(&all["list"], "code"), ["AdministratorAccess", "p"]);
    let own = v2
        .managed(
            "{ policies(excludeDefault: true) { list { code } } }",
            json!({}),
        )
        .await;
    assert_eq!(each(&own["list"], "code"), ["p"]);

    let query = "mutation($code: String!, $new: String) { updatePolicy(code: $code, newCode: $new, description: \"d\") { code description statements { resource } } }";
    assert_eq!(
        code(
            &v2.manage(query, json!({"code": "AdministratorAccess"}))
                .await
        ),
        500
    );
    v2.managed(ASSIGN, json!({"p": ["p"], "type": "USER", "ids": ["x"]}))
        .await;
    let changed = v2.managed(query, json!({"code": "p", "new": "q"})).await;
    assert_eq!(
        (&changed["code"], &changed["description"]),
        (&json!("q"), &json!("d"))
    );
    assert_eq!(changed["statements"].as_array().unwrap().len(), 2);
    let one = v2.managed("{ policy(code: \"q\") { assignmentsCount assignments(page: 1, limit: 10) { code targetType targetIdentifier } } }", json!({})).await;
    let expected = json!({"assignmentsCount": 1, "assignments": [{"code": "q", "targetType": "USER", "targetIdentifier": "x"}]});
    assert_eq!(one, expected);
    let query = "mutation($codes: [String!]!) { deletePolicies(codeList: $codes) { code } }";
    for wrong in ["AdministratorAccess", "p"] {
        assert_eq!(
            code(&v2.manage(query, json!({"codes": ["q", wrong]})).await),
            500
        );
    }
    v2.managed("mutation { deletePolicy(code: \"q\") { code } }", json!({}))
        .await;
    assert_eq!(
        v2.managed("{ policy(code: \"q\") { code } }", json!({}))
            .await,
        Value::Null
    );
    let left = v2
        .managed("{ policyAssignments { totalCount } }", json!({}))
        .await;
    assert_eq!(left["totalCount"], 0);
}

#[tokio::test]
async fn assigned_policies_decide() {
    let v2 = V2::new().await;
    let ada = v2.user("ada").await;
    v2.new_role("reader", &ada).await;
    let read = json!([{"resource": "book:*", "actions": ["book:read"]}]);
    let not_secret = json!([{"resource": "book:secret", "actions": ["*"], "effect": "DENY"}]);
    v2.managed(CREATE, json!({"code": "read", "statements": read}))
        .await;
    v2.managed(CREATE, json!({"code": "not", "statements": not_secret}))
        .await;
    assert!(!v2.may(&ada, "book:1", "book:read").await);
    v2.managed(
        ASSIGN,
        json!({"p": ["read"], "type": "ROLE", "ids": ["reader"]}),
    )
    .await;
    assert!(v2.may(&ada, "book:1", "book:read").await);
    assert!(!v2.may(&ada, "book:1", "book:write").await);
    assert!(!v2.may(&ada, "film:1", "book:read").await);
    v2.managed(ASSIGN, json!({"p": ["not"], "type": "USER", "ids": [ada]}))
        .await;
    let allow = json!({"r": "book:secret", "a": "book:read", "user": ada});
    v2.managed(ALLOW, allow).await;
    assert!(!v2.may(&ada, "book:secret", "book:read").await);
    let query = "query($u: String) { user(id: $u) { authorizedResources { list { code } } } }";
    let user = v2.managed(query, json!({"u": ada})).await;
    assert_eq!(
        each(&user["authorizedResources"]["list"], "code"),
        ["book:*"]
    );

    let switch = |field: &str| {
        format!(
            "mutation {{ {field}(policy: \"read\", targetType: ROLE, targetIdentifier: \"reader\") {{ code }} }}"
        )
    };
    v2.managed(&switch("disbalePolicyAssignment"), json!({}))
        .await;
    assert!(!v2.may(&ada, "book:1", "book:read").await);
    v2.managed(&switch("enablePolicyAssignment"), json!({}))
        .await;
    assert!(v2.may(&ada, "book:1", "book:read").await);
    let query = "query($t: PolicyAssignmentTargetType, $id: String) {
        policyAssignments(targetType: $t, targetIdentifier: $id, page: 1, limit: 10) { totalCount list { code } } }";
    let of_user = v2.managed(query, json!({"t": "USER", "id": ada})).await;
    assert_eq!(each(&of_user["list"], "code"), ["not"]);
    let remove = "mutation { removePolicyAssignments(policies: [\"read\"], targetType: ROLE, targetIdentifiers: [\"reader\"]) { code } }";
    v2.managed(remove, json!({})).await;
    assert!(!v2.may(&ada, "book:1", "book:read").await);
    assert_eq!(
        code(
            &v2.manage(&switch("enablePolicyAssignment"), json!({}))
                .await
        ),
        500
    );
    assert_eq!(
        code(
            &v2.manage(ASSIGN, json!({"p": ["x"], "type": "USER", "ids": []}))
                .await
        ),
        500
    );
    for holder in ["ROLE", "GROUP", "ORG"] {
        let unknown = json!({"p": ["read"], "type": holder, "ids": ["nobody"]});
        assert_eq!(code(&v2.manage(ASSIGN, unknown).await), 500, "{holder}");
    }
}

#[tokio::test]
async fn allowed_actions_reach_users_by_their_roles() {
    let v2 = V2::new().await;
    let (ada, bob) = (v2.user("ada").await, v2.user("bob").await);
    v2.new_role("writer", &ada).await;
    v2.managed(
        ALLOW,
        json!({"r": "book:1", "a": "write", "role": "writer"}),
    )
    .await;
    v2.managed(ALLOW, json!({"r": "book:1", "a": "read", "user": bob}))
        .await;
    assert!(v2.may(&ada, "book:1", "write").await && !v2.may(&ada, "book:1", "read").await);
    assert!(v2.may(&bob, "book:1", "read").await && !v2.may(&bob, "book:1", "write").await);
    // A renamed role keeps what it may, a deleted one doesn't.
    v2.managed(
        "mutation { updateRole(code: \"writer\", newCode: \"w\") { code } }",
        json!({}),
    )
    .await;
    assert!(v2.may(&ada, "book:1", "write").await);
    v2.managed("mutation { deleteRole(code: \"w\") { code } }", json!({}))
        .await;
    v2.new_role("w", &ada).await;
    assert!(!v2.may(&ada, "book:1", "write").await);
    for (wrong, expected) in [
        (
            json!({"r": "x", "a": "y", "user": "5aec1ea610ecb800018db176"}),
            2004,
        ),
        (json!({"r": "x", "a": "y", "role": "x"}), 500),
    ] {
        assert_eq!(code(&v2.manage(ALLOW, wrong).await), expected);
    }
    let unknown = "{ isActionAllowed(userId: \"x\", resource: \"r\", action: \"a\") }";
    assert_eq!(code(&v2.manage(unknown, json!({})).await), 2004);
}

#[tokio::test]
async fn resources_are_authorized_and_listed() {
    let v2 = V2::new().await;
    let ada = v2.user("ada").await;
    v2.new_role("reader", &ada).await;
    let query = "mutation($r: String, $t: ResourceType, $o: [AuthorizeResourceOpt]) {
        authorizeResource(namespace: \"default\", resource: $r, resourceType: $t, opts: $o) { code } }";
    let opts = json!([{"targetType": "USER", "targetIdentifier": ada, "actions": ["read", "write"]},
        {"targetType": "ROLE", "targetIdentifier": "reader", "actions": ["read"]}]);
    v2.managed(query, json!({"r": "books", "t": "DATA", "o": opts}))
        .await;
    v2.managed(query, json!({"r": "menu", "t": "MENU", "o": [opts[1]]}))
        .await;
    assert_eq!(code(&v2.manage(query, json!({"o": opts})).await), 2231);
    for (holder, expected) in [("USER", 2004), ("ROLE", 500), ("GROUP", 500), ("ORG", 500)] {
        let opts =
            json!([{"targetType": holder, "targetIdentifier": "nobody", "actions": ["read"]}]);
        let unknown = json!({"r": "books", "t": "DATA", "o": opts});
        assert_eq!(code(&v2.manage(query, unknown).await), expected, "{holder}");
    }

    let resource = |name: &str, kind: &str, actions: Value| json!({"code": name, "type": kind, "actions": actions});
    let books = resource("books", "DATA", json!(["read", "write"]));
    let menu = resource("menu", "MENU", json!(["read"]));
    let query = "query($t: PolicyAssignmentTargetType, $id: String, $kind: String) {
        authorizedResources(targetType: $t, targetIdentifier: $id, namespace: \"default\", resourceType: $kind) {
            totalCount list { code type actions } } }";
    let of = async |holder: Value| v2.managed(query, holder).await["list"].clone();
    assert_eq!(
        of(json!({"t": "USER", "id": ada})).await,
        json!([books, menu])
    );
    assert_eq!(
        of(json!({"t": "USER", "id": ada, "kind": "MENU"})).await,
        json!([menu])
    );
    let read = resource("books", "DATA", json!(["read"]));
    assert_eq!(
        of(json!({"t": "ROLE", "id": "reader"})).await,
        json!([read, menu])
    );
    assert_eq!(code(&v2.manage(query, json!({})).await), 2231);
    let nested = "query($id: String) { user(id: $id) { authorizedResources(namespace: \"default\") { list { code type actions } } } }";
    let user = v2.managed(nested, json!({"id": ada})).await;
    assert_eq!(user["authorizedResources"]["list"], json!([books, menu]));
    let nested = "{ role(code: \"reader\") { authorizedResources(resourceType: \"DATA\") { list { code type actions } } } }";
    assert_eq!(
        v2.managed(nested, json!({})).await["authorizedResources"]["list"],
        json!([read])
    );

    let query = "query($t: PolicyAssignmentTargetType, $a: AuthorizedTargetsActionsInput) {
        authorizedTargets(namespace: \"default\", resourceType: DATA, resource: \"books\", targetType: $t, actions: $a) {
            totalCount list { targetType targetIdentifier actions } } }";
    let targets = async |filter: Value| {
        let found = v2.managed(query, filter).await;
        each(&found["list"], "targetIdentifier")
            .into_iter()
            .map(super::text)
            .collect::<Vec<_>>()
    };
    assert_eq!(targets(json!({})).await, ["reader", ada.as_str()]);
    assert_eq!(targets(json!({"t": "ROLE"})).await, ["reader"]);
    assert_eq!(
        targets(json!({"a": {"op": "AND", "list": ["read", "write"]}})).await,
        [ada.as_str()]
    );
    assert_eq!(
        targets(json!({"a": {"op": "OR", "list": ["read", "x"]}})).await,
        ["reader", ada.as_str()]
    );
}

#[tokio::test]
async fn what_a_role_may_do_in_other_namespaces_follows_it_too() {
    let v2 = V2::new().await;
    let ada = v2.user("ada").await;
    v2.new_role("clerk", &ada).await;
    let in_shop = json!({"r": "till", "a": "open", "role": "clerk", "ns": "shop"});
    v2.managed(ALLOW, in_shop).await;
    let query = "query($u: String!) {
        isActionAllowed(userId: $u, resource: \"till\", action: \"open\", namespace: \"shop\") }";
    let may = async || v2.managed(query, json!({"u": ada})).await == json!(true);
    assert!(may().await);
    let rename = "mutation { updateRole(code: \"clerk\", newCode: \"boss\") { code } }";
    v2.managed(rename, json!({})).await;
    assert!(may().await);
    let delete = "mutation { deleteRole(code: \"boss\") { code } }";
    v2.managed(delete, json!({})).await;
    for name in ["clerk", "boss"] {
        v2.new_role(name, &ada).await;
        assert!(!may().await, "{name}");
    }
}
