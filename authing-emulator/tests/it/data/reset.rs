//! Reset of a running emulator.

use std::time::Duration;

use authing_emulator::{Emulator, Fault, Seed};
use reqwest::StatusCode;
use serde_json::json;

use crate::client::{Fixture, PASSWORD, builder};
use crate::data::file::new_path;

/// A pool with Anna, an editor with a fixed id.
fn seed() -> Seed {
    let seed = json!({
        "roles": [{"name": "editor"}],
        "users": [{"id": ANNA, "email": "anna@b.cn", "password": PASSWORD, "roles": [{"role": "editor"}]}],
    });
    Seed::from_json(&seed.to_string()).unwrap()
}

const ANNA: &str = "5e4cdd055df3df65dc58b97d";

async fn emails(fixture: &Fixture, owner: &str) -> Vec<String> {
    let users = "{ users { totalCount list { email } } }";
    let users = fixture.call_as(owner, users, json!({})).await.data("users");
    let list = users["list"].as_array().unwrap();
    assert_eq!(users["totalCount"], list.len());
    list.iter()
        .map(|user| user["email"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_reset_undoes_all_changes_and_imports_the_seed_again() {
    let fixture = Fixture::with(builder().seed(seed()).captcha_after(1)).await;
    let owner = fixture.owner_token().await;
    let exported = || fixture.emulator.export().unwrap().to_json().unwrap();
    let before = exported();

    let bob = fixture.user("bob@b.cn").await;
    let token = fixture.token_of("bob@b.cn").await;
    let update = format!(
        "mutation($p: String!) {{ updateUser(options: {{_id: \"{ANNA}\", registerInClient: $p, nickname: \"A\"}}) {{ _id }} }}"
    );
    let pool = json!({"p": fixture.pool()});
    fixture
        .call_as(&owner, &update, pool)
        .await
        .data("updateUser");
    let create = "mutation($p: String!) { createRole(client: $p, name: \"r\") { _id } }";
    let pool = json!({"p": fixture.pool()});
    fixture
        .call_as(&owner, create, pool)
        .await
        .data("createRole");
    fixture.send_code("send_smscode", "13800000000").await;
    let wrong = json!({"email": "anna@b.cn", "password": fixture.encrypt("wrong")});
    assert_eq!(fixture.login(wrong.clone()).await.code(), 2006);
    assert_eq!(fixture.login(wrong.clone()).await.code(), 2000);
    fixture.emulator.inject(Fault::reset());
    let started = fixture.emulator.clock().now();
    fixture.emulator.clock().advance(Duration::from_secs(3600));

    fixture.emulator.reset().unwrap();
    assert_eq!(fixture.emulator.clock().now(), started);
    assert_eq!(exported(), before);
    assert!(fixture.emulator.messages().is_empty());
    assert!(fixture.emulator.faults().is_empty() && fixture.emulator.requests().is_empty());
    // No login has failed yet.
    assert_eq!(fixture.login(wrong).await.code(), 2006);

    // The owner's token stays valid, and the deleted users stay deleted.
    assert_eq!(emails(&fixture, &owner).await, ["anna@b.cn"]);
    let mfa = "{ queryMFA { enable } }";
    assert_eq!(fixture.call_as(&token, mfa, json!({})).await.code(), 2207);
    assert_ne!(fixture.user("bob@b.cn").await, bob);
}

#[tokio::test]
async fn a_data_file_is_emptied_too() {
    let (_folder, path) = new_path();
    let fixture = Fixture::with(builder().data_file(&path)).await;
    let id = fixture.user("bob@b.cn").await;
    fixture.emulator.reset().unwrap();
    let (pool, key) = (
        fixture.pool().to_owned(),
        fixture.emulator.public_key_pem().to_owned(),
    );
    fixture.emulator.shut_down().await;

    let fixture = Fixture::with(builder().data_file(&path).seed(seed())).await;
    assert_eq!(
        (fixture.pool(), fixture.emulator.public_key_pem()),
        (&*pool, &*key)
    );
    let owner = fixture.owner_token().await;
    assert_eq!(emails(&fixture, &owner).await, [""; 0]);
    assert_ne!(fixture.user("bob@b.cn").await, id);
    // The seed was ignored when the file was opened.
    fixture.emulator.reset().unwrap();
    assert_eq!(emails(&fixture, &owner).await, ["anna@b.cn"]);
}

#[tokio::test]
async fn an_operator_resets_over_http() {
    let fixture = Fixture::with(Emulator::builder().rate_limit(1, Duration::from_secs(3600))).await;
    let url = fixture.emulator.base_url() + "/operator/state";
    fixture.user("bob@b.cn").await;
    let again = json!({"email": "bob@b.cn"});
    let rejected = fixture.register(again.clone()).await;
    assert_eq!(rejected.body["errors"][0]["message"]["code"], 1000);
    let reset = fixture.http.delete(&url).send().await.unwrap();
    assert_eq!(
        (reset.status(), reset.text().await.unwrap().as_str()),
        (StatusCode::OK, "{}")
    );
    fixture.register(again).await.data("register");

    // Reading changes nothing.
    let wrong = fixture.http.get(&url).send().await.unwrap();
    assert_eq!(wrong.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(wrong.headers()["allow"], "DELETE");
}
