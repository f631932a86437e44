use serde_json::json;

use super::*;

fn refused(code: Option<i64>, message: &str, data: Option<Value>) -> Error {
    Error::Api {
        operation: "LoginByEmail",
        code: code.map(ErrorCode::new),
        message: message.to_owned(),
        data,
        others: Box::default(),
        retry_after: None,
    }
}

#[test]
fn a_refusal_says_operation_message_code_and_meaning_in_one_line() {
    for (error, text) in [
        (
            refused(Some(2006), "密码\n错误", None),
            "LoginByEmail: the service refused: 密码 错误 (code 2006: wrong password)",
        ),
        (
            refused(Some(4242), "", None),
            "LoginByEmail: the service refused (code 4242)",
        ),
        (
            refused(None, "Syntax Error", None),
            "LoginByEmail: the service refused: Syntax Error",
        ),
    ] {
        assert_eq!(error.to_string(), text);
    }
}

#[test]
fn the_questions_are_answered_by_the_code() {
    let image = json!({"url": "https://example.com/captcha.png"});
    for (code, captcha, mfa, retry) in [
        (2000, true, false, false),
        (2001, true, false, false),
        (2006, true, false, false),
        (2004, false, false, false),
        (1635, false, true, false),
        (1000, false, false, true),
    ] {
        let error = refused(Some(code), "m", Some(image.clone()));
        assert_eq!(error.captcha_url().is_some(), captcha, "{code}");
        assert_eq!(error.needs_mfa(), mfa, "{code}");
        assert_eq!(error.is_retryable(), retry, "{code}");
    }
    assert_eq!(refused(Some(2000), "m", None).captcha_url(), None);
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
        http(StatusCode::BAD_GATEWAY, None).to_string(),
        "GetUser: HTTP 502 Bad Gateway, with a body that is withheld, since it repeats what was sent"
    );
    assert!(http(StatusCode::SERVICE_UNAVAILABLE, None).is_retryable());
    assert!(!http(StatusCode::NOT_FOUND, None).is_retryable());
    let decode = Error::Decode {
        operation: "LoginByEmail",
        path: "login.token".to_owned(),
        reason: "missing".to_owned(),
    };
    assert_eq!(
        decode.to_string(),
        "LoginByEmail: unexpected answer at `login.token`: missing"
    );
}

#[test]
fn is_cheap_to_pass_around() {
    fn shareable<T: Clone + Send + Sync + 'static>() {}
    shareable::<Error>();
    assert!(size_of::<Error>() <= 128, "{}", size_of::<Error>());
}
