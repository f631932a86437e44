//! CAS: the URLs, and the validation of tickets.

use authing_client::http::Method;
use authing_client::v2::AuthenticationClient;
use authing_client::{Error, RetryPolicy, TransportError, TransportErrorKind};
use authing_tests::fake::{Reply, Requests, authorization};
use reqwest::Url;
use serde_json::{Value, json};

const APP: &str = "5f4cdd055df3df65dc58b97d";
const SERVICE: &str = "https://app.example.com/cas?a=b&c=d";

fn client(reply: impl Into<Reply>) -> (AuthenticationClient, Requests) {
    let (requests, reply) = (Requests::default(), reply.into());
    let client = AuthenticationClient::builder(APP)
        .host("https://my-app.authing.cn")
        .transport(requests.transport(move |_| reply.clone()))
        .retry_policy(RetryPolicy::default())
        .build()
        .unwrap();
    (client, requests)
}

/// The URL of the last request: its path and its query.
fn sent(requests: &Requests) -> (String, Vec<(String, String)>) {
    let request = requests.last().unwrap();
    assert_eq!(request.method(), Method::GET);
    assert_eq!(authorization(&request), None);
    let url = Url::parse(&request.uri().to_string()).unwrap();
    (
        url.path().to_owned(),
        url.query_pairs().into_owned().collect(),
    )
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[tokio::test]
async fn version_1_returns_the_users_name() {
    for body in ["yes\nada", "yes\r\nada\r\n", " yes \n ada \n\n"] {
        let (client, requests) = client(body);
        let user = client.validate_cas_ticket_v1("ST-xyzzy&", SERVICE).await;
        assert_eq!(user.unwrap(), "ada");
        let (path, query) = sent(&requests);
        assert_eq!(path, format!("/cas-idp/{APP}/validate"));
        assert_eq!(
            query,
            [pair("service", SERVICE), pair("ticket", "ST-xyzzy&")]
        );
    }
    for body in ["no", "no\n\n", "no such ticket\n"] {
        let (no, _) = client(body);
        let error = no
            .validate_cas_ticket_v1("ST-xyzzy", SERVICE)
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Api { code: None, .. }), "{error:?}");
    }
    for body in ["", "yes", "yes\n\nada", "nobody", "<html>", "yes ada"] {
        let (client, _) = client(body);
        let error = client
            .validate_cas_ticket_v1("ST-xyzzy", SERVICE)
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{body}: {error:?}");
    }
}

#[tokio::test]
async fn version_2_returns_the_user_of_either_json_shape() {
    let success =
        json!({"authenticationSuccess": {"user": "ada", "attributes": {"email": ["a@b.cn"]}}});
    for body in [success.clone(), json!({ "serviceResponse": success })] {
        let (client, requests) = client(body);
        let user = client
            .validate_cas_ticket("ST-xyzzy", SERVICE)
            .await
            .unwrap();
        assert_eq!(user.user, "ada");
        assert_eq!(user.attributes["email"], json!(["a@b.cn"]));
        let (path, query) = sent(&requests);
        assert_eq!(path, format!("/cas-idp/{APP}/serviceValidate"));
        let expected = [
            pair("service", SERVICE),
            pair("ticket", "ST-xyzzy"),
            pair("format", "JSON"),
        ];
        assert_eq!(query, expected);
    }
    for attributes in [json!(null), json!({})] {
        let (client, _) =
            client(json!({"authenticationSuccess": {"user": "ada", "attributes": attributes}}));
        let user = client
            .validate_cas_ticket("ST-xyzzy", SERVICE)
            .await
            .unwrap();
        assert!(user.attributes.is_empty());
    }
}

