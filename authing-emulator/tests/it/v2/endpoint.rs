//! The endpoint: headers, unsupported fields, limits, introspection, redaction.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{V2, code, only};
use crate::client::PASSWORD;
use crate::graphql::introspection::STANDARD_QUERY;

#[tokio::test]
async fn a_request_names_the_pool_or_an_app() {
    let v2 = V2::new().await;
    let query = "{ isUserExists(username: \"ada\") }";
    let (pool, app) = (v2.0.pool(), v2.0.emulator.app_id());
    for headers in [
        vec![("x-authing-userpool-id", pool)],
        vec![("x-authing-app-id", app)],
        vec![("x-authing-userpool-id", pool), ("x-authing-app-id", app)],
        vec![
            ("x-authing-userpool-id", ""),
            ("x-authing-app-id", app),
            ("x-authing-lang", "zh-CN"),
        ],
    ] {
        assert_eq!(
            only(v2.send(&headers, query, json!({})).await),
            false,
            "{headers:?}"
        );
    }
    let management = format!("Bearer {}", v2.management_token().await);
    let (_, user) = v2.session("bob").await;
    for token in [management, user] {
        let headers = [("authorization", token.as_str())];
        let response = v2.send(&headers, query, json!({})).await;
        assert_eq!(only(response), false, "the pool follows from the token");
    }
    for (headers, expected) in [
        (vec![], 2010),
        (vec![("authorization", "forged")], 2207),
        (
            vec![("x-authing-userpool-id", ""), ("x-authing-app-id", "")],
            2010,
        ),
        (vec![("x-authing-userpool-id", "another")], 2011),
        (
            vec![
                ("x-authing-userpool-id", "another"),
                ("x-authing-app-id", app),
            ],
            2011,
        ),
        (
            vec![
                ("x-authing-userpool-id", pool),
                ("x-authing-app-id", "another"),
            ],
            500,
        ),
    ] {
        assert_eq!(
            code(&v2.send(&headers, query, json!({})).await),
            expected,
            "{headers:?}"
        );
    }
}

#[tokio::test]
async fn an_unsupported_field_is_named() {
    let v2 = V2::new().await;
    let response = v2.manage("{ userpoolTypes { code } }", json!({})).await;
    assert_eq!(response.status, StatusCode::OK);
    let message = "authing-emulator does not support Query.userpoolTypes yet";
    assert_eq!(response.body["errors"][0]["message"], message);
}

