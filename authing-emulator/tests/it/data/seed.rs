//! Pools that are created from a seed, and exported as one.

use std::path::Path;

use authing_emulator::{AppKind, Emulator, Randomness, Seed, StartError};
use serde_json::{Value, json};

use crate::client::{Fixture, PASSWORD, builder, seeded};
use crate::data::file::new_path;

const ANNA: &str = "5e0a1ea610ecb800018db177";

async fn seeded_pool(seed: Value) -> Fixture {
    Fixture::with(builder().seed(read(&seed))).await
}

fn read(seed: &Value) -> Seed {
    Seed::from_json(&seed.to_string()).unwrap()
}

fn exported(emulator: &Emulator) -> String {
    emulator.export().unwrap().to_json().unwrap()
}

#[tokio::test]
async fn seeded_users_log_in_and_have_their_data() {
    let fixture = seeded_pool(json!({
        "pool": {"id": "5aec1ea610ecb800018db176", "secret": "s", "name": "Shop", "registerDisabled": true, "jwtExpired": 9},
        "roles": [{"name": "editor", "descriptions": "Writes", "permissions": "articles:write"}],
        "apps": [{"kind": "oauth", "name": "Notes"}],
        "socialLogins": [{"type": "gitee", "name": "Gitee", "enabled": true}],
        "users": [
            {
                "id": ANNA.to_uppercase(), "email": "Anna@B.cn", "emailVerified": true, "username": "anna",
                "password": PASSWORD, "loginsCount": 7, "profile": {"nickname": "Anna"},
                "socialAccounts": [{"type": "gitee", "unionid": "4711"}], "roles": [{"role": "editor"}],
                "authorizations": [{"app": "Notes", "scope": "openid"}],
            },
            {"phone": "13800000000", "password": PASSWORD, "blocked": true},
        ],
        "ldapAccounts": [{"username": "carl", "password": "pw"}],
    }))
    .await;
    assert_eq!(fixture.emulator.secret(), "s");
    let encrypted = fixture.encrypt(PASSWORD);
    for name in [json!({"email": "anna@b.cn"}), json!({"username": "anna"})] {
        let mut login = json!({ "password": encrypted });
        login
            .as_object_mut()
            .unwrap()
            .extend(name.as_object().unwrap().clone());
        assert_eq!(fixture.login(login).await.data("login")["_id"], ANNA);
    }
    let blocked = fixture
        .login(json!({"phone": "13800000000", "password": encrypted}))
        .await;
    assert_eq!(blocked.code(), 2005);
    let closed = fixture.register(json!({"email": "b@b.cn"})).await;
    assert_eq!(closed.code(), 2031);
    let query = "query($u: String!, $p: String!) {
        user(id: $u) { nickname loginsCount emailVerified registerMethod signedUp }
        queryRoleByUserId(client: $p, user: $u) { list { group { name descriptions permissions } } }
        GetUserAuthorizedApps(userId: $u) { OAuthApps { name } }
        bindedOAuthList(client: $p, user: $u) { type unionid }
        ReadOauthList { alias name }
        getUserPoolSettings(userPoolId: $p) { name jwtExpired } }";
    let owner = fixture.owner_token().await;
    let variables = json!({"u": ANNA, "p": fixture.pool()});
    let response = fixture.call_as(&owner, query, variables).await;
    let expected = json!({
        "user": {
            "nickname": "Anna", "loginsCount": 9, "emailVerified": true,
            "registerMethod": "default:username-password", "signedUp": "Sat Jan 27 2018 13:55:25 GMT+0800 (CST)",
        },
        "queryRoleByUserId": {"list": [
            {"group": {"name": "editor", "descriptions": "Writes", "permissions": "articles:write"}},
        ]},
        "GetUserAuthorizedApps": {"OAuthApps": [{"name": "Notes"}]},
        "bindedOAuthList": [{"type": "gitee", "unionid": "4711"}],
        "ReadOauthList": [{"alias": "gitee", "name": "Gitee"}],
        "getUserPoolSettings": {"name": "Shop", "jwtExpired": 9},
    });
    assert_eq!(response.body, json!({ "data": expected }));
    let ldap = "mutation($p: String!) { LoginByLDAP(username: \"carl\", password: \"pw\", clientId: $p) { username } }";
    let carl = fixture.call(ldap, json!({"p": fixture.pool()})).await;
    assert_eq!(carl.data("LoginByLDAP"), json!({"username": "carl"}));
}

