//! The shapes that `errors` can have.

use authing_client::{Error, ErrorCode};

use super::outcome::answered;

/// The refusal's code, message and how many others there were.
async fn refused(errors: &str) -> (Option<i64>, String, usize) {
    let error = answered(format!(r#"{{"errors":{errors},"data":null}}"#))
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
macro_rules! refusals {
    ($($name:ident: $errors:expr => $code:expr, $message:expr, $others:expr;)*) => {$(
        #[tokio::test]
        async fn $name() {
            assert_eq!(refused($errors).await, ($code, $message.to_owned(), $others));
        }
    )*};
}

refusals! {
    a_message_that_is_an_object: r#"[{"message":{"code":2006,"message":"no","data":null}}]"# => Some(2006), "no", 0;
    a_message_that_is_text: r#"[{"message":"no"}]"# => None, "no", 0;
    a_message_that_is_json_in_text: r#"[{"message":"{\"code\":2006,\"message\":\"no\"}"}]"# => None, r#"{"code":2006,"message":"no"}"#, 0;
    a_message_that_is_a_number: r#"[{"message":7}]"# => None, "7", 0;
    a_message_that_is_a_list: r#"[{"message":["no",7]}]"# => None, r#"["no",7]"#, 0;
    a_message_that_is_null: r#"[{"message":null}]"# => None, "", 0;
    a_code_in_text: r#"[{"message":{"code":"2006","message":"no"}}]"# => Some(2006), "no", 0;
    a_code_that_is_a_fraction: r#"[{"message":{"code":20.5,"message":"no"}}]"# => None, "no", 0;
    a_code_beyond_numbers: r#"[{"message":{"code":1e400}}]"# => None, "an error that can't be read: number out of range", 0;
    depth: &format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)) => None, "an error that can't be read: recursion limit exceeded", 0;
    an_error_as_long_as_a_book: &format!(r#"[{{"message":"{}"}}]"#, "x".repeat(1_000_000)) => None, "x".repeat(1_000_000), 0;
    a_code_that_is_a_list: r#"[{"message":{"code":[2006],"message":"no"}}]"# => None, "no", 0;
    text: r#""no""# => None, "no", 0;
    an_object: r#"{"message":{"code":2006,"message":"no"}}"# => Some(2006), "no", 0;
    a_number: "7" => None, "7", 0;
    a_list_of_texts: r#"["no","nor this"]"# => None, "no", 1;
    a_list_with_null: r#"[null,{"message":"no"}]"# => None, "no", 0;
    a_list_of_null: "[null]" => None, "", 0;
    a_list_in_a_list: r#"[["no"]]"# => None, r#"["no"]"#, 0;
    an_empty_object: "{}" => None, "", 0;
    a_hundred: &format!("[{}]", vec![r#"{"message":"no"}"#; 100].join(",")) => None, "no", 99;
}

#[tokio::test]
async fn no_errors_at_all() {
    for errors in ["null", "[]"] {
        answered(format!(r#"{{"errors":{errors},"data":{{"user":null}}}}"#))
            .await
            .unwrap();
        let error = answered(format!(r#"{{"errors":{errors}}}"#))
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{error:?}");
        assert!(
            error.to_string().contains("it has neither data nor errors"),
            "{error}"
        );
    }
}

/// Data beside errors is not looked at: half of what was asked for is not it.
#[tokio::test]
async fn data_beside_errors() {
    let error = answered(
        r#"{"data":{"user":{"_id":"1"}},"errors":[{"message":"half","path":["user","email"]}]}"#,
    )
    .await;
    assert_eq!(
        error.unwrap_err().to_string(),
        "GetUser: the service returned an error: half"
    );
}

/// As many bytes as an answer may have, all of them errors: neither the first error nor the memory is lost.
#[tokio::test]
async fn errors_without_end() {
    let body = format!(
        r#"{{"errors":[{{"message":"no"}}{}]}}"#,
        ",0".repeat(8_000_000)
    );
    let error = answered(body).await.unwrap_err();
    let Error::Api {
        message, others, ..
    } = &error
    else {
        panic!("{error:?}");
    };
    assert_eq!((message.as_str(), others.len()), ("no", 99));
}
