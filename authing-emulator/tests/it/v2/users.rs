//! Finding, creating, changing and deleting users.

use authing_emulator::UserData;
use serde_json::{Value, json};

use super::{V2, code, each, only, text};

const CREATE: &str = "mutation($info: CreateUserInput!, $keep: Boolean, $params: String, $identity: CreateUserIdentityInput) {
    createUser(userInfo: $info, keepPassword: $keep, params: $params, identity: $identity) { ...U } }";
const UPDATE: &str = "mutation($id: String, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { ...U } }";

impl V2 {
    pub(super) async fn create(&self, info: Value) -> String {
        text(&self.managed(CREATE, json!({"info": info})).await["id"])
    }
}

#[tokio::test]
async fn a_user_can_be_created_with_any_name() {
    let v2 = V2::new().await;
    for info in [
        json!({"username": "ada"}),
        json!({"email": "Ada@b.cn", "emailVerified": true}),
        json!({"phone": "13800000000", "phoneVerified": true}),
        json!({"externalId": "ext-1"}),
        json!({"unionid": "u-1"}),
    ] {
        let user = v2.manage(CREATE, json!({"info": info})).await;
        match info.get("unionid") {
            Some(_) => assert_eq!(only(user)["unionid"], "u-1"),
            None => assert!(only(user)["id"].is_string()),
        }
    }
    assert_eq!(
        code(&v2.manage(CREATE, json!({"info": {"nickname": "x"}})).await),
        2231
    );
    for taken in [
        json!({"username": "ada"}),
        json!({"email": "ada@b.cn"}),
        json!({"phone": "13800000000"}),
        json!({"externalId": "ext-1"}),
    ] {
        assert_eq!(code(&v2.manage(CREATE, json!({"info": taken})).await), 2026);
    }
    let info = json!({"username": "bob", "registerSource": ["import:a", "b"], "loginsCount": 3, "blocked": true,
        "lastIP": "1.2.3.4", "company": null, "country": "CN"});
    let identity = json!({"provider": "github", "userIdInIdp": "4711"});
    let user = v2
        .managed(CREATE, json!({"info": info, "identity": identity}))
        .await;
    assert_eq!(user["registerSource"], json!(["import:a", "b"]));
    assert_eq!(
        (&user["loginsCount"], &user["blocked"], &user["lastIP"]),
        (&json!(3), &json!(true), &json!("1.2.3.4"))
    );
    assert_eq!(
        user["identities"],
        json!([{"provider": "github", "userIdInIdp": "4711", "isSocial": true}])
    );
    let again = json!({"info": {"username": "carl"}, "identity": identity});
    assert_eq!(code(&v2.manage(CREATE, again).await), 2215);
}

#[tokio::test]
async fn a_password_can_be_kept_as_it_is() {
    let v2 = V2::new().await;
    let hash = "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$not-a-hash";
    let info = json!({"info": {"username": "ada", "password": hash}, "keep": true});
    v2.managed(CREATE, info).await;
    assert_eq!(
        code(&v2.login("Username", json!({"username": "ada"})).await),
        2006
    );
}

#[tokio::test]
async fn users_are_found() {
    let v2 = V2::new().await;
    let ada = v2.create(json!({"username": "ada", "email": "ada@b.cn", "phone": "13800000000", "externalId": "e1"})).await;
    let identity = json!({"provider": "github", "userIdInIdp": "4711"});
    let bob = v2
        .managed(
            CREATE,
            json!({"info": {"username": "bob"}, "identity": identity}),
        )
        .await;
    let find = "query($email: String, $phone: String, $username: String, $externalId: String, $identity: FindUserByIdentityInput) {
        findUser(email: $email, phone: $phone, username: $username, externalId: $externalId, identity: $identity) { id } }";
    let exists = "query($email: String, $phone: String, $username: String, $externalId: String) {
        isUserExists(email: $email, phone: $phone, username: $username, externalId: $externalId) }";
    for by in [
        json!({"email": "ADA@b.cn", "phone": null}),
        json!({"phone": "13800000000"}),
        json!({"username": "ada"}),
        json!({"externalId": "e1"}),
    ] {
        assert_eq!(v2.managed(find, by.clone()).await["id"], ada);
        assert_eq!(only(v2.app(exists, by).await), true);
    }
    assert_eq!(
        v2.managed(find, json!({"identity": identity})).await["id"],
        bob["id"]
    );
    assert_eq!(
        v2.managed(find, json!({"username": "carl"})).await,
        Value::Null
    );
    assert_eq!(
        only(v2.app(exists, json!({"username": "carl"})).await),
        false
    );
    assert_eq!(only(v2.app(exists, json!({})).await), false);
    let by_id = "query($id: String) { user(id: $id) { id } }";
    for unknown in ["5aec1ea610ecb800018db176", "no id"] {
        assert_eq!(v2.managed(by_id, json!({"id": unknown})).await, Value::Null);
    }
}

