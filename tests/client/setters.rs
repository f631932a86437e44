//! Setters of operations: set, unset and cleared inputs, and required ones.

use authing_client::Error;
use authing_client::operations::{AddLdapServer, CreateOrder, UpdateUser};
use authing_tests::fake::{OWNER, Requests, every_request, service};
use serde_json::{Value, json};

const UPDATED: &str = r#"{"data":{"updateUser":{"_id":"5e4c"}}}"#;

/// Returns the variables of the only call, without the pool's id.
fn sent(log: &Requests) -> Value {
    let mut variables = log.variables().pop().unwrap();
    variables
        .as_object_mut()
        .unwrap()
        .remove("registerInClient");
    variables
}

#[tokio::test]
async fn optional_values_are_set_cleared_or_omitted() {
    let cases = [
        (None, None, json!({"_id": "5e4c"})),
        (Some(None), None, json!({"_id": "5e4c", "nickname": null})),
        (
            Some(Some("Test".to_owned())),
            Some(false),
            json!({"_id": "5e4c", "nickname": "Test", "blocked": false}),
        ),
    ];
    for (nickname, blocked, expected) in cases {
        let (authing, log) = service(|_| UPDATED);
        let update = UpdateUser::new("5e4c")
            .patch_nickname(nickname)
            .maybe_blocked(blocked);
        authing.update_user(update).await.unwrap();
        assert_eq!(sent(&log), expected);
    }
}

#[tokio::test]
async fn none_does_not_change_an_input_that_was_set() {
    let (authing, log) = service(|_| UPDATED);
    let update = UpdateUser::new("5e4c")
        .nickname("Test")
        .clear_company()
        .blocked(true);
    let update = update
        .maybe_nickname(None::<&str>)
        .patch_company(None::<Option<&str>>);
    authing
        .update_user(update.maybe_blocked(None))
        .await
        .unwrap();
    assert_eq!(
        sent(&log),
        json!({"_id": "5e4c", "nickname": "Test", "company": null, "blocked": true})
    );
}

#[tokio::test]
async fn a_missing_required_input_is_rejected_locally() {
    let (authing, log) = every_request(|_| OWNER);
    let order = CreateOrder::new().user_id("5e4c").flow(1);
    let error = authing.execute(order).await.unwrap_err();
    assert!(matches!(error, Error::InvalidInput { .. }), "{error:?}");
    assert_eq!(
        error.to_string(),
        "CreateOrder: `pricing_id` is required: set it with `CreateOrder::pricing_id`; also missing: `price`, `purchased_time`"
    );
    let server = AddLdapServer::new()
        .name("n")
        .user_id("u")
        .url("ldap://h")
        .base_dn("dc=h");
    let server = server.search_standard("s").bind_username("b");
    let error = authing.execute(server.clone()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "AddLdapServer: `bind_password` is required: set it with `AddLdapServer::bind_password`"
    );
    // Inputs given by setters are checked like arguments of a constructor.
    let error = authing.execute(server.bind_password("")).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "AddLdapServer: `bind_password` must not be empty"
    );
    assert!(log.all().is_empty());
}
