//! Queries that services refuse, and forms of responses.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use serde_json::{Value, json};

use crate::support::{File, http, introspected, query, said, serve, serve_schema};

const SCHEMA: &str = "type Query { a(b: Int): Int }";
const WRITTEN: &str = "schema {\n  query: Query\n}\n\ntype Query {\n  a(b: Int): Int\n}\n";

/// What a service writes that refuses the queries that `refuses` is true of.
fn refusing(
    status: &'static str,
    refuses: impl Fn(&str) -> bool + Send + 'static,
) -> impl Fn(&str, &str) -> Vec<u8> + Send + 'static {
    move |_, body| {
        let query = query(body);
        if refuses(&query) {
            http(status, "", r#"{"errors":[{"message":"too many"}]}"#)
        } else {
            http("200 OK", "", &introspected(SCHEMA, &query).to_string())
        }
    }
}

#[test]
fn a_service_that_refuses_to_say_what_it_can_tell_is_asked_for_what_all_can() {
    for status in ["200 OK", "400 Bad Request", "422 Unprocessable Entity"] {
        // As gateways do: no second `__type`, none at all, nothing newer than 2018, no deep queries.
        let refusals: [fn(&str) -> bool; 4] = [
            |query| query.matches("__type(").count() > 1,
            |query| !query.contains("queryType"),
            |query| query.contains("isRepeatable"),
            |query| query.matches("ofType").count() > 7,
        ];
        for refuses in refusals {
            let file = File::new(None);
            let done = file.fetch(&serve(refusing(status, refuses)), &[]);
            assert!(done.status.success(), "{}", said(&done));
            assert_eq!(file.text(), WRITTEN);
        }
    }
}

#[test]
fn a_service_that_could_tell_more_is_warned_of() {
    let service = refusing("400 Bad Request", |query| query.contains("isRepeatable"));
    let done = File::new(None).fetch(&serve(service), &[]);
    let said = said(&done);
    assert!(
        said.contains("warning: the schema may lack deprecated arguments")
            && said.contains("“too many”"),
        "{said}"
    );
}

#[test]
fn a_service_of_2018_is_not_asked_for_what_it_does_not_know() {
    let url = serve(|_, body| {
        let query = query(body);
        let newer = ["isRepeatable", "specifiedByURL", "isOneOf"];
        if newer.iter().any(|newer| query.contains(newer)) || query.contains("args(") {
            let refusal = r#"{"errors":[{"message":"Cannot query field"}]}"#;
            return http("400 Bad Request", "", refusal);
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
fn queries_have_the_name_by_which_services_allow_introspection() {
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
fn errors_that_are_none_do_not_end_a_fetch() {
    for errors in [Value::Null, json!([])] {
        let (url, _) = serve_schema(SCHEMA, move |response| response["errors"] = errors.clone());
        let file = File::new(None);
        let done = file.fetch(&url, &[]);
        assert!(done.status.success(), "{}", said(&done));
        assert_eq!(file.text(), WRITTEN);
    }
}

#[test]
fn what_a_service_says_is_shown_in_whatever_form_it_says_it() {
    for (body, message) in [
        (
            r#"{"errors":"Not Found"}"#,
            "it refuses introspection: “Not Found”",
        ),
        (
            r#"{"errors":{"message":"no"}}"#,
            "it refuses introspection: “no”",
        ),
        (
            r#"{"errors":["first","second"]}"#,
            "it refuses introspection: “first”",
        ),
        (
            r#"{"errors":[{"code":1},{"message":"no"}]}"#,
            "it refuses introspection: “no”",
        ),
        (r#"{"errors":[null]}"#, "it refuses introspection: “[null]”"),
        (r#"{"errors":[{"code":17}]}"#, "“[{\"code\":17}]”"),
        (
            r#"{"errors":[{"message":"no"}],"data":null}"#,
            "it refuses introspection: “no”",
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
fn a_response_is_read_with_a_bom_and_compressed_whether_it_says_so_or_not() {
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
