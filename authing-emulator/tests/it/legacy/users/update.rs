//! Changes of a user.

use serde_json::json;

use crate::client::{Fixture, PASSWORD};

#[tokio::test]
async fn only_the_given_fields_change() {
    let fixture = Fixture::new().await;
    let user = fixture
        .register(json!({"email": "a@b.cn", "username": "anna", "nickname": "N", "company": "C"}))
        .await
        .data("register");
    let id = user["_id"].as_str().unwrap();
    let owner = fixture.owner_token().await;
    fixture.advance(60);

    let changed = fixture
        .update(&owner, id, json!({"nickname": "M", "photo": "p"}))
        .await;
    let changed = changed.data("updateUser");
    assert_eq!(
        (
            &changed["nickname"],
            &changed["photo"],
            &changed["company"],
            &changed["username"]
        ),
        (&json!("M"), &json!("p"), &json!("C"), &json!("anna"))
    );
    assert_eq!(
        changed["updatedAt"],
        "Sat Jan 27 2018 13:56:25 GMT+0800 (CST)"
    );

    let cleared = json!({"nickname": null, "username": null, "emailVerified": null});
    let cleared = fixture.update(&owner, id, cleared).await.data("updateUser");
    assert_eq!(
        (&cleared["nickname"], &cleared["username"]),
        (&json!(null), &json!(null))
    );
    assert_eq!(
        (&cleared["email"], &cleared["emailVerified"]),
        (&json!("a@b.cn"), &json!(false))
    );
    // The name is free again.
    fixture
        .register(json!({"email": "c@b.cn", "username": "anna"}))
        .await
        .data("register");
}

#[tokio::test]
async fn a_variable_without_a_value_is_an_unset_field() {
    let fixture = Fixture::new().await;
    let user = fixture
        .register(json!({"email": "a@b.cn", "nickname": "N", "company": "C"}))
        .await
        .data("register");
    let owner = fixture.owner_token().await;
    let query = "mutation($id: String!, $pool: String!, $nickname: String, $company: String) {
        updateUser(options: {_id: $id, registerInClient: $pool, nickname: $nickname, company: $company}) {
            nickname company } }";
    let variables = json!({"id": user["_id"], "pool": fixture.pool(), "nickname": null});
    let changed = fixture.call_as(&owner, query, variables).await;
    assert_eq!(
        changed.data("updateUser"),
        json!({"nickname": null, "company": "C"})
    );
}

#[tokio::test]
async fn every_documented_field_can_be_changed() {
    let fixture = Fixture::new().await;
    let id = fixture.user("a@b.cn").await;
    let owner = fixture.owner_token().await;
    let fields = json!({
        "email": "new@b.cn", "emailVerified": true, "phone": "13800000000", "phoneVerified": true, "username": "u",
        "nickname": "n", "company": "c", "photo": "p", "oauth": "{}", "token": "t", "tokenExpiredAt": "tomorrow",
        "loginsCount": 7, "lastLogin": "yesterday", "lastIP": "10.0.0.1", "signedUp": "once", "blocked": true,
        "isDeleted": false,
    });
    let changed = fixture
        .update(&owner, &id, fields.clone())
        .await
        .data("updateUser");
    for (name, value) in fields.as_object().unwrap() {
        assert_eq!(&changed[name], value, "{name}");
    }
    assert_eq!(
        fixture
            .login(json!({"email": "new@b.cn", "password": fixture.encrypt(PASSWORD)}))
            .await
            .code(),
        2005
    );
    fixture
        .update(&owner, &id, json!({"isDeleted": true}))
        .await
        .data("updateUser");
    assert_eq!(fixture.update(&owner, &id, json!({})).await.code(), 2004);
}

#[tokio::test]
async fn a_changed_email_is_not_verified() {
    let fixture = Fixture::new().await;
    let id = fixture.user("a@b.cn").await;
    let owner = fixture.owner_token().await;
    fixture
        .update(&owner, &id, json!({"emailVerified": true}))
        .await
        .data("updateUser");
    let same = fixture
        .update(&owner, &id, json!({"email": "A@b.cn"}))
        .await;
    assert_eq!(same.data("updateUser")["emailVerified"], true);
    let other = fixture
        .update(&owner, &id, json!({"email": "c@b.cn"}))
        .await;
    assert_eq!(other.data("updateUser")["emailVerified"], false);
}

