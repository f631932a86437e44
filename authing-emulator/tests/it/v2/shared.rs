//! Users, codes, roles and passwords are one pool's, whichever API made them.

use serde_json::json;

use super::{V2, each, only, text};
use crate::client::PASSWORD;

#[tokio::test]
async fn a_user_of_one_api_logs_in_with_the_other() {
    let v2 = V2::new().await;
    let user = only(v2.register("Email", json!({"email": "Ada@b.cn"})).await);
    let password = v2.0.encrypt(PASSWORD);
    let login = json!({"email": "ada@b.cn", "password": password});
    assert_eq!(v2.0.login(login).await.data("login")["_id"], user["id"]);

    let bob = v2.0.user("bob@b.cn").await;
    let login = only(v2.login("Email", json!({"email": "bob@b.cn"})).await);
    assert_eq!(login["id"], json!(bob));
    assert_eq!(login["loginsCount"], 1);
    assert_eq!(
        login["registerSource"],
        json!(["default:username-password"])
    );

    // The name is taken in both.
    assert_eq!(
        v2.0.register(json!({"email": "ada@b.cn"})).await.code(),
        2026
    );
    let taken = v2.register("Email", json!({"email": "bob@b.cn"})).await;
    assert_eq!(super::code(&taken), 2026);
}

#[tokio::test]
async fn a_token_of_one_api_is_valid_in_the_other() {
    let v2 = V2::new().await;
    let (id, token) = v2.session("ada").await;
    let legacy =
        v2.0.call_as(&token, "{ user { _id username } }", json!({}))
            .await;
    assert_eq!(legacy.data("user")["_id"], json!(id));

    v2.0.user("bob@b.cn").await;
    let token = v2.0.token_of("bob@b.cn").await;
    let me = v2.by(&token, "{ user { email token } }", json!({})).await;
    assert_eq!(only(me), json!({"email": "bob@b.cn", "token": token}));

    // A logout counts for both.
    v2.0.emulator.log_out_user(&id).unwrap();
    let (_, other) = v2.session("carl").await;
    let me = v2.by(&other, "{ user { username } }", json!({})).await;
    assert_eq!(only(me)["username"], "carl");
}

#[tokio::test]
async fn a_code_of_one_api_is_used_in_the_other() {
    let v2 = V2::new().await;
    let phone = "13800000000";
    let code = v2.phone_code(phone).await;
    assert_eq!(code.len(), 4);
    let user = json!({"phone": phone, "phoneCode": code});
    let user = v2.0.register(user).await.data("register");
    assert_eq!(user["phoneVerified"], true);

    v2.0.send_code("send_smscode", phone).await;
    let input = json!({"phone": phone, "code": v2.0.last_code(phone)});
    let login = only(v2.login("PhoneCode", input.clone()).await);
    assert_eq!(
        (&login["id"], &login["newlyCreated"]),
        (&user["_id"], &json!(false))
    );
    assert_eq!(super::code(&v2.login("PhoneCode", input).await), 2001);
}

#[tokio::test]
async fn roles_are_the_same_in_both() {
    let v2 = V2::new().await;
    let user = v2.user("ada").await;
    let query =
        "mutation { createRole(code: \"admin\", description: \"all\") { id code namespace arn } }";
    let role = v2.managed(query, json!({})).await;
    assert_eq!(
        (&role["code"], &role["namespace"]),
        (&json!("admin"), &json!("default"))
    );
    assert_eq!(
        text(&role["arn"]),
        format!("arn:cn:authing:{}:role:{}", v2.0.pool(), text(&role["id"]))
    );

    let owner = v2.0.owner_token().await;
    let query = "mutation($role: String!, $user: String!, $pool: String!) { assignUserToRole(group: $role, user: $user, client: $pool) { totalCount } }";
    let variables = json!({"role": role["id"], "user": user, "pool": v2.0.pool()});
    v2.0.call_as(&owner, query, variables)
        .await
        .data("assignUserToRole");
    let query = "query($id: String) { user(id: $id) { roles { totalCount list { code } } } }";
    let roles = v2.managed(query, json!({"id": user})).await;
    assert_eq!(
        roles["roles"],
        json!({"totalCount": 1, "list": [{"code": "admin"}]})
    );

    let query =
        "mutation($n: String!, $pool: String!) { createRole(name: $n, client: $pool) { _id } }";
    let pair = json!({"n": "guest", "pool": v2.0.pool()});
    v2.0.call_as(&owner, query, pair).await.data("createRole");
    let roles = v2
        .managed(
            "{ roles(sortBy: CREATEDAT_ASC) { totalCount list { code } } }",
            json!({}),
        )
        .await;
    assert_eq!(each(&roles["list"], "code"), ["admin", "guest"]);
}

