//! Rejected queries, and shapes of responses.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use serde_json::{Value, json};

use super::support::{File, http, introspected, query, said, serve, serve_schema};

const SCHEMA: &str = "type Query { a(b: Int): Int }";
const WRITTEN: &str = "schema {\n  query: Query\n}\n\ntype Query {\n  a(b: Int): Int\n}\n";

/// The responses of a service that rejects some queries.
fn rejecting(
    status: &'static str,
    rejects: impl Fn(&str) -> bool + Send + 'static,
) -> impl Fn(&str, &str) -> Vec<u8> + Send + 'static {
    move |_, body| {
        let query = query(body);
        if rejects(&query) {
            http(status, "", r#"{"errors":[{"message":"too many"}]}"#)
        } else {
            http("200 OK", "", &introspected(SCHEMA, &query).to_string())
        }
    }
}

#[test]
fn rejected_queries_fall_back_to_plain_introspection() {
    for status in ["200 OK", "400 Bad Request", "422 Unprocessable Entity"] {
        // As gateways do: no second `__type`, none at all, nothing newer than 2018, no deep queries.
        let rejections: [fn(&str) -> bool; 4] = [
            |query| query.matches("__type(").count() > 1,
            |query| !query.contains("queryType"),
            |query| query.contains("isRepeatable"),
            |query| query.matches("ofType").count() > 7,
        ];
        for rejects in rejections {
            let file = File::new(None);
            let done = file.fetch(&serve(rejecting(status, rejects)), &[]);
            assert!(done.status.success(), "{}", said(&done));
            assert_eq!(file.text(), WRITTEN);
        }
    }
}

#[test]
fn the_fallback_is_a_warning_with_the_reason() {
    let service = rejecting("400 Bad Request", |query| query.contains("isRepeatable"));
    let done = File::new(None).fetch(&serve(service), &[]);
    let said = said(&done);
    assert!(
        said.contains("warning: the schema may lack deprecated arguments")
            && said.contains("“too many”"),
        "{said}"
    );
}

#[test]
fn a_service_of_2018_gets_no_newer_introspection_fields() {
    let url = serve(|_, body| {
        let query = query(body);
        let newer = ["isRepeatable", "specifiedByURL", "isOneOf"];
        if newer.iter().any(|newer| query.contains(newer)) || query.contains("args(") {
            let rejection = r#"{"errors":[{"message":"Cannot query field"}]}"#;
            return http("400 Bad Request", "", rejection);
        }
        let mut response = introspected(SCHEMA, &query);
        if !query.contains("queryType") {
            // Nothing that came after 2018.
            response["data"]["__schema"]["types"] = json!([
                {"name": "__Type", "fields": [{"name": "fields", "args": [{"name": "includeDeprecated"}]}]},
                {"name": "__Field", "fields": [{"name": "args", "args": []}]},
            ]);
        }
        http("200 OK", "", &response.to_string())
    });
    let file = File::new(None);
    let done = file.fetch(&url, &[]);
    assert!(done.status.success(), "{}", said(&done));
    assert_eq!(said(&done), "");
    assert_eq!(file.text(), WRITTEN);
}

#[test]
fn both_queries_are_named_introspection_query() {
    let (url, requests) = serve_schema(SCHEMA, |_| ());
    let done = File::new(None).fetch(&url, &[]);
    assert!(done.status.success(), "{}", said(&done));
    let requests = requests.lock().unwrap();
    assert_eq!(requests.len(), 2);
    for request in requests.iter() {
        let body: Value = serde_json::from_str(request.split("\r\n\r\n").nth(1).unwrap()).unwrap();
        assert_eq!(body["operationName"], "IntrospectionQuery");
        assert!(
            body["query"]
                .as_str()
                .unwrap()
                .starts_with("query IntrospectionQuery {")
        );
    }
}

#[test]
fn null_and_empty_errors_are_no_errors() {
    for errors in [Value::Null, json!([])] {
        let (url, _) = serve_schema(SCHEMA, move |response| response["errors"] = errors.clone());
        let file = File::new(None);
        let done = file.fetch(&url, &[]);
        assert!(done.status.success(), "{}", said(&done));
        assert_eq!(file.text(), WRITTEN);
    }
}

