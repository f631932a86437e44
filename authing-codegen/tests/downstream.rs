//! A custom crate for a deployment with additional operations: the generator compiles its query files with the fragments and types
//! of authing-core, and authing-client's `execute` and `login` send them like the built-in operations. No fork is needed.

// The generated modules are public in a library; here they are private to a test.
#![allow(dead_code, unused_imports)]

use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};

use authing_client::bytes::Bytes;
use authing_client::http::{Request, Response};
use authing_client::operations::Register;
use authing_client::types::{KeyValuePair, SortBy, User};
use authing_client::{Authing, Timestamp, transport_fn};
use authing_emulator::Emulator;
use serde_json::{Value, json};

use operations::{LendParkingSpace, ParkingSpaces, SignInAtGate};
use types::{Level, LoanInput};

#[rustfmt::skip]
mod operations;
#[rustfmt::skip]
mod types;

/// Returns a client that gets this response to every request, and the recorded requests.
fn client(response: Value) -> (Authing, Arc<Mutex<Vec<Request<Bytes>>>>) {
    let sent = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&sent);
    let transport = transport_fn(move |request: Request<Bytes>| {
        log.lock().unwrap().push(request);
        let response = Bytes::from(response.to_string());
        async move { Ok(Response::new(response)) }
    });
    let authing = Authing::builder("POOL", "pool secret")
        .transport(transport)
        .build()
        .unwrap();
    (authing, sent)
}

fn body(request: &Request<Bytes>) -> Value {
    serde_json::from_slice(request.body()).unwrap()
}

#[tokio::test]
async fn custom_operation_is_executed_like_builtin_ones() {
    let (authing, sent) = client(json!({"data": {"parkingSpaces": [
        {"_id": "s1", "number": 7, "level": "ROOF", "badge": "open sesame", "createdAt": "2020-05-01T08:00:00.000Z",
         "holder": {"_id": "u1", "email": "a@b.c", "token": "the holder's token"}, "waiting": [{"_id": "u2"}]},
        {"_id": "s2", "number": null, "level": "CELLAR", "holder": null},
    ]}}));
    let spaces = authing
        .execute(
            ParkingSpaces::new()
                .level(Level::Roof)
                .sort_by(SortBy::CreatedAtAsc),
        )
        .await
        .unwrap();

    let request = body(&sent.lock().unwrap()[0]);
    assert_eq!(request["operationName"], "ParkingSpaces");
    assert_eq!(
        request["variables"],
        json!({"userPoolId": "POOL", "level": "ROOF", "sortBy": "CREATEDAT_ASC"})
    );
    let document = request["query"].as_str().unwrap();
    assert!(
        document.contains("fragment User on ExtendUser")
            && document.contains("fragment WaitingUser on ExtendUser"),
        "{document}"
    );
    assert!(!document.contains('@'), "{document}");

    assert_eq!(spaces.len(), 2);
    assert_eq!((spaces[0].id.as_str(), spaces[0].number), ("s1", Some(7)));
    assert_eq!(spaces[0].level, Some(Level::Roof));
    // The types are those of the built-in operations.
    let holder: &User = spaces[0].holder.as_ref().unwrap();
    assert_eq!(holder.email.as_deref(), Some("a@b.c"));
    let waiting: &Vec<User> = &spaces[0].waiting;
    assert_eq!(waiting[0].id, "u2");
    let built: Option<&Timestamp> = spaces[0].created_at.as_ref();
    assert!(built.is_some());
    for secret in ["open sesame", "the holder's token"] {
        assert!(!format!("{spaces:?}").contains(secret));
    }
    // An unknown value is accepted.
    assert!(spaces[1].level.is_some());
}

#[tokio::test]
async fn custom_operation_uses_the_clients_token_and_encryption() {
    let (authing, sent) = client(json!({"data": {"lendParkingSpace": {"_id": "s1"}}}));
    let loan = LoanInput::new("s1")
        .days(3)
        .password("their password")
        .notes([KeyValuePair::new("car", "red")]);
    assert!(!format!("{loan:?}").contains("their password"));
    let space = authing
        .session("the-users-token")
        .execute(LendParkingSpace::new(loan, "my password"))
        .await
        .unwrap();
    assert_eq!(space.id, "s1");

    let sent = sent.lock().unwrap();
    assert_eq!(sent[0].headers()["authorization"], "Bearer the-users-token");
    let variables = &body(&sent[0])["variables"];
    let loan = &variables["loan"];
    assert_eq!((&loan["spaceId"], &loan["days"]), (&json!("s1"), &json!(3)));
    assert_eq!(loan["notes"], json!([{"key": "car", "value": "red"}]));
    // RSA with a key of 1024 bits, in base64. That this is a password is inherited.
    for password in [&variables["password"], &loan["password"]] {
        assert_eq!(password.as_str().unwrap().len(), 172);
    }
}

#[tokio::test]
async fn custom_operation_logs_a_user_in() {
    let emulator = Emulator::start().await.unwrap();
    let authing = Authing::builder(emulator.user_pool_id(), emulator.secret())
        .users_url(emulator.users_url())
        .oauth_url(emulator.oauth_url())
        .public_key_pem(emulator.public_key_pem())
        .build()
        .unwrap();
    let register = Register::new("driver@example.com", "driver's password");
    let registered: User = authing.execute(register).await.unwrap();

    let sign_in = SignInAtGate::new("driver@example.com", "driver's password").device("gate 7");
    let login = authing.login(sign_in).await.unwrap();
    assert_eq!(login.user.id, registered.id);
    assert_eq!(
        login.session().me().await.unwrap().map(|me| me.id),
        Some(registered.id)
    );

    let wrong = SignInAtGate::new("driver@example.com", "another password");
    assert_eq!(
        authing
            .login(wrong)
            .await
            .unwrap_err()
            .code()
            .map(|code| code.get()),
        Some(2006)
    );
}

#[test]
fn published_package_has_what_its_extenders_need() {
    let listed = Command::new(env!("CARGO"))
        .args(["package", "--list", "--allow-dirty", "--offline"])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../authing-core"))
        .output()
        .unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    let listed: Vec<&str> = listed.lines().collect();
    for file in [
        "definition/codegen.toml",
        "definition/schema/directives.graphql",
        "definition/schema/legacy.graphql",
        "definition/schema/v2.graphql",
        "definition/schema/v2.directives.graphql",
        "definition/queries/legacy/login/login_by_email.graphql",
        "definition/queries/legacy/fragments/User.graphql",
    ] {
        assert!(listed.contains(&file), "{file}");
    }
}
