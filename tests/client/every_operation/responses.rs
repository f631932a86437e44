//! The error of every operation for each shape of a response.

use authing_client::{Error, ErrorCode};
use authing_core::rest::RestOutput;
use authing_tests::every_operation::{APIS, Api, Named, Sample};
use serde_json::{Value, json};

/// Sends every operation to a service that responds with this.
async fn each(response: (u16, &str), check: impl Fn(&str, Result<(), Error>)) {
    for api in APIS {
        for entry in api.operations {
            let sample = (entry.least)(&Named);
            let response = (response.0, response.1.to_owned());
            check(entry.name, result(api, &*sample, response).await);
        }
    }
}

/// Sends every GraphQL operation to a service that responds with this.
async fn each_graphql(
    respond: impl Fn(&str) -> (u16, String),
    check: impl Fn(&str, Result<(), Error>),
) {
    for api in APIS {
        for entry in api.graphql() {
            let sample = (entry.least)(&Named);
            let response = respond(sample.response_key());
            check(entry.name, result(api, &*sample, response).await);
        }
    }
}

/// Sends an operation to a service that sends this response to it.
pub(super) async fn result(
    api: &'static Api,
    sample: &dyn Sample,
    response: (u16, String),
) -> Result<(), Error> {
    let (clients, _) = api.clients(sample.name(), move |_| response.clone());
    sample.send(&clients).await
}

/// Asserts that an operation's error is one of the service, with this code.
pub(super) fn assert_api_error(name: &str, result: Result<(), Error>, code: Option<i64>) {
    match result.unwrap_err() {
        Error::Api {
            operation,
            code: found,
            message,
            ..
        } => {
            assert_eq!(operation, name);
            assert_eq!(found, code.map(ErrorCode::new), "{name}");
            assert_eq!(message, "no", "{name}");
        }
        other => panic!("{name}: {other:?}"),
    }
}

/// Asserts that every GraphQL operation's error for these responses is one of the service, with this code.
async fn assert_api_errors(code: Option<i64>, respond: impl Fn(&str) -> (u16, String)) {
    let check = |name: &str, result| assert_api_error(name, result, code);
    each_graphql(respond, check).await;
}

fn object() -> Value {
    json!({"message": {"code": 2004, "message": "no", "data": {"a": 1}}, "path": ["x"]})
}

#[tokio::test]
async fn an_error_whose_message_is_an_object_has_its_code() {
    for status in [200, 400, 401, 500, 502] {
        assert_api_errors(Some(2004), |_| {
            let body = json!({"errors": [object()], "data": null});
            (status, body.to_string())
        })
        .await;
    }
    // Beside data that is null, or a value.
    assert_api_errors(Some(2004), |key| {
        let body = json!({"errors": [object()], "data": {key: null}});
        (200, body.to_string())
    })
    .await;
    assert_api_errors(Some(2004), |key| {
        let body = json!({"errors": [object()], "data": {key: {"id": "1", "_id": "1"}}});
        (200, body.to_string())
    })
    .await;
}

#[tokio::test]
async fn an_error_whose_message_is_a_string_has_no_code() {
    for status in [200, 400, 500] {
        assert_api_errors(None, |_| {
            (status, json!({"errors": [{"message": "no"}]}).to_string())
        })
        .await;
    }
}

#[tokio::test]
async fn the_first_of_two_errors_counts_and_the_other_is_kept() {
    let body = json!({"errors": [object(), {"message": {"code": 500, "message": "other"}}]});
    let body = body.to_string();
    each_graphql(
        |_| (200, body.clone()),
        |name, result| match result.unwrap_err() {
            Error::Api { code, others, .. } => {
                assert_eq!(code, Some(ErrorCode::USER_UNKNOWN), "{name}");
                let others: Vec<_> = others.iter().map(|other| other.code).collect();
                assert_eq!(others, [Some(ErrorCode::INTERNAL)], "{name}");
            }
            other => panic!("{name}: {other:?}"),
        },
    )
    .await;
}

#[tokio::test]
async fn a_root_field_of_null_is_an_error_unless_the_operation_allows_it() {
    for api in APIS {
        let nullable = api.nullable().unwrap();
        assert!(nullable.len() > 5, "{nullable:?}");
        for entry in api.operations {
            let sample = (entry.least)(&Named);
            let (name, key) = (entry.name, sample.response_key());
            let null = sample.response(Value::Null);
            let empty = json!({"data": {key: null}, "errors": []}).to_string();
            let bodies = match sample.rest().map(|rest| rest.output) {
                None => vec![null, empty],
                // Its output is never `null`.
                Some(RestOutput::Envelope) => Vec::new(),
                Some(_) => vec![null],
            };
            for body in bodies {
                match result(api, &*sample, (200, body)).await {
                    Ok(()) => assert!(nullable.contains(name), "{name}"),
                    Err(Error::Decode { path, .. }) => {
                        assert!(!nullable.contains(name), "{name}");
                        assert_eq!(path, key, "{name}");
                    }
                    Err(other) => panic!("{name}: {other:?}"),
                }
            }
        }
    }
}

#[tokio::test]
async fn data_that_is_null_or_absent_without_an_error_is_not_a_response() {
    for body in [r#"{"data":null}"#, r#"{"data":null,"errors":[]}"#, "{}"] {
        each_graphql(
            |_| (200, body.to_owned()),
            |name, result| match result.unwrap_err() {
                Error::Decode { operation, .. } => assert_eq!(operation, name),
                other => panic!("{name}: {other:?}"),
            },
        )
        .await;
    }
}

#[tokio::test]
async fn a_body_that_is_not_json_is_named() {
    for (body, words) in [
        ("<html>maintenance</html>", "begins: <html>maintenance"),
        ("", "with an empty body"),
        ("7", "not a valid response"),
        ("[]", "not a valid response"),
    ] {
        each((200, body), |name, result| {
            let error = result.unwrap_err();
            assert!(matches!(error, Error::Decode { .. }), "{name}: {error:?}");
            let text = error.to_string();
            assert!(text.starts_with(name) && text.contains(words), "{text}");
            assert!(!error.is_transient(), "{text}");
        })
        .await;
    }
}

#[tokio::test]
async fn a_gateways_error_has_its_status() {
    for (status, transient) in [(502, true), (503, true), (404, false), (401, false)] {
        each(
            (status, "<html>gateway</html>"),
            |name, result| match result.unwrap_err() {
                error @ Error::Http { .. } => {
                    assert_eq!(error.is_transient(), transient, "{name}");
                    assert_eq!(error.operation(), Some(name));
                }
                other => panic!("{name}: {other:?}"),
            },
        )
        .await;
    }
}

#[tokio::test]
async fn an_error_in_rests_form_has_its_code() {
    for (status, body, code) in [
        (200, json!({"code": 500, "message": "no"}), 500),
        (400, json!({"code": "2004", "message": "no"}), 2004),
        (401, json!({"code": 2206, "message": "no"}), 2206),
        (
            403,
            json!({"message": {"code": 1001, "message": "no"}}),
            1001,
        ),
    ] {
        let body = body.to_string();
        let check = |name: &str, result| assert_api_error(name, result, Some(code));
        each((status, &body), check).await;
    }
}
