//! The contents of a data file when the next emulator opens it.

use std::path::{Path, PathBuf};

use authing_emulator::{AppKind, Builder, Clock, Emulator, Randomness};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::client::{Fixture, PASSWORD, builder};

/// Returns a temporary folder, and the path of a new file in it.
pub(crate) fn new_path() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("emulator.data");
    (folder, path)
}

async fn opened(path: &Path) -> Fixture {
    Fixture::with(builder().data_file(path)).await
}

#[tokio::test]
async fn the_pool_and_its_tokens_persist() {
    let (_folder, path) = new_path();
    let first = Fixture::with(
        builder()
            .data_file(&path)
            .token_lifetime(std::time::Duration::from_secs(60)),
    )
    .await;
    first.user("a@b.cn").await;
    let (owner, token) = (first.owner_token().await, first.token_of("a@b.cn").await);
    let encrypted = first.encrypt(PASSWORD);
    let identity = |emulator: &Emulator| {
        [
            emulator.user_pool_id().to_owned(),
            emulator.secret().to_owned(),
            emulator.public_key_pem().to_owned(),
        ]
    };
    let expected = identity(&first.emulator);
    first.emulator.shut_down().await;

    let second = opened(&path).await;
    assert_eq!(identity(&second.emulator), expected);
    for token in [&owner, &token] {
        let query = "{ checkLoginStatus { code } }";
        let status = second.call_as(token, query, json!({})).await;
        assert_eq!(status.data("checkLoginStatus"), json!({"code": 200}));
    }
    // The second can decrypt what was encrypted for the first.
    let login = second
        .login(json!({"email": "a@b.cn", "password": encrypted}))
        .await;
    assert_eq!(login.data("login")["loginsCount"], 2);
    second.advance(60);
    let settings = "query($p: String!) { getUserPoolSettings(userPoolId: $p) { jwtExpired } }";
    let owner = second.owner_token().await;
    let settings = second
        .call_as(&owner, settings, json!({"p": second.pool()}))
        .await;
    assert_eq!(
        settings.data("getUserPoolSettings"),
        json!({"jwtExpired": 60})
    );
}

#[tokio::test]
async fn users_and_their_data_persist() {
    let (_folder, path) = new_path();
    let before = opened(&path).await;
    let anna = before.user("a@b.cn").await;
    let gone = before.user("gone@b.cn").await;
    before.emulator.delete_user(&gone).unwrap();
    before
        .emulator
        .block_user(&before.user("blocked@b.cn").await)
        .unwrap();
    before
        .emulator
        .add_ldap_account("carl", "in the clear", None)
        .unwrap();
    let app = before.emulator.add_app(AppKind::Oidc, "Notes").unwrap();
    before
        .emulator
        .authorize_app(&anna, &app, "openid")
        .unwrap();
    let (owner, token) = (before.owner_token().await, before.token_of("a@b.cn").await);
    let pool = before.pool().to_owned();
    let all = json!({"p": pool, "u": anna});
    let role = "mutation($p: String!) { createRole(client: $p, name: \"admin\") { _id } }";
    let role = before
        .call_as(&owner, role, json!({ "p": pool }))
        .await
        .data("createRole");
    for (token, field) in [
        (&owner, format!("assignUserToRole(client: $p, user: $u, group: {})", role["_id"])),
        (&token, "bindOtherOAuth(client: $p, user: $u, type: \"github\", unionid: \"4711\", userInfo: \"{}\")".to_owned()),
        (&token, "changeMFA(userPoolId: $p, userId: $u, enable: true)".to_owned()),
    ] {
        let mutation = format!("mutation($p: String!, $u: String!) {{ {field} {{ __typename }} }}");
        let response = before.call_as(token, &mutation, all.clone()).await;
        assert_eq!(response.body.get("errors"), None, "{response:?}");
    }
    let seen = state(&before, &owner, &token, &all).await;
    for part in seen.as_array().unwrap() {
        assert_eq!(part.get("errors"), None, "{part}");
    }
    drop(before);

    let after = opened(&path).await;
    assert_eq!(state(&after, &owner, &token, &all).await, seen);
    let rejected = after
        .login(json!({"email": "blocked@b.cn", "password": after.encrypt(PASSWORD)}))
        .await;
    assert_eq!(rejected.code(), 2005);
    let unknown = after
        .login(json!({"email": "gone@b.cn", "password": after.encrypt(PASSWORD)}))
        .await;
    assert_eq!(unknown.code(), 2004);
    let ldap = "mutation($p: String!) { LoginByLDAP(username: \"carl\", password: \"in the clear\", clientId: $p) { username } }";
    let carl = after.call(ldap, json!({ "p": pool })).await;
    assert_eq!(carl.data("LoginByLDAP"), json!({"username": "carl"}));
}

