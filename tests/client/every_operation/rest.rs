//! The responses of REST paths: the code of the envelope, by each of its names, is read first.

use authing_client::Error;
use authing_core::rest::RestOutput;
use authing_tests::every_operation::{APIS, Named, V2};
use serde_json::json;

use super::responses::{assert_api_error, result};

#[tokio::test]
async fn a_failure_in_the_envelope_is_an_error_whatever_the_status() {
    let (mut sent, failures) = (
        0,
        [
            (json!({"code": 2004, "message": "no", "data": null}), 2004),
            (json!({"code": "2004", "message": "no"}), 2004),
            // With the output of a success, too.
            (
                json!({"code": 500, "message": "no", "data": {"id": "1", "list": []}}),
                500,
            ),
            (
                json!({"statusCode": 499, "apiCode": "2004", "message": "no"}),
                2004,
            ),
            (
                json!({"statusCode": 499, "apiCode": 2004, "message": "no", "data": {}}),
                2004,
            ),
            (json!({"statusCode": 403, "message": "no"}), 403),
            (json!({"message": {"code": 1001, "message": "no"}}), 1001),
        ],
    );
    for entry in V2.rest() {
        let sample = (entry.least)(&Named);
        for (body, code) in &failures {
            for status in [200, 400, 499, 500] {
                let result = result(&V2, &*sample, (status, body.to_string())).await;
                assert_api_error(entry.name, result, Some(*code));
                sent += 1;
            }
        }
    }
    assert_eq!(sent, V2.rest().count() * failures.len() * 4);
}

#[tokio::test]
async fn a_success_with_a_status_of_failure_is_an_error() {
    for entry in V2.rest() {
        let sample = (entry.least)(&Named);
        let body = json!({"code": 200, "message": "ok", "data": {"id": "1"}}).to_string();
        match result(&V2, &*sample, (500, body)).await.unwrap_err() {
            Error::Http { status, .. } => assert_eq!(status, 500, "{}", entry.name),
            other => panic!("{}: {other:?}", entry.name),
        }
    }
}

#[tokio::test]
async fn an_envelope_without_a_code_is_not_a_response() {
    for entry in V2.rest() {
        let sample = (entry.least)(&Named);
        for body in [
            r#"{"data":null}"#,
            r#"{"message":"ok"}"#,
            "{}",
            r#"{"code":null}"#,
            r#"{"code":"ok","message":"no"}"#,
            r#"{"errors":[{"message":"no"}]}"#,
        ] {
            match result(&V2, &*sample, (200, body.to_owned()))
                .await
                .unwrap_err()
            {
                Error::Decode {
                    operation, path, ..
                } => {
                    assert_eq!(operation, entry.name);
                    assert_eq!(path, "");
                }
                other => panic!("{}: {other:?}", entry.name),
            }
        }
    }
}

/// The message of the envelope is the output.
#[tokio::test]
async fn an_operation_without_data_needs_none() {
    let mut sent = 0;
    for entry in APIS.iter().flat_map(|api| api.rest()) {
        let sample = (entry.least)(&Named);
        if sample.rest().map(|rest| rest.output) != Some(RestOutput::Envelope) {
            continue;
        }
        sent += 1;
        for body in [
            json!({"code": 200, "message": "ok"}),
            json!({"code": 200, "message": "ok", "data": null}),
            json!({"code": 200, "message": "ok", "data": {"any": [1]}}),
        ] {
            let result = result(&V2, &*sample, (200, body.to_string())).await;
            result.unwrap_or_else(|error| panic!("{}: {error}", entry.name));
        }
    }
    assert!(sent > 30, "{sent}");
}
