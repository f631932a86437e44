//! Calls with the wrong token, another user's token, or none.

use std::sync::Mutex;

use authing_client::bytes::Bytes;
use authing_client::http::{Request, Response};
use authing_client::operations::{
    BindSocialLogin, ChangeMfa, GetUser, ListSocialProviders, ListUsers, LogOut, LoginByLdap,
    UnbindEmail, UnbindSocialLogin,
};
use authing_client::{Authing, Error, Operation, TokenKind, Transport, transport_fn};
use serde_json::json;

use super::{ID, service};
use authing_tests::fake::{OWNER, Requests, authorization, body, every_request, operation};
use authing_tests::{PASSWORD, POOL_SECRET, USER_POOL, USER_TOKEN};

const OWNERS: Option<&str> = Some("Bearer xyzzy-owner-token");
const USERS: Option<&str> = Some("Bearer xyzzy-user-token");

/// The operations that were sent and their tokens, except the fetches of the owner's token.
fn sent(log: &Requests) -> Vec<(String, Option<String>)> {
    let log = log.all();
    log.iter()
        .map(|request| {
            (
                operation(request),
                authorization(request).map(str::to_owned),
            )
        })
        .filter(|(name, _)| name != "GetOwnerToken")
        .collect()
}

/// Python raises a `KeyError` if one of two URLs is missing, and changes the caller's dictionary.
#[test]
fn a_missing_url_is_named_and_one_host_is_enough() {
    let builder = Authing::builder(USER_POOL, POOL_SECRET);
    let error = builder
        .clone()
        .users_url("https://users.example.com/graphql")
        .build()
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("`oauth_url` must be set if `users_url` is set"),
        "{error}"
    );
    let authing = builder.host("https://id.example.com").build().unwrap();
    let endpoints = authing.endpoints();
    assert_eq!(endpoints.users(), "https://id.example.com/graphql");
    assert_eq!(endpoints.oauth(), "https://id.example.com/graphql");
}

/// Python fetches the owner's token even for a client with a user's token.
#[tokio::test]
async fn a_session_does_not_fetch_the_owners_token() {
    let (authing, log) = service();
    let _ = authing.session(USER_TOKEN).get_user(ID).await;
    assert_eq!(log.all().len(), 1);
    assert_eq!(
        sent(&log),
        [("GetUser".to_owned(), USERS.map(str::to_owned))]
    );
}

/// Python discards the token of a login by phone and password, or by LDAP.
#[tokio::test]
async fn every_login_gives_a_session() {
    let (authing, _) = every_request(|request| {
        let body = super::response_to(request).replace(
            r#""login""#,
            match operation(request).as_str() {
                "LoginByLdap" => r#""LoginByLDAP""#,
                _ => r#""login""#,
            },
        );
        (200, body)
    });
    for login in [
        authing
            .login_by_phone_password("13800138000", PASSWORD)
            .await,
        authing.login_by_phone_code("13800138000", "123456").await,
        authing.login(LoginByLdap::new("test", PASSWORD)).await,
    ] {
        assert_eq!(login.unwrap().session().token().expose(), USER_TOKEN);
    }
}

/// Python sends these with the owner's token, even after a login. Here that does not compile.
#[tokio::test]
async fn user_operations_send_the_users_token() {
    fn kind<O: Operation>(_: &O) -> String {
        format!("{:?}", <O::Token as TokenKind>::REQUIREMENT)
    }
    let (authing, log) = service();
    let session = authing
        .login_by_email("test@testmail.com", PASSWORD)
        .await
        .unwrap()
        .session();
    let mfa = ChangeMfa::new(ID, true);
    let email = UnbindEmail::new();
    let bind = BindSocialLogin::new("github", "u-1", "{}");
    let unbind = UnbindSocialLogin::new("github");
    assert_eq!(
        [kind(&mfa), kind(&email), kind(&bind), kind(&unbind)],
        ["User"; 4]
    );
    let _ = session.execute(mfa).await;
    let _ = session.execute(email).await;
    let _ = session.execute(bind).await;
    let _ = session.execute(unbind).await;
    let sent = sent(&log);
    assert_eq!(sent.len(), 5);
    assert!(
        sent[1..].iter().all(|(_, token)| token.as_deref() == USERS),
        "{sent:?}"
    );
}

