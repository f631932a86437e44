//! Seeds of pools that programs have filled.

use authing_emulator::{Emulator, Seed};
use serde_json::json;

use super::By;
use crate::client::{Fixture, builder};
use crate::v2::V2;

#[tokio::test]
async fn an_export_of_what_either_api_accepts_is_a_seed() {
    let v2 = V2::new().await;
    let create = "mutation { createUser(userInfo: {username: \"eve\", password: \"$2b$10$foreign\"}, keepPassword: true) { id } }";
    v2.managed(create, json!({})).await;
    let (_, token) = v2.session("ada").await;
    let associate = "POST /api/v2/mfa/totp/associate";
    let totp = json!({"authenticator_type": "totp"});
    v2.ok(By::Token(&token), associate, totp).await;
    let owner = v2.0.owner_token().await;
    let create = "mutation { CreateOIDCApp(name: \"n\", domain: \"\", redirect_uris: [],
        grant_types: [], response_types: []) { _id } }";
    for _ in 0..2 {
        let created = v2.0.call_as(&owner, create, json!({})).await;
        created.data("CreateOIDCApp");
    }
    let exported = |emulator: &Emulator| emulator.export().unwrap().to_json().unwrap();
    let export = exported(&v2.0.emulator);
    let copy = Fixture::with(builder().seed(Seed::from_json(&export).unwrap())).await;
    assert_eq!(exported(&copy.emulator), export);
}
