//! Organizations and their departments.

use serde_json::{Value, json};

use super::{V2, code, each, text};

const ADD: &str = "mutation($org: String!, $parent: String, $name: String!, $code: String) {
    addNodeV2(orgId: $org, parentNodeId: $parent, name: $name, code: $code) {
        id orgId name code root depth path codePath namePath children createdAt } }";
const JOIN: &str = "mutation($node: String, $org: String, $code: String, $users: [String!]!) {
    addMember(nodeId: $node, orgId: $org, nodeCode: $code, userIds: $users) { id name } }";
const NODE: &str = "query($id: String!) { nodeById(id: $id) { id name root children path } }";

/// An organization: a company with sales, and shops in sales.
struct Company {
    org: String,
    root: String,
    sales: String,
    shops: String,
}

impl V2 {
    async fn company(&self) -> Company {
        let query = "mutation { createOrg(name: \"Company\", code: \"co\") { id rootNode { id name code root depth } nodes { id } } }";
        let org = self.managed(query, json!({})).await;
        let root = &org["rootNode"];
        assert_eq!(
            (&root["name"], &root["code"], &root["root"], &root["depth"]),
            (&json!("Company"), &json!("co"), &json!(true), &json!(0))
        );
        let (org, root) = (text(&org["id"]), text(&root["id"]));
        let sales = json!({"org": org, "name": "Sales", "code": "sales"});
        let sales = text(&self.managed(ADD, sales).await["id"]);
        let shops = json!({"org": org, "parent": sales, "name": "Shops", "code": "shops"});
        let shops = text(&self.managed(ADD, shops).await["id"]);
        Company {
            org,
            root,
            sales,
            shops,
        }
    }

    async fn departments_of(&self, user: &str) -> Value {
        let query =
            "query($id: String) { user(id: $id) { mainDepartmentId mainDepartmentCode departments {
            totalCount list { department { name } isMainDepartment joinedAt } } } }";
        self.managed(query, json!({"id": user})).await
    }
}

#[tokio::test]
async fn nodes_form_a_tree() {
    let v2 = V2::new().await;
    let Company {
        org,
        root,
        sales,
        shops,
    } = v2.company().await;
    let node = v2.managed("query($o: String!, $c: String!) { nodeByCode(orgId: $o, code: $c) { id path namePath codePath depth children } }",
        json!({"o": org, "c": "shops"})).await;
    let expected = json!({
        "id": shops, "path": [root, sales, shops], "namePath": ["Company", "Sales", "Shops"],
        "codePath": ["co", "sales", "shops"], "depth": 2, "children": [],
    });
    assert_eq!(node, expected);
    let query = "query($id: String!) { childrenNodes(nodeId: $id) { id } }";
    assert_eq!(
        each(&v2.managed(query, json!({"id": root})).await, "id"),
        [&json!(sales)]
    );
    let query = "query($o: String!) { rootNode(orgId: $o) { id } }";
    assert_eq!(v2.managed(query, json!({"o": org})).await["id"], root);
    let query = "query($n: String!, $o: String!) { isRootNode(nodeId: $n, orgId: $o) }";
    assert_eq!(v2.managed(query, json!({"n": root, "o": org})).await, true);
    assert_eq!(
        v2.managed(query, json!({"n": sales, "o": org})).await,
        false
    );
    let query = "query($k: String!) { searchNodes(keyword: $k) { id } }";
    assert_eq!(
        each(&v2.managed(query, json!({"k": "SAL"})).await, "id"),
        [&json!(sales)]
    );
    let orgs = v2
        .managed(
            "{ orgs { totalCount list { id nodes { id } } } }",
            json!({}),
        )
        .await;
    assert_eq!(
        (
            &orgs["totalCount"],
            each(&orgs["list"][0]["nodes"], "id").len()
        ),
        (&json!(1), 3)
    );

    for (wrong, expected) in [
        (json!({"org": org, "name": "x", "code": "sales"}), 500),
        (json!({"org": "x", "name": "x"}), 500),
        (json!({"org": org, "name": "x", "parent": "x"}), 500),
    ] {
        assert_eq!(code(&v2.manage(ADD, wrong).await), expected);
    }
    assert_eq!(v2.managed(NODE, json!({"id": "x"})).await, Value::Null);
    assert_eq!(
        code(&v2.manage("{ org(id: \"x\") { id } }", json!({})).await),
        500
    );
    // The older operation returns the organization.
    let query = "mutation($o: String!) { addNode(orgId: $o, name: \"IT\") { id nodes { name } } }";
    let whole = v2.managed(query, json!({"o": org})).await;
    assert_eq!(
        each(&whole["nodes"], "name"),
        ["Company", "Sales", "Shops", "IT"]
    );
}

