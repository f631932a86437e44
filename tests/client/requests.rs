//! Requests on the wire.

use authing_client::bytes::Bytes;
use authing_client::http::Request;
use authing_client::operations::{CheckLoginStatus, GetUser, LoginByEmail};
use authing_client::{AcceptsOwner, AnyToken, Authing, Error, NoToken, OwnerToken, UserToken};
use authing_tests::fake::{
    LOGIN, OWNER, Requests, USER, authorization, body, every_request, jwt, operation,
};
use authing_tests::{PASSWORD, POOL_SECRET, USER_POOL, USER_TOKEN};
use serde_json::json;

fn service(request: &Request<Bytes>) -> &'static str {
    match operation(request).as_str() {
        "GetOwnerToken" => OWNER,
        "GetUser" => USER,
        "CheckLoginStatus" => {
            r#"{"data":{"checkLoginStatus":{"status":false,"code":2206,"message":"expired"}}}"#
        }
        _ => LOGIN,
    }
}

#[tokio::test]
async fn connecting_and_each_call_are_one_request() {
    let requests = Requests::default();
    let builder = Authing::builder(USER_POOL, POOL_SECRET).transport(requests.transport(service));
    let authing = builder.connect().await.unwrap();
    assert_eq!(requests.all().len(), 1);
    for calls in 1..=3 {
        assert!(authing.get_user("5e4c").await.unwrap().is_some());
        assert_eq!(requests.all().len(), 1 + calls);
    }
}

#[tokio::test]
async fn a_login_is_one_request_without_a_token() {
    let (authing, log) = every_request(service);
    let login = authing.login_by_email("a@b.cn", PASSWORD).await.unwrap();
    assert_eq!(login.user.email.as_deref(), Some("a@b.cn"));
    assert_eq!(login.session().token().expose(), USER_TOKEN);

    let log = log.all();
    assert_eq!(log.len(), 1);
    let request = &log[0];
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://users.authing.cn/graphql");
    let mut headers: Vec<String> = request
        .headers()
        .iter()
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    headers.sort();
    assert_eq!(
        headers,
        [
            "accept: application/json",
            "content-type: application/json; charset=utf-8",
            concat!("user-agent: authing-rs/", env!("CARGO_PKG_VERSION")),
        ]
    );
    let body = body(request);
    let keys: Vec<&str> = body
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(keys, ["operationName", "query", "variables"]);
    assert_eq!(body["operationName"], "LoginByEmail");
    let variables = body["variables"].as_object().unwrap();
    assert_eq!(
        variables.keys().collect::<Vec<_>>(),
        ["email", "password", "registerInClient"]
    );
    assert_eq!(variables["registerInClient"], USER_POOL);
    assert_eq!(variables["password"].as_str().unwrap().len(), 172);
}

#[tokio::test]
async fn the_owners_token_is_fetched_once_and_sent_as_sensitive() {
    let (authing, log) = every_request(service);
    assert!(
        authing
            .get_user("5e4cdd055df3df65dc58b97e")
            .await
            .unwrap()
            .is_some()
    );
    assert!(
        authing
            .clone()
            .get_user("5e4cdd055df3df65dc58b97e")
            .await
            .unwrap()
            .is_some()
    );
    let log = log.all();
    assert_eq!(
        log.iter().map(operation).collect::<Vec<_>>(),
        ["GetOwnerToken", "GetUser", "GetUser"]
    );
    assert_eq!(authorization(&log[0]), None);
    for request in &log[1..] {
        assert_eq!(authorization(request), Some("Bearer xyzzy-owner-token"));
        assert!(request.headers()["authorization"].is_sensitive());
    }
}

#[tokio::test]
async fn a_session_sends_only_its_own_users_token() {
    let (authing, log) = every_request(service);
    let one = authing
        .login_by_username("one", PASSWORD)
        .await
        .unwrap()
        .session();
    let two = authing.session("another-token");
    one.get_user("5e4cdd055df3df65dc58b97e").await.unwrap();
    two.get_user("5e4cdd055df3df65dc58b97e").await.unwrap();
    authing.get_user("5e4cdd055df3df65dc58b97e").await.unwrap();
    let status = one.login_status().await.unwrap();
    assert_eq!(status, authing_client::LoginState::Expired);
    let log = log.all();
    let sent: Vec<(String, Option<&str>)> = log
        .iter()
        .map(|request| (operation(request), authorization(request)))
        .collect();
    let (mine, theirs) = (
        Some("Bearer xyzzy-user-token"),
        Some("Bearer another-token"),
    );
    let owner = Some("Bearer xyzzy-owner-token");
    assert_eq!(
        sent,
        [
            ("LoginByUsername".to_owned(), None),
            ("GetUser".to_owned(), mine),
            ("GetUser".to_owned(), theirs),
            ("GetOwnerToken".to_owned(), None),
            ("GetUser".to_owned(), owner),
            ("CheckLoginStatus".to_owned(), mine),
        ]
    );
}

