//! The user pool's settings, and its whitelists.

use serde_json::{Value, json};

use super::{V2, code, each, error, only};

const UPDATE: &str = "mutation($i: UpdateUserpoolInput!) { updateUserpool(input: $i) {
    id name domain secret jwtSecret description registerDisabled emailVerifiedDefault tokenExpiresAfter sendWelcomeEmail
    whitelist { phoneEnabled emailEnabled usernameEnabled } loginFailCheck { timeInterval limit enabled }
    changePhoneStrategy { verifyOldPhone } createdAt } }";

const LEGACY_UPDATE: &str = "mutation($i: UpdateUserClientInput!) { updateUserClient(client: $i) {
    loginFailCheck { timeInterval limit enable } } }";

#[tokio::test]
async fn the_limits_of_registrations_and_failed_logins_apply() {
    let v2 = V2::new().await;
    let set = async |name: &str, value: Value| {
        v2.managed(UPDATE, json!({"i": {name: value}})).await;
    };
    let register =
        async |name: &str| code(&v2.register("Username", json!({"username": name})).await);
    let fail = async || {
        let wrong = json!({"username": "ada", "password": v2.0.encrypt("wrong")});
        code(&v2.login("Username", wrong).await)
    };
    v2.user("ada").await;

    set(
        "loginFailCheck",
        json!({"enabled": true, "limit": 2, "timeInterval": 3600}),
    )
    .await;
    assert_eq!(
        [fail().await, fail().await, fail().await],
        [2006, 2006, 2000]
    );
    v2.0.advance(3599);
    assert_eq!(fail().await, 2000);
    v2.0.advance(1);
    assert_eq!(fail().await, 2006);
    set("loginFailCheck", json!({"enabled": false})).await;
    assert_eq!([fail().await, fail().await, fail().await], [2006; 3]);

    // Without a number, the service's own: three in five minutes.
    set("frequentRegisterCheck", json!({"enabled": true})).await;
    for name in ["bob", "carol", "dave"] {
        v2.user(name).await;
    }
    assert_eq!(register("erin").await, 2100);
    v2.0.advance(300);
    v2.user("erin").await;

    // The legacy API shows the same.
    let query = "query($p: String!) { getUserPoolSettings(userPoolId: $p) {
        frequentRegisterCheck { timeInterval limit enable } loginFailCheck { timeInterval limit enable } } }";
    let owner = v2.0.owner_token().await;
    let pool = v2.0.call_as(&owner, query, json!({"p": v2.0.pool()})).await;
    let expected = json!({
        "frequentRegisterCheck": {"timeInterval": 300, "limit": 3, "enable": true},
        "loginFailCheck": {"timeInterval": 3600, "limit": 2, "enable": false},
    });
    assert_eq!(pool.data("getUserPoolSettings"), expected);
}

#[tokio::test]
async fn the_legacy_api_changes_the_limits_too() {
    let v2 = V2::new().await;
    let owner = v2.0.owner_token().await;
    let set = async |check: Value| {
        let input = json!({"_id": v2.0.pool(), "userId": "", "loginFailCheck": check});
        let changed =
            v2.0.call_as(&owner, LEGACY_UPDATE, json!({ "i": input }))
                .await;
        changed.data("updateUserClient")["loginFailCheck"].clone()
    };
    let shown = json!({"timeInterval": 300, "limit": 1, "enable": true});
    assert_eq!(set(json!({"limit": 1, "enable": true})).await, shown);
    v2.user("ada").await;
    let fail = async || {
        let wrong = json!({"username": "ada", "password": v2.0.encrypt("wrong")});
        code(&v2.login("Username", wrong).await)
    };
    assert_eq!([fail().await, fail().await], [2006, 2000]);
    let shown = json!({"timeInterval": 300, "limit": 1, "enable": false});
    assert_eq!(set(json!({"enable": false})).await, shown);
    assert_eq!([fail().await, fail().await], [2006, 2006]);
}

#[tokio::test]
async fn too_many_wrong_passwords_lock_a_users_password_for_a_while() {
    let v2 = V2::new().await;
    let check = json!({"enabled": true, "limit": 2, "timeInterval": 60});
    let input = json!({"loginPasswordFailCheck": check});
    v2.managed(UPDATE, json!({ "i": input })).await;
    v2.user("ada").await;
    v2.user("bob").await;
    let log_in = async |name: &str| v2.login("Username", json!({ "username": name })).await;
    let fail = async || {
        let wrong = json!({"username": "ada", "password": v2.0.encrypt("wrong")});
        code(&v2.login("Username", wrong).await)
    };
    assert_eq!(fail().await, 2006);
    only(log_in("ada").await); // forgets the failure
    assert_eq!(
        [fail().await, fail().await, fail().await],
        [2006, 2006, 2057]
    );
    assert_eq!(code(&log_in("ada").await), 2057);
    only(log_in("bob").await);
    v2.0.advance(60);
    only(log_in("ada").await);
}