#[tokio::test]
async fn each_endpoint_has_its_own_schema() {
    let v2 = V2::new().await;
    let legacy = v2.app("{ queryMFA { _id } }", json!({})).await;
    assert_eq!(legacy.status, StatusCode::BAD_REQUEST);
    let newer = v2.0.call("{ findUser { id } }", json!({})).await;
    assert_eq!(newer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn expensive_requests_are_rejected() {
    let v2 = V2::new().await;
    let repeated =
        |count: usize, piece: &dyn Fn(usize) -> String| (0..count).map(piece).collect::<String>();
    let laughs = repeated(64, &|n| {
        format!("fragment F{n} on User {{ ...F{m} ...F{m} }} ", m = n + 1)
    });
    let laughs = format!("{{ user {{ ...F0 }} }} {laughs} fragment F64 on User {{ id }}");
    let login = "loginByUsername(input: {username: \"ada\", password: \"x\"}) { id }";
    let logins = repeated(51, &|n| format!("a{n}: {login} "));
    let levels = 13;
    let nested = format!(
        "{{ user {}{{ id }}{} }}",
        "{ roles { list { users { list ".repeat(levels),
        "} } } } ".repeat(levels)
    );
    let deep = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
    for (document, limit) in [
        (laughs, "2000 fields"),
        (format!("mutation {{ {logins} }}"), "50 root fields"),
        (nested, "50 levels"),
        (deep.to_owned(), "introspection depth"),
    ] {
        let response = v2.app(&document, json!({})).await;
        assert_eq!(response.status, StatusCode::BAD_REQUEST, "{limit}");
        let message = response.body["errors"][0]["message"].as_str().unwrap();
        assert!(message.contains(limit), "{message}");
        assert_eq!(response.body.get("data"), None);
    }
}

#[tokio::test]
async fn introspection_needs_no_token_and_is_the_same_each_time() {
    let v2 = V2::new().await;
    let first = v2.send(&[], STANDARD_QUERY, json!(null)).await;
    assert_eq!(first.body.get("errors"), None);
    let again = v2.send(&[], STANDARD_QUERY, json!(null)).await;
    assert_eq!(first.body, again.body);
    let schema = &first.body["data"]["__schema"];
    let fields = |root: &str| {
        let types = schema["types"].as_array().unwrap();
        let root = types.iter().find(|ty| ty["name"] == root).unwrap();
        root["fields"].as_array().unwrap().len()
    };
    assert_eq!((fields("Query"), fields("Mutation")), (49, 80));

    // What depends on variables or on data is not cached.
    let query = "query($name: String!) { __type(name: $name) { name } }";
    for name in ["User", "Role"] {
        let ty = v2.send(&[], query, json!({"name": name})).await;
        assert_eq!(only(ty)["name"], name);
    }
    let query = "{ __typename user { id } }";
    for _ in 0..2 {
        let response = v2.app(query, json!({})).await;
        assert_eq!(
            response.body["data"],
            json!({"__typename": "Query", "user": null})
        );
    }
    let (id, token) = v2.session("ada").await;
    let response = v2.by(&token, query, json!({})).await;
    assert_eq!(response.body["data"]["user"]["id"], id);
}

#[tokio::test]
async fn the_public_key_is_published() {
    let v2 = V2::new().await;
    let url = format!("{}/api/v2/.well-known", v2.0.emulator.base_url());
    let (status, body) = v2.0.get(&url).await;
    assert_eq!((status, &body["code"]), (StatusCode::OK, &json!(200)));
    assert_eq!(body["data"]["publicKey"], v2.0.emulator.public_key_pem());
}

#[tokio::test]
async fn no_secret_is_recorded() {
    let v2 = V2::new().await;
    let (_, token) = v2.session("ada").await;
    let sent = v2.phone_code("13800000000").await;
    let bind = "mutation($p: String!, $c: String!) { bindPhone(phone: $p, phoneCode: $c) { id } }";
    let variables = json!({"p": "13800000000", "c": sent});
    only(v2.by(&token, bind, variables).await);
    let literal = format!(
        "mutation {{ loginByUsername(input: {{username: \"ada\", password: \"{PASSWORD}\"}}) {{ id }} }}"
    );
    assert_eq!(code(&v2.app(&literal, json!({})).await), 2016);
    v2.management_token().await;

    let requests = v2.0.emulator.requests();
    let named = |name: &str| requests.iter().any(|request| request.is_called(name));
    assert!(
        ["registerByUsername", "bindPhone", "sms_send", "accessToken"]
            .into_iter()
            .all(named)
    );
    for request in &requests {
        let shown = format!("{request:?} {}", serde_json::to_string(request).unwrap());
        for secret in [
            PASSWORD,
            &token,
            v2.0.emulator.secret(),
            &format!("\"{sent}\""),
        ] {
            assert!(!shown.contains(secret), "{secret} is in {shown}");
        }
    }
}

#[tokio::test]
async fn faults_meet_the_second_endpoint_too() {
    let v2 = V2::new().await;
    let (_, token) = v2.session("ada").await;
    let fault = json!({"on": "user", "kind": "apiError", "code": 500, "message": "down"});
    let url = format!("{}/operator/faults", v2.0.emulator.base_url());
    let set = v2.0.http.post(url).json(&fault).send().await.unwrap();
    assert!(set.status().is_success(), "{:?}", set.text().await);
    let hit = v2.by(&token, "{ user { id } }", json!({})).await;
    assert_eq!(hit.body["errors"][0]["message"]["code"], 500);
    let after: Value = only(v2.by(&token, "{ user { username } }", json!({})).await);
    assert_eq!(after["username"], "ada");
}
