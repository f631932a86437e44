use super::*;
use crate::error_code::ErrorCode;
use crate::legacy::operations::{GetUser, ListUsers, LoginByEmail};

fn errors_of(body: &str) -> (ServiceError, Box<[ServiceError]>) {
    match read::<LoginByEmail>(body.as_bytes()) {
        Err(ResponseError::Service { first, others }) => (first, others),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_object_message_is_read() {
    let (error, others) = errors_of(
        r#"{"errors":[{"message":{"code":2000,"message":"captcha","data":{"url":"https://x/1.png"}},
            "locations":[{"line":1,"column":2}],"path":["login"]}],"data":{"login":null}}"#,
    );
    assert_eq!(error.code, Some(ErrorCode::CAPTCHA_REQUIRED));
    assert_eq!(error.message, "captcha");
    assert_eq!(error.data.unwrap().as_value()["url"], "https://x/1.png");
    assert_eq!(error.path, "login");
    assert!(others.is_empty());
}

#[test]
fn odd_messages_are_read_too() {
    for (errors, code, message) in [
        (r#"[{"message":"Syntax Error"}]"#, None, "Syntax Error"),
        (r#"["plain"]"#, None, "plain"),
        (r#"{"message":"not in a list"}"#, None, "not in a list"),
        (
            r#"[{"message":{"code":"2006","message":"m"}}]"#,
            Some(2006),
            "m",
        ),
        (r#"[{"message":{"code":424242}}]"#, Some(424_242), ""),
        (r#"[{"message":null}]"#, None, ""),
        (r#"[{"message":7}]"#, None, "7"),
        (
            r#"[{"message":"m","extensions":{"code":"2206"}}]"#,
            Some(2206),
            "m",
        ),
        (
            r#"[{"message":{"code":2006,"message":"m"},"extensions":{"code":2206}}]"#,
            Some(2006),
            "m",
        ),
        (r#"[{"message":"m","extensions":["code"]}]"#, None, "m"),
    ] {
        let (error, _) = errors_of(&format!(r#"{{"errors":{errors}}}"#));
        assert_eq!(error.code.map(ErrorCode::get), code, "{errors}");
        assert_eq!(error.message, message, "{errors}");
    }
}

#[test]
fn an_extension_can_reject_the_token() {
    for (extensions, unauthenticated) in [
        (r#"{"code":"UNAUTHENTICATED"}"#, true),
        (r#"{"code":"Unauthorized","http":{"status":200}}"#, true),
        (r#"{"code":"FORBIDDEN"}"#, false),
        (r#"{"code":["UNAUTHENTICATED"]}"#, false),
        ("null", false),
    ] {
        let (error, _) = errors_of(&format!(
            r#"{{"errors":[{{"message":"m","extensions":{extensions}}}]}}"#
        ));
        assert_eq!(error.unauthenticated, unauthenticated, "{extensions}");
        assert_eq!(error.code, None, "{extensions}");
    }
}

#[test]
fn every_error_is_kept() {
    let (first, others) = errors_of(r#"{"errors":[{"message":"a"},{"message":"b"}],"data":null}"#);
    assert_eq!(first.message, "a");
    assert_eq!(others[0].message, "b");
}

#[test]
fn an_empty_errors_list_is_not_an_error() {
    let user = read::<GetUser>(br#"{"errors":[],"data":{"user":null}}"#).unwrap();
    assert!(user.is_none());
}

#[test]
fn a_body_that_is_not_a_response_says_why() {
    for (body, reason) in [
        ("", "EOF while parsing a value at line 1 column 0"),
        ("<html>", "expected value at line 1 column 1"),
        ("{}", "it has neither data nor errors"),
        (r#"{"data":null}"#, "it has neither data nor errors"),
        ("[]", "it has neither data nor errors"),
    ] {
        let error = read::<LoginByEmail>(body.as_bytes()).unwrap_err();
        let ResponseError::NotGraphql { reason: found } = error else {
            panic!("{body}: {error:?}");
        };
        if body != "[]" {
            assert_eq!(found, reason, "{body}");
        }
    }
}

#[test]
fn null_for_a_required_value_names_the_root_field() {
    let error = read::<LoginByEmail>(br#"{"data":{"login":null}}"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "unexpected data at `login`: the service returned null"
    );
}

#[test]
fn wrong_data_names_the_field_and_not_the_value() {
    let body = br#"{"data":{"login":{"_id":"1","loginsCount":"eyJ-a-token"}}}"#;
    let error = read::<LoginByEmail>(body).unwrap_err();
    assert_eq!(
        error.to_string(),
        "unexpected data at `login.loginsCount`: expected i64"
    );
}

#[test]
fn a_rest_failure_with_status_200_is_an_error() {
    let message = read_acknowledgement(br#"{"code":200,"message":"sent"}"#).unwrap();
    assert_eq!(message.message, "sent");
    let error = read_acknowledgement(br#"{"code":500,"message":"too many"}"#).unwrap_err();
    assert_eq!(error.to_string(), "the service returned an error: too many");
    assert!(read_acknowledgement(b"{}").is_err());
    assert!(read_acknowledgement(b"").is_err());
}

#[test]
fn a_gateways_names_for_the_code_of_a_rest_response_are_read_too() {
    let message = read_acknowledgement(br#"{"statusCode":200,"message":"sent"}"#).unwrap();
    assert_eq!(message.message, "sent");
    for (body, code) in [
        (r#"{"statusCode":503,"message":"m"}"#, 503),
        (r#"{"statusCode":499,"apiCode":"2004","message":"m"}"#, 2004),
        (r#"{"statusCode":200,"code":500,"message":"m"}"#, 500),
    ] {
        match read_acknowledgement(body.as_bytes()) {
            Err(ResponseError::Service { first, .. }) => {
                assert_eq!(first.code, Some(ErrorCode::new(code)), "{body}");
                assert_eq!(first.message, "m", "{body}");
            }
            other => panic!("{body}: {other:?}"),
        }
    }
}

#[test]
fn the_data_of_a_rest_response_is_read_in_its_old_and_new_form() {
    let read = |body: &str| read_data::<Option<u8>>(body.as_bytes());
    for body in [
        r#"{"code":200,"data":7}"#,
        r#"{"statusCode":200,"apiCode":null,"data":7}"#,
        r#"{"code":"200","data":7}"#,
    ] {
        assert_eq!(read(body), Ok(Some(7)), "{body}");
    }
    assert_eq!(read(r#"{"code":200}"#), Ok(None));
    assert_eq!(read(r#"{"code":200,"data":null}"#), Ok(None));

    for (body, code) in [
        (r#"{"code":2020,"message":"log in"}"#, 2020),
        (
            r#"{"statusCode":499,"apiCode":"2011","data":{"a":1}}"#,
            2011,
        ),
        (r#"{"statusCode":403}"#, 403),
        (r#"{"statusCode":499,"apiCode":200}"#, 499),
    ] {
        match read(body) {
            Err(ResponseError::Service { first, .. }) => {
                assert_eq!(first.code, Some(ErrorCode::new(code)), "{body}");
            }
            other => panic!("{body}: {other:?}"),
        }
    }
    for body in [r#"{"data":7}"#, "7", "[]", ""] {
        let error = read(body).unwrap_err();
        assert!(matches!(error, ResponseError::NotGraphql { .. }), "{body}");
    }
    let error = read_data::<Vec<u8>>(br#"{"code":200,"data":[1,"secret"]}"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "unexpected data at `data[1]`: expected u8"
    );
}

#[test]
fn the_code_of_a_rest_failure_is_read_in_every_shape() {
    for (body, code, message) in [
        (r#"{"code":"2206","message":"m"}"#, 2206, "m"),
        (r#"{"message":{"code":2206,"message":"m"}}"#, 2206, "m"),
        (r#"{"message":{"code":"2206"},"statusCode":401}"#, 2206, ""),
        (
            r#"{"code":401,"message":{"code":2206,"message":"m"}}"#,
            2206,
            "m",
        ),
        (
            r#"{"code":2206,"message":{"text":1}}"#,
            2206,
            r#"{"text":1}"#,
        ),
        (r#"{"code":2206}"#, 2206, ""),
    ] {
        match read_acknowledgement(body.as_bytes()) {
            Err(ResponseError::Service { first, others }) => {
                assert_eq!(first.code, Some(ErrorCode::new(code)), "{body}");
                assert_eq!(first.message, message, "{body}");
                assert!(others.is_empty());
            }
            other => panic!("{body}: {other:?}"),
        }
    }
    for body in [
        r#"{"code":"UNAUTHENTICATED","message":"m"}"#,
        r#"{"message":{"message":"m"}}"#,
        r#""2206""#,
        "[2206]",
        "null",
    ] {
        let error = read_acknowledgement(body.as_bytes()).unwrap_err();
        assert!(matches!(error, ResponseError::NotGraphql { .. }), "{body}");
    }
}

#[test]
fn an_unreadable_error_is_still_an_error() {
    for (errors, message) in [
        (r#"[{"message":"\ud800"}]"#, "unexpected end of hex escape"),
        (r#"[{"message":{"code":1e400}}]"#, "number out of range"),
        (&"[".repeat(200), "recursion limit exceeded"),
    ] {
        let closing = "]".repeat(if errors.starts_with("[[") { 200 } else { 0 });
        let (error, others) = errors_of(&format!(r#"{{"errors":{errors}{closing}}}"#));
        assert!(
            error.message.starts_with("an error that can't be read: ")
                && error.message.contains(message),
            "{errors}: {error:?}"
        );
        assert!(others.is_empty() && error.code.is_none());
    }
}

#[test]
fn the_first_hundred_errors_are_kept_and_null_is_not_an_error() {
    let (first, others) = errors_of(&format!(
        r#"{{"errors":[null,{{"message":"first"}}{}]}}"#,
        ",null,7".repeat(500)
    ));
    assert_eq!((first.message.as_str(), others.len()), ("first", 99));
    let (first, others) = errors_of(r#"{"errors":[null,null]}"#);
    assert_eq!((first.message.as_str(), others.len()), ("", 0));
}

#[test]
fn a_byte_order_mark_is_skipped() {
    assert!(
        read::<GetUser>(b"\xef\xbb\xbf{\"data\":{\"user\":null}}")
            .unwrap()
            .is_none()
    );
    assert!(read_acknowledgement(b"\xef\xbb\xbf{\"code\":200}").is_ok());
}

#[test]
fn a_missing_root_field_is_not_null() {
    for body in [r#"{"data":{}}"#, r#"{"data":{"users":null,"x":[{}]}}"#] {
        let error = read::<GetUser>(body.as_bytes()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "unexpected data at `data`: missing field `user`"
        );
    }
    for body in [
        r#"{"data":{"user":null}}"#,
        r#"{"data":{"x":{"user":1},"us\u0065r":null}}"#,
    ] {
        assert!(read::<GetUser>(body.as_bytes()).unwrap().is_none());
    }
}

#[test]
fn an_endless_list_is_rejected_and_a_long_one_is_not() {
    let read = |count: usize| {
        let users = vec![r#"{"_id":""}"#; count].join(",");
        let body = format!(r#"{{"data":{{"users":{{"list":[{users}],"totalCount":1}}}}}}"#);
        super::read::<ListUsers>(body.as_bytes())
    };
    assert_eq!(read(100_000).unwrap().list.len(), 100_000);
    match read(200_000) {
        Err(ResponseError::Data { path, reason }) => {
            assert!(path.starts_with("users.list"), "{path}");
            assert!(reason.starts_with("more than 1"), "{reason}");
        }
        other => panic!("{:?}", other.map(|page| page.list.len())),
    }
}