#[tokio::test]
async fn users_are_listed_in_pages() {
    let v2 = V2::new().await;
    let mut ids = Vec::new();
    for number in 0..12 {
        ids.push(
            v2.create(json!({"username": format!("user{number}")}))
                .await,
        );
        v2.0.advance(1);
    }
    let query = "query($page: Int, $limit: Int, $sortBy: SortByEnum) {
        users(page: $page, limit: $limit, sortBy: $sortBy) { totalCount list { id } } }";
    let page = async |variables: Value| {
        let page = v2.managed(query, variables).await;
        assert_eq!(page["totalCount"], 12);
        each(&page["list"], "id")
            .into_iter()
            .map(text)
            .collect::<Vec<_>>()
    };
    let newest: Vec<_> = ids.iter().rev().cloned().collect();
    assert_eq!(page(json!({})).await, newest[..10]);
    assert_eq!(page(json!({"page": 2, "limit": 10})).await, newest[10..]);
    assert_eq!(
        page(json!({"limit": 3, "sortBy": "CREATEDAT_ASC"})).await,
        ids[..3]
    );
    v2.managed(UPDATE, json!({"id": ids[5], "input": {"nickname": "x"}}))
        .await;
    assert_eq!(
        page(json!({"limit": 1, "sortBy": "UPDATEDAT_DESC"})).await,
        ids[5..6]
    );
    let archived = v2
        .managed(
            "{ archivedUsers(page: 1, limit: 10) { totalCount list { id } } }",
            json!({}),
        )
        .await;
    assert_eq!(archived, json!({"totalCount": 0, "list": []}));
}

#[tokio::test]
async fn users_are_fetched_in_batches() {
    let v2 = V2::new().await;
    let ada = v2.create(json!({"username": "ada", "email": "ada@b.cn", "phone": "13800000000", "externalId": "e1"})).await;
    let bob = v2.create(json!({"username": "bob"})).await;
    let query =
        "query($ids: [String!]!, $type: String) { userBatch(ids: $ids, type: $type) { id } }";
    let batch = v2
        .managed(
            query,
            json!({"ids": [bob, "unknown", ada, bob], "type": null}),
        )
        .await;
    assert_eq!(each(&batch, "id"), [&json!(bob), &json!(ada)]);
    for (kind, name) in [
        ("username", "ada"),
        ("email", "ADA@b.cn"),
        ("phone", "13800000000"),
        ("externalId", "e1"),
    ] {
        let batch = v2
            .managed(query, json!({"ids": [name], "type": kind}))
            .await;
        assert_eq!(each(&batch, "id"), [&json!(ada)], "{kind}");
    }
    let many = json!({"ids": vec!["x"; 81]});
    assert_eq!(code(&v2.manage(query, many).await), 2030);
}

#[tokio::test]
async fn users_are_searched() {
    let v2 = V2::new().await;
    let ada = v2
        .create(json!({"username": "ada", "nickname": "The Countess", "company": "Engines"}))
        .await;
    let bob = v2
        .create(json!({"username": "bob", "email": "countess@b.cn"}))
        .await;
    let query = "query($q: String!, $fields: [String], $roles: [SearchUserRoleOpt], $groups: [SearchUserGroupOpt]) {
        searchUser(query: $q, fields: $fields, roleOpts: $roles, groupOpts: $groups) { totalCount list { id } } }";
    let search = async |variables: Value| {
        let found = v2.managed(query, variables).await;
        each(&found["list"], "id")
            .into_iter()
            .map(text)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        search(json!({"q": "countess"})).await,
        [bob.clone(), ada.clone()]
    );
    assert_eq!(
        search(json!({"q": "countess", "fields": ["nickname"]})).await,
        [ada.as_str()]
    );
    assert_eq!(search(json!({"q": "ENGINES"})).await, Vec::<String>::new());
    assert_eq!(
        search(json!({"q": "ENGINES", "fields": ["company"]})).await,
        [ada.as_str()]
    );
    v2.managed("mutation { createRole(code: \"r\") { id } }", json!({}))
        .await;
    let assign = "mutation($u: [String!]) { assignRole(roleCode: \"r\", userIds: $u) { code } }";
    v2.managed(assign, json!({"u": [bob]})).await;
    assert_eq!(
        search(json!({"q": "", "roles": [{"code": "r"}]})).await,
        [bob.as_str()]
    );
    v2.managed(
        "mutation { createGroup(code: \"g\", name: \"G\") { code } }",
        json!({}),
    )
    .await;
    assert_eq!(
        search(json!({"q": "", "groups": [{"code": "g"}]})).await,
        Vec::<String>::new()
    );
    let unknown = json!({"q": "", "groups": [{"code": "x"}]});
    assert_eq!(code(&v2.manage(query, unknown).await), 500);
}