#[tokio::test]
async fn numbers_that_cannot_be_meant_are_rejected() {
    let v2 = V2::new().await;
    for (input, named) in [
        (
            json!({"loginFailCheck": {"limit": -1}}),
            "`loginFailCheck.limit`",
        ),
        (
            json!({"qrcodeLoginStrategy": {"qrcodeExpiresAfter": -1}}),
            "`qrcodeLoginStrategy.qrcodeExpiresAfter`",
        ),
        (json!({"tokenExpiresAfter": -1}), "`tokenExpiresAfter`"),
        (json!({"verifyCodeLength": 3}), "`verifyCodeLength`"),
        (json!({"verifyCodeLength": 13}), "`verifyCodeLength`"),
    ] {
        let rejected = v2.manage(UPDATE, json!({ "i": input })).await;
        assert_eq!(code(&rejected), 500, "{input}");
        let message = &error(&rejected)["message"];
        assert!(message.as_str().unwrap().contains(named), "{input}");
    }
    let owner = v2.0.owner_token().await;
    let input = json!({"_id": v2.0.pool(), "userId": "", "jwtExpired": -1});
    let rejected = v2.0.call_as(&owner, LEGACY_UPDATE, json!({ "i": input }));
    assert_eq!(rejected.await.code(), 500);
}

#[tokio::test]
async fn settings_are_changed_one_by_one() {
    let v2 = V2::new().await;
    let input = json!({"name": "Shop", "description": null, "whitelist": {"emailEnabled": true},
        "loginFailCheck": {"limit": 5, "enabled": true}});
    let pool = v2.managed(UPDATE, json!({"i": input})).await;
    assert_eq!(
        (&pool["id"], &pool["name"]),
        (&json!(v2.0.pool()), &json!("Shop"))
    );
    assert_eq!(pool["secret"], v2.0.emulator.secret());
    let input = json!({"whitelist": {"phoneEnabled": true}, "registerDisabled": true, "tokenExpiresAfter": 60});
    let pool = v2.managed(UPDATE, json!({"i": input})).await;
    let whitelist = json!({"phoneEnabled": true, "emailEnabled": true, "usernameEnabled": null});
    assert_eq!(pool["whitelist"], whitelist);
    assert_eq!(
        pool["loginFailCheck"],
        json!({"limit": 5, "enabled": true, "timeInterval": 300})
    );
    assert_eq!(
        (&pool["name"], &pool["tokenExpiresAfter"]),
        (&json!("Shop"), &json!(60))
    );
    assert_eq!(
        code(&v2.register("Username", json!({"username": "ada"})).await),
        2031
    );

    // They are the legacy API's, too, and a reset restores them.
    let legacy =
        "query($id: String!) { getUserPoolSettings(userPoolId: $id) { name registerDisabled } }";
    let settings = async || {
        let owner = v2.0.owner_token().await;
        let settings =
            v2.0.call_as(&owner, legacy, json!({"id": v2.0.pool()}))
                .await;
        settings.data("getUserPoolSettings")
    };
    assert_eq!(
        settings().await,
        json!({"name": "Shop", "registerDisabled": true})
    );
    v2.0.emulator.reset().unwrap();
    assert_eq!(settings().await["registerDisabled"], false);
    // The announced app stays.
    v2.user("ada").await;
}

#[tokio::test]
async fn a_whitelist_decides_who_registers() {
    let v2 = V2::new().await;
    let add = "mutation($t: WhitelistType!, $l: [String!]!) { addWhitelist(type: $t, list: $l) { value createdAt } }";
    let list = v2
        .managed(add, json!({"t": "EMAIL", "l": ["Ada@b.cn", "bob@b.cn"]}))
        .await;
    assert_eq!(each(&list, "value"), ["ada@b.cn", "bob@b.cn"]);
    v2.managed(add, json!({"t": "USERNAME", "l": ["ada"]}))
        .await;
    assert_eq!(
        code(
            &v2.manage(add, json!({"t": "EMAIL", "l": ["no email"]}))
                .await
        ),
        2003
    );
    assert_eq!(
        code(&v2.manage(add, json!({"t": "PHONE", "l": ["1"]})).await),
        2028
    );
    only(v2.register("Email", json!({"email": "carl@b.cn"})).await);
    v2.managed(UPDATE, json!({"i": {"whitelist": {"emailEnabled": true}}}))
        .await;
    assert_eq!(
        code(&v2.register("Email", json!({"email": "dora@b.cn"})).await),
        2031
    );
    only(v2.register("Email", json!({"email": "ADA@b.cn"})).await);
    // Usernames are not checked, and the owner may create anybody.
    v2.user("emma").await;
    v2.create(json!({"email": "frank@b.cn"})).await;
    let remove = "mutation($l: [String!]!) { removeWhitelist(type: EMAIL, list: $l) { value } }";
    let list = v2
        .managed(remove, json!({"l": ["BOB@b.cn", "unknown@b.cn"]}))
        .await;
    assert_eq!(each(&list, "value"), ["ada@b.cn"]);
    let list = v2
        .managed("{ whitelist(type: USERNAME) { value } }", json!({}))
        .await;
    assert_eq!(each(&list, "value"), ["ada"]);
}

#[tokio::test]
async fn the_pool_is_the_only_one_of_its_owner() {
    let v2 = V2::new().await;
    let fields = "id name secret userpoolTypes { code } createdAt";
    let query = format!("{{ userpool {{ {fields} }} }}");
    let pool = v2.managed(&query, json!({})).await;
    assert_eq!(
        (&pool["id"], &pool["secret"]),
        (&json!(v2.0.pool()), &json!(v2.0.emulator.secret()))
    );
    let query = format!("{{ userpools(page: 1, limit: 5) {{ totalCount list {{ {fields} }} }} }}");
    let list = v2.managed(&query, json!({})).await;
    assert_eq!(list, json!({"totalCount": 1, "list": [pool]}));
}