/// Returns everything that can be queried about the user `$u`.
async fn state(fixture: &Fixture, owner: &str, token: &str, variables: &Value) -> Value {
    let mut parts = Vec::new();
    for (token, query) in [
        (owner, "query($p: String!, $u: String!) {
            users(registerInClient: $p) { totalCount list { _id email blocked loginsCount signedUp nickname token
                userLoginHistory { totalCount list { _id when success result } } } }
            queryRoleByUserId(client: $p, user: $u) { list { _id createdAt group { _id name } } }
            bindedOAuthList(client: $p, user: $u) { _id type unionid userInfo }
            GetUserAuthorizedApps(clientId: $p, userId: $u) { totalCount OIDCApps { _id name when } } }"),
        (token, "query($p: String!, $u: String!) {
            queryMFA(userPoolId: $p, userId: $u) { _id enable shareKey }
            ReadOauthList(clientId: $p) { _id alias enabled } }"),
    ] {
        parts.push(fixture.call_as(token, query, variables.clone()).await.body);
    }
    parts.into()
}

#[tokio::test]
async fn codes_messages_captchas_attempts_and_files_persist() {
    let (_folder, path) = new_path();
    let limited = |path: &Path| builder().data_file(path).captcha_after(1).registrations(2);
    let before = Fixture::with(limited(&path)).await;
    before.user("a@b.cn").await;
    let phone = "13800000000";
    before.phone_user(phone).await;
    before.send_code("send_smscode", phone).await;
    let rejected = before
        .login(json!({"email": "a@b.cn", "password": before.encrypt("wrong password")}))
        .await;
    let captcha = rejected.body["errors"][0]["message"]["data"]["url"].clone();
    let owner = before.owner_token().await;
    let key = upload(&before, &owner).await;
    let messages = before.emulator.messages();
    assert_eq!(messages.len(), 3);
    drop(before);

    let after = Fixture::with(limited(&path)).await;
    assert_eq!(after.emulator.messages(), messages);
    let file = format!("{}/{key}", after.emulator.cdn_url());
    let file = after.http.get(file).send().await.unwrap();
    assert_eq!(file.headers()["content-type"], "image/png");
    assert_eq!(file.bytes().await.unwrap(), "a picture");
    // Two have registered from this IP address, and one login has failed.
    let third = after.register(json!({"email": "c@b.cn"})).await;
    assert_eq!(third.code(), 2100);
    let encrypted = after.encrypt(PASSWORD);
    let rejected = after
        .login(json!({"email": "a@b.cn", "password": encrypted, "verifyCode": "????"}))
        .await;
    assert_eq!(rejected.code(), 2001);
    drop(after);

    let last = Fixture::with(limited(&path)).await;
    let code: i64 = last.last_code(phone).parse().unwrap();
    let typed = last.emulator.messages().last().unwrap().code.clone();
    assert_ne!(
        last.emulator.last_code(captcha.as_str().unwrap()),
        Some(typed.clone())
    );
    let login = last
        .login(json!({"phone": phone, "phoneCode": code, "verifyCode": typed}))
        .await;
    // A captcha belongs to its account; this one belongs to the other account.
    assert_eq!(login.code(), 2001);
    let typed = json!({"email": "a@b.cn", "password": last.encrypt(PASSWORD), "verifyCode": typed});
    last.login(typed).await.data("login");
}

