use serde_json::{Value, json};

use super::*;
use crate::transport::error::TransportErrorKind;

pub(crate) fn api_error(code: Option<i64>, message: &str, data: Option<Value>) -> Error {
    Error::Api {
        operation: "LoginByEmail",
        code: code.map(ErrorCode::new),
        message: message.to_owned(),
        data: data.map(ErrorData::from),
        others: Box::default(),
        retry_after: None,
        status: StatusCode::OK,
        graphql: true,
        unauthenticated: false,
        hint: None,
    }
}

#[test]
fn an_api_error_shows_operation_message_code_and_meaning_in_one_line() {
    for (error, service_message, text) in [
        (
            api_error(Some(2006), "密码\n错误", None),
            Some("密码\n错误"),
            "LoginByEmail: the service returned an error: 密码 错误 (code 2006: wrong password)",
        ),
        (
            api_error(Some(4242), "", None),
            None,
            "LoginByEmail: the service returned an error (code 4242)",
        ),
        (
            api_error(None, "Syntax Error", None),
            Some("Syntax Error"),
            "LoginByEmail: the service returned an error: Syntax Error",
        ),
    ] {
        assert_eq!(error.to_string(), text);
        assert_eq!(error.service_message(), service_message);
    }
}

#[test]
fn the_code_determines_the_predicates() {
    let image = json!({"url": "https://example.com/captcha.png"});
    for (code, captcha, mfa, retry) in [
        (2000, true, false, false),
        (2001, true, false, false),
        (2006, true, false, false),
        (2004, true, false, false),
        (1635, true, true, false),
        (1000, true, false, true),
    ] {
        let error = api_error(Some(code), "m", Some(image.clone()));
        assert_eq!(error.captcha_url().is_some(), captcha, "{code}");
        assert_eq!(error.needs_mfa(), mfa, "{code}");
        assert_eq!(error.is_transient(), retry, "{code}");
    }
    assert_eq!(api_error(Some(2000), "m", None).captcha_url(), None);
    let mut rest = api_error(Some(500), "m", Some(image));
    if let Error::Api { graphql, .. } = &mut rest {
        *graphql = false;
    }
    assert_eq!(rest.captcha_url(), None, "the path of REST is no login");
}

#[test]
fn http_and_decode_errors_say_where_and_what() {
    let http = |status, excerpt: Option<&str>| Error::Http {
        operation: "GetUser",
        status,
        excerpt: excerpt.map(str::to_owned),
        retry_after: None,
    };
    assert_eq!(
        http(StatusCode::BAD_GATEWAY, Some("<html>")).to_string(),
        "GetUser: HTTP 502 Bad Gateway, with a body that begins: <html>"
    );
    assert_eq!(
        http(StatusCode::FOUND, Some("")).to_string(),
        "GetUser: HTTP 302 Found, and redirects are not followed, with an empty body"
    );
    assert_eq!(
        http(StatusCode::NOT_MODIFIED, Some("")).to_string(),
        "GetUser: HTTP 304 Not Modified, with an empty body"
    );
    assert_eq!(
        http(StatusCode::BAD_GATEWAY, None).to_string(),
        "GetUser: HTTP 502 Bad Gateway, with a body that is withheld because it repeats part of the request"
    );
    assert!(http(StatusCode::SERVICE_UNAVAILABLE, None).is_transient());
    assert!(!http(StatusCode::NOT_FOUND, None).is_transient());
    let decode = Error::Decode {
        operation: "LoginByEmail",
        path: "login.token".to_owned(),
        reason: "missing".to_owned(),
    };
    assert_eq!(
        decode.to_string(),
        "LoginByEmail: unexpected response at `login.token`: missing"
    );
}

#[test]
fn a_status_in_the_envelope_of_a_rest_path_counts_like_that_of_http() {
    for (code, transient) in [
        (408, true),
        (429, true),
        (503, true),
        (500, false),
        (403, false),
    ] {
        let mut error = api_error(Some(code), "m", None);
        assert!(!error.is_transient(), "{code} is no status in GraphQL");
        if let Error::Api { graphql, .. } = &mut error {
            *graphql = false;
        }
        assert_eq!(error.is_transient(), transient, "{code}");
    }
}

#[test]
fn without_a_code_the_status_of_http_decides() {
    for (code, http, transient) in [
        (None, StatusCode::SERVICE_UNAVAILABLE, true),
        (None, StatusCode::TOO_MANY_REQUESTS, true),
        (None, StatusCode::OK, false),
        (Some(2004), StatusCode::SERVICE_UNAVAILABLE, false),
    ] {
        let mut error = api_error(code, "Too many requests", None);
        if let Error::Api { status, .. } = &mut error {
            *status = http;
        }
        assert_eq!(error.is_transient(), transient, "{code:?} {http}");
    }
}

#[test]
fn a_code_of_a_rest_path_has_no_graphql_meaning() {
    let mut error = api_error(Some(500), "请求过于频繁", None);
    let Error::Api { graphql, .. } = &mut error else {
        panic!("{error:?}");
    };
    *graphql = false;
    assert_eq!(
        error.to_string(),
        "LoginByEmail: the service returned an error: 请求过于频繁 (code 500)"
    );
}

