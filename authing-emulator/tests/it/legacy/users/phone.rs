//! Changes of a phone number.

use serde_json::{Value, json};

use crate::client::{Fixture, GraphQlResponse};

const OLD: &str = "13800000000";
const NEW: &str = "13900000000";

async fn update(
    fixture: &Fixture,
    token: &str,
    phone: &str,
    code: &str,
    old: Value,
) -> GraphQlResponse {
    let query =
        "mutation($p: String!, $phone: String!, $code: String!, $old: String, $oldCode: String) {
        updatePhone(userPoolId: $p, phone: $phone, phoneCode: $code, oldPhone: $old, oldPhoneCode: $oldCode) {
            _id phone phoneVerified } }";
    let variables = json!({"p": fixture.pool(), "phone": phone, "code": code, "old": old["phone"], "oldCode": old["code"]});
    fixture.call_as(token, query, variables).await
}

async fn code_for(fixture: &Fixture, phone: &str) -> String {
    assert_eq!(fixture.send_code("send_smscode", phone).await, 200);
    fixture.last_code(phone)
}

#[tokio::test]
async fn a_user_changes_the_number() {
    let fixture = Fixture::new().await;
    let id = fixture.user("a@b.cn").await;
    let token = fixture.token_of("a@b.cn").await;
    let code = code_for(&fixture, OLD).await;
    let user = update(&fixture, &token, OLD, &code, json!({})).await;
    assert_eq!(
        user.data("updatePhone"),
        json!({"_id": id, "phone": OLD, "phoneVerified": true})
    );

    let (new, old) = (code_for(&fixture, NEW).await, code_for(&fixture, OLD).await);
    let without = update(&fixture, &token, NEW, &new, json!({"phone": OLD})).await;
    assert_eq!(without.code(), 2001);
    let both = update(
        &fixture,
        &token,
        NEW,
        &new,
        json!({"phone": OLD, "code": old}),
    )
    .await;
    assert_eq!(both.data("updatePhone")["phone"], NEW);
}

#[tokio::test]
async fn the_owner_names_the_user_by_the_old_number() {
    let fixture = Fixture::new().await;
    let id = fixture.phone_user(OLD).await;
    let owner = fixture.owner_token().await;
    let code = code_for(&fixture, NEW).await;
    assert_eq!(
        update(&fixture, &owner, NEW, &code, json!({})).await.code(),
        2020
    );
    let user = update(&fixture, &owner, NEW, &code, json!({"phone": OLD})).await;
    assert_eq!(user.data("updatePhone")["_id"], json!(id));
}

#[tokio::test]
async fn invalid_calls_are_rejected() {
    let fixture = Fixture::new().await;
    fixture.phone_user(OLD).await;
    fixture.user("a@b.cn").await;
    let token = fixture.token_of("a@b.cn").await;
    let code = code_for(&fixture, NEW).await;
    for (phone, presented, old, expected) in [
        (OLD, code.as_str(), json!({}), 2026),
        ("1", &code, json!({}), 2028),
        (NEW, "000000", json!({}), 2001),
        (NEW, &code, json!({"phone": OLD}), 2202),
        (NEW, &code, json!({"code": code}), 2001),
    ] {
        let rejected = update(&fixture, &token, phone, presented, old.clone()).await;
        assert_eq!(rejected.code(), expected, "{phone} {old}");
    }
    fixture.advance(300);
    assert_eq!(
        update(&fixture, &token, NEW, &code, json!({})).await.code(),
        2300
    );
    assert_eq!(
        update(&fixture, "", NEW, &code, json!({})).await.code(),
        2020
    );
}

#[tokio::test]
async fn a_code_can_be_checked_without_using_it_up() {
    let fixture = Fixture::new().await;
    fixture.phone_user(OLD).await;
    let owner = fixture.owner_token().await;
    let code = code_for(&fixture, OLD).await;
    let check = async |code: &str| {
        let query = "query($p: String!, $phone: String!, $code: String!) {
            checkPhoneCode(userPoolId: $p, phone: $phone, phoneCode: $code) { message code status } }";
        let variables = json!({"p": fixture.pool(), "phone": OLD, "code": code});
        fixture.call_as(&owner, query, variables).await
    };
    for _ in 0..2 {
        assert_eq!(check(&code).await.data("checkPhoneCode")["status"], true);
    }
    assert_eq!(check("000000").await.code(), 2001);
    let code: i64 = code.parse().unwrap();
    let login = json!({"phone": OLD, "phoneCode": code});
    fixture.login(login).await.data("login");
    assert_eq!(check(&code.to_string()).await.code(), 2001);
    let code = code_for(&fixture, OLD).await;
    fixture.advance(300);
    assert_eq!(check(&code).await.code(), 2300);
}