async fn upload(fixture: &Fixture, owner: &str) -> String {
    let token = fixture
        .call_as(owner, "{ qiNiuUploadToken(type: \"png\") }", json!({}))
        .await;
    let token = token.data("qiNiuUploadToken");
    let body = format!(
        "--x\r\ncontent-disposition: form-data; name=\"token\"\r\n\r\n{}\r\n--x\r\ncontent-disposition: form-data; \
         name=\"file\"; filename=\"a.png\"\r\ncontent-type: image/png\r\n\r\na picture\r\n--x--\r\n",
        token.as_str().unwrap()
    );
    let form = fixture.http.post(fixture.emulator.upload_url());
    let form = form.header("content-type", "multipart/form-data; boundary=x");
    let response: Value = form.body(body).send().await.unwrap().json().await.unwrap();
    response["key"].as_str().unwrap().to_owned()
}

#[test]
fn a_file_can_be_opened_as_soon_as_it_is_closed() {
    let (_folder, path) = new_path();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for round in 0..6 {
        let emulator = Emulator::builder()
            .data_file(&path)
            .start_blocking()
            .unwrap();
        match round % 3 {
            0 => drop(emulator),
            1 => runtime.block_on(emulator.shut_down()),
            _ => runtime.block_on(async { drop(emulator) }),
        }
    }
}

#[tokio::test]
async fn a_seeded_emulator_repeats_nothing_of_its_earlier_runs() {
    let (_folder, path) = new_path();
    let again = |path: &Path| builder().randomness(Randomness::seeded(7)).data_file(path);
    let (mut ids, mut codes, mut salts) = (Vec::new(), Vec::new(), Vec::new());
    for run in 0..4 {
        // The clock has the same time in each run.
        let fixture = Fixture::with(again(&path)).await;
        for user in 0..3 {
            ids.push(fixture.user(&format!("{run}.{user}@b.cn")).await);
            fixture.send_code("send_smscode", "13800000000").await;
            codes.push(fixture.last_code("13800000000"));
        }
        let export = fixture.emulator.export().unwrap().to_json().unwrap();
        let export: Value = serde_json::from_str(&export).unwrap();
        let users = export["users"].as_array().unwrap();
        assert_eq!(users.len(), ids.len(), "a user was written over");
        salts = users
            .iter()
            .map(|user| salt(&user["passwordHash"]))
            .collect();
    }
    for drawn in [&mut ids, &mut codes, &mut salts] {
        let count = drawn.len();
        drawn.sort();
        drawn.dedup();
        assert_eq!(drawn.len(), count, "{drawn:?}");
    }
    // It is still predictable: the same runs yield the same.
    let (_folder, path) = new_path();
    let mut same = Vec::new();
    for run in 0..4 {
        let fixture = Fixture::with(again(&path)).await;
        for user in 0..3 {
            same.push(fixture.user(&format!("{run}.{user}@b.cn")).await);
            fixture.send_code("send_smscode", "13800000000").await;
        }
    }
    same.sort();
    assert_eq!(same, ids);
}

/// `$argon2id$v=19$m=…$SALT$HASH`
fn salt(hash: &Value) -> String {
    hash.as_str().unwrap().split('$').nth(4).unwrap().to_owned()
}

#[tokio::test]
async fn options_may_repeat_the_values_in_the_file() {
    let (_folder, path) = new_path();
    let with = || {
        let builder: Builder = Emulator::builder().clock(Clock::system()).data_file(&path);
        builder
            .user_pool_id("5aec1ea610ecb800018db176")
            .secret("a secret of the pool")
    };
    drop(with().start().await.unwrap());
    let again = with().start().await.unwrap();
    assert_eq!(again.secret(), "a secret of the pool");
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_a_data_file() {
    use std::os::unix::fs::PermissionsExt as _;

    let (folder, path) = new_path();
    let open = |path: &Path| {
        drop(
            Emulator::builder()
                .data_file(path)
                .start_blocking()
                .unwrap(),
        )
    };
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    open(&path);
    assert_eq!(mode(&path), 0o600);
    // An empty file, as `mktemp` and `touch` create it, counts as missing; a link to one is followed.
    let empty = folder.path().join("empty");
    std::fs::write(&empty, "").unwrap();
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(&empty, &link).unwrap();
    open(&link);
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(mode(&empty), 0o600);
    open(&empty);
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 3, "{left:?}");
}
