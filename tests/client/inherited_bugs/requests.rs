//! Requests that the official SDKs send wrongly, or not at all.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use authing_client::operations::{
    AssignRole, ChangePassword, CheckResetPasswordCode, GetOwnerToken, ListAuthorizedApps,
    ListRoles, ListRolesOfUser, ListSocialProviders, LoginByEmail, LoginByPhoneCode,
    RegisterByPhone, RemoveRole, SendResetPasswordEmail, SendVerificationEmail, UpdateEmail,
    UpdatePhone, UpdateRole, UpdateUser,
};
use authing_client::{Authing, Error, Operation};
use serde_json::{Value, json};

use super::{ID, service};
use authing_tests::fake::{Requests, body, every_request};
use authing_tests::{PASSWORD, USER_POOL};

/// Both replace the password in the caller's object by its ciphertext, so that a second call encrypts it twice.
#[tokio::test]
async fn an_operation_can_be_sent_twice() {
    let (authing, log) = service();
    let login = LoginByEmail::new("test@testmail.com", PASSWORD);
    let update = UpdateUser::new(ID)
        .password(PASSWORD)
        .old_password(PASSWORD);
    let phone = UpdatePhone::new("13900139000", "012345");
    for _ in 0..2 {
        let _ = authing.execute(login.clone()).await;
        let _ = authing.execute(update.clone()).await;
        let _ = authing.execute(phone.clone()).await;
    }
    let sent = log.variables();
    let (first, second) = sent.split_at(3);
    assert_eq!(second.len(), 3);
    for (once, again) in first.iter().zip(second) {
        let keys = |value: &Value| {
            value
                .as_object()
                .unwrap()
                .keys()
                .cloned()
                .collect::<Vec<_>>()
        };
        assert_eq!(keys(once), keys(again));
        for (name, value) in again.as_object().unwrap() {
            match name.as_str() {
                // One block: the password is encrypted, not a ciphertext, which would be too long for the key.
                "password" | "oldPassword" => assert_eq!(value.as_str().unwrap().len(), 172),
                _ => assert_eq!(value, &once[name]),
            }
        }
    }
}

/// Python sends `clientId` where the document declares `$client`; JavaScript sends undeclared variables.
#[test]
fn every_variable_is_sent_under_the_name_that_the_document_declares() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots");
    let mut operations = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let Some((_, request)) = text
            .rsplit_once("\n---\n")
            .filter(|_| text.contains("operationName"))
        else {
            continue;
        };
        let request: Value = serde_json::from_str(request).unwrap();
        let body = &request["body"];
        let head = body["query"][0].as_str().unwrap();
        let declared: Vec<(&str, &str)> = head
            .split('$')
            .skip(1)
            .map(|declaration| declaration.split_once(": ").unwrap())
            .collect();
        let sent = body["variables"].as_object().unwrap();
        for name in sent.keys() {
            assert!(
                declared.iter().any(|(declared, _)| declared == name),
                "${name}: {head}"
            );
        }
        for (name, kind) in declared {
            let required = kind.trim_end_matches([',', ' ', ')', '{']).ends_with('!');
            assert!(
                !required || sent.contains_key(name),
                "${name} is missing: {head}"
            );
        }
        operations.insert(body["operationName"].to_string());
    }
    assert!(
        operations.len() >= 44,
        "only {} were checked",
        operations.len()
    );
}

/// Python reads `page` as an attribute of a dictionary, which raises an exception before anything is sent.
#[tokio::test]
async fn role_operations_send_the_pool_as_client() {
    let (authing, log) = service();
    let _ = authing.execute(ListRoles::new().page(2).count(20)).await;
    let _ = authing.execute(ListRolesOfUser::new(ID)).await;
    let _ = authing
        .execute(UpdateRole::new("role", "editor").permissions("p"))
        .await;
    let _ = authing.execute(AssignRole::new("role", ID)).await;
    let _ = authing.execute(RemoveRole::new("role", ID)).await;
    assert_eq!(
        log.variables(),
        [
            json!({"clientId": USER_POOL, "page": 2, "count": 20}),
            json!({"client": USER_POOL, "user": ID}),
            json!({"client": USER_POOL, "_id": "role", "name": "editor", "permissions": "p"}),
            json!({"client": USER_POOL, "group": "role", "user": ID}),
            json!({"client": USER_POOL, "group": "role", "user": ID}),
        ]
    );
    assert!(ListRoles::DOCUMENT.contains("clientRoles(client: $clientId"));
}

/// Python rejects these calls if the email address *is* given.
#[tokio::test]
async fn emails_are_sent_only_if_an_address_is_given() {
    const EMAIL: &str = "test@testmail.com";
    let (authing, log) = service();
    for email in [EMAIL, ""] {
        let _ = authing.execute(SendResetPasswordEmail::new(email)).await;
        let _ = authing
            .execute(CheckResetPasswordCode::new(email, "012345"))
            .await;
        let _ = authing
            .execute(ChangePassword::new(email, "012345", PASSWORD))
            .await;
        let _ = authing.execute(SendVerificationEmail::new(email)).await;
    }
    let sent = log.variables();
    assert_eq!(sent.len(), 4);
    assert!(
        sent.iter()
            .all(|sent| sent["email"] == EMAIL && sent["client"] == USER_POOL)
    );
}

/// Python builds the query and sends nothing.
#[tokio::test]
async fn listing_authorized_apps_sends_a_request() {
    let (authing, log) = service();
    let _ = authing
        .execute(ListAuthorizedApps::new(ID).page(1).count(10))
        .await;
    let expected = json!({"clientId": USER_POOL, "userId": ID, "page": 1, "count": 10});
    assert_eq!(log.variables(), [expected]);
}

