//! Bodies that are not JSON, and JSON of another shape.

use authing_client::Error;

use super::outcome::query_returning;

/// Returns the path and the reason of the decode error for this body.
async fn decode_error(body: impl AsRef<[u8]>) -> (String, String) {
    match query_returning(body).await.unwrap_err() {
        Error::Decode {
            operation: "GetUser",
            path,
            reason,
            ..
        } => (path, reason),
        other => panic!("{other:?}"),
    }
}

/// A test for each body, which is accepted.
macro_rules! accepted {
    ($($name:ident: $body:expr;)*) => {$(
        #[tokio::test]
        async fn $name() {
            query_returning($body).await.unwrap();
        }
    )*};
}

/// A test for each body, with the path and a part of the reason of its decode error.
macro_rules! rejected {
    ($($name:ident: $body:expr => $path:literal, $reason:literal;)*) => {
        mod rejected {
            use super::decode_error;

            $(
                #[tokio::test]
                async fn $name() {
                    let (path, reason) = decode_error($body).await;
                    assert_eq!(path, $path, "{reason}");
                    assert!(reason.contains($reason), "{reason}");
                }
            )*
        }
    };
}

accepted! {
    a_byte_order_mark_is_skipped: b"\xef\xbb\xbf{\"data\":{\"user\":null}}";
    unknown_fields_are_ignored: r#"{"data":{"user":{"_id":"1","x":[{}]},"y":0},"extensions":{"z":[]}}"#;
    an_unknown_field_may_have_any_depth: format!(r#"{{"data":{{"user":null}},"x":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    an_unknown_field_inside_data_may_have_any_depth:
        format!(r#"{{"data":{{"user":{{"_id":"1","x":{}{}}}}}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    a_lone_surrogate_in_an_unknown_field_is_ignored: r#"{"data":{"user":null},"x":"\ud800"}"#;
}

rejected! {
    only_whitespace: "  \n" => "", "HTTP 200 with an empty body";
    text_that_is_not_json: "<html>" => "", "expected value at line 1 column 1";
    trailing_bytes: r#"{"data":{"user":null}}x"# => "", "trailing characters";
    two_responses: r#"{"data":{"user":null}}{"data":{"user":null}}"# => "", "trailing characters";
    a_number: "7" => "", "expected an object with `data` or `errors`";
    a_string: r#""x""# => "", "expected an object with `data` or `errors`";
    null: "null" => "", "expected an object with `data` or `errors`";
    a_list: "[]" => "", "";
    an_empty_object: "{}" => "", "it has neither data nor errors";
    null_data: r#"{"data":null}"# => "", "it has neither data nor errors";
    endless_nesting: "[".repeat(100_000) => "", "";
    endless_nesting_in_data: format!(r#"{{"data":{}"#, "[".repeat(100_000)) => "", "EOF while parsing";
    nesting_in_a_field: format!(r#"{{"data":{{"user":{}{}}}}}"#, "[".repeat(100_000), "]".repeat(100_000)) => "user[0]", "expected a string";
    duplicate_data: r#"{"data":{"user":null},"data":{"user":{"_id":"1"}}}"# => "", "duplicate field `data`";
    duplicate_errors: r#"{"errors":[],"errors":["no"]}"# => "", "duplicate field `errors`";
    a_duplicate_field: r#"{"data":{"user":{"_id":"1","_id":"2"}}}"# => "user", "duplicate field";
    a_duplicate_root_field: r#"{"data":{"user":null,"user":{"_id":"2"}}}"# => "data", "duplicate field `user`";
    invalid_utf_8: b"{\"data\":{\"user\":{\"_id\":\"\xff\xfe\"}}}" => "", "invalid unicode code point";
    utf_16: b"\xff\xfe{\0}\0" => "", "expected value";
    two_byte_order_marks: b"\xef\xbb\xbf\xef\xbb\xbf{\"data\":{\"user\":null}}" => "", "expected value";
    a_lone_surrogate: r#"{"data":{"user":{"_id":"\ud800"}}}"# => "user._id", "";
    a_missing_root_field: r#"{"data":{}}"# => "data", "missing field `user`";
    another_root_field: r#"{"data":{"User":null}}"# => "data", "missing field `user`";
    a_string_for_a_root_field: r#"{"data":{"user":"xyzzy"}}"# => "user", "expected struct User";
    a_list_for_a_root_field: r#"{"data":{"user":[]}}"# => "user", "";
    a_list_of_fields_for_data: r#"{"data":[null]}"# => "data", "expected an object";
    a_list_for_data: r#"{"data":[]}"# => "data", "expected an object";
    a_string_for_data: r#"{"data":"xyzzy"}"# => "data", "expected an object";
    a_boolean_for_data: r#"{"data":true}"# => "data", "expected an object";
    null_for_a_required_field: r#"{"data":{"user":{"_id":null}}}"# => "user._id", "expected a string";
    a_missing_required_field: r#"{"data":{"user":{}}}"# => "user", "missing field `_id`";
    a_number_for_a_string: r#"{"data":{"user":{"_id":7}}}"# => "user._id", "expected a string";
    a_string_for_a_number: r#"{"data":{"user":{"_id":"1","loginsCount":"7"}}}"# => "user.loginsCount", "expected i64";
    a_fraction_for_an_integer: r#"{"data":{"user":{"_id":"1","loginsCount":7.5}}}"# => "user.loginsCount", "expected i64";
    an_integer_out_of_range: r#"{"data":{"user":{"_id":"1","loginsCount":99999999999999999999}}}"# => "user.loginsCount", "";
    a_string_for_a_boolean: r#"{"data":{"user":{"_id":"1","blocked":"true"}}}"# => "user.blocked", "expected a boolean";
    a_number_for_a_boolean: r#"{"data":{"user":{"_id":"1","blocked":1}}}"# => "user.blocked", "expected a boolean";
    an_object_for_a_string: r#"{"data":{"user":{"_id":"1","email":{}}}}"# => "user.email", "expected a string";
    a_list_for_a_string: r#"{"data":{"user":{"_id":"1","email":[]}}}"# => "user.email", "expected a string";
    a_number_for_a_token: r#"{"data":{"user":{"_id":"1","token":7}}}"# => "user.token", "expected a string";
}
