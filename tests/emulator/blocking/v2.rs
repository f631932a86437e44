//! The blocking clients of the v2 API.

use authing_client::blocking::ItemIter;
use authing_client::blocking::v2::{AuthenticationClient, Login, ManagementClient, UserSession};
use authing_client::bytes::Bytes;
use authing_client::http::{HeaderName, HeaderValue, Request, Response};
use authing_client::v2::operations::{CreateUser, ListUsers, LoginByEmail, UpdateProfile};
use authing_client::v2::types::{CreateUserInput, UpdateUserInput};
use authing_client::v2::{AuthenticationBuilder, ManagementBuilder};
use authing_client::{Error, ErrorCode, RetryPolicy, transport_fn};
use std::fmt::Debug;
use std::thread;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::task::spawn_blocking;

use crate::support::{EMAIL, PASSWORD, Service, code_of};

fn auth(service: &Service) -> AuthenticationClient {
    let builder = AuthenticationClient::builder(service.emulator.app_id());
    let builder = builder.host(service.emulator.base_url());
    builder.build_blocking().unwrap()
}

fn management_builder(service: &Service, secret: &str) -> ManagementBuilder {
    let emulator = &service.emulator;
    ManagementClient::builder(emulator.user_pool_id(), secret).host(emulator.base_url())
}

fn management(service: &Service) -> ManagementClient {
    let builder = management_builder(service, service.emulator.secret());
    builder.connect_blocking().unwrap()
}

#[test]
fn an_app_registers_users_and_logs_them_in() {
    let service = Service::start();
    let auth = auth(&service);
    assert_eq!(auth.app_id(), service.emulator.app_id());
    assert_eq!(auth.host(), service.emulator.base_url());
    let user = auth.register_by_email(EMAIL, PASSWORD).unwrap();
    let login = auth.login_by_email(EMAIL, PASSWORD).unwrap();
    assert_eq!(login.user.id, user.id);
    assert!(login.expires_at().is_some());
    assert_eq!(login.session().token(), login.token());
    let again = LoginByEmail::new(EMAIL, PASSWORD).client_ip("203.0.113.7");
    assert_eq!(auth.login(again).unwrap().into_user().id, user.id);

    assert_eq!(code_of(auth.login_by_email(EMAIL, "wrong")), 2006);
    assert_eq!(code_of(auth.register_by_email(EMAIL, PASSWORD)), 2026);
    let error = auth.login_by_email("", PASSWORD).unwrap_err();
    assert!(matches!(error, Error::InvalidInput { field: "email", .. }));
}

#[test]
fn tokens_are_verified_locally_and_codes_exchanged() {
    let service = Service::start();
    let redirect_uri = "http://127.0.0.1:3000/callback";
    let auth = AuthenticationClient::builder(service.emulator.app_id())
        .app_secret(service.emulator.app_secret())
        .host(service.emulator.base_url())
        .build_blocking()
        .unwrap();
    let user = auth.register_by_email(EMAIL, PASSWORD).unwrap();
    let login = auth.login_by_email(EMAIL, PASSWORD).unwrap();
    let claims = auth.verify_id_token(login.token()).unwrap();
    assert_eq!(claims.user_id, user.id);
    let forged = format!("{}x", login.token().expose());
    assert!(matches!(
        auth.verify_id_token(forged).unwrap_err(),
        Error::InvalidToken { .. }
    ));

    let oidc = auth.oidc();
    let begun = oidc.authorize(redirect_uri).begin().unwrap();
    let query = format!("code=made-up&state={}", begun.pending.state.expose());
    let error = oidc.complete(&begun.pending, &query).unwrap_err();
    assert_eq!(error.oauth_error(), Some("invalid_grant"));
    let error = oidc.refresh("made-up").unwrap_err();
    assert_eq!(error.oauth_error(), Some("invalid_grant"));
    assert!(!oidc.introspect("made-up").unwrap().active);
    oidc.revoke("made-up").unwrap();
    assert!(oidc.discover().unwrap().contains_key("issuer"));
}

#[test]
fn a_session_acts_as_its_user() {
    let service = Service::start();
    let auth = auth(&service);
    let user = auth.register_by_email(EMAIL, PASSWORD).unwrap();
    let session = auth.login_by_email(EMAIL, PASSWORD).unwrap().session();
    assert_eq!(session.user_id(), Some(user.id.clone()));
    let own = session.get_current_user().unwrap().unwrap();
    assert_eq!(own.id, user.id);
    // The user's id is filled in.
    let changed = session.update_profile(UpdateUserInput::new().nickname("Ada"));
    assert_eq!(changed.unwrap().nickname.as_deref(), Some("Ada"));
    let sent = UpdateProfile::new(user.id, UpdateUserInput::new().nickname("Grace"));
    let changed = session.execute(sent).unwrap();
    assert_eq!(changed.nickname.as_deref(), Some("Grace"));
    assert_eq!(session.client().app_id(), auth.app_id());

    assert_eq!(
        code_of(session.update_password("a new password", "wrong")),
        2203
    );
    let token = session.refresh_token().unwrap().token;
    assert!(auth.session(token).get_current_user().unwrap().is_some());
    let opaque = auth.session("not-a-jwt");
    let error = opaque.update_profile(UpdateUserInput::new()).unwrap_err();
    assert!(
        matches!(error, Error::InvalidInput { field: "token", .. }),
        "{error:?}"
    );
}

