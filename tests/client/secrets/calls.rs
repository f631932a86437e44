//! No password, secret, token or code in the `Debug` output of values, or in the errors of calls.

use authing_client::operations::{
    CheckLoginStatus, LoginByEmail, LoginByPhoneCode, RegisterByPhone, UpdateUser,
};
use authing_client::{Authing, Error, transport_fn};
use authing_tests::fake::{LOGIN, OWNER, api_error, authorization, every_request, operation};
use authing_tests::{PASSWORD, POOL_SECRET, SECRET_WORD, USER_POOL};

use super::forms::all_output;

#[track_caller]
fn assert_no_secret(shown: &str) {
    assert!(!shown.contains(SECRET_WORD), "{shown}");
}

#[track_caller]
fn assert_no_secret_in_error(error: &Error) {
    assert_no_secret(&all_output(error));
}

#[tokio::test]
async fn debug_output_has_no_secret() {
    let (authing, _) = every_request(|_| (200, LOGIN.to_owned()));
    let login = authing.login_by_email("a@b.cn", PASSWORD).await.unwrap();
    assert_no_secret(&format!(
        "{authing:?} {:?} {login:?} {login:#?}",
        login.session()
    ));
    assert_no_secret(&format!(
        "{:?}",
        LoginByEmail::new("a@b.cn", PASSWORD).mfa_code("xyzzy")
    ));
    assert_no_secret(&format!(
        "{:?}",
        RegisterByPhone::new("138", PASSWORD, "xyzzy")
    ));
    assert_no_secret(&format!("{:?}", LoginByPhoneCode::new("138", "xyzzy")));
    assert_no_secret(&format!("{:?}", CheckLoginStatus::new().token("xyzzy")));
    assert_no_secret(&format!(
        "{:?}",
        Authing::builder(USER_POOL, POOL_SECRET).users_url("https://xyzzy@x")
    ));
}

/// The server writes the whole request into its response: the worst case of a gateway's error page.
#[tokio::test]
async fn secrets_in_a_response_that_echoes_the_request_are_redacted() {
    for (status, wrap) in [
        (502, "<pre>{}</pre>"),
        (200, "<pre>{}</pre>"),
        (
            200,
            r#"{"errors":[{"message":{"code":1,"message":"got {}","data":{"got":"{}"}}},{"message":"{}"}]}"#,
        ),
        (400, r#"{"errors":[{"message":"got {}"}]}"#),
        (
            200,
            r#"{"data":{"user":"{}","login":"{}","checkLoginStatus":"{}"}}"#,
        ),
    ] {
        let json = wrap.starts_with('{');
        let (authing, _) = every_request(move |request| {
            if operation(request) == "GetOwnerToken" {
                return (200, OWNER.to_owned());
            }
            let mut echo = format!("{:?} {}", authorization(request), request.uri());
            echo += &String::from_utf8_lossy(request.body());
            if json {
                // An API error has it inside a string.
                let quoted = serde_json::to_string(&echo).unwrap();
                echo = quoted.trim_matches('"').to_owned();
            }
            (status, wrap.replace("{}", &echo))
        });
        let session = authing.session("xyzzy-user-token");
        for error in [
            authing
                .get_user("5e4cdd055df3df65dc58b97e")
                .await
                .map(drop)
                .unwrap_err(),
            session
                .get_user("5e4cdd055df3df65dc58b97e")
                .await
                .map(drop)
                .unwrap_err(),
            session
                .execute(CheckLoginStatus::new().token("xyzzy-another"))
                .await
                .map(drop)
                .unwrap_err(),
            authing
                .login(LoginByEmail::new("a@b.cn", PASSWORD).mfa_code("xyzzy"))
                .await
                .map(drop)
                .unwrap_err(),
        ] {
            assert_no_secret_in_error(&error);
        }
    }
}

/// The service echoes the decrypted password.
#[tokio::test]
async fn a_password_that_was_sent_encrypted_is_redacted_in_plain_text() {
    let quoted = "xyzzy \"password\" of 字";
    for (password, echoes) in [
        (PASSWORD, vec![PASSWORD.to_owned()]),
        (
            quoted,
            vec![
                quoted.to_owned(),
                r#"{"password":"xyzzy \"password\" of 字"}"#.to_owned(),
                r#"{"password":"xyzzy \"password\" of \u5b57"}"#.to_owned(),
            ],
        ),
    ] {
        for echo in echoes {
            let message = serde_json::to_string(&echo).unwrap();
            for (status, body) in [
                (
                    200,
                    format!(
                        r#"{{"errors":[{{"message":{{"code":2006,"message":{message},"data":{{"got":[{message}]}}}}}}]}}"#
                    ),
                ),
                (400, format!(r#"{{"errors":[{{"message":{message}}}]}}"#)),
                (200, format!("<p>{echo}</p>")),
                (502, format!("<p>{echo}</p>")),
            ] {
                let (authing, _) = every_request(move |request| {
                    if operation(request) == "GetOwnerToken" {
                        return (200, OWNER.to_owned());
                    }
                    (status, body.clone())
                });
                for error in [
                    authing
                        .login_by_email("a@b.cn", password)
                        .await
                        .map(drop)
                        .unwrap_err(),
                    authing
                        .register("a@b.cn", password)
                        .await
                        .map(drop)
                        .unwrap_err(),
                    authing
                        .change_password("a@b.cn", "123456", password)
                        .await
                        .map(drop)
                        .unwrap_err(),
                    authing
                        .update_user(UpdateUser::new("1").password(password))
                        .await
                        .map(drop)
                        .unwrap_err(),
                ] {
                    assert_no_secret_in_error(&error);
                }
            }
        }
    }
}

#[tokio::test]
async fn a_rejected_secret_is_redacted() {
    for body in [
        api_error(2011, "no such secret: xyzzy-pool-secret"),
        api_error(1000, "no such secret: xyzzy-pool-secret"),
        r#"{"errors":[{"message":"xyzzy-pool-secret"}]}"#.to_owned(),
        "xyzzy-pool-secret".to_owned(),
        r#"{"data":{"getAccessTokenByAppSecret":["xyzzy-pool-secret"]}}"#.to_owned(),
    ] {
        let (authing, _) = every_request(move |_| (200, body.clone()));
        assert_no_secret_in_error(
            &authing
                .get_user("5e4cdd055df3df65dc58b97e")
                .await
                .unwrap_err(),
        );
    }
}

#[tokio::test]
async fn an_invalid_password_code_or_token_is_not_in_the_error() {
    let (authing, _) = every_request(|_| (200, LOGIN.to_owned()));
    assert_no_secret_in_error(
        &authing
            .login_by_email("a@b.cn", PASSWORD.repeat(10))
            .await
            .unwrap_err(),
    );
    assert_no_secret_in_error(
        &authing
            .login_by_phone_code("138", PASSWORD)
            .await
            .unwrap_err(),
    );
    assert_no_secret_in_error(&authing.session("xyzzy\nx").get_user("1").await.unwrap_err());
}

#[tokio::test]
async fn debug_output_of_request_headers_has_no_token() {
    let transport = transport_fn(
        |request: authing_client::http::Request<authing_client::bytes::Bytes>| async move {
            let shown = format!("{:?}", request.headers());
            assert_no_secret(&shown);
            Ok(authing_client::http::Response::new(OWNER.into()))
        },
    );
    let authing = Authing::builder(USER_POOL, POOL_SECRET)
        .transport(transport)
        .build()
        .unwrap();
    let _ = authing.get_user("1").await;
    let _ = authing.session("xyzzy-user-token").get_user("1").await;
}