#[tokio::test]
async fn invalid_inputs_are_rejected_locally() {
    let (authing, log) = every_request(service);
    let long = "é".repeat(65);
    let session = |token: &str| authing.session(token);
    for (error, field, reason) in [
        (
            authing.login_by_email("", PASSWORD).await.unwrap_err(),
            "email",
            "must not be empty",
        ),
        (
            authing.login_by_email("a@b.cn", "").await.unwrap_err(),
            "password",
            "must not be empty",
        ),
        (
            authing
                .login_by_email("a@b.cn", long.as_str())
                .await
                .unwrap_err(),
            "password",
            "is 130 bytes of UTF-8, but the service's 1024-bit key takes at most 117",
        ),
        (
            authing.login_by_phone_code("138", "12a").await.unwrap_err(),
            "code",
            "must consist of the digits 0 to 9",
        ),
        (
            authing.send_login_code(" ").await.unwrap_err(),
            "phone",
            "must not be empty",
        ),
        (
            authing.send_register_code("..").await.unwrap_err(),
            "phone",
            "must contain digits",
        ),
        (
            session("")
                .execute(CheckLoginStatus::new())
                .await
                .unwrap_err(),
            "token",
            "must not be empty",
        ),
        (
            session("a\r\nX: y").get_user("1").await.unwrap_err(),
            "token",
            "contains a line break or another invisible character: remove it",
        ),
        (
            session("\"a.b.c\"").login_status().await.unwrap_err(),
            "token",
            "has quotes around it, which are part of its value: remove them",
        ),
        (
            session("bearer a.b.c").login_status().await.unwrap_err(),
            "token",
            "is a whole `Authorization` header: pass only the token, without `Bearer `",
        ),
        (
            session("Authorization: Bearer a.b.c")
                .login_status()
                .await
                .unwrap_err(),
            "token",
            "is a whole `Authorization` header: pass only the token, without `Bearer `",
        ),
        (
            session(&format!("Bearer {}", jwt(&json!({"data": {"id": "1"}}))))
                .me()
                .await
                .unwrap_err(),
            "token",
            "is a whole `Authorization` header: pass only the token, without `Bearer `",
        ),
        (
            authing.decode_token("Bearer a.b.c").await.unwrap_err(),
            "token",
            "is a whole `Authorization` header: pass only the token, without `Bearer `",
        ),
        (
            authing.decode_token("'a.b.c'").await.unwrap_err(),
            "token",
            "has quotes around it, which are part of its value: remove them",
        ),
    ] {
        let Error::InvalidInput {
            field: found,
            reason: found_reason,
            ..
        } = &error
        else {
            panic!("{error:?}");
        };
        assert_eq!((*found, found_reason.as_ref()), (field, reason));
    }
    assert!(log.all().is_empty());
}

#[tokio::test]
async fn sms_codes_are_requested_over_rest_without_a_token() {
    let (authing, log) = every_request(|_| (200, r#"{"code":200,"message":"sent"}"#.to_owned()));
    authing.send_login_code("+86 138").await.unwrap();
    authing.send_register_code("138/..").await.unwrap();
    let log = log.all();
    let sent: Vec<String> = log
        .iter()
        .map(|request| format!("{} {}", request.method(), request.uri()))
        .collect();
    assert_eq!(
        sent,
        [
            format!("GET https://users.authing.cn/send_smscode/+86%20138/{USER_POOL}"),
            format!(
                "GET https://users.authing.cn/notification/send_register_smscode/138%2F../{USER_POOL}"
            ),
        ]
    );
    assert!(
        log.iter()
            .all(|request| request.body().is_empty() && authorization(request).is_none())
    );
}

#[tokio::test]
async fn the_same_padding_makes_the_same_request() {
    let log = Requests::default();
    let builder = Authing::builder(USER_POOL, "secret").transport(log.transport(service));
    let authing = builder
        .rsa_padding_from(|bytes| bytes.fill(0x5a))
        .build()
        .unwrap();
    for _ in 0..2 {
        authing
            .login(LoginByEmail::new("a@b.cn", PASSWORD))
            .await
            .unwrap();
    }
    let log = log.all();
    assert_eq!(log[0].body(), log[1].body());
}

/// Whether a token kind implements `AcceptsOwner`, which `execute` requires, as a run-time value.
macro_rules! accepts_owner {
    ($kind:ty) => {{
        #[allow(dead_code)]
        trait Otherwise {
            const YES: bool = false;
        }
        impl<T> Otherwise for T {}
        struct Probe<T>(std::marker::PhantomData<T>);
        #[allow(dead_code)]
        impl<T: AcceptsOwner> Probe<T> {
            const YES: bool = true;
        }
        Probe::<$kind>::YES
    }};
}

#[test]
fn an_operation_with_a_users_token_does_not_accept_the_owners() {
    use authing_client::Operation;
    assert!(accepts_owner!(NoToken) && accepts_owner!(OwnerToken) && accepts_owner!(AnyToken));
    assert!(!accepts_owner!(UserToken));
    assert!(accepts_owner!(<GetUser as Operation>::Token));
    assert!(!accepts_owner!(<CheckLoginStatus as Operation>::Token));
}

#[test]
fn the_futures_of_calls_are_send() {
    fn sendable<T: Send>(value: T) -> T {
        value
    }
    let (authing, _) = every_request(service);
    drop(sendable(authing.login_by_email("a@b.cn", PASSWORD)));
    drop(sendable(authing.get_user("1")));
    drop(sendable(authing.send_login_code("1")));
    drop(sendable(authing.session("t").login_status()));
    drop(sendable(Authing::builder(USER_POOL, "s").connect()));
}
