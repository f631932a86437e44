//! Services that reject introspection or respond with no schema.

use std::fs;

use serde_json::Value;

use super::support::{File, http, introspected, query, said, serve};

#[test]
fn a_failed_fetch_changes_no_file() {
    let whole = |body: &str, change: &dyn Fn(&mut Value)| {
        let mut served = introspected("type Query { a: A } type A { x: Int }", &query(body));
        if let Some(schema) = served
            .get_mut("data")
            .and_then(|data| data.get_mut("__schema"))
        {
            change(schema);
        }
        http("200 OK", "", &served.to_string())
    };
    type Served = Box<dyn Fn(&str, &str) -> Vec<u8> + Send>;
    let cases: Vec<(Served, &str)> = vec![
        (
            Box::new(|_, _| {
                http(
                    "400 Bad Request",
                    "",
                    r#"{"errors":[{"message":"introspection is disabled"}]}"#,
                )
            }),
            "it rejects introspection: “introspection is disabled”",
        ),
        (
            Box::new(|_, _| {
                http(
                    "200 OK",
                    "",
                    r#"{"errors":[{"message":{"code":2020,"message":"log in"}}]}"#,
                )
            }),
            "it rejects introspection: “log in”",
        ),
        (
            Box::new(|_, _| {
                http(
                    "200 OK",
                    "content-type: text/html\r\n",
                    "<!DOCTYPE html>\n<title>Hello</title>",
                )
            }),
            "it does not respond with a JSON object (text/html): “<!DOCTYPE html> <title>Hello</title>”; is this its GraphQL endpoint?",
        ),
        (
            Box::new(|_, _| http("200 OK", "", "[]")),
            "it does not respond with a JSON object",
        ),
        (
            Box::new(|_, _| http("200 OK", "", "{}")),
            "its response has no `data`: “{}”",
        ),
        (
            Box::new(|_, _| http("502 Bad Gateway", "", "upstream is down")),
            "it responds with 502 Bad Gateway: “upstream is down”",
        ),
        (
            Box::new(|_, _| http("401 Unauthorized", "", "")),
            "it responds with 401 Unauthorized: nothing",
        ),
        (
            Box::new(|_, _| http("302 Found", "location: /login?next=secretplace\r\n", "")),
            "it redirects (302 Found) to http://127.0.0.1:",
        ),
        (
            Box::new(|_, _| b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"data\"".to_vec()),
            "its response was truncated",
        ),
        (
            Box::new(|_, _| b"SSH-2.0-OpenSSH\r\n".to_vec()),
            "it does not respond by HTTP: is its URL https://…? (",
        ),
        (
            Box::new(|_, _| {
                let mut served = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_vec();
                served.resize(served.len() + (64 << 20) + 2, b' ');
                served
            }),
            "its response is longer than 64 MiB",
        ),
        (
            Box::new(move |_, body| {
                whole(body, &|schema| {
                    schema["types"]
                        .as_array_mut()
                        .unwrap()
                        .retain(|ty| ty["name"] != "A");
                })
            }),
            "its response is not a whole schema: it has no type of queries; `A` is skipped: it is used, but not defined; `Query.a` is skipped",
        ),
        (
            Box::new(move |_, body| {
                whole(body, &|schema| {
                    schema.as_object_mut().unwrap().remove("types");
                })
            }),
            "its response is not a schema: `__schema` has no `types`",
        ),
        (
            Box::new(move |_, body| {
                whole(body, &|schema| {
                    let types = schema["types"].as_array_mut().unwrap();
                    let ty = types.iter_mut().find(|ty| ty["name"] == "A").unwrap();
                    ty["fields"] = Value::Null;
                })
            }),
            "its response is not a whole schema: it has no type of queries; `A` is skipped: it has no fields; `Query.a` is skipped",
        ),
        (
            Box::new(move |_, body| {
                whole(body, &|schema| {
                    let types = schema["types"].as_array_mut().unwrap();
                    let ty = types.iter_mut().find(|ty| ty["name"] == "A").unwrap();
                    ty["fields"][0]["name"] = "x } type Evil { y".into();
                })
            }),
            "`A.x } type Evil { y` is skipped: `x } type Evil { y` is not a valid name",
        ),
    ];
    for (served, reason) in cases {
        let file = File::new(Some("type Query { old: Int }"));
        let done = file.fetch(&serve(served), &[]);
        let said = said(&done);
        assert_eq!(done.status.code(), Some(1), "{said}");
        assert!(said.contains(reason), "{reason}\n{said}");
        assert!(!said.contains("secretplace"), "{said}");
        assert_eq!(file.text(), "type Query { old: Int }", "{reason}");
        assert_eq!(
            fs::read_dir(file.folder.path()).unwrap().count(),
            1,
            "{reason}"
        );
    }
}