#[tokio::test]
async fn the_owner_changes_everything() {
    let v2 = V2::new().await;
    let id = v2
        .create(json!({"username": "ada", "nickname": "A", "email": "ada@b.cn"}))
        .await;
    let password = v2.0.encrypt("another password");
    let input = json!({"email": "ADA@c.cn", "phone": "13800000000", "emailVerified": true, "blocked": false,
        "password": password, "nickname": null, "city": "London", "province": "E", "externalId": "e1"});
    let user = v2.managed(UPDATE, json!({"id": id, "input": input})).await;
    assert_eq!(
        (&user["email"], &user["emailVerified"]),
        (&json!("ada@c.cn"), &json!(true))
    );
    assert_eq!(
        (&user["phone"], &user["phoneVerified"]),
        (&json!("13800000000"), &json!(false))
    );
    // Null counts as absent.
    assert_eq!(
        (&user["nickname"], &user["city"], &user["province"]),
        (&json!("A"), &json!("London"), &json!("E"))
    );
    only(
        v2.login("Username", json!({"username": "ada", "password": password}))
            .await,
    );
    v2.create(json!({"username": "bob"})).await;
    let taken = json!({"id": id, "input": {"username": "bob"}});
    assert_eq!(code(&v2.manage(UPDATE, taken).await), 2026);
    let unknown = json!({"id": "5aec1ea610ecb800018db176", "input": {"username": "x"}});
    assert_eq!(code(&v2.manage(UPDATE, unknown).await), 2004);
}

#[tokio::test]
async fn users_change_their_own_profile_only() {
    let v2 = V2::new().await;
    let (id, token) = v2.session("ada").await;
    let input = json!({"nickname": "A", "email": null, "blocked": null});
    let user = only(
        v2.by(&token, UPDATE, json!({"id": id, "input": input}))
            .await,
    );
    assert_eq!(user["nickname"], "A");
    for (input, expected) in [
        (json!({"email": "a@b.cn"}), 2225),
        (json!({"phone": "13800000000"}), 2226),
        (json!({"unionid": "x"}), 2018),
        (json!({"openid": "x"}), 2018),
        (json!({"password": v2.0.encrypt("another password")}), 2018),
        (json!({"blocked": false}), 2018),
        (json!({"phoneVerified": true}), 2018),
        (json!({"externalId": "x"}), 2018),
        (json!({"loginsCount": 0}), 2018),
    ] {
        let variables = json!({"id": null, "input": input});
        assert_eq!(
            code(&v2.by(&token, UPDATE, variables).await),
            expected,
            "{input}"
        );
    }
}

#[tokio::test]
async fn users_are_deleted_with_everything_of_theirs() {
    let v2 = V2::new().await;
    let (ada, token) = v2.session("ada").await;
    let (bob, carl) = (v2.user("bob").await, v2.user("carl").await);
    v2.managed(
        "mutation { createGroup(code: \"g\", name: \"G\") { code } }",
        json!({}),
    )
    .await;
    let add = "mutation($u: [String!]!) { addUserToGroup(code: \"g\", userIds: $u) { code } }";
    v2.managed(add, json!({"u": [ada, bob]})).await;
    let query = "mutation($id: String!) { deleteUser(id: $id) { code message } }";
    assert_eq!(v2.managed(query, json!({"id": ada})).await["code"], 200);
    assert_eq!(code(&v2.manage(query, json!({"id": ada})).await), 2210);
    assert_eq!(
        code(&v2.by(&token, "{ user { id } }", json!({})).await),
        2207
    );
    let group = v2
        .managed(
            "{ group(code: \"g\") { users { totalCount list { id } } } }",
            json!({}),
        )
        .await;
    assert_eq!(each(&group["users"]["list"], "id"), [&json!(bob)]);
    let query = "mutation($ids: [String!]!) { deleteUsers(ids: $ids) { code } }";
    assert_eq!(
        code(&v2.manage(query, json!({"ids": [bob, ada]})).await),
        2210
    );
    v2.managed(query, json!({"ids": [bob, carl]})).await;
    let users = v2.managed("{ users { totalCount } }", json!({})).await;
    assert_eq!(users["totalCount"], 0);
    v2.user("ada").await;
}

#[tokio::test]
async fn a_country_code_does_not_outlast_its_phone() {
    let v2 = V2::new().await;
    let first = json!({"phone": "13800000000", "phoneCountryCode": "+86"});
    let id = v2.create(first.clone()).await;
    let changed = async |input: Value| {
        let variables = json!({"id": id, "input": input});
        v2.managed(UPDATE, variables).await["phoneCountryCode"].clone()
    };
    assert_eq!(changed(json!({"phone": "13800000000"})).await, "+86");
    assert_eq!(changed(json!({"phone": "2025550100"})).await, Value::Null);
    assert_eq!(changed(first).await, "+86");
    v2.0.emulator
        .update_user(&id, &UserData::new().phone("").username("ada"))
        .unwrap();
    assert_eq!(changed(json!({"nickname": "A"})).await, Value::Null);
}