#[tokio::test]
async fn nodes_are_changed_moved_and_deleted() {
    let v2 = V2::new().await;
    let Company {
        org,
        root,
        sales,
        shops,
    } = v2.company().await;
    let query = "mutation($id: String!, $code: String) { updateNode(id: $id, name: \"New\", code: $code, description: \"d\") { name code description } }";
    let node = v2.managed(query, json!({"id": sales, "code": "new"})).await;
    assert_eq!(
        node,
        json!({"name": "New", "code": "new", "description": "d"})
    );
    assert_eq!(
        code(
            &v2.manage(query, json!({"id": sales, "code": "shops"}))
                .await
        ),
        500
    );

    let query = "mutation($o: String!, $n: String!, $t: String!) { moveNode(orgId: $o, nodeId: $n, targetParentId: $t) { id } }";
    for (node, target) in [(&sales, &shops), (&sales, &sales), (&root, &sales)] {
        let wrong = json!({"o": org, "n": node, "t": target});
        assert_eq!(code(&v2.manage(query, wrong).await), 500);
    }
    v2.managed(query, json!({"o": org, "n": shops, "t": root}))
        .await;
    assert_eq!(
        v2.managed(NODE, json!({"id": shops})).await["path"],
        json!([root, shops])
    );
    v2.managed(query, json!({"o": org, "n": shops, "t": sales}))
        .await;

    let query = "mutation($o: String!, $n: String!) { deleteNode(orgId: $o, nodeId: $n) { code } }";
    assert_eq!(
        code(&v2.manage(query, json!({"o": org, "n": root})).await),
        500
    );
    v2.managed(query, json!({"o": org, "n": sales})).await;
    // With everything below it.
    assert_eq!(v2.managed(NODE, json!({"id": shops})).await, Value::Null);
    let query = "mutation($id: String!) { deleteOrg(id: $id) { code } }";
    v2.managed(query, json!({"id": org})).await;
    assert_eq!(v2.managed(NODE, json!({"id": root})).await, Value::Null);
    assert_eq!(code(&v2.manage(query, json!({"id": org})).await), 500);
}

