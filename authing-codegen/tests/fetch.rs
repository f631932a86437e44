//! `cargo codegen fetch` against the emulator, and against services that do not give their schema.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::thread;

use apollo_compiler::Schema;
use apollo_compiler::introspection::partial_execute;
use apollo_compiler::request::coerce_variable_values;
use apollo_compiler::{ExecutableDocument, response::JsonMap};
use authing_emulator::Emulator;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The file that is to be written, with what was in it before.
struct File {
    folder: TempDir,
    path: PathBuf,
}

impl File {
    fn new(before: Option<&str>) -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("schema.graphql");
        if let Some(before) = before {
            fs::write(&path, before).unwrap();
        }
        Self { folder, path }
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.path).unwrap()
    }

    fn fetch(&self, url: &str, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_authing-codegen"))
            .args(["fetch", "--url", url, "--out"])
            .arg(&self.path)
            .args(arguments)
            .output()
            .unwrap()
    }
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn schema() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema/legacy.graphql");
    fs::read_to_string(file).unwrap()
}

#[test]
fn the_emulators_schema_is_ours_byte_for_byte() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let ours = schema();
    let file = File::new(Some(&ours));
    let done = file.fetch(&emulator.users_url(), &[]);
    assert!(done.status.success(), "{}", said(&done));
    assert!(
        String::from_utf8(done.stdout)
            .unwrap()
            .contains("301 root fields; unchanged")
    );
    assert_eq!(file.text(), ours);
}

#[test]
fn what_a_file_lacks_comes_to_its_place_and_what_is_gone_leaves_its_sections_title() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let ours = schema();
    // A field at the end of a section, an argument, a type, a value of an enum; a field that the service does not have.
    let mut old = ours.replace("\n  userMetadata(_id: String!): UserMetaDataList!\n", "\n");
    old = old.replace("  CREATEDAT_ASC\n", "");
    old = old.replace(
        "users(registerInClient: String, page: Int",
        "users(registerInClient: Int, page: Int",
    );
    let start = old.find("type JwtPayloadData {").unwrap();
    let end = start + old[start..].find("\n}\n\n").unwrap() + 4;
    old.replace_range(start..end, "");
    old = old.replace("  # Users\n  users(", "  # Users\n  gone: Int\n  users(");
    let file = File::new(Some(&old.replace("data: JwtPayloadData", "data: String")));
    let done = file.fetch(&emulator.users_url(), &[]);
    assert!(done.status.success(), "{}", said(&done));
    assert!(String::from_utf8(done.stdout).unwrap().contains("written"));
    assert_eq!(file.text(), ours);
    let files = fs::read_dir(file.folder.path()).unwrap().count();
    assert_eq!(files, 1, "a temporary file is left");
}

/// Everything that introspection tells, in a schema of our own.
const WHOLE: &str = r#""What it is."
schema {
  query: Root
}

"""
The root.

Two paragraphs.
"""
type Root implements Named {
  "The name."
  name: String!
  old(since: Int = 3, at: [At!]! = [{x: 1, y: LEFT}]): [[Int!]]! @deprecated
  older: Int @deprecated(reason: "It is \"old\".")
  described(
    "Which one."
    which: ID!
    other: String = "a \\ b"
  ): Either
}

"Marks things."
directive @mark(with: String = "x") repeatable on FIELD | QUERY

input At {
  x: Int! = 0
  y: Side
}

type Dog {
  barks: Boolean
}

union Either = Dog | Root

interface Named {
  name: String!
}

enum Side {
  LEFT
  "Not wrong."
  RIGHT @deprecated(reason: "Wrong.")
}

scalar Time @specifiedBy(url: "https://time.example")
"#;

/// The answer of a service with this schema.
fn introspected(schema: &str, query: &str) -> Value {
    let schema = Schema::parse_and_validate(schema, "schema.graphql")
        .unwrap_or_else(|error| panic!("{}", error.errors));
    let document = ExecutableDocument::parse_and_validate(&schema, query, "query.graphql")
        .unwrap_or_else(|error| panic!("{}", error.errors));
    let operation = document.operations.get(None).unwrap();
    let variables = coerce_variable_values(&schema, operation, &JsonMap::default()).unwrap();
    let answer = partial_execute(
        &schema,
        &schema.implementers_map(),
        &document,
        operation,
        &variables,
    );
    serde_json::to_value(answer.unwrap()).unwrap()
}