/// Python selects `type`, which the schema does not have.
#[test]
fn the_document_for_social_providers_does_not_select_type() {
    assert!(
        !ListSocialProviders::DOCUMENT
            .lines()
            .any(|line| line.trim() == "type")
    );
}

/// Python silently drops `phone` and `oauth`, although its documentation lists them.
#[tokio::test]
async fn an_update_sends_phone_and_oauth() {
    let (authing, log) = service();
    let _ = authing
        .execute(UpdateUser::new(ID).phone("13900139000").oauth("{}"))
        .await;
    let expected =
        json!({"_id": ID, "registerInClient": USER_POOL, "phone": "13900139000", "oauth": "{}"});
    assert_eq!(log.variables(), [expected]);
}

/// Python sends a new password without the old one, which the service rejects.
#[tokio::test]
async fn a_new_password_without_the_old_one_is_rejected_locally() {
    let (authing, log) = service();
    let error = authing
        .execute(UpdateUser::new(ID).password(PASSWORD))
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            Error::InvalidInput {
                field: "old_password",
                ..
            }
        ),
        "{error:?}"
    );
    assert!(log.all().is_empty());
}

/// Python has no parameters for these, so that users with MFA can't log in.
#[tokio::test]
async fn a_login_has_all_variables_of_the_schema() {
    let (authing, log) = service();
    let login = LoginByEmail::new("test@testmail.com", PASSWORD)
        .mfa_code("246810")
        .verify_code("a8fk")
        .last_ip("203.0.113.7")
        .browser("Firefox")
        .device("desk");
    authing.login(login).await.unwrap();
    let sent = &log.variables()[0];
    for (name, value) in [
        ("MFACode", "246810"),
        ("verifyCode", "a8fk"),
        ("lastIP", "203.0.113.7"),
        ("browser", "Firefox"),
        ("device", "desk"),
    ] {
        assert_eq!(sent[name], value);
    }
}

/// Python sends `verifyCode: null` with every login, and `oldEmail: null` with every change of an email address.
#[tokio::test]
async fn unset_variables_are_omitted_and_not_null() {
    let (authing, log) = service();
    let _ = authing
        .execute(LoginByEmail::new("test@testmail.com", PASSWORD))
        .await;
    let _ = authing
        .execute(UpdateEmail::new("new@testmail.com", "012345"))
        .await;
    for sent in log.variables() {
        assert!(
            sent.as_object()
                .unwrap()
                .values()
                .all(|value| !value.is_null()),
            "{sent}"
        );
    }
}

/// JavaScript sends `null` for a code that is not a number. A login sends the code as a number, which has no leading zeros;
/// the other operations send a string, which keeps them.
#[tokio::test]
async fn a_code_that_is_not_digits_is_rejected_locally() {
    let (authing, log) = service();
    for code in ["12a", "abc", "1.5", "-1", "0x1", " 1", "", "99999999999"] {
        let error = authing
            .login_by_phone_code("13800138000", code)
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::InvalidInput { field: "code", .. }),
            "{code}: {error:?}"
        );
    }
    assert!(log.all().is_empty());
    let _ = authing
        .execute(LoginByPhoneCode::new("13800138000", "012345"))
        .await;
    let _ = authing
        .execute(RegisterByPhone::new("13800138000", PASSWORD, "012345"))
        .await;
    let _ = authing
        .execute(UpdatePhone::new("13800138000", "012345"))
        .await;
    let codes: Vec<Value> = log
        .variables()
        .iter()
        .map(|sent| sent["phoneCode"].clone())
        .collect();
    assert_eq!(codes, [json!(12345), json!("012345"), json!("012345")]);
}

/// JavaScript interpolates both into the document.
#[tokio::test]
async fn special_characters_in_the_secret_and_the_pool_id_do_not_change_the_document() {
    const SECRET: &str = "s'}) { hack } #\\{}$x";
    const POOL: &str = "5e', secret: 's\\u0022";
    let log = Requests::default();
    Authing::builder(POOL, SECRET)
        .transport(log.transport(super::response_to))
        .connect()
        .await
        .unwrap();
    let sent = body(&log.all()[0]);
    assert_eq!(sent["query"], GetOwnerToken::DOCUMENT);
    assert_eq!(
        sent["variables"],
        json!({"secret": SECRET, "clientId": POOL})
    );
}

/// Both insert the number into the path unescaped.
#[tokio::test]
async fn a_phone_number_is_escaped_in_the_path() {
    let (authing, log) = every_request(|_| (200, r#"{"code":200,"message":"sent"}"#.to_owned()));
    authing
        .send_login_code("138/../0013 8000?x=#")
        .await
        .unwrap();
    let log = log.all();
    assert_eq!(
        log[0].uri().to_string(),
        format!(
            "https://users.authing.cn/send_smscode/138%2F..%2F0013%208000%3Fx%3D%23/{USER_POOL}"
        )
    );
}

/// Python raises an exception that `except Exception` does not catch.
#[tokio::test]
async fn a_missing_input_is_an_invalid_input_error() {
    let (authing, log) = service();
    for error in [
        authing
            .login_by_email("", PASSWORD)
            .await
            .map(drop)
            .unwrap_err(),
        authing
            .register_by_phone("13800138000", PASSWORD, "")
            .await
            .map(drop)
            .unwrap_err(),
        authing
            .execute(UpdateUser::new(""))
            .await
            .map(drop)
            .unwrap_err(),
    ] {
        assert!(matches!(error, Error::InvalidInput { .. }), "{error:?}");
    }
    assert!(log.all().is_empty());
}
