use super::*;
use crate::response::read as read_output;
use crate::v2::operations::{GetMe, KickUsers, ListEnvironment, LoginByLdap, VerifyRecoveryCode};

fn failure<T: std::fmt::Debug>(read: Result<T, ResponseError>) -> ServiceError {
    match read {
        Err(ResponseError::Service { first, .. }) => first,
        other => panic!("{other:?}"),
    }
}

/// Reads a body without an envelope.
fn whole<O: Operation>(body: &str) -> Result<O::Output, ResponseError> {
    let data = read::<O>(body.as_bytes(), RestOutput::Body)?;
    O::output(data).map_err(|rejection| ResponseError::NotGraphql {
        reason: format!("{rejection:?}"),
    })
}

#[test]
fn the_data_of_the_envelope_is_the_output() {
    for body in [
        r#"{"code":200,"message":"ok","data":[{"key":"a","value":"b"}]}"#,
        r#"{"statusCode":200,"apiCode":0,"data":[{"key":"a","value":"b","new":1}]}"#,
        "\u{feff}{\"code\":\"200\",\"data\":[{\"key\":\"a\",\"value\":\"b\"}]}",
    ] {
        let variables = read_output::<ListEnvironment>(body.as_bytes()).unwrap();
        assert_eq!(variables[0].key, "a", "{body}");
    }
    // A list can be `null`, and a user can't.
    for body in [r#"{"code":200}"#, r#"{"code":200,"data":null}"#] {
        let list = read_output::<ListEnvironment>(body.as_bytes()).unwrap();
        assert!(list.is_empty());
        let error = read_output::<GetMe>(body.as_bytes()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "unexpected data at `data`: the service returned null"
        );
    }
}

#[test]
fn a_new_recovery_code_is_beside_the_data_or_in_it() {
    for body in [
        r#"{"code":200,"message":"ok","data":{"id":"1","token":"t"},"recoveryCode":"new"}"#,
        r#"{"code":200,"data":{"id":"1","token":"t","recoveryCode":"new"}}"#,
        r#"{"code":200,"data":{"id":"1","token":"t","recoveryCode":null},"recoveryCode":"new"}"#,
        r#"{"code":200,"data":{"id":"1","token":"t","recoveryCode":"new"},"recoveryCode":"other"}"#,
    ] {
        let user = read_output::<VerifyRecoveryCode>(body.as_bytes()).unwrap();
        assert_eq!((&*user.id, user.token), ("1", Some("t".into())), "{body}");
        assert_eq!(user.recovery_code, Some("new".into()), "{body}");
    }
    for body in [
        r#"{"code":200,"id":"1"}"#,
        r#"{"code":200,"id":"1","data":null}"#,
    ] {
        let error = read_output::<VerifyRecoveryCode>(body.as_bytes()).unwrap_err();
        let expected = "unexpected data at `data`: the service returned null";
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn a_user_of_a_rest_path_needs_an_id_only() {
    let body = br#"{"code":200,"data":{"id":"1","token":"xyzzy"}}"#;
    let user = read_output::<LoginByLdap>(body).unwrap();
    assert_eq!((&*user.id, user.arn, user.user_pool_id), ("1", None, None));
    assert!(user.token.is_some_and(|token| token.expose() == "xyzzy"));
    let error = read_output::<LoginByLdap>(br#"{"code":200,"data":{"token":"xyzzy"}}"#);
    assert_eq!(
        error.unwrap_err().to_string(),
        "unexpected data at `data`: missing field `id`"
    );
}

#[test]
fn the_last_ip_address_has_another_name_in_rest() {
    for name in ["lastIp", "lastIP"] {
        let body = format!(r#"{{"code":200,"data":{{"id":"1","{name}":"192.0.2.1"}}}}"#);
        let user = read_output::<LoginByLdap>(body.as_bytes()).unwrap();
        assert_eq!(user.last_ip.as_deref(), Some("192.0.2.1"), "{name}");
    }
}

#[test]
fn wrong_data_names_the_field_from_the_data_on_and_not_the_value() {
    let body = br#"{"code":200,"data":[{"key":"a","value":"b"},{"key":7,"value":"eyJ-a-token"}]}"#;
    let error = read_output::<ListEnvironment>(body).unwrap_err();
    assert_eq!(
        error.to_string(),
        "unexpected data at `data[1].key`: expected a string"
    );
    let error = read_output::<ListEnvironment>(br#"{"code":200,"data":"eyJ-a-token"}"#);
    let error = error.unwrap_err().to_string();
    assert!(
        error.starts_with("unexpected data at `data`") && !error.contains("eyJ"),
        "{error}"
    );
}

#[test]
fn the_envelope_is_the_output_of_operations_without_data() {
    let message = read_output::<KickUsers>(br#"{"code":200,"message":"ok","data":true}"#);
    assert_eq!(message.unwrap().message.as_deref(), Some("ok"));
    assert!(read_output::<KickUsers>(br#"{"code":200}"#).is_ok());
    // It has a code in any case.
    for body in ["{}", r#"{"message":"ok"}"#, "[]", "null", "", "<html>"] {
        let error = read_output::<KickUsers>(body.as_bytes()).unwrap_err();
        assert!(matches!(error, ResponseError::NotGraphql { .. }), "{body}");
    }
}

#[test]
fn the_whole_body_is_the_output_of_paths_without_an_envelope() {
    let list = whole::<ListEnvironment>(r#"[{"key":"a","value":"b"}]"#).unwrap();
    assert_eq!(list[0].key, "a");
    assert!(whole::<ListEnvironment>("null").unwrap().is_empty());
    // Their errors have an envelope.
    let first = failure(whole::<ListEnvironment>(r#"{"code":2020,"message":"no"}"#));
    assert_eq!(
        (first.code, first.message.as_str()),
        (Some(ErrorCode::NOT_LOGGED_IN), "no")
    );
    let error = whole::<ListEnvironment>(r#"{"other":1}"#).unwrap_err();
    assert!(matches!(error, ResponseError::Data { .. }), "{error:?}");
}

#[test]
fn a_failure_is_read_before_the_output_in_every_shape() {
    for (body, code) in [
        (r#"{"code":2004,"message":"no","data":{"id":"1"}}"#, 2004),
        (r#"{"code":2004,"message":"no","data":[7]}"#, 2004),
        (
            r#"{"statusCode":499,"apiCode":"2004","message":"no"}"#,
            2004,
        ),
        (r#"{"statusCode":499,"apiCode":200,"message":"no"}"#, 499),
        (r#"{"statusCode":499,"apiCode":0,"message":"no"}"#, 499),
        (r#"{"statusCode":499,"apiCode":"x","message":"no"}"#, 499),
        (
            r#"{"message":{"code":2004,"message":"no"},"code":500}"#,
            2004,
        ),
    ] {
        for first in [
            failure(read_output::<GetMe>(body.as_bytes())),
            failure(read_output::<KickUsers>(body.as_bytes())),
            failure(whole::<ListEnvironment>(body)),
        ] {
            assert_eq!(first.code, Some(ErrorCode::new(code)), "{body}");
            assert_eq!(first.message, "no", "{body}");
        }
    }
}