#[tokio::test]
async fn users_are_members_of_departments() {
    let v2 = V2::new().await;
    let Company {
        org,
        root,
        sales,
        shops,
    } = v2.company().await;
    let (ada, bob) = (v2.user("ada").await, v2.user("bob").await);
    v2.managed(JOIN, json!({"node": sales, "users": [ada]}))
        .await;
    v2.managed(
        JOIN,
        json!({"org": org, "code": "shops", "users": [ada, bob]}),
    )
    .await;
    for (wrong, expected) in [
        (json!({"users": [ada]}), 2231),
        (json!({"node": "x", "users": [ada]}), 500),
        (
            json!({"node": sales, "users": ["5aec1ea610ecb800018db176"]}),
            2004,
        ),
    ] {
        assert_eq!(code(&v2.manage(JOIN, wrong).await), expected);
    }
    // The first one is the main one.
    let user = v2.departments_of(&ada).await;
    assert_eq!(
        (&user["mainDepartmentId"], &user["mainDepartmentCode"]),
        (&json!(sales), &json!("sales"))
    );
    assert_eq!(
        each(&user["departments"]["list"], "isMainDepartment"),
        [true, false]
    );
    let query = "mutation($u: String!, $d: String) { setMainDepartment(userId: $u, departmentId: $d) { code } }";
    v2.managed(query, json!({"u": ada, "d": shops})).await;
    assert_eq!(v2.departments_of(&ada).await["mainDepartmentId"], shops);
    assert_eq!(
        code(&v2.manage(query, json!({"u": ada, "d": root})).await),
        500
    );
    let update = "mutation($id: String, $i: UpdateUserInput!) { updateUser(id: $id, input: $i) { mainDepartmentId } }";
    let wrong = json!({"id": ada, "i": {"mainDepartmentId": root, "nickname": "x"}});
    assert_eq!(code(&v2.manage(update, wrong).await), 500);
    let nickname = "query($id: String) { user(id: $id) { nickname } }";
    let unchanged = v2.managed(nickname, json!({"id": ada})).await;
    assert_eq!(unchanged["nickname"], Value::Null);
    let change = json!({"id": ada, "i": {"mainDepartmentCode": "sales"}});
    assert_eq!(v2.managed(update, change).await["mainDepartmentId"], sales);

    let query = "query($id: String!, $all: Boolean) { nodeById(id: $id) { users(page: 1, limit: 10, includeChildrenNodes: $all) {
        totalCount list { id } } } }";
    let members = async |node: &str, all: Option<bool>| {
        let node = v2.managed(query, json!({"id": node, "all": all})).await;
        each(&node["users"]["list"], "id")
            .into_iter()
            .map(text)
            .collect::<Vec<_>>()
    };
    // A null counts as absent, and the schema's default is true.
    for all in [Some(true), None] {
        assert_eq!(members(&sales, all).await, [ada.clone(), bob.clone()]);
    }
    assert_eq!(members(&sales, Some(false)).await, [ada.as_str()]);
    let list = "{ users(excludeUsersInOrg: true) { totalCount } }";
    assert_eq!(v2.managed(list, json!({})).await["totalCount"], 0);

    let query = "mutation($u: [String!]!, $a: String!, $b: String!) { moveMembers(userIds: $u, sourceNodeId: $a, targetNodeId: $b) { code } }";
    v2.managed(query, json!({"u": [bob], "a": shops, "b": root}))
        .await;
    assert_eq!(members(&shops, Some(true)).await, [ada.as_str()]);
    assert_eq!(
        code(
            &v2.manage(query, json!({"u": [bob], "a": shops, "b": root}))
                .await
        ),
        2004
    );
    let query =
        "mutation($n: String, $u: [String!]!) { removeMember(nodeId: $n, userIds: $u) { id } }";
    v2.managed(query, json!({"n": root, "u": [bob]})).await;
    assert_eq!(
        v2.departments_of(&bob).await["departments"]["totalCount"],
        0
    );
    let search = "query($d: [SearchUserDepartmentOpt]) { searchUser(query: \"a\", departmentOpts: $d) { list { id } } }";
    let opts = json!({"d": [{"departmentId": root, "includeChildrenDepartments": true}]});
    assert_eq!(
        each(&v2.managed(search, opts).await["list"], "id"),
        [&json!(ada)]
    );
}

#[tokio::test]
async fn nodes_inherit_the_roles_of_their_parents() {
    let v2 = V2::new().await;
    let Company {
        root, sales, shops, ..
    } = v2.company().await;
    let ada = v2.user("ada").await;
    v2.managed(JOIN, json!({"node": shops, "users": [ada]}))
        .await;
    for code in ["a", "b"] {
        let create = "mutation($code: String!) { createRole(code: $code) { id } }";
        v2.managed(create, json!({"code": code})).await;
    }
    let assign = "mutation($code: String, $nodes: [String!]) { assignRole(roleCode: $code, nodeCodes: $nodes) { code } }";
    v2.managed(assign, json!({"code": "a", "nodes": ["co"]}))
        .await;
    v2.managed(assign, json!({"code": "b", "nodes": [sales]}))
        .await;
    let query = "query($id: String!) { nodeById(id: $id) { roles { totalCount list { code } } } }";
    for (node, expected) in [
        (&root, vec!["a"]),
        (&sales, vec!["a", "b"]),
        (&shops, vec!["a", "b"]),
    ] {
        let node = v2.managed(query, json!({"id": node})).await;
        assert_eq!(each(&node["roles"]["list"], "code"), expected);
    }
    assert_eq!(v2.roles_of(&ada, None).await, ["a", "b"]);
}

#[tokio::test]
async fn a_move_keeps_what_a_member_of_both_departments_has_in_the_target() {
    let v2 = V2::new().await;
    let Company { sales, shops, .. } = v2.company().await;
    let ada = v2.user("ada").await;
    let join = "mutation($n: String, $u: [String!]!) { addMember(nodeId: $n, userIds: $u, isLeader: true) { id } }";
    v2.managed(join, json!({"n": sales, "u": [ada]})).await;
    v2.managed(JOIN, json!({"node": shops, "users": [ada]}))
        .await;
    let query = "mutation($u: [String!]!, $a: String!, $b: String!) { moveMembers(userIds: $u, sourceNodeId: $a, targetNodeId: $b) { code } }";
    v2.managed(query, json!({"u": [ada], "a": shops, "b": sales}))
        .await;
    let user = v2.departments_of(&ada).await;
    assert_eq!(user["departments"]["totalCount"], 1);
    assert_eq!(user["mainDepartmentId"], sales);
}
