//! Roles.

use serde_json::{Value, json};

use crate::client::{Fixture, GraphQlResponse};

const NOBODY: &str = "5aec1ea610ecb800018db176";

async fn call(
    fixture: &Fixture,
    token: &str,
    query: &str,
    mut variables: Value,
) -> GraphQlResponse {
    variables["c"] = fixture.pool().into();
    fixture.call_as(token, query, variables).await
}

async fn create(fixture: &Fixture, token: &str, name: &str) -> GraphQlResponse {
    let query = "mutation($n: String!, $c: String!) {
        createRole(name: $n, client: $c, descriptions: \"d\") { _id name descriptions client permissions createdAt } }";
    call(fixture, token, query, json!({ "n": name })).await
}

async fn role(fixture: &Fixture, name: &str) -> String {
    let owner = fixture.owner_token().await;
    let role = create(fixture, &owner, name).await.data("createRole");
    role["_id"].as_str().unwrap().to_owned()
}

async fn assign(fixture: &Fixture, token: &str, role: &str, user: &str) -> GraphQlResponse {
    let query = "mutation($g: String!, $c: String!, $u: String!) { assignUserToRole(group: $g, client: $c, user: $u) {
        totalCount list { _id client { _id } user { _id } createdAt } } }";
    call(fixture, token, query, json!({"g": role, "u": user})).await
}

async fn remove(fixture: &Fixture, token: &str, role: &str, user: &str) -> GraphQlResponse {
    let query = "mutation($g: String!, $c: String!, $u: String!) {
        removeUserFromGroup(group: $g, client: $c, user: $u) { _id group { _id } client { _id } user { _id } } }";
    call(fixture, token, query, json!({"g": role, "u": user})).await
}

async fn members(fixture: &Fixture, token: &str, role: &str, page: i32) -> GraphQlResponse {
    let query = "query($g: String!, $c: String!, $p: Int) { userGroup(group: $g, client: $c, page: $p, count: 2) {
        totalCount list { _id group { _id name } user { _id email token } createdAt } } }";
    call(fixture, token, query, json!({"g": role, "p": page})).await
}

async fn roles_of(fixture: &Fixture, token: &str, user: &str) -> GraphQlResponse {
    let query = "query($u: String!, $c: String!) {
        queryRoleByUserId(user: $u, client: $c) { totalCount list { group { name permissions } } } }";
    call(fixture, token, query, json!({ "u": user })).await
}

#[tokio::test]
async fn roles_are_created_listed_and_changed() {
    let fixture = Fixture::new().await;
    let owner = fixture.owner_token().await;
    let made = create(&fixture, &owner, "editor").await.data("createRole");
    let expected = json!({
        "_id": made["_id"], "name": "editor", "descriptions": "d", "client": fixture.pool(), "permissions": null,
        "createdAt": "Sat Jan 27 2018 13:55:25 GMT+0800 (CST)",
    });
    assert_eq!(made, expected);
    role(&fixture, "reader").await;
    let list = "query($c: String!, $p: Int) { clientRoles(client: $c, page: $p, count: 1) { totalCount list { name } } }";
    for (page, name) in [(1, "editor"), (2, "reader")] {
        let listed = call(&fixture, &owner, list, json!({ "p": page })).await;
        assert_eq!(
            listed.data("clientRoles"),
            json!({"totalCount": 2, "list": [{"name": name}]})
        );
    }

    let update = "mutation($id: String!, $n: String!, $c: String!, $d: String, $p: String) {
        updateRole(_id: $id, name: $n, client: $c, descriptions: $d, permissions: $p) { name descriptions permissions } }";
    let change = json!({"id": made["_id"], "n": "writer", "p": "all"});
    let changed = call(&fixture, &owner, update, change).await;
    let expected = json!({"name": "writer", "descriptions": "d", "permissions": "all"});
    assert_eq!(changed.data("updateRole"), expected);
    let permissions = "mutation($id: String!, $c: String!, $p: String) {
        updatePermissions(role: $id, client: $c, permissions: $p) { name permissions } }";
    let changed = call(&fixture, &owner, permissions, json!({"id": made["_id"]})).await;
    assert_eq!(
        changed.data("updatePermissions"),
        json!({"name": "writer", "permissions": null})
    );
    for query in [update, permissions] {
        let unknown = json!({"id": NOBODY, "n": "n"});
        // Undeclared variables are ignored.
        assert_eq!(call(&fixture, &owner, query, unknown).await.code(), 500);
    }
}

