//! The web page over HTTP. Its behavior in a browser is tested in the workspace's tests.

use authing_emulator::Fault;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::client::Fixture;

#[tokio::test]
async fn only_its_own_scripts_may_run() {
    let fixture = Fixture::new().await;
    for (path, content_type) in [
        ("/", "text/html; charset=utf-8"),
        ("/explore", "text/html; charset=utf-8"),
        ("/page/style.css", "text/css; charset=utf-8"),
        ("/page/overview.js", "text/javascript; charset=utf-8"),
        ("/page/explorer.js", "text/javascript; charset=utf-8"),
    ] {
        let url = fixture.emulator.base_url() + path;
        let response = fixture.http.get(url).send().await.unwrap();
        let headers = response.headers();
        assert_eq!(headers["content-type"], content_type, "{path}");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["cache-control"], "no-store");
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
        assert!(!policy.contains("unsafe"), "{policy}");
        let text = response.text().await.unwrap();
        for foreign in ["http://", "https://", "innerHTML", " onclick=", " style="] {
            assert!(!text.contains(foreign), "{foreign} is in {path}");
        }
    }
}

#[tokio::test]
async fn the_state_contains_everything_shown() {
    let fixture = Fixture::new().await;
    let (ada, bob) = (
        fixture.user("ada@b.cn").await,
        fixture.user("bob@b.cn").await,
    );
    fixture.emulator.block_user(&ada).unwrap();
    fixture.send_code("send_smscode", "13800000000").await;
    let (_, state) = fixture
        .get(&(fixture.emulator.page_url() + "page/state"))
        .await;
    let user = |id: &str, email: &str, blocked| json!({"id": id, "email": email, "username": null, "phone": null, "logins": 0, "blocked": blocked});
    let users = json!([user(&bob, "bob@b.cn", false), user(&ada, "ada@b.cn", true)]);
    assert_eq!((&state["users"], &state["usersInAll"]), (&users, &json!(2)));
    assert_eq!(state["messages"][0]["to"], "13800000000");
    // Newest first, with secrets redacted.
    let numbers: Vec<_> = state["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|request| &request["number"])
        .collect();
    assert_eq!(numbers, [3, 2, 1]);
    assert_eq!(state["requests"][1]["variables"]["info"]["password"], "***");
    let v2 = json!({
        "host": fixture.emulator.base_url(),
        "appId": fixture.emulator.app_id(),
        "appSecret": fixture.emulator.app_secret(),
        "appMfa": fixture.emulator.app_mfa_url(),
    });
    assert_eq!(state["v2"], v2);
    let key = fixture.emulator.public_key_pem().trim_end();
    for program in ["rust", "python"] {
        let program = state[program].as_str().unwrap();
        for value in [
            fixture.pool(),
            fixture.emulator.secret(),
            &fixture.emulator.base_url(),
            key,
        ] {
            assert!(program.contains(value), "{program}");
        }
    }
}

#[tokio::test]
async fn the_pages_own_requests_are_not_recorded() {
    let fixture = Fixture::new().await;
    fixture.emulator.inject(Fault::garbage());
    let page = fixture.emulator.page_url() + "page/";
    let ask = |host: &'static str| {
        let request = fixture.http.post(page.clone() + "graphql");
        let body = json!({"query": "{ __schema { queryType { name } } }"});
        request.header("host", host).json(&body).send()
    };
    let response: Value = ask("localhost").await.unwrap().json().await.unwrap();
    assert_eq!(response["data"]["__schema"]["queryType"]["name"], "Query");
    assert_eq!(
        ask("evil.com").await.unwrap().status(),
        StatusCode::FORBIDDEN
    );
    assert!(fixture.emulator.requests().is_empty());
    assert_eq!(fixture.emulator.faults().len(), 1);

    let (_, supported) = fixture.get(&(page + "supported")).await;
    let supported = supported.as_array().unwrap();
    assert!(supported.contains(&json!("Mutation.login")));
    assert!(!supported.contains(&json!("Query.loginCount")));
}