#[tokio::test]
async fn invalid_calls_are_rejected() {
    let fixture = Fixture::new().await;
    let user = json!({"email": "a@b.cn", "username": "anna", "unionid": "u"});
    fixture.register(user).await.data("register");
    let id = fixture.user("c@b.cn").await;
    let owner = fixture.owner_token().await;
    let taken = fixture
        .update(&owner, &id, json!({"phone": "13800000000"}))
        .await;
    taken.data("updateUser");
    let other = fixture.user("d@b.cn").await;
    let (new, old, wrong) = (
        || fixture.encrypt("another password"),
        || fixture.encrypt(PASSWORD),
        || fixture.encrypt("wrong password"),
    );
    for (fields, code) in [
        (json!({"_id": "5aec1ea610ecb800018db176"}), 2004),
        (json!({"_id": "me"}), 500),
        (json!({"_id": null}), 500),
        (json!({"registerInClient": null}), 2205),
        (
            json!({"registerInClient": "5aec1ea610ecb800018db176"}),
            2011,
        ),
        (json!({"email": "A@b.cn"}), 2200),
        (json!({"email": "not an email"}), 2204),
        (json!({"phone": "13800000000"}), 2026),
        (json!({"phone": "1"}), 2028),
        (json!({"username": "anna"}), 2026),
        (json!({"unionid": "u"}), 2026),
        (json!({"password": new()}), 2201),
        (json!({"password": new(), "oldPassword": wrong()}), 2203),
        (json!({"password": new(), "oldPassword": PASSWORD}), 2016),
        (json!({"password": "plain", "oldPassword": old()}), 2016),
        (
            json!({"password": fixture.encrypt("12345"), "oldPassword": old()}),
            2029,
        ),
    ] {
        let rejected = fixture.update(&owner, &other, fields.clone()).await;
        assert_eq!(rejected.code(), code, "{fields}");
    }
    // None of them has changed anything.
    fixture.token_of("d@b.cn").await;
    assert_eq!(fixture.update("", &other, json!({})).await.code(), 2020);
}

#[tokio::test]
async fn users_change_only_their_own_data() {
    let fixture = Fixture::new().await;
    let (a, c) = (fixture.user("a@b.cn").await, fixture.user("c@b.cn").await);
    let token = fixture.token_of("a@b.cn").await;
    let own = fixture.update(&token, &a, json!({"nickname": "n"})).await;
    assert_eq!(own.data("updateUser")["token"], json!(token));
    assert_eq!(
        fixture
            .update(&token, &c, json!({"nickname": "n"}))
            .await
            .code(),
        2202
    );
}

#[tokio::test]
async fn a_new_password_replaces_the_old_one() {
    let fixture = Fixture::new().await;
    let id = fixture.user("a@b.cn").await;
    let token = fixture.token_of("a@b.cn").await;
    let passwords =
        json!({"password": fixture.encrypt("another"), "oldPassword": fixture.encrypt(PASSWORD)});
    let changed = fixture
        .update(&token, &id, passwords)
        .await
        .data("updateUser");
    assert_eq!(changed["password"], json!(null));
    let login = async |password: &str| {
        let arguments = json!({"email": "a@b.cn", "password": fixture.encrypt(password)});
        fixture.login(arguments).await
    };
    assert_eq!(login(PASSWORD).await.code(), 2006);
    login("another").await.data("login");
}

#[tokio::test]
async fn an_expiry_of_zero_logs_the_user_out() {
    let fixture = Fixture::new().await;
    let id = fixture.user("a@b.cn").await;
    let token = fixture.token_of("a@b.cn").await;
    let out = fixture
        .update(&token, &id, json!({"tokenExpiredAt": "0"}))
        .await;
    let out = out.data("updateUser");
    assert_eq!(
        (&out["token"], &out["tokenExpiredAt"]),
        (&json!(null), &json!("0"))
    );
    assert_eq!(fixture.update(&token, &id, json!({})).await.code(), 2206);
    // A string in the schema.
    let number = fixture
        .update(&token, &id, json!({"tokenExpiredAt": 0}))
        .await;
    assert_eq!(number.status, 400);
}
