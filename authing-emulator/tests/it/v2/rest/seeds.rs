//! Seeds of pools that programs have filled.

use authing_emulator::{Emulator, Seed};
use serde_json::{Value, json};

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

#[tokio::test]
async fn an_export_has_the_access_rules_whose_holders_it_has() {
    let v2 = V2::new().await;
    let user = v2.user("ada").await;
    let create = "mutation { createGroup(code: \"staff\", name: \"Staff\") { code } }";
    v2.managed(create, json!({})).await;
    let allow = format!(
        "POST /api/v2/applications/{}/authorization/allow",
        v2.0.emulator.app_id()
    );
    for (holder, id) in [("GROUP", "staff"), ("USER", user.as_str())] {
        let targets = json!({"targetType": holder, "targetIdentifiers": [id]});
        v2.ok(By::Owner, &allow, targets).await;
    }
    let export = v2.0.emulator.export().unwrap().to_json().unwrap();
    Seed::from_json(&export).unwrap();
    let export: Value = serde_json::from_str(&export).unwrap();
    let rules = export["apps"][0]["access"].as_array().unwrap();
    assert_eq!((rules.len(), &rules[0]["id"]), (1, &json!(user)));
}
