//! The same change by many clients at once.

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::By;
use crate::client::GraphQlResponse;
use crate::v2::V2;

const CLIENTS: usize = 50;

/// Whether one of the clients had success, and all others were rejected.
fn one(responses: &[GraphQlResponse]) -> bool {
    let succeeded = responses
        .iter()
        .filter(|response| response.body.get("errors").is_none());
    responses.len() == CLIENTS && succeeded.count() == 1
}

#[tokio::test(flavor = "multi_thread")]
async fn what_must_be_unique_is_made_once() {
    let v2 = V2::new().await;
    let emails = ["ada@b.cn", "Ada@B.cn"].into_iter().cycle();
    let registered = join_all(
        emails
            .take(CLIENTS)
            .map(async |email| v2.register("Email", json!({"email": email})).await),
    );
    assert!(one(&registered.await));
    for query in [
        "mutation { createUser(userInfo: {username: \"eve\"}) { id } }",
        "mutation { createRole(code: \"r\") { id } }",
        "mutation { createGroup(code: \"g\", name: \"G\") { code } }",
        "mutation { createPolicy(code: \"p\", statements: []) { code } }",
        "mutation { deleteRole(code: \"r\") { code } }",
    ] {
        let made = join_all((0..CLIENTS).map(async |_| v2.manage(query, Value::Null).await));
        assert!(one(&made.await), "{query}");
    }
    let org = v2
        .managed("mutation { createOrg(name: \"O\") { id } }", json!({}))
        .await;
    let query = "mutation($o: String!) { addNode(orgId: $o, name: \"N\", code: \"n\") { id } }";
    let added = (0..CLIENTS).map(async |_| v2.manage(query, json!({"o": org["id"]})).await);
    assert!(one(&join_all(added).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_and_an_account_are_used_once() {
    let v2 = V2::new().await;
    let phone = "13800000000";
    let code = v2.phone_code(phone).await;
    let input = json!({"phone": phone, "code": code});
    let logins = (0..CLIENTS).map(async |_| v2.login("PhoneCode", input.clone()).await);
    assert!(one(&join_all(logins).await));

    let mut users = Vec::new();
    for number in 0..CLIENTS {
        users.push(v2.user(&format!("user{number}")).await);
    }
    let link = "POST /api/v2/users/identity/link";
    let linked = users.iter().map(async |user| {
        let account =
            json!({"userId": user, "userIdInIdp": "4711", "type": "github", "isSocial": true});
        v2.rest(By::Owner, link, account).await["code"] == 200
    });
    let linked = join_all(linked).await;
    assert_eq!(linked.iter().filter(|is_linked| **is_linked).count(), 1);

    // A role that is assigned often is held once.
    v2.managed("mutation { createRole(code: \"r\") { id } }", json!({}))
        .await;
    let query = "mutation($u: [String!]) { assignRole(roleCode: \"r\", userIds: $u) { code } }";
    let assigned = (0..CLIENTS).map(async |_| v2.managed(query, json!({"u": [users[0]]})).await);
    join_all(assigned).await;
    let holders = "{ role(code: \"r\") { users { totalCount } } }";
    let holders = v2.managed(holders, json!({})).await;
    assert_eq!(holders["users"]["totalCount"], 1);
}