#[tokio::test]
async fn the_objects_of_the_legacy_api_are_those_of_v2() {
    let v2 = V2::new().await;
    let owner = v2.0.owner_token().await;
    let user = v2.user("ada").await;
    let legacy = async |query: &str, variables: serde_json::Value| {
        only(v2.0.call_as(&owner, query, variables).await)
    };
    let query = "mutation($p: String!) { createRBACRole(input: {userPoolId: $p, name: \"admin\", description: \"all\"}) { _id } }";
    let role = legacy(query, json!({"p": v2.0.pool()})).await;
    let found = v2
        .managed("{ role(code: \"admin\") { id description } }", json!({}))
        .await;
    assert_eq!(found, json!({"id": role["_id"], "description": "all"}));

    let query = "mutation($p: String!) { createRBACGroup(input: {userPoolId: $p, name: \"staff\"}) { _id } }";
    let group = legacy(query, json!({"p": v2.0.pool()})).await;
    // A second group may have the name, but not the code.
    legacy(query, json!({"p": v2.0.pool()})).await;
    let query =
        "mutation($u: [String!]!) { addUserToGroup(code: \"staff\", userIds: $u) { code } }";
    v2.managed(query, json!({"u": [user]})).await;
    let query = "query($g: String!, $u: String!) { isUserInGroup(groupId: $g, userId: $u) }";
    let is_member = legacy(query, json!({"g": group["_id"], "u": user})).await;
    assert_eq!(is_member, json!(true));

    let query = "mutation { setUdf(targetType: USER, key: \"age\", dataType: NUMBER, label: \"Age\") { key } }";
    v2.managed(query, json!({})).await;
    let query =
        "mutation($i: SetUserMetadataInput!) { setUserMetadata(input: $i) { list { key value } } }";
    let set = async |key: &str, value: &str| {
        let input = json!({"i": {"_id": user, "key": key, "value": value}});
        v2.0.call_as(&owner, query, input).await
    };
    set("color", "red").await.data("setUserMetadata");
    // The field can't be null, so that the data is.
    let wrong = set("age", "old").await;
    assert_eq!(wrong.body["errors"][0]["message"]["code"], 500);
    let all = set("age", "7").await.data("setUserMetadata");
    let expected = json!([{"key": "age", "value": "7"}, {"key": "color", "value": "red"}]);
    assert_eq!(all["list"], expected);
    // The v2 API shows the fields that it defines.
    let query = "query($u: String!) { udv(targetType: USER, targetId: $u) { key value } }";
    let values = v2.managed(query, json!({"u": user})).await;
    assert_eq!(values, json!([{"key": "age", "value": "7"}]));
}

#[tokio::test]
async fn what_a_role_may_do_follows_its_name_in_both() {
    let v2 = V2::new().await;
    let owner = v2.0.owner_token().await;
    let create = "mutation { createRole(code: \"admin\") { id } }";
    let role = v2.managed(create, json!({})).await;
    let allow =
        "mutation { allow(resource: \"book:1\", action: \"read\", roleCode: \"admin\") { code } }";
    v2.managed(allow, json!({})).await;
    let rename = "mutation($id: String!, $pool: String!) { updateRole(_id: $id, name: \"boss\", client: $pool) { name } }";
    let variables = json!({"id": role["id"], "pool": v2.0.pool()});
    v2.0.call_as(&owner, rename, variables)
        .await
        .data("updateRole");
    let query = "{ role(code: \"boss\") { authorizedResources { list { code } } } }";
    let role = v2.managed(query, json!({})).await;
    assert_eq!(
        each(&role["authorizedResources"]["list"], "code"),
        ["book:1"]
    );
}

#[tokio::test]
async fn a_role_keeps_what_it_may_do_when_another_of_its_name_ends() {
    let v2 = V2::new().await;
    let owner = v2.0.owner_token().await;
    let create = "mutation { createRole(code: \"admin\") { id } }";
    v2.managed(create, json!({})).await;
    let allow =
        "mutation { allow(resource: \"book:1\", action: \"read\", roleCode: \"admin\") { code } }";
    v2.managed(allow, json!({})).await;
    let create = "mutation($pool: String!) { createRole(name: \"admin\", client: $pool) { _id } }";
    let rename = "mutation($id: String!, $pool: String!) { updateRole(_id: $id, name: \"boss\", client: $pool) { name } }";
    let delete = "mutation($id: String!) { deleteRBACRole(_id: $id) { code } }";
    for (end, field) in [(rename, "updateRole"), (delete, "deleteRBACRole")] {
        let pool = json!({"pool": v2.0.pool()});
        let other = v2.0.call_as(&owner, create, pool).await.data("createRole");
        let ids = json!({"id": other["_id"], "pool": v2.0.pool()});
        v2.0.call_as(&owner, end, ids).await.data(field);
        let query = "{ role(code: \"admin\") { authorizedResources { list { code } } } }";
        let role = v2.managed(query, json!({})).await;
        let left = each(&role["authorizedResources"]["list"], "code");
        assert_eq!(left, ["book:1"], "{field}");
    }
}
