//! Bodies that are no JSON, and JSON that is not what was asked for.

use authing_client::Error;

use super::outcome::answered;

/// The path and the reason.
async fn unread(body: impl AsRef<[u8]>) -> (String, String) {
    match answered(body).await.unwrap_err() {
        Error::Decode {
            operation: "GetUser",
            path,
            reason,
        } => (path, reason),
        other => panic!("{other:?}"),
    }
}

/// A test for each body, which is read.
macro_rules! read {
    ($($name:ident: $body:expr;)*) => {$(
        #[tokio::test]
        async fn $name() {
            answered($body).await.unwrap();
        }
    )*};
}

/// A test for each body, with where it is wrong and what of the reason.
macro_rules! unread {
    ($($name:ident: $body:expr => $path:literal, $reason:literal;)*) => {$(
        #[tokio::test]
        async fn $name() {
            let (path, reason) = unread($body).await;
            assert_eq!(path, $path, "{reason}");
            assert!(reason.contains($reason), "{reason}");
        }
    )*};
}

read! {
    a_byte_order_mark: b"\xef\xbb\xbf{\"data\":{\"user\":null}}";
    more_fields_than_were_asked_for: r#"{"data":{"user":{"_id":"1","x":[{}]},"y":0},"extensions":{"z":[]}}"#;
    a_field_that_nobody_reads_at_any_depth: format!(r#"{{"data":{{"user":null}},"x":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    an_unread_field_inside_data_at_any_depth:
        format!(r#"{{"data":{{"user":{{"_id":"1","x":{}{}}}}}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    a_lone_surrogate_where_nobody_reads: r#"{"data":{"user":null},"x":"\ud800"}"#;
}

unread! {
    nothing_but_blanks: "  \n" => "", "HTTP 200 with an empty body";
    no_json: "<html>" => "", "expected value at line 1 column 1";
    something_behind_the_json: r#"{"data":{"user":null}}x"# => "", "trailing characters";
    two_answers: r#"{"data":{"user":null}}{"data":{"user":null}}"# => "", "trailing characters";
    a_number: "7" => "", "expected an object with `data` or `errors`";
    text: r#""x""# => "", "expected an object with `data` or `errors`";
    null: "null" => "", "expected an object with `data` or `errors`";
    a_list: "[]" => "", "";
    an_empty_object: "{}" => "", "it has neither data nor errors";
    null_data: r#"{"data":null}"# => "", "it has neither data nor errors";
    depth: "[".repeat(100_000) => "", "";
    depth_in_data: format!(r#"{{"data":{}"#, "[".repeat(100_000)) => "", "EOF while parsing";
    depth_in_a_field: format!(r#"{{"data":{{"user":{}{}}}}}"#, "[".repeat(100_000), "]".repeat(100_000)) => "user[0]", "expected a string";
    a_key_twice: r#"{"data":{"user":null},"data":{"user":{"_id":"1"}}}"# => "", "duplicate field `data`";
    errors_twice: r#"{"errors":[],"errors":["no"]}"# => "", "duplicate field `errors`";
    a_key_twice_in_data: r#"{"data":{"user":{"_id":"1","_id":"2"}}}"# => "user", "duplicate field";
    a_root_field_twice: r#"{"data":{"user":null,"user":{"_id":"2"}}}"# => "data", "duplicate field `user`";
    no_utf_8: b"{\"data\":{\"user\":{\"_id\":\"\xff\xfe\"}}}" => "", "invalid unicode code point";
    utf_16: b"\xff\xfe{\0}\0" => "", "expected value";
    two_byte_order_marks: b"\xef\xbb\xbf\xef\xbb\xbf{\"data\":{\"user\":null}}" => "", "expected value";
    a_lone_surrogate: r#"{"data":{"user":{"_id":"\ud800"}}}"# => "user._id", "";
    a_root_field_that_is_missing: r#"{"data":{}}"# => "data", "missing field `user`";
    a_root_field_that_is_another: r#"{"data":{"User":null}}"# => "data", "missing field `user`";
    a_root_field_that_is_text: r#"{"data":{"user":"xyzzy"}}"# => "user", "expected struct User";
    a_root_field_that_is_a_list: r#"{"data":{"user":[]}}"# => "user", "";
    data_that_is_a_list_of_its_fields: r#"{"data":[null]}"# => "data", "expected an object";
    data_that_is_a_list: r#"{"data":[]}"# => "data", "expected an object";
    data_that_is_text: r#"{"data":"xyzzy"}"# => "data", "expected an object";
    data_that_is_true: r#"{"data":true}"# => "data", "expected an object";
    null_where_a_value_must_be: r#"{"data":{"user":{"_id":null}}}"# => "user._id", "expected a string";
    a_field_that_must_be_there: r#"{"data":{"user":{}}}"# => "user", "missing field `_id`";
    a_number_for_text: r#"{"data":{"user":{"_id":7}}}"# => "user._id", "expected a string";
    text_for_a_number: r#"{"data":{"user":{"_id":"1","loginsCount":"7"}}}"# => "user.loginsCount", "expected i64";
    a_fraction_for_a_number: r#"{"data":{"user":{"_id":"1","loginsCount":7.5}}}"# => "user.loginsCount", "expected i64";
    a_number_beyond_all: r#"{"data":{"user":{"_id":"1","loginsCount":99999999999999999999}}}"# => "user.loginsCount", "";
    text_for_a_flag: r#"{"data":{"user":{"_id":"1","blocked":"true"}}}"# => "user.blocked", "expected a boolean";
    a_number_for_a_flag: r#"{"data":{"user":{"_id":"1","blocked":1}}}"# => "user.blocked", "expected a boolean";
    an_object_for_text: r#"{"data":{"user":{"_id":"1","email":{}}}}"# => "user.email", "expected a string";
    a_list_for_text: r#"{"data":{"user":{"_id":"1","email":[]}}}"# => "user.email", "expected a string";
    a_token_that_is_a_number: r#"{"data":{"user":{"_id":"1","token":7}}}"# => "user.token", "expected a string";
}
