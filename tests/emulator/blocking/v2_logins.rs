//! Logins in several steps with the blocking client of the v2 API.

use authing_client::blocking::v2::{AuthenticationClient, QrCodeStates};
use authing_client::http::Response;
use authing_client::v2::QrCodeState;
use authing_client::v2::operations::LoginByQrCode;
use authing_client::v2::types::{MfaAuthenticatorKind, QrCodeScene, TotpSource};
use authing_client::{Error, transport_fn};
use authing_emulator::QrCodeStep;
use std::time::Duration;
use tokio::runtime::Runtime;

use crate::support::{EMAIL, PASSWORD, Service, code_of};

fn client(service: &Service) -> AuthenticationClient {
    AuthenticationClient::builder(service.emulator.app_id())
        .host(service.emulator.base_url())
        .build_blocking()
        .unwrap()
}

#[test]
fn the_states_of_a_qr_code_are_iterated() {
    let service = Service::start();
    let auth = client(&service);
    let user = auth.register_by_email(EMAIL, PASSWORD).unwrap();
    let code = auth.create_qr_code(QrCodeScene::AppAuth).unwrap();
    let states = || {
        auth.qr_code_states(&*code.id)
            .interval(Duration::from_millis(1))
    };
    let scan = |step| {
        service
            .emulator
            .use_qr_code(&code.id, &user.id, step)
            .unwrap()
    };
    let mut first = states();
    assert_eq!(first.next().unwrap().unwrap(), QrCodeState::New);
    scan(QrCodeStep::Scan);
    assert!(matches!(
        first.next(),
        Some(Ok(QrCodeState::Scanned { .. }))
    ));
    scan(QrCodeStep::Allow);
    let Some(Ok(QrCodeState::Agreed { ticket, .. })) = first.next() else {
        panic!("the user has agreed")
    };
    assert!(first.next().is_none());
    let login = auth.login(LoginByQrCode::new(ticket.unwrap())).unwrap();
    assert_eq!(login.user.id, user.id);
    login.session().log_out().unwrap();
    assert_eq!(code_of(login.session().get_current_user()), 2206);
}

#[test]
fn states_end_with_a_final_one_or_an_error_and_do_not_block_a_runtime() {
    let service = Service::start();
    let mut unknown = client(&service).qr_code_states("unknown");
    assert!(matches!(unknown.next(), Some(Ok(QrCodeState::Expired))));
    assert!(unknown.next().is_none());

    let broken = AuthenticationClient::builder(service.emulator.app_id())
        .host("https://my-app.authing.cn")
        .transport(transport_fn(|_| async { Ok(Response::new("{}".into())) }))
        .build_blocking()
        .unwrap();
    let mut states = broken.qr_code_states("a");
    assert!(matches!(states.next(), Some(Err(Error::Decode { .. }))));
    assert!(states.next().is_none());

    let mut states: QrCodeStates = broken.qr_code_states("a");
    Runtime::new().unwrap().block_on(async {
        assert!(matches!(
            states.next(),
            Some(Err(Error::BlockingInAsync { .. }))
        ));
        assert!(states.next().is_none());
    });
}

#[test]
fn a_recovery_code_completes_a_login_and_is_replaced() {
    let service = Service::start();
    let auth = client(&service);
    auth.register_by_email(EMAIL, PASSWORD).unwrap();
    let session = auth.login_by_email(EMAIL, PASSWORD).unwrap().session();
    let (kind, source) = (MfaAuthenticatorKind::Totp, TotpSource::User);
    let app = session
        .associate_totp(kind.clone(), source.clone())
        .unwrap();
    let code = service.emulator.mfa_code(EMAIL).unwrap();
    session.confirm_totp(kind, code, source).unwrap();

    let error = auth.login_by_email(EMAIL, PASSWORD).unwrap_err();
    let challenge = error.mfa().unwrap();
    let wrong = auth.complete_mfa_by_recovery_code(&challenge, "wrong");
    assert_eq!(code_of(wrong), 6002);
    let code = app.recovery_code.unwrap();
    let login = auth
        .complete_mfa_by_recovery_code(&challenge, &code)
        .unwrap();
    assert_eq!(login.session().token(), login.token());
    assert_eq!(login.user.email.as_deref(), Some(EMAIL));
    assert_ne!(login.into_user().recovery_code.unwrap(), code);
}

#[test]
fn cas_tickets_are_validated() {
    let auth = AuthenticationClient::builder("5f4cdd055df3df65dc58b97d")
        .host("https://my-app.authing.cn")
        .transport(transport_fn(|request| async move {
            let body = match request.uri().path() {
                "/cas-idp/5f4cdd055df3df65dc58b97d/validate" => "yes\nada\n",
                _ => r#"{"authenticationSuccess":{"user":"ada","attributes":{"a":1}}}"#,
            };
            Ok(Response::new(body.into()))
        }))
        .build_blocking()
        .unwrap();
    let service = "https://app.example.com/";
    let base = "https://my-app.authing.cn/cas-idp";
    let url = auth.cas_login_url(service).unwrap();
    assert!(
        url.starts_with(&format!("{base}/5f4cdd055df3df65dc58b97d?")),
        "{url}"
    );
    assert_eq!(auth.cas_logout_url(None).unwrap(), format!("{base}/logout"));
    assert_eq!(auth.validate_cas_ticket_v1("ST-1", service).unwrap(), "ada");
    let user = auth.validate_cas_ticket("ST-1", service).unwrap();
    assert_eq!(
        (&*user.user, user.attributes["a"].as_i64()),
        ("ada", Some(1))
    );
    let error = auth.validate_cas_ticket("", service).unwrap_err();
    assert!(
        matches!(
            error,
            Error::InvalidInput {
                field: "ticket",
                ..
            }
        ),
        "{error:?}"
    );
}
