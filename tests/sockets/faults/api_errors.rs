//! The shapes of `errors` in a response.

use authing_client::{Error, ErrorCode};

use super::outcome::query_returning;

/// Returns the code and the message of the first error, and the number of the others.
async fn api_error(errors: &str) -> (Option<i64>, String, usize) {
    let error = query_returning(format!(r#"{{"errors":{errors},"data":null}}"#))
        .await
        .unwrap_err();
    match error {
        Error::Api {
            operation: "GetUser",
            code,
            message,
            others,
            ..
        } => (code.map(ErrorCode::get), message, others.len()),
        other => panic!("{errors}: {other:?}"),
    }
}

/// A test for each shape.
macro_rules! api_errors {
    ($($name:ident: $errors:expr => $code:expr, $message:expr, $others:expr;)*) => {$(
        #[tokio::test]
        async fn $name() {
            assert_eq!(api_error($errors).await, ($code, $message.to_owned(), $others));
        }
    )*};
}

api_errors! {
    a_message_that_is_an_object: r#"[{"message":{"code":2006,"message":"no","data":null}}]"# => Some(2006), "no", 0;
    a_message_that_is_a_string: r#"[{"message":"no"}]"# => None, "no", 0;
    a_message_that_is_json_in_a_string: r#"[{"message":"{\"code\":2006,\"message\":\"no\"}"}]"# => None, r#"{"code":2006,"message":"no"}"#, 0;
    a_message_that_is_a_number: r#"[{"message":7}]"# => None, "7", 0;
    a_message_that_is_a_list: r#"[{"message":["no",7]}]"# => None, r#"["no",7]"#, 0;
    a_message_that_is_null: r#"[{"message":null}]"# => None, "", 0;
    a_code_in_a_string: r#"[{"message":{"code":"2006","message":"no"}}]"# => Some(2006), "no", 0;
    a_code_that_is_a_fraction: r#"[{"message":{"code":20.5,"message":"no"}}]"# => None, "no", 0;
    a_code_out_of_range: r#"[{"message":{"code":1e400}}]"# => None, "an error that can't be read: number out of range", 0;
    deep_nesting: &format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)) => None, "an error that can't be read: recursion limit exceeded", 0;
    a_message_of_a_megabyte: &format!(r#"[{{"message":"{}"}}]"#, "x".repeat(1_000_000)) => None, "x".repeat(1_000_000), 0;
    a_code_that_is_a_list: r#"[{"message":{"code":[2006],"message":"no"}}]"# => None, "no", 0;
    a_string: r#""no""# => None, "no", 0;
    an_object: r#"{"message":{"code":2006,"message":"no"}}"# => Some(2006), "no", 0;
    a_number: "7" => None, "7", 0;
    a_list_of_strings: r#"["no","nor this"]"# => None, "no", 1;
    a_list_with_null: r#"[null,{"message":"no"}]"# => None, "no", 0;
    a_list_of_null: "[null]" => None, "", 0;
    a_list_in_a_list: r#"[["no"]]"# => None, r#"["no"]"#, 0;
    an_empty_object: "{}" => None, "", 0;
    a_hundred_errors: &format!("[{}]", vec![r#"{"message":"no"}"#; 100].join(",")) => None, "no", 99;
}

#[tokio::test]
async fn empty_errors_are_no_error() {
    for errors in ["null", "[]"] {
        query_returning(format!(r#"{{"errors":{errors},"data":{{"user":null}}}}"#))
            .await
            .unwrap();
        let error = query_returning(format!(r#"{{"errors":{errors}}}"#))
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{error:?}");
        assert!(
            error.to_string().contains("it has neither data nor errors"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn data_beside_errors_is_ignored() {
    let error = query_returning(
        r#"{"data":{"user":{"_id":"1"}},"errors":[{"message":"half","path":["user","email"]}]}"#,
    )
    .await;
    assert_eq!(
        error.unwrap_err().to_string(),
        "GetUser: the service returned an error: half"
    );
}

/// The list of errors is as long as a response may be.
#[tokio::test]
async fn the_first_100_errors_are_kept() {
    let body = format!(
        r#"{{"errors":[{{"message":"no"}}{}]}}"#,
        ",0".repeat(8_000_000)
    );
    let error = query_returning(body).await.unwrap_err();
    let Error::Api {
        message, others, ..
    } = &error
    else {
        panic!("{error:?}");
    };
    assert_eq!((message.as_str(), others.len()), ("no", 99));
}
