//! The second step of a login.

use authing_client::v2::operations::{VerifyEmailMfa, VerifyFace, VerifySmsMfa, VerifyTotp};
use authing_client::{Error, ErrorCode, MfaChallenge, MfaMethod};
use authing_tests::USER_TOKEN;
use authing_tests::every_operation::{Clients, V2};
use authing_tests::fake::{Requests, authorization, body};
use serde_json::{Value, json};

const MFA_TOKEN: &str = "xyzzy-mfa-token";

/// A service whose login needs a second step, and whose second step has this response.
fn service(second: Value) -> (Clients, Requests) {
    V2.clients("", move |request| match request.uri().path() {
        "/graphql/v2" => json!({
            "errors": [{"message": {"code": 1636, "message": "MFA", "data": {
                "mfaToken": MFA_TOKEN, "email": "a@b.cn", "phone": "13800138000",
                "applicationMfa": [{"mfaPolicy": "SMS", "status": 1, "sort": 2}, {"mfaPolicy": "OTP", "status": 1, "sort": 1}],
            }}}],
            "data": null,
        }),
        _ => second.clone(),
    })
}

async fn challenge(clients: &Clients) -> MfaChallenge {
    let error = clients
        .app
        .login_by_email("a@b.cn", "xyzzy-password")
        .await
        .unwrap_err();
    let challenge = error.mfa().unwrap();
    assert_eq!(challenge.methods, [MfaMethod::Totp, MfaMethod::Sms]);
    challenge
}

fn user(token: Value) -> Value {
    json!({"code": 200, "message": "ok", "data": {"id": "user-1", "arn": "arn:cn:authing:user-1", "userPoolId": "pool-1", "email": "a@b.cn", "token": token}})
}

#[tokio::test]
async fn each_way_is_sent_with_the_challenges_token_and_logs_in() {
    let (clients, requests) = service(user(json!(USER_TOKEN)));
    let challenge = challenge(&clients).await;
    let app = &clients.app;
    let phone = challenge.phone.as_deref().unwrap();
    let logins = [
        app.complete_mfa(&challenge, VerifyTotp::new("123456"))
            .await,
        app.complete_mfa(&challenge, VerifySmsMfa::new(phone, "1234"))
            .await,
        app.complete_mfa(&challenge, VerifyEmailMfa::new("a@b.cn", "1234"))
            .await,
        app.complete_mfa(&challenge, VerifyFace::new("https://a.b/c.png"))
            .await,
    ];
    for login in logins {
        let login = login.unwrap();
        assert_eq!(login.user.id, "user-1");
        assert_eq!(login.token().expose(), USER_TOKEN);
        assert_eq!(login.session().token(), login.token());
    }
    let calls = &requests.all()[1..];
    let paths: Vec<_> = calls
        .iter()
        .map(|call| call.uri().path().to_owned())
        .collect();
    let expected = [
        "/api/v2/mfa/totp/verify",
        "/api/v2/applications/mfa/sms/verify",
        "/api/v2/applications/mfa/email/verify",
        "/api/v2/mfa/face/verify",
    ];
    assert_eq!(paths, expected);
    let bearer = format!("Bearer {MFA_TOKEN}");
    assert!(
        calls
            .iter()
            .all(|call| authorization(call) == Some(&*bearer))
    );
    assert_eq!(
        body(&calls[1]),
        json!({"phone": "13800138000", "code": "1234"})
    );
}

#[tokio::test]
async fn a_recovery_code_logs_in_and_gives_the_next_one() {
    let mut response = user(json!(USER_TOKEN));
    response["data"]["recoveryCode"] = json!("xyzzy-next");
    let (clients, requests) = service(response);
    let challenge = challenge(&clients).await;
    let login = clients
        .app
        .complete_mfa_by_recovery_code(&challenge, "xyzzy-recovery");
    let login = login.await.unwrap();
    assert_eq!(
        login.user.recovery_code.as_ref().unwrap().expose(),
        "xyzzy-next"
    );
    assert_eq!(login.session().token().expose(), USER_TOKEN);
    assert!(!format!("{login:?}").contains("xyzzy"), "{login:?}");
    let sent = requests.last().unwrap();
    assert_eq!(body(&sent), json!({"recoveryCode": "xyzzy-recovery"}));
    assert_eq!(authorization(&sent), Some(&*format!("Bearer {MFA_TOKEN}")));
}

#[tokio::test]
async fn a_wrong_code_is_an_error_and_the_challenge_can_be_used_again() {
    let (clients, requests) = service(json!({"code": 6001, "message": "wrong: xyzzy-123456"}));
    let challenge = challenge(&clients).await;
    for _ in 0..2 {
        let login = clients
            .app
            .complete_mfa(&challenge, VerifyTotp::new("xyzzy-123456"));
        let error = login.await.unwrap_err();
        assert_eq!(error.code().map(ErrorCode::get), Some(6001));
        assert!(!format!("{error} {error:?}").contains("xyzzy"), "{error:?}");
    }
    // A rejected token of a user is never refreshed.
    assert_eq!(requests.all().len(), 3);
}

#[tokio::test]
async fn a_second_step_without_a_token_is_an_error() {
    for token in [json!(null), json!("")] {
        let (clients, _) = service(user(token));
        let challenge = challenge(&clients).await;
        let totp = clients
            .app
            .complete_mfa(&challenge, VerifyTotp::new("123456"));
        let error = totp.await.unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{error:?}");
        let recovery = clients
            .app
            .complete_mfa_by_recovery_code(&challenge, "xyzzy");
        let error = recovery.await.unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{error:?}");
    }
}
