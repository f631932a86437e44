//! Requests made to be expensive: they are rejected, and nothing of them is executed.

use reqwest::StatusCode;
use serde_json::json;

use crate::client::{Fixture, builder};

/// Sends a document that must be rejected as a whole, and returns the reason.
async fn rejection(fixture: &Fixture, document: &str) -> String {
    let response = fixture.call(document, json!({})).await;
    assert_eq!(response.status, StatusCode::BAD_REQUEST);
    assert_eq!(response.body.get("data"), None);
    response.body["errors"][0]["message"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn repeated(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect()
}

#[tokio::test]
async fn fragments_that_expand_to_billions_of_fields_are_rejected() {
    let fixture = Fixture::new().await;
    let laughs = repeated(64, |n| {
        format!(
            "fragment F{n} on ExtendUser {{ ...F{m} ...F{m} }} ",
            m = n + 1
        )
    });
    let laughs = format!("{{ user {{ ...F0 }} }} {laughs} fragment F64 on ExtendUser {{ _id }}");
    assert!(rejection(&fixture, &laughs).await.contains("2000 fields"));

    // The same in unused fragments, and in one that has no leaves.
    let unused = laughs.replace("...F0", "_id");
    assert!(rejection(&fixture, &unused).await.contains("2000 fields"));
    rejection(&fixture, &laughs.replace("_id", "shoeSize")).await;
}

#[tokio::test]
async fn thousands_of_logins_in_one_request_are_rejected() {
    let fixture = Fixture::with(builder().captcha_after(1)).await;
    fixture.user("a@b.cn").await;
    let login = format!(
        "login(registerInClient: \"{}\", email: \"a@b.cn\", password: \"x\") {{ _id }} ",
        fixture.pool()
    );
    let logins = format!(
        "mutation {{ {} }}",
        repeated(400, |n| format!("a{n}: {login}"))
    );
    assert!(
        rejection(&fixture, &logins)
            .await
            .contains("50 root fields")
    );
    let more = format!(
        "mutation {{ {} }}",
        repeated(5000, |n| format!("a{n}: {login}"))
    );
    assert!(rejection(&fixture, &more).await.contains("token limit"));

    // None of them was executed: a second failure would require a captcha.
    let wrong = fixture
        .login(json!({"email": "a@b.cn", "password": fixture.encrypt("wrong")}))
        .await;
    assert_eq!(wrong.code(), 2006);
}

#[tokio::test]
async fn nested_introspection_is_rejected() {
    let fixture = Fixture::new().await;
    let deep = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
    assert!(
        rejection(&fixture, deep)
            .await
            .contains("introspection depth")
    );
    let hidden = "{ __schema { types { ...T } } } fragment T on __Type { fields { type { ...U } } }
        fragment U on __Type { fields { type { ...V } } } fragment V on __Type { fields { name } }";
    assert!(
        rejection(&fixture, hidden)
            .await
            .contains("introspection depth")
    );
}

#[tokio::test]
async fn too_deep_documents_are_rejected() {
    let fixture = Fixture::new().await;
    let chain = repeated(60, |n| {
        format!("fragment F{n} on __Type {{ ofType {{ ...F{} }} }} ", n + 1)
    });
    let chain = format!(
        "{{ __type(name: \"Int\") {{ ...F0 }} }} {chain} fragment F60 on __Type {{ name }}"
    );
    assert!(rejection(&fixture, &chain).await.contains("50 levels"));
    let brackets = format!(
        "mutation {{ removeUsers(ids: {}{}) {{ _id }} }}",
        "[".repeat(1000),
        "]".repeat(1000)
    );
    rejection(&fixture, &brackets).await;
}

#[tokio::test]
async fn only_some_of_thousands_of_errors_are_reported() {
    let fixture = Fixture::new().await;
    let faults = format!("{{ user {{ {} }} }}", repeated(1900, |n| format!("x{n} ")));
    let response = fixture.call(&faults, json!({})).await;
    assert_eq!(response.status, StatusCode::BAD_REQUEST);
    assert_eq!(response.body["errors"].as_array().unwrap().len(), 50);
}