/// An emulator whose users have data in every part of an export.
async fn used_emulator(randomness: u64) -> Fixture {
    let fixture = Fixture::with(seeded(randomness)).await;
    let anna = fixture.user("a@b.cn").await;
    let bert = fixture.phone_user("13800000000").await;
    let emulator = &fixture.emulator;
    let app = emulator.add_app(AppKind::Oidc, "Notes").unwrap();
    emulator.authorize_app(&anna, &app, "openid").unwrap();
    emulator
        .add_ldap_account("carl", "in the clear", Some("c@b.cn"))
        .unwrap();
    emulator
        .add_ldap_account("dora", "in the clear", None)
        .unwrap();
    emulator
        .add_ldap_account("emil", "in the clear", None)
        .unwrap();
    let pool = fixture.pool();
    for name in ["carl", "dora"] {
        let ldap = "mutation($p: String!, $n: String!) { LoginByLDAP(username: $n, password: \"in the clear\", clientId: $p) { _id } }";
        let user = fixture
            .call(ldap, json!({"p": pool, "n": name}))
            .await
            .data("LoginByLDAP");
        if name == "dora" {
            emulator.delete_user(user["_id"].as_str().unwrap()).unwrap();
        }
    }
    let (owner, token) = (
        fixture.owner_token().await,
        fixture.token_of("a@b.cn").await,
    );
    let changes =
        json!({"nickname": "Anna", "username": "anna", "company": "Example", "photo": null});
    fixture
        .update(&owner, &anna, changes)
        .await
        .data("updateUser");
    for name in ["admin", "admin"] {
        let role = "mutation($p: String!, $n: String!) { createRole(client: $p, name: $n, descriptions: \"all\") { _id } }";
        let role = fixture
            .call_as(&owner, role, json!({"p": pool, "n": name}))
            .await
            .data("createRole");
        for user in [&anna, &bert] {
            let assign = "mutation($p: String!, $u: String!, $r: String!) { assignUserToRole(client: $p, user: $u, group: $r) { totalCount } }";
            let variables = json!({"p": pool, "u": user, "r": role["_id"]});
            fixture
                .call_as(&owner, assign, variables)
                .await
                .data("assignUserToRole");
        }
    }
    for (kind, unionid) in [("github", "1"), ("wechat", "")] {
        let bind = "mutation($p: String!, $u: String!, $t: String!, $i: String!) {
            bindOtherOAuth(client: $p, user: $u, type: $t, unionid: $i, userInfo: \"{}\") { _id } }";
        let variables = json!({"p": pool, "u": anna, "t": kind, "i": unionid});
        fixture
            .call_as(&token, bind, variables)
            .await
            .data("bindOtherOAuth");
    }
    let mfa = "mutation($p: String!, $u: String!) { changeMFA(userPoolId: $p, userId: $u, enable: false) { _id } }";
    fixture
        .call_as(&token, mfa, json!({"p": pool, "u": anna}))
        .await
        .data("changeMFA");
    emulator.log_out_user(&bert).unwrap();
    emulator.block_user(&bert).unwrap();
    fixture
}

#[tokio::test]
async fn an_export_recreates_the_same_state() {
    let first = used_emulator(1).await;
    let token = first.token_of("a@b.cn").await;
    let export = exported(&first.emulator);
    let copy = Fixture::with(builder().seed(Seed::from_json(&export).unwrap())).await;
    assert_eq!(exported(&copy.emulator), export);

    // This covers the whole state, not only the parts queried here: the copy's export is made from the copy's store.
    for part in [
        "Anna",
        "wechat",
        "openid",
        "c@b.cn",
        "admin",
        "shareKey",
        "logouts",
        "blocked",
        "enableEmail",
    ] {
        assert!(export.contains(part), "{part}");
    }
    let status = copy
        .call_as(&token, "{ checkLoginStatus { code } }", json!({}))
        .await;
    assert_eq!(status.data("checkLoginStatus"), json!({"code": 200}));
    // A password encrypted for the first is accepted, and the password is the old one.
    let login = json!({"email": "a@b.cn", "password": first.encrypt(PASSWORD)});
    assert_eq!(copy.login(login).await.data("login")["loginsCount"], 3);
    let wrong = json!({"email": "a@b.cn", "password": copy.encrypt("another password")});
    assert_eq!(copy.login(wrong).await.code(), 2006);
    // The names of the users are still taken.
    assert_eq!(copy.register(json!({"email": "a@b.cn"})).await.code(), 2026);
}

#[tokio::test]
async fn a_seeded_emulator_generates_no_id_of_its_seed_again() {
    let first = used_emulator(5).await;
    let export = exported(&first.emulator);
    let seed = Seed::from_json(&export).unwrap();
    // The same randomness, at the same time.
    let copy = Fixture::with(seeded(5).seed(seed)).await;
    for number in 0..20 {
        copy.user(&format!("{number}@b.cn")).await;
    }
    let count = |text: &str| {
        let export: Value = serde_json::from_str(text).unwrap();
        export["users"].as_array().unwrap().len()
    };
    assert_eq!(count(&exported(&copy.emulator)), count(&export) + 20);
}

#[tokio::test]
async fn a_seed_is_for_a_new_pool() {
    let (_folder, path) = new_path();
    let with = |path: &Path| {
        let seed =
            json!({"pool": {"secret": "s"}, "users": [{"email": "a@b.cn", "password": PASSWORD}]});
        builder().data_file(path).seed(read(&seed))
    };
    let first = Fixture::with(with(&path)).await;
    let login = json!({"email": "a@b.cn", "password": first.encrypt(PASSWORD)});
    first.login(login.clone()).await.data("login");
    let before = exported(&first.emulator);
    drop(first);
    let second = Fixture::with(with(&path)).await;
    assert_eq!(exported(&second.emulator), before);
    drop(second);
    assert_eq!(
        Seed::from_data_file(&path).unwrap().to_json().unwrap(),
        before
    );
}

#[test]
fn options_may_repeat_the_values_of_the_seed() {
    let seed = || read(&json!({"pool": {"id": "pool", "secret": "hush", "jwtExpired": 9}}));
    let lifetime = std::time::Duration::from_secs(9);
    let agreeing = Emulator::builder()
        .seed(seed())
        .user_pool_id("pool")
        .secret("hush")
        .token_lifetime(lifetime);
    assert_eq!(agreeing.start_blocking().unwrap().user_pool_id(), "pool");
    for (builder, named) in [
        (Emulator::builder().user_pool_id("other"), "user_pool_id"),
        (Emulator::builder().secret("other hush"), "secret"),
        (
            Emulator::builder().token_lifetime(lifetime * 2),
            "token_lifetime",
        ),
    ] {
        let error = builder.seed(seed()).start_blocking().unwrap_err();
        assert!(
            matches!(error, StartError::Option { option, .. } if option == named),
            "{error}"
        );
        assert!(!error.to_string().contains("hush"), "{error}");
    }
}

#[test]
fn an_id_or_secret_that_no_client_can_have_is_rejected() {
    for (value, reason) in [
        ("hush\n", "whitespace around it"),
        (" hush", "whitespace around it"),
        ("   ", "whitespace around it"),
        ("\u{feff}hush", "whitespace around it"),
        ("hu\u{200b}sh", "another invisible character in it"),
        ("\"hush\"", "has quotes around it"),
        ("'hush'", "has quotes around it"),
    ] {
        for (option, builder) in [
            ("user_pool_id", Emulator::builder().user_pool_id(value)),
            ("secret", Emulator::builder().secret(value)),
            (
                "secret",
                Emulator::builder().seed(read(&json!({"pool": {"secret": value}}))),
            ),
        ] {
            let error = builder.start_blocking().unwrap_err().to_string();
            assert!(error.starts_with(&format!("`{option}` ")), "{error}");
            assert!(error.contains(reason), "{value:?}: {error}");
            assert!(!error.contains("hush"), "{error}");
        }
    }
    let builder = Emulator::builder().secret("the pool's \"secret\" 密钥");
    assert!(builder.start_blocking().is_ok());
}

#[test]
fn a_seed_file_that_is_not_utf8_is_named_with_the_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("seed.json");
    std::fs::write(&path, b"{\"users\": [{\"email\": \"\xe9@b.cn\"}]}").unwrap();
    let error = Seed::read(&path).unwrap_err();
    assert!(error.to_string().contains("seed.json"), "{error}");
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(
        source.to_string(),
        "it is not UTF-8: save the file as UTF-8"
    );
}

#[tokio::test]
async fn a_running_emulator_is_exported_over_http() {
    let fixture = Fixture::with(builder().randomness(Randomness::seeded(3))).await;
    fixture.user("a@b.cn").await;
    let url = fixture.emulator.base_url() + "/operator/export";
    let response = fixture.http.get(url).send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert_eq!(response.text().await.unwrap(), exported(&fixture.emulator));
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_a_written_seed() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("seed.json");
    std::fs::write(&path, "an older one").unwrap();
    let seed = read(&json!({"users": [{"email": "a@b.cn"}]}));
    seed.write(&path).unwrap();
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(
        Seed::read(&path).unwrap().to_json().unwrap(),
        seed.to_json().unwrap()
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let nowhere = seed.write(folder.path().join("no folder").join("seed.json"));
    assert!(nowhere.unwrap_err().to_string().contains("seed.json"));
    // A device would be replaced by a file; a socket is used here instead.
    let device = folder.path().join("device");
    let _socket = std::os::unix::net::UnixListener::bind(&device).unwrap();
    let error =
        std::error::Error::source(&seed.write(&device).unwrap_err()).map(ToString::to_string);
    assert_eq!(error.as_deref(), Some("it is not a regular file"));
}