#[test]
fn a_cause_is_printed_once_and_by_the_report() {
    let io = || std::io::Error::other("disk\non fire");
    let error = Error::Config {
        setting: "public_key_file",
        reason: "names a file that can't be read".to_owned(),
        source: Some(Arc::new(io())),
    };
    assert_eq!(
        error.to_string(),
        "`public_key_file` names a file that can't be read"
    );
    assert_eq!(
        error.report().to_string(),
        "`public_key_file` names a file that can't be read: disk on fire"
    );
    let transport = TransportError::new(
        TransportErrorKind::Connect,
        "could not connect to localhost",
    );
    let error = Error::Transport {
        operation: "LoginByEmail",
        source: transport.with_source(io()),
    };
    assert_eq!(
        error.to_string(),
        "LoginByEmail: could not connect to localhost"
    );
    assert_eq!(
        error.report().to_string(),
        "LoginByEmail: could not connect to localhost: disk on fire"
    );
    assert_eq!(error.operation(), Some("LoginByEmail"));
}

#[test]
fn only_a_request_that_was_not_sent_is_safe_to_retry() {
    let transport = |source| Error::Transport {
        operation: "Register",
        source,
    };
    for (source, transient, safe) in [
        (
            TransportError::new(TransportErrorKind::Connect, "a"),
            true,
            true,
        ),
        (
            TransportError::new(TransportErrorKind::Timeout, "a"),
            true,
            false,
        ),
        (
            TransportError::new(TransportErrorKind::Timeout, "a").before_sending(),
            true,
            true,
        ),
        (
            TransportError::new(TransportErrorKind::Tls, "a"),
            false,
            false,
        ),
    ] {
        let kind = source.kind();
        let error = transport(source);
        assert_eq!(error.is_connect(), kind == TransportErrorKind::Connect);
        assert_eq!(error.is_tls(), kind == TransportErrorKind::Tls);
        assert_eq!(error.is_transient(), transient, "{error:?}");
        assert_eq!(error.is_safe_to_retry(), safe, "{error:?}");
    }
    assert!(!api_error(Some(1000), "busy", None).is_safe_to_retry());
}

#[test]
fn a_token_error_converts_with_the_question_mark() {
    fn verify() -> Result<(), Error> {
        Err(TokenError::Expired)?
    }
    let error = verify().unwrap_err();
    assert!(matches!(
        error,
        Error::InvalidToken {
            reason: TokenError::Expired
        }
    ));
    assert_eq!(error.report().to_string(), TokenError::Expired.to_string());
}

#[test]
fn is_cheap_to_pass_around() {
    fn shareable<T: Clone + Send + Sync + 'static>() {}
    shareable::<Error>();
    assert!(size_of::<Error>() < 128, "{}", size_of::<Error>());
}

#[test]
fn a_challenge_names_its_token_and_the_enabled_methods_in_order() {
    let app = json!({
        "mfaToken": "t0ken", "email": "ada@example.com", "phone": null, "username": "", "totpMfaEnabled": false,
        "applicationMfa": [
            {"mfaPolicy": "EMAIL", "status": 1, "sort": 2},
            {"mfaPolicy": "FACE", "status": 0, "sort": 0},
            {"mfaPolicy": "SMS", "status": 1, "sort": 1},
            {"mfaPolicy": "PUSH", "status": 1},
            {"mfaPolicy": "FACE", "status": 1, "sort": 3},
        ],
    });
    let error = api_error(Some(1636), "m", Some(app));
    assert!(error.needs_mfa() && !format!("{error:?}").contains("t0ken"));
    let challenge = error.mfa().unwrap();
    assert_eq!(challenge.token.expose(), "t0ken");
    let other = MfaMethod::Other("PUSH".to_owned());
    assert_eq!(
        challenge.methods,
        [MfaMethod::Sms, MfaMethod::Email, MfaMethod::Face, other]
    );
    assert_eq!(challenge.email.as_deref(), Some("ada@example.com"));
    assert_eq!((challenge.phone, challenge.username), (None, None));

    let own = json!({
        "mfaToken": "t", "totpMfaEnabled": true, "faceMfaEnabled": false, "applicationMfa": [],
    });
    let error = api_error(Some(1635), "m", Some(own.clone()));
    assert_eq!(error.mfa().unwrap().methods, [MfaMethod::Totp]);
    let older = json!({"mfaToken": "t", "email": "ada@example.com"});
    let error = api_error(Some(1635), "m", Some(older));
    assert_eq!(error.mfa().unwrap().methods, [MfaMethod::Totp]);
    for none in [
        json!({"mfaToken": "t", "totpMfaEnabled": false}),
        json!({"mfaToken": "t", "applicationMfa": []}),
    ] {
        let error = api_error(Some(1636), "m", Some(none));
        assert_eq!(error.mfa().unwrap().methods, []);
    }
    assert_eq!(api_error(Some(2006), "m", Some(own)).mfa(), None);
    assert_eq!(api_error(Some(1635), "m", None).mfa(), None);
}

#[test]
fn a_token_for_a_new_password_comes_with_two_codes() {
    for (code, found) in [(1639, true), (2058, true), (2006, false)] {
        let error = api_error(Some(code), "m", Some(json!({"token": "t0ken"})));
        assert_eq!(error.reset_token().is_some(), found, "{code}");
    }
    for data in [None, Some(json!({"token": ""}))] {
        assert_eq!(api_error(Some(1639), "m", data).reset_token(), None);
    }
}
