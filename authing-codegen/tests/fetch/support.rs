//! A fake service, and the program that introspects it.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};
use std::thread;

use apollo_compiler::introspection::partial_execute;
use apollo_compiler::request::coerce_variable_values;
use apollo_compiler::{ExecutableDocument, Schema, response::JsonMap};
use serde_json::Value;
use tempfile::TempDir;

/// The file to write, with its old content.
pub(crate) struct File {
    pub(crate) folder: TempDir,
    pub(crate) path: PathBuf,
}

impl File {
    pub(crate) fn new(before: Option<&str>) -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("schema.graphql");
        if let Some(before) = before {
            fs::write(&path, before).unwrap();
        }
        Self { folder, path }
    }

    pub(crate) fn text(&self) -> String {
        fs::read_to_string(&self.path).unwrap()
    }

    pub(crate) fn fetch(&self, url: &str, arguments: &[&str]) -> Output {
        let mut command = self.command();
        command.args(["--url", url]).args(arguments);
        command.output().unwrap()
    }

    /// `fetch --out` this file, without the variables of the machine that runs the tests.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_authing-codegen"));
        command.args(["fetch", "--out"]).arg(&self.path);
        for variable in [
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "ALL_PROXY",
            "NO_PROXY",
            "REQUEST_METHOD",
            "CARGO_PKG_NAME",
        ] {
            command
                .env_remove(variable)
                .env_remove(variable.to_lowercase());
        }
        command
    }

    /// Another file in the same folder.
    pub(crate) fn beside(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

pub(crate) fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The response of a service with this schema.
pub(crate) fn introspected(schema: &str, query: &str) -> Value {
    let schema = Schema::parse_and_validate(schema, "schema.graphql")
        .unwrap_or_else(|error| panic!("{}", error.errors));
    let document = ExecutableDocument::parse_and_validate(&schema, query, "query.graphql")
        .unwrap_or_else(|error| panic!("{}", error.errors));
    let operation = document.operations.get(None).unwrap();
    let variables = coerce_variable_values(&schema, operation, &JsonMap::default()).unwrap();
    let response = partial_execute(
        &schema,
        &schema.implementers_map(),
        &document,
        operation,
        &variables,
    );
    serde_json::to_value(response.unwrap()).unwrap()
}

/// A service that responds with the result of `respond` for the head and body of each request.
pub(crate) fn serve(respond: impl Fn(&str, &str) -> Vec<u8> + Send + 'static) -> String {
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
                // A TLS handshake has no head.
                if read == 0 || request.first() == Some(&22) {
                    break (text, String::new());
                }
            };
            // The client may have closed the connection early.
            let _ = stream.write_all(&respond(&head, &body));
        }
    });
    url
}

pub(crate) fn http(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n{body}",
        body.len()
    )
    .into_bytes()
}

pub(crate) fn query(body: &str) -> String {
    serde_json::from_str::<Value>(body).unwrap()["query"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// A service with this schema, whose responses are changed, and the requests that it got.
pub(crate) fn serve_schema(
    schema: &'static str,
    change: impl Fn(&mut Value) + Send + 'static,
) -> (String, Arc<Mutex<Vec<String>>>) {
    let requests = Arc::new(Mutex::new(Vec::new()));
    let had = Arc::clone(&requests);
    let url = serve(move |head, body| {
        had.lock().unwrap().push(format!("{head}\r\n\r\n{body}"));
        let mut response = introspected(schema, &query(body));
        change(&mut response);
        http("200 OK", "", &response.to_string())
    });
    (url, requests)
}

/// An introspection query as other tools send it.
pub(crate) const EVERYTHING: &str = "{ __schema {
  description queryType { name } mutationType { name } subscriptionType { name }
  types {
    kind name description specifiedByURL interfaces { name } possibleTypes { name }
    fields(includeDeprecated: true) { name description isDeprecated deprecationReason args { ...Input } type { ...Ref } }
    inputFields { ...Input }
    enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
  }
  directives { name description locations isRepeatable args { ...Input } }
} }
fragment Input on __InputValue { name description defaultValue type { ...Ref } }
fragment Ref on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }";