/// A service that answers every request with what `answer` makes of its head and body.
fn serve(answer: impl Fn(&str, &str) -> Vec<u8> + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/graphql", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = Vec::new();
            let mut buffer = [0; 4096];
            let (head, body) = loop {
                let read = stream.read(&mut buffer).unwrap_or(0);
                request.extend(&buffer[..read]);
                let text = String::from_utf8_lossy(&request).into_owned();
                let whole = text.split_once("\r\n\r\n").filter(|(head, body)| {
                    let length = head.lines().find_map(|line| {
                        let (name, value) = line.split_once(':')?;
                        name.eq_ignore_ascii_case("content-length")
                            .then(|| value.trim().parse::<usize>().unwrap())
                    });
                    body.len() >= length.unwrap_or(0)
                });
                if let Some((head, body)) = whole {
                    break (head.to_owned(), body.to_owned());
                }
                // Of a TLS handshake, no head will come.
                if read == 0 || request.first() == Some(&22) {
                    break (text, String::new());
                }
            };
            // The other side may have gone away before it has all.
            let _ = stream.write_all(&answer(&head, &body));
        }
    });
    url
}

fn http(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n{body}",
        body.len()
    )
    .into_bytes()
}

fn query(body: &str) -> String {
    serde_json::from_str::<Value>(body).unwrap()["query"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn everything_that_introspection_tells_is_written() {
    let url = serve(|_, body| http("200 OK", "", &introspected(WHOLE, &query(body)).to_string()));
    let file = File::new(Some(WHOLE));
    let done = file.fetch(&url, &[]);
    assert!(done.status.success(), "{}", said(&done));
    assert_eq!(file.text(), WHOLE);
}

#[test]
fn without_a_file_the_roots_come_first_and_the_rest_by_name() {
    let url = serve(|_, body| http("200 OK", "", &introspected(WHOLE, &query(body)).to_string()));
    let file = File::new(None);
    let done = file.fetch(&url, &[]);
    assert!(done.status.success(), "{}", said(&done));
    let text = file.text();
    let order: Vec<usize> = [
        "schema {",
        "type Root",
        "directive @mark",
        "input At",
        "scalar Time",
    ]
    .iter()
    .map(|start| text.find(start).unwrap())
    .collect();
    assert!(order.is_sorted(), "{text}");
}

#[test]
fn a_service_of_2018_is_not_asked_for_what_it_does_not_know() {
    let url = serve(|_, body| {
        let query = query(body);
        let known = json!({"data": {
            "schema": {"fields": []}, "type": {"fields": [{"name": "fields", "args": [{"name": "includeDeprecated"}]}]},
            "field": {"fields": [{"name": "args", "args": []}]}, "directive": {"fields": []}, "inputValue": {"fields": []},
        }});
        let newer = ["isRepeatable", "specifiedByURL", "isOneOf"];
        if query.contains("Abilities") {
            http("200 OK", "", &known.to_string())
        } else if newer.iter().any(|newer| query.contains(newer)) || query.contains("args(") {
            http(
                "400 Bad Request",
                "",
                r#"{"errors":[{"message":"Cannot query field"}]}"#,
            )
        } else {
            http(
                "200 OK",
                "",
                &introspected("type Query { a(b: Int): Int }", &query).to_string(),
            )
        }
    });
    let file = File::new(None);
    let done = file.fetch(&url, &[]);
    assert!(done.status.success(), "{}", said(&done));
    assert_eq!(
        file.text(),
        "schema {\n  query: Query\n}\n\ntype Query {\n  a(b: Int): Int\n}\n"
    );
}

#[test]
fn a_service_that_does_not_give_its_schema_changes_no_file() {
    let whole = |body: &str, change: &dyn Fn(&mut Value)| {
        let mut answer = introspected("type Query { a: A } type A { x: Int }", &query(body));
        if let Some(schema) = answer
            .get_mut("data")
            .and_then(|data| data.get_mut("__schema"))
        {
            change(schema);
        }
        http("200 OK", "", &answer.to_string())
    };
    type Answer = Box<dyn Fn(&str, &str) -> Vec<u8> + Send>;
    let cases: Vec<(Answer, &str)> = vec![
        (
            Box::new(|_, _| {
                http(
                    "400 Bad Request",
                    "",
                    r#"{"errors":[{"message":"introspection is disabled"}]}"#,
                )
            }),
            "it refuses to be asked for its schema: “introspection is disabled”",
        ),
        (
            Box::new(|_, _| {
                http(
                    "200 OK",
                    "",
                    r#"{"errors":[{"message":{"code":2020,"message":"log in"}}]}"#,
                )
            }),
            "it refuses to be asked for its schema: “log in”",
        ),
        (
            Box::new(|_, _| {
                http(
                    "200 OK",
                    "content-type: text/html\r\n",
                    "<!DOCTYPE html>\n<title>Hello</title>",
                )
            }),
            "it does not answer with a JSON object (text/html): “<!DOCTYPE html> <title>Hello</title>”; is this its GraphQL address?",
        ),
        (
            Box::new(|_, _| http("200 OK", "", "[]")),
            "it does not answer with a JSON object",
        ),
        (
            Box::new(|_, _| http("200 OK", "", "{}")),
            "its answer has no `data`",
        ),
        (
            Box::new(|_, _| http("502 Bad Gateway", "", "upstream is down")),
            "it answers 502 Bad Gateway: “upstream is down”",
        ),
        (
            Box::new(|_, _| http("401 Unauthorized", "", "")),
            "it answers 401 Unauthorized: nothing",
        ),
        (
            Box::new(|_, _| http("302 Found", "location: /login?next=secretplace\r\n", "")),
            "it redirects (302 Found) to http://127.0.0.1:",
        ),
        (
            Box::new(|_, _| b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"data\"".to_vec()),
            "its answer broke off",
        ),
        (
            Box::new(|_, _| b"SSH-2.0-OpenSSH\r\n".to_vec()),
            "it can't be reached",
        ),
        (
            Box::new(|_, _| {
                let mut answer = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_vec();
                answer.resize(answer.len() + (64 << 20) + 2, b' ');
                answer
            }),
            "its answer has more than 64 MiB",
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
            "what it answers is no whole schema: cannot find type `A` in this document",
        ),
        (
            Box::new(move |_, body| {
                whole(body, &|schema| {
                    schema.as_object_mut().unwrap().remove("types");
                })
            }),
            "its answer is no schema: at `__schema`: missing field `types`",
        ),
        (
            Box::new(move |_, body| {
                whole(body, &|schema| {
                    let types = schema["types"].as_array_mut().unwrap();
                    let ty = types.iter_mut().find(|ty| ty["name"] == "A").unwrap();
                    ty["fields"] = Value::Null;
                })
            }),
            "its answer is no schema: in the type `A`, `fields` is missing",
        ),
        (
            Box::new(move |_, body| {
                whole(body, &|schema| {
                    let types = schema["types"].as_array_mut().unwrap();
                    let ty = types.iter_mut().find(|ty| ty["name"] == "A").unwrap();
                    ty["fields"][0]["name"] = "x } type Evil { y".into();
                })
            }),
            "in the type `A`, `x } type Evil { y` is no name",
        ),
    ];
    for (answer, reason) in cases {
        let file = File::new(Some("type Query { old: Int }"));
        let done = file.fetch(&serve(answer), &[]);
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

#[test]
fn headers_are_sent_and_never_shown() {
    let url = serve(|head, _| http("403 Forbidden", "", &format!("you sent {head}")));
    let file = File::new(None);
    let done = file.fetch(
        &url.replace("http://", "http://someone:urlpassword@"),
        &[
            "--header",
            "Authorization: Bearer verysecrettoken",
            "--header",
            "X-Pool: 5f0a000011112222",
        ],
    );
    let said = said(&done);
    assert!(said.to_lowercase().contains("authorization:"), "{said}");
    for secret in ["verysecrettoken", "5f0a000011112222", "urlpassword"] {
        assert!(!said.contains(secret), "{said}");
    }
}

#[test]
fn what_cannot_be_asked_is_said_before_anything_is_sent() {
    let url = serve(|_, _| panic!("nothing is to be sent"));
    let missing = "no/such/file.pem";
    let file = File::new(Some("type Query { old: Int }"));
    let file_of_no_certificate = file.path.to_str().unwrap();
    for (url, arguments, reason) in [
        ("nowhere", vec![], "--url: it is no address"),
        (
            "ftp://127.0.0.1/",
            vec![],
            "--url: it is `ftp`, not http or https",
        ),
        (
            url.as_str(),
            vec!["--header", "verysecret"],
            "--header is not of the form `Name: value`",
        ),
        (
            url.as_str(),
            vec!["--header", "a b: verysecret"],
            "--header begins with what is no name",
        ),
        (
            url.as_str(),
            vec!["--header", "x: very\nsecret"],
            "the value of the header `x`",
        ),
        (url.as_str(), vec!["--ca", missing], missing),
        (
            url.as_str(),
            vec!["--ca", file_of_no_certificate],
            "holds no certificate in PEM",
        ),
    ] {
        let done = file.fetch(url, &arguments);
        let said = said(&done);
        assert_eq!(done.status.code(), Some(1), "{said}");
        assert!(said.contains(reason), "{reason}\n{said}");
        assert!(!said.contains("secret"), "{said}");
    }
}

#[test]
fn a_service_without_tls_at_an_https_address_is_said_to_be_one() {
    let url = serve(|_, _| http("400 Bad Request", "", "plain"));
    let file = File::new(None);
    // Any authority will do, so that the test needs none of the machine's.
    let certificate = file.folder.path().join("authority.pem");
    let key = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    fs::write(&certificate, key.cert.pem()).unwrap();
    let done = file.fetch(
        &url.replace("http://", "https://"),
        &["--ca", certificate.to_str().unwrap()],
    );
    let said = said(&done);
    assert!(
        said.contains("it does not speak TLS; is its address http://…?"),
        "{said}"
    );
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let url = serve(|_, body| {
        http(
            "200 OK",
            "",
            &introspected("type Query { a: Int }", &query(body)).to_string(),
        )
    });
    let file = File::new(Some("type Query {"));
    let done = file.fetch(&url, &[]);
    assert!(said(&done).contains("schema.graphql:1:"), "{}", said(&done));
    assert_eq!(file.text(), "type Query {");
}