#[tokio::test]
async fn users_are_assigned_and_removed() {
    let fixture = Fixture::new().await;
    let owner = fixture.owner_token().await;
    let (editor, reader) = (
        role(&fixture, "editor").await,
        role(&fixture, "reader").await,
    );
    let mut users = Vec::new();
    for name in ["a", "b", "c"] {
        users.push(fixture.user(&format!("{name}@b.cn")).await);
        let user = users.last().unwrap();
        assign(&fixture, &owner, &editor, user)
            .await
            .data("assignUserToRole");
    }
    let again = assign(&fixture, &owner, &editor, &users[0])
        .await
        .data("assignUserToRole");
    assert_eq!(again["totalCount"], 3);
    assert_eq!(again["list"][0]["user"]["_id"], json!(users[0]));
    assert_eq!(again["list"][0]["client"]["_id"], json!(fixture.pool()));

    let page = members(&fixture, &owner, &editor, 2)
        .await
        .data("userGroup");
    assert_eq!(
        (&page["totalCount"], page["list"].as_array().unwrap().len()),
        (&json!(3), 1)
    );
    assert_eq!(page["list"][0]["user"]["email"], "c@b.cn");
    assert_eq!(
        page["list"][0]["group"],
        json!({"_id": editor, "name": "editor"})
    );

    assign(&fixture, &owner, &reader, &users[0])
        .await
        .data("assignUserToRole");
    let both = roles_of(&fixture, &owner, &users[0])
        .await
        .data("queryRoleByUserId");
    let expected = json!([
        {"group": {"name": "editor", "permissions": null}},
        {"group": {"name": "reader", "permissions": null}},
    ]);
    assert_eq!((&both["list"], &both["totalCount"]), (&expected, &json!(2)));

    let removed = remove(&fixture, &owner, &editor, &users[0])
        .await
        .data("removeUserFromGroup");
    assert_eq!(removed["group"]["_id"], json!(editor));
    assert_eq!(removed["user"]["_id"], json!(users[0]));
    assert_eq!(
        remove(&fixture, &owner, &editor, &users[0]).await.code(),
        2004
    );
    // A deleted user has no roles.
    fixture.emulator.delete_user(&users[1]).unwrap();
    let left = members(&fixture, &owner, &editor, 1)
        .await
        .data("userGroup");
    assert_eq!(left["totalCount"], 1);
}

#[tokio::test]
async fn invalid_calls_are_rejected() {
    let fixture = Fixture::new().await;
    let owner = fixture.owner_token().await;
    let editor = role(&fixture, "editor").await;
    let (a, b) = (fixture.user("a@b.cn").await, fixture.user("b@b.cn").await);
    let token = fixture.token_of("a@b.cn").await;
    assert_eq!(create(&fixture, &token, "r").await.code(), 1001);
    assert_eq!(create(&fixture, "", "r").await.code(), 2020);
    for (role, user, code) in [
        (NOBODY, a.as_str(), 500),
        (&editor, NOBODY, 2004),
        (&editor, "me", 500),
    ] {
        assert_eq!(
            assign(&fixture, &owner, role, user).await.code(),
            code,
            "{role} {user}"
        );
        assert_eq!(
            remove(&fixture, &owner, role, user).await.code(),
            code,
            "{role} {user}"
        );
    }
    assert_eq!(assign(&fixture, &token, &editor, &a).await.code(), 1001);
    assert_eq!(remove(&fixture, &token, &editor, &a).await.code(), 1001);
    assert_eq!(members(&fixture, &owner, NOBODY, 1).await.code(), 500);
    roles_of(&fixture, &token, &a)
        .await
        .data("queryRoleByUserId");
    assert_eq!(roles_of(&fixture, &token, &b).await.code(), 2202);
    assert_eq!(roles_of(&fixture, &owner, NOBODY).await.code(), 2004);
    let elsewhere =
        "mutation { createRole(name: \"r\", client: \"5aec1ea610ecb800018db176\") { _id } }";
    assert_eq!(
        fixture.call_as(&owner, elsewhere, json!({})).await.code(),
        2011
    );
}
