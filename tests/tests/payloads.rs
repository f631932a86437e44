//! The whole request of every operation, with what it needs and with all that it can carry.
//!
//! The answer does not matter here and is nonsense.

#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use authing_client::operations::{
    CheckLoginStatus, GetOwnerToken, LoginByEmail, LoginByPhoneCode, LoginByPhonePassword,
    LoginByUsername, Register, RegisterByPhone, User,
};
use authing_client::{Authing, Error};
use authing_tests::{PASSWORD, POOL_SECRET, Recorder, USER_TOKEN, client};
use serde_json::Value;

/// What `call` sends.
async fn sent<T>(call: impl AsyncFnOnce(&Authing) -> Result<T, Error>) -> Value {
    let recorder = Recorder::default();
    let authing = client(recorder.answering("nonsense")).unwrap();
    let _ = call(&authing).await;
    recorder.last()
}

/// A test of what an operation sends, as the owner or, with `session`, as a user; its snapshot has the test's name.
macro_rules! payload {
    ($name:ident, session: $operation:expr) => {
        payload!($name, async |authing| authing
            .session(USER_TOKEN)
            .execute($operation)
            .await);
    };
    ($name:ident, async |$authing:ident| $call:expr) => {
        #[tokio::test]
        async fn $name() {
            let sent = sent(async |$authing: &Authing| $call).await;
            insta::assert_json_snapshot!(stringify!($name), sent);
        }
    };
    ($name:ident, $operation:expr) => {
        payload!($name, async |authing| authing.execute($operation).await);
    };
}

payload!(get_owner_token, GetOwnerToken::new("the secret goes here"));

payload!(
    login_by_email,
    LoginByEmail::new("test@testmail.com", PASSWORD)
);
payload!(
    login_by_email_full,
    LoginByEmail::new("test@testmail.com", PASSWORD)
        .verify_code("a8fk")
        .mfa_code("246810")
        .last_ip("203.0.113.7")
        .browser("Firefox")
        .device("desk")
);
payload!(login_by_username, LoginByUsername::new("test", PASSWORD));
payload!(
    login_by_phone_password,
    LoginByPhonePassword::new("13800138000", PASSWORD)
);
payload!(
    login_by_phone_code,
    LoginByPhoneCode::new("13800138000", "012345")
);

payload!(register, Register::new("test@testmail.com", PASSWORD));
payload!(
    register_full,
    Register::new("test@testmail.com", PASSWORD)
        .username("test")
        .phone("13800138000")
        .force_login(true)
        .nickname("测试")
        .company("Authing")
        .photo("https://usercontents.authing.cn/a.png")
        .browser("Firefox")
        .device("desk")
        .last_ip("203.0.113.7")
        .oauth("{}")
        .unionid("u")
        .openid("o")
        .register_method("default:username-password")
        .name("n")
        .given_name("g")
        .family_name("f")
        .middle_name("m")
        .profile("p")
        .preferred_username("pu")
        .website("w")
        .gender("female")
        .birthdate("1990-12-31")
        .zoneinfo("Asia/Shanghai")
        .locale("zh-CN")
        .address("a")
        .formatted("fo")
        .street_address("s")
        .locality("l")
        .region("r")
        .postal_code("100000")
        .country("CN")
        .keep_password(true)
        .invitation_code("i")
);
payload!(
    register_by_phone,
    RegisterByPhone::new("13800138000", PASSWORD, "012345")
);

payload!(user, User::new("5e4cdd055df3df65dc58b97e"));
payload!(user_by_session, session: User::new("5e4cdd055df3df65dc58b97e"));

payload!(check_login_status, session: CheckLoginStatus::new());
payload!(check_login_status_full, session: CheckLoginStatus::new().token("another token"));

payload!(send_login_code, async |authing| authing
    .send_login_code("+86 138/0013 8000")
    .await);
payload!(send_register_code, async |authing| authing
    .send_register_code("13800138000")
    .await);

/// The pool's secret is sent by the client itself too; what it sends is pinned without the secret.
#[tokio::test]
async fn the_owners_token_is_asked_for_with_the_pools_secret() {
    let recorder = Recorder::default();
    let authing = client(recorder.answering("nonsense")).unwrap();
    let _ = authing.execute(GetOwnerToken::new(POOL_SECRET)).await;
    let mut sent = recorder.last();
    let variables = sent.pointer_mut("/body/variables").unwrap();
    let secret = variables.as_object_mut().unwrap().remove("secret");
    assert_eq!(secret, Some(POOL_SECRET.into()));
    assert_eq!(sent.pointer("/headers/authorization"), None);
}

/// An operation that is added without a payload snapshot fails here.
#[test]
fn every_operation_has_a_snapshot() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let api = fs::read_to_string(folder.join("../authing-core/API.txt")).unwrap();
    let operations = api
        .lines()
        .filter(|line| line.contains(" -> "))
        .filter_map(|line| line.strip_prefix("operation ")?.split(' ').next());
    let pinned: BTreeSet<String> = fs::read_dir(folder.join("tests/snapshots"))
        .unwrap()
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
        .filter_map(|snapshot| {
            let (_, after) = snapshot.split_once("\"operationName\": \"")?;
            Some(after.split_once('"')?.0.to_owned())
        })
        .collect();
    let missing: Vec<&str> = operations.filter(|name| !pinned.contains(*name)).collect();
    assert!(missing.is_empty(), "no payload snapshot of {missing:?}");
}