#[tokio::test]
async fn version_2_tells_why_a_ticket_is_not_valid() {
    let failure = json!({"authenticationFailure": {"code": "INVALID_TICKET", "description": "xyzzy-ticket is unknown"}});
    for body in [failure.clone(), json!({ "serviceResponse": failure })] {
        let (client, _) = client(body);
        let error = client
            .validate_cas_ticket("xyzzy-ticket", SERVICE)
            .await
            .unwrap_err();
        let Error::Api { message, data, .. } = &error else {
            panic!("{error:?}")
        };
        assert_eq!(message, "INVALID_TICKET: *** is unknown");
        assert_eq!(
            data.as_ref().unwrap().get("code"),
            Some(&json!("INVALID_TICKET"))
        );
        assert!(!format!("{error:?} {error}").contains("xyzzy"), "{error:?}");
    }
}

#[tokio::test]
async fn an_unexpected_response_is_an_error() {
    for body in [
        json!({}),
        json!({"serviceResponse": {}}),
        json!({"serviceResponse": null}),
        json!({"authenticationSuccess": {}}),
        json!({"authenticationSuccess": {"user": " "}}),
        json!({"authenticationSuccess": {"user": 5}}),
        json!({"authenticationSuccess": null, "authenticationFailure": null}),
        json!([]),
        Value::Null,
        json!("<cas:serviceResponse/>"),
    ] {
        let (client, _) = client(body.clone());
        let error = client
            .validate_cas_ticket("xyzzy-ticket", SERVICE)
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{body}: {error:?}");
    }
    // A failure beside a success is a failure.
    let both = json!({"authenticationSuccess": {"user": "ada"}, "authenticationFailure": {}});
    let (client, _) = client(both);
    client
        .validate_cas_ticket("xyzzy-ticket", SERVICE)
        .await
        .unwrap_err();
}

#[tokio::test(start_paused = true)]
async fn a_ticket_is_sent_once() {
    let (client, requests) = client(Reply::Fails(TransportError::new(
        TransportErrorKind::Timeout,
        "lost",
    )));
    client
        .validate_cas_ticket("xyzzy-ticket", SERVICE)
        .await
        .unwrap_err();
    client
        .validate_cas_ticket_v1("xyzzy-ticket", SERVICE)
        .await
        .unwrap_err();
    assert_eq!(requests.all().len(), 2);
}

#[tokio::test]
async fn an_unusable_ticket_or_service_is_rejected_without_a_request() {
    let (client, requests) = client("yes\nada");
    for (ticket, service, expected) in [
        ("", SERVICE, "ticket"),
        (" ", SERVICE, "ticket"),
        ("a\nb", SERVICE, "ticket"),
        ("t", "", "service"),
        ("t", "/callback", "service"),
    ] {
        let error = client
            .validate_cas_ticket(ticket, service)
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::InvalidInput { field, .. } if field == expected),
            "{error:?}"
        );
    }
    assert!(requests.all().is_empty());
}

#[test]
fn a_url_that_the_browser_can_not_return_to_is_rejected() {
    let (client, _) = client("");
    for url in [
        "",
        "/callback",
        "app.example.com",
        "https://app.example.com/ x",
    ] {
        for (result, expected) in [
            (client.cas_login_url(url), "service"),
            (client.cas_logout_url(Some(url)), "url"),
        ] {
            assert!(
                matches!(result, Err(Error::InvalidInput { field, .. }) if field == expected),
                "{url}: {result:?}"
            );
        }
    }
}

#[test]
fn login_and_logout_urls_are_escaped() {
    let (client, _) = client("");
    let url = Url::parse(&client.cas_login_url(SERVICE).unwrap()).unwrap();
    assert_eq!(url.path(), format!("/cas-idp/{APP}"));
    let query: Vec<_> = url.query_pairs().into_owned().collect();
    assert_eq!(query, [pair("service", SERVICE)]);
    let url = Url::parse(&client.cas_logout_url(Some(SERVICE)).unwrap()).unwrap();
    assert_eq!(url.path(), "/cas-idp/logout");
    let query: Vec<_> = url.query_pairs().into_owned().collect();
    assert_eq!(query, [pair("url", SERVICE)]);
    let bare = client.cas_logout_url(None).unwrap();
    assert_eq!(bare, "https://my-app.authing.cn/cas-idp/logout");
}