#[test]
fn error_messages_of_any_shape_are_shown() {
    for (body, message) in [
        (
            r#"{"errors":"Not Found"}"#,
            "it rejects introspection: “Not Found”",
        ),
        (
            r#"{"errors":{"message":"no"}}"#,
            "it rejects introspection: “no”",
        ),
        (
            r#"{"errors":["first","second"]}"#,
            "it rejects introspection: “first”",
        ),
        (
            r#"{"errors":[{"code":1},{"message":"no"}]}"#,
            "it rejects introspection: “no”",
        ),
        (
            r#"{"errors":"a\u001b[31m\r\nb\u202ec\u2028d"}"#,
            "it rejects introspection: “a [31m b c d”",
        ),
        (r#"{"errors":[null]}"#, "it rejects introspection: “[null]”"),
        (r#"{"errors":[{"code":17}]}"#, "“[{\"code\":17}]”"),
        (
            r#"{"errors":[{"message":"no"}],"data":null}"#,
            "it rejects introspection: “no”",
        ),
    ] {
        for status in [
            "200 OK",
            "400 Bad Request",
            "401 Unauthorized",
            "404 Not Found",
            "500 Oops",
        ] {
            let url = serve(move |_, _| http(status, "", body));
            let said = said(&File::new(None).fetch(&url, &[]));
            assert!(said.contains(message), "{status} {body}: {said}");
        }
    }
    for (body, message) in [
        (
            r#"{"message":"rate limit"}"#,
            "its response has no `data`: “{\"message\":\"rate limit\"}”",
        ),
        (r#"{"data":null,"errors":[]}"#, "its response has no `data`"),
        (
            r#"{"data":{"__schema":null}}"#,
            "its response has no `__schema`",
        ),
    ] {
        let url = serve(move |_, _| http("200 OK", "", body));
        let said = said(&File::new(None).fetch(&url, &[]));
        assert!(said.contains(message), "{body}: {said}");
    }
    let url = serve(|_, _| http("429 Too Many Requests", "", r#"{"message":"rate limit"}"#));
    let said = said(&File::new(None).fetch(&url, &[]));
    assert!(
        said.contains("it responds with 429 Too Many Requests: “{\"message\""),
        "{said}"
    );
}

#[test]
fn responses_with_a_bom_or_compression_are_read() {
    fn gzip(body: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(body).unwrap();
        encoder.finish().unwrap()
    }
    fn zlib(body: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(body).unwrap();
        encoder.finish().unwrap()
    }
    fn with_bom(body: &[u8]) -> Vec<u8> {
        [b"\xef\xbb\xbf", body].concat()
    }
    type Form = fn(&[u8]) -> Vec<u8>;
    let forms: [(&str, Form); 6] = [
        ("", with_bom),
        ("content-encoding: gzip\r\n", gzip),
        ("content-encoding: x-gzip\r\n", |body| gzip(&with_bom(body))),
        ("", gzip),
        ("content-encoding: deflate\r\n", zlib),
        ("content-encoding: identity\r\n", <[u8]>::to_vec),
    ];
    for (headers, form) in forms {
        let url = serve(move |_, body| {
            let body = form(introspected(SCHEMA, &query(body)).to_string().as_bytes());
            let head = http("200 OK", headers, "");
            let head = String::from_utf8(head).unwrap();
            let length = format!("content-length: {}", body.len());
            let mut response = head.replace("content-length: 0", &length).into_bytes();
            response.extend(body);
            response
        });
        let file = File::new(None);
        let done = file.fetch(&url, &[]);
        assert!(done.status.success(), "{headers}: {}", said(&done));
        assert_eq!(file.text(), WRITTEN);
    }
    let url = serve(|_, _| http("200 OK", "content-encoding: br\r\n", "abc"));
    let said = said(&File::new(None).fetch(&url, &[]));
    assert!(
        said.contains("its response is compressed as `br`"),
        "{said}"
    );
}