#[test]
fn a_user_pool_is_managed() {
    let service = Service::start();
    let management = management(&service);
    assert_eq!(management.user_pool_id(), service.emulator.user_pool_id());
    assert_eq!(management.host(), service.emulator.base_url());
    let names: Vec<_> = (0..7).map(|number| format!("user{number}")).collect();
    for name in &names {
        let input = CreateUserInput::new().username(name).password(PASSWORD);
        management.execute(CreateUser::new(input)).unwrap();
    }
    let users = management.iter(ListUsers::new()).page_size(3);
    let users: Vec<_> = users.collect::<Result<_, _>>().unwrap();
    let mut found: Vec<_> = users
        .iter()
        .filter_map(|user| user.username.clone())
        .collect();
    found.sort();
    assert_eq!(found, names);

    let role = management.create_role("admin").unwrap();
    assert_eq!(role.code, "admin");
    let twice = management.create_role("admin").unwrap_err();
    assert!(matches!(twice, Error::Api { .. }), "{twice:?}");
}

#[test]
fn a_wrong_secret_fails_when_connecting() {
    let service = Service::start();
    let wrong = management_builder(&service, "wrong").connect_blocking();
    assert!(
        matches!(wrong, Err(Error::CredentialsRejected { .. })),
        "{wrong:?}"
    );
    // Nothing is sent before the first call.
    let unchecked = management_builder(&service, "wrong").build_blocking();
    let mut users = unchecked.unwrap().iter(ListUsers::new());
    let error = users.next().unwrap().unwrap_err();
    assert!(matches!(error, Error::CredentialsRejected { .. }));
    assert!(users.next().is_none());
}

#[test]
fn threads_share_a_client() {
    let service = Service::start();
    let (auth, management) = (auth(&service), management(&service));
    auth.register_by_email(EMAIL, PASSWORD).unwrap();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..5 {
                    assert_eq!(management.iter(ListUsers::new()).count(), 1);
                    assert!(auth.login_by_email(EMAIL, PASSWORD).is_ok());
                }
            });
        }
    });
}

/// Responds to every request with an error whose message is the value of the header `x-request-id`.
fn echo(request: &Request<Bytes>) -> Response<Bytes> {
    let id = request.headers().get("x-request-id");
    let id = id.map_or("none", |id| id.to_str().unwrap());
    let body = format!(r#"{{"errors":[{{"message":{{"code":2020,"message":"{id}"}}}}]}}"#);
    Response::new(body.into())
}

fn offline() -> (AuthenticationBuilder, ManagementBuilder) {
    let transport = || {
        transport_fn(|request: Request<Bytes>| {
            let response = echo(&request);
            async { Ok(response) }
        })
    };
    (
        AuthenticationClient::builder("app-1")
            .app_secret("hunter2-app")
            .transport(transport()),
        ManagementClient::builder("pool-1", "hunter2-pool").transport(transport()),
    )
}

#[test]
fn options_apply_to_clones() {
    let auth = offline().0.build_blocking().unwrap();
    let session = auth.session("token");
    let name = HeaderName::from_static("x-request-id");
    let traced = session.with_header(name.clone(), HeaderValue::from_static("5f2b"));
    let traced = traced.with_retry_policy(RetryPolicy::none());
    for (session, id) in [(&traced, "5f2b"), (&session, "none")] {
        let error = session.get_current_user().unwrap_err();
        assert_eq!(error.code(), Some(ErrorCode::NOT_LOGGED_IN));
        assert!(error.to_string().contains(id), "{error}");
    }
    let traced = auth.with_header(name, HeaderValue::from_static("5f2b"));
    let error = traced.login_by_phone_code("13800138000", "1234");
    assert!(error.unwrap_err().to_string().contains("5f2b"));

    let never = transport_fn(|_: Request<Bytes>| std::future::pending());
    let management = ManagementClient::builder("pool-1", "secret").transport(never);
    let management = management.build_blocking().unwrap();
    let hasty = management.with_call_timeout(Duration::from_millis(1));
    assert!(hasty.create_role("admin").unwrap_err().is_timeout());
}

#[test]
fn calls_in_an_async_runtime_are_rejected() {
    #[track_caller]
    fn rejected<T: Debug>(result: Result<T, Error>) {
        let error = result.unwrap_err();
        assert!(matches!(error, Error::BlockingInAsync { .. }), "{error:?}");
    }
    fn assert_rejected() {
        let (auth, management) = offline();
        rejected(management.clone().connect_blocking());
        let (auth, management) = (
            auth.build_blocking().unwrap(),
            management.build_blocking().unwrap(),
        );
        rejected(auth.register_by_email(EMAIL, PASSWORD));
        rejected(auth.login_by_phone_code("13800138000", "1234"));
        rejected(auth.login(LoginByEmail::new(EMAIL, PASSWORD)));
        rejected(auth.session("token").get_current_user());
        rejected(management.create_role("admin"));
        let mut users = management.iter(ListUsers::new());
        rejected(users.next().unwrap());
        assert!(users.next().is_none());
    }
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async { assert_rejected() });
    runtime.block_on(async { spawn_blocking(assert_rejected).await.unwrap() });
}

#[test]
fn the_clients_are_send_and_sync_and_their_debug_output_has_no_secret() {
    fn shareable<T: Clone + Send + Sync + 'static>() {}
    shareable::<AuthenticationClient>();
    shareable::<ManagementClient>();
    shareable::<UserSession>();
    shareable::<Login>();
    fn movable<T: Iterator + Send + 'static>() {}
    movable::<ItemIter<ListUsers>>();

    let (auth, management) = offline();
    let shown = format!("{auth:?} {management:?}");
    let (auth, management) = (auth.build_blocking(), management.build_blocking());
    let session = auth.as_ref().map(|auth| auth.session("hunter2-token"));
    let shown = format!("{shown} {auth:?} {management:?} {session:?}");
    assert!(shown.contains("app-1") && shown.contains("pool-1"));
    assert!(!shown.contains("hunter2"), "{shown}");
}