/// Both send the token of the last login with all later calls.
#[tokio::test]
async fn a_login_changes_the_token_of_no_other_call() {
    let (authing, log) = service();
    let login = authing
        .login_by_email("test@testmail.com", PASSWORD)
        .await
        .unwrap();
    let _ = authing.execute(GetUser::new(ID)).await;
    let _ = authing.execute(ListUsers::new()).await;
    let _ = authing.session("another").execute(GetUser::new(ID)).await;
    let _ = authing.execute(LogOut::new(ID)).await;
    let _ = login.session().execute(GetUser::new(ID)).await;
    let sent = sent(&log);
    let tokens: Vec<Option<&str>> = sent.iter().map(|(_, token)| token.as_deref()).collect();
    assert_eq!(
        tokens,
        [None, OWNERS, OWNERS, Some("Bearer another"), OWNERS, USERS]
    );
}

/// JavaScript sends the token of the pool that was initialized last, and the token of one pool's user to another pool.
#[tokio::test]
async fn clients_of_two_pools_do_not_share_tokens() {
    /// A service whose tokens contain the pool's id.
    fn transport(log: &Requests) -> impl Transport + use<> {
        log.transport(|request| {
            let variables = &body(request)["variables"];
            match operation(request).as_str() {
                "GetOwnerToken" => {
                    let owner = format!("owner-of-{}", variables["clientId"].as_str().unwrap());
                    json!({"data": {"getAccessTokenByAppSecret": owner}})
                }
                _ => {
                    let pool = variables["registerInClient"].as_str().unwrap_or_default();
                    json!({"data": {"login": {"_id": ID, "token": format!("user-of-{pool}")}}})
                }
            }
        })
    }

    let log = Requests::default();
    let pool = |id: &str| {
        Authing::builder(id, POOL_SECRET)
            .transport(transport(&log))
            .build()
            .unwrap()
    };
    let (a, b) = (pool("A"), pool("B"));
    let user_of_a = a
        .login_by_email("test@testmail.com", PASSWORD)
        .await
        .unwrap()
        .session();
    let user_of_b = b
        .login_by_email("test@testmail.com", PASSWORD)
        .await
        .unwrap()
        .session();
    let _ = a.get_user(ID).await;
    let _ = b.get_user(ID).await;
    let _ = a.execute(ListSocialProviders::new()).await;
    let _ = a
        .execute(authing_client::operations::ListSocialBindings::new(ID))
        .await;
    let _ = user_of_a.get_user(ID).await;
    let _ = user_of_b.get_user(ID).await;
    let _ = a.get_user(ID).await;
    let tokens: Vec<Option<String>> = sent(&log).into_iter().map(|(_, token)| token).collect();
    let tokens: Vec<&str> = tokens
        .iter()
        .map(|token| token.as_deref().unwrap_or("none"))
        .collect();
    assert_eq!(
        tokens,
        [
            "none",
            "none",
            "Bearer owner-of-A",
            "Bearer owner-of-B",
            "none",
            "Bearer owner-of-A",
            "Bearer user-of-A",
            "Bearer user-of-B",
            "Bearer owner-of-A",
        ]
    );
}

/// JavaScript sends `Bearer undefined` without a user's token.
#[tokio::test]
async fn an_empty_token_is_rejected_locally() {
    let (authing, log) = service();
    let error = authing
        .session("")
        .execute(ChangeMfa::new(ID, true))
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::InvalidInput { field: "token", .. }),
        "{error:?}"
    );
    assert!(log.all().is_empty());
}

/// JavaScript sends an empty header until the owner's token has arrived, and no call at all if that is not a JWT.
#[tokio::test]
async fn calls_wait_for_the_owners_token_even_if_it_is_not_a_jwt() {
    let log = Requests::default();
    let requests = log.clone();
    let (release, gate) = tokio::sync::oneshot::channel::<()>();
    let gate = Mutex::new(Some(gate));
    let transport = transport_fn(move |request: Request<Bytes>| {
        let gate =
            (operation(&request) == "GetOwnerToken").then(|| gate.lock().unwrap().take().unwrap());
        requests.push(request);
        async move {
            let Some(gate) = gate else {
                return Ok(Response::new(Bytes::from_static(
                    br#"{"data":{"user":null}}"#,
                )));
            };
            gate.await.unwrap();
            Ok(Response::new(Bytes::from_static(OWNER.as_bytes())))
        }
    });
    let authing = Authing::builder(USER_POOL, POOL_SECRET)
        .transport(transport)
        .build()
        .unwrap();
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let authing = authing.clone();
            tokio::spawn(async move { authing.get_user(ID).await })
        })
        .collect();
    while log.all().is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(log.all().len(), 1);
    release.send(()).unwrap();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let sent = sent(&log);
    assert_eq!(sent.len(), 20);
    assert!(sent.iter().all(|(_, token)| token.as_deref() == OWNERS));
}
