//! The program: where it takes schemas from, its exit status, and what it calls itself.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::{Command, Output};
use std::thread;

use serde_json::json;
use tempfile::TempDir;

use crate::support::Project;

const OLD: &str = "type Query { a: Int b: Int }";
const NEW: &str = "type Query { a: Int }";

/// Creates a crate with this configuration and one query file.
fn own_crate(configuration: &str, query: &str) -> TempDir {
    let project = Project::with_settings(configuration);
    project.write("queries/a.graphql", query);
    project.write("schema.graphql", OLD);
    project.0
}

const QUERY: &str = "# Says a.\nquery GetA @authing(service: USERS, token: NONE) { a }\n";

fn run(folder: &TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_authing-codegen"));
    command.args(arguments).current_dir(folder.path());
    command.env_remove("CARGO_PKG_NAME").output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn git(folder: &TempDir, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder.path()).args([
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@example.com",
    ]);
    assert!(
        command.args(arguments).output().unwrap().status.success(),
        "{arguments:?}"
    );
}

#[test]
fn since_compares_with_a_git_revision_from_any_folder() {
    let folder = own_crate("", QUERY);
    git(&folder, &["init", "--quiet"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "-m", "first"]);
    fs::write(folder.path().join("schema.graphql"), NEW).unwrap();
    let config = folder.path().join("codegen.toml");
    let elsewhere = TempDir::new().unwrap();
    let config = config.to_str().unwrap();
    for done in [
        run(&folder, &["diff", "--since", "HEAD"]),
        run(&folder, &["diff", "--since", "HEAD", "-"]),
        run(&folder, &["diff", "--since", "HEAD", "schema.graphql"]),
        run(&elsewhere, &["--config", config, "diff", "--since", "HEAD"]),
    ] {
        assert!(
            stdout(&done).contains("the field `Query.b` was removed"),
            "{}",
            stderr(&done)
        );
        assert_eq!(done.status.code(), Some(1));
    }
    for (arguments, reason) in [
        (
            &["diff", "--since", "nothing"][..],
            "schema.graphql in `nothing`: fatal: ",
        ),
        (&["diff", "--since=--help"], "`--help` is not a revision"),
        (
            &["diff", "--since", "HEAD", "-", "-"],
            "the old schema must not be given",
        ),
    ] {
        let done = run(&folder, arguments);
        assert_eq!(done.status.code(), Some(2));
        assert!(stderr(&done).contains(reason), "{}", stderr(&done));
    }
    let done = run(&own_crate("", QUERY), &["diff", "--since", "HEAD"]);
    assert!(
        stderr(&done).contains("schema.graphql in `HEAD`: "),
        "{}",
        stderr(&done)
    );
}

/// A service whose schema has one field, `a`; it wants a header.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/graphql", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = vec![0; 1 << 16];
            let mut length = 0;
            let mut text = String::new();
            while !text.ends_with('}') {
                let read = stream.read(&mut request[length..]).unwrap();
                assert!(read > 0, "{text}");
                length += read;
                text = String::from_utf8_lossy(&request[..length]).into_owned();
            }
            let int = json!({"kind": "SCALAR", "name": "Int"});
            let types = json!([{"kind": "OBJECT", "name": "Query", "fields": [{"name": "a", "type": int}]}]);
            let data =
                json!({"data": {"__schema": {"queryType": {"name": "Query"}, "types": types}}});
            let body = if text.contains("verysecret") {
                data
            } else {
                json!({"errors": "log in"})
            };
            let body = body.to_string();
            let head = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: ";
            write!(stream, "{head}{}\r\n\r\n{body}", body.len()).unwrap();
        }
    });
    url
}

#[test]
fn the_exit_status_follows_fail_on() {
    let folder = own_crate("", QUERY);
    let status = |new: &str, arguments: &[&str]| {
        fs::write(folder.path().join("new.graphql"), new).unwrap();
        let done = run(&folder, &[&["diff"], arguments].concat());
        done.status
            .code()
            .unwrap_or_else(|| panic!("{}", stderr(&done)))
    };
    let dangerous = "type Query { a: Int b(all: Boolean): Int }";
    let safe = "type Query { a: Int b: Int! }";
    for (new, on, expected) in [
        (NEW, "breaking", 1),
        (NEW, "dangerous", 1),
        (NEW, "any", 1),
        (NEW, "none", 0),
        (dangerous, "breaking", 0),
        (dangerous, "dangerous", 1),
        (safe, "dangerous", 0),
        (safe, "any", 1),
        (OLD, "any", 0),
    ] {
        let found = status(new, &["-", "new.graphql", "--fail-on", on]);
        assert_eq!(found, expected, "{new} {on}");
    }
    // One schema is compared with the configured one.
    assert_eq!(status(NEW, &["new.graphql"]), 1);
}

#[test]
fn a_url_is_introspected() {
    let folder = own_crate("", QUERY);
    let url = serve();
    fs::write(folder.path().join("headers"), "x-key: verysecret\n").unwrap();
    for arguments in [
        &["diff", &url, "--header", "x-key: verysecret"][..],
        &["diff", "-", &url, "--header-file", "headers"],
    ] {
        let done = run(&folder, arguments);
        assert!(
            stdout(&done).contains("the field `Query.b` was removed"),
            "{}",
            stderr(&done)
        );
        assert_eq!(done.status.code(), Some(1));
    }
    let done = run(
        &folder,
        &[
            "diff",
            &url,
            "schema.graphql",
            "--header",
            "x-key: verysecret",
        ],
    );
    assert!(
        stdout(&done).contains("the field `Query.b: Int` was added"),
        "{}",
        stderr(&done)
    );
    let done = run(&folder, &["diff", &url]);
    assert_eq!(done.status.code(), Some(2));
    assert!(
        stderr(&done).contains("it rejects introspection: “log in”"),
        "{}",
        stderr(&done)
    );
    assert_eq!(
        fs::read_to_string(folder.path().join("schema.graphql")).unwrap(),
        OLD
    );
}

#[test]
fn rejected_query_files_exit_with_1() {
    let rejected = QUERY.replace("{ a }", "{ gone }");
    for (configuration, query) in [
        ("sensitive = [\"Query.nothing\"]\n", QUERY),
        ("", rejected.as_str()),
    ] {
        let folder = own_crate(configuration, query);
        for (on, status) in [("breaking", 1), ("dangerous", 1), ("any", 1), ("none", 0)] {
            let done = run(&folder, &["diff", "-", "--fail-on", on]);
            assert!(
                stdout(&done).starts_with("no change\n\n"),
                "{}",
                stdout(&done)
            );
            assert_eq!(done.status.code(), Some(status), "{on}: {}", stdout(&done));
        }
    }
    let done = run(&own_crate("", QUERY), &["diff", "-", "--fail-on", "any"]);
    assert_eq!(
        (done.status.code(), stdout(&done).as_str()),
        (Some(0), "no change\n")
    );
}

#[test]
fn a_default_of_the_wrong_type_may_be_corrected() {
    let folder = own_crate("", QUERY);
    let wrong = "type Query { a(n: Int = \"1\"): Int b: Int }";
    let right = wrong.replace("\"1\"", "1");
    fs::write(folder.path().join("wrong.graphql"), wrong).unwrap();
    fs::write(folder.path().join("right.graphql"), right).unwrap();
    let done = run(&folder, &["diff", "wrong.graphql", "right.graphql"]);
    assert!(stdout(&done).contains("Query.a(n:)"), "{done:?}");
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    let done = run(&folder, &["diff", "right.graphql", "wrong.graphql"]);
    assert!(stderr(&done).contains("wrong.graphql:1:"), "{done:?}");
    assert_eq!(done.status.code(), Some(2), "{done:?}");
}

#[test]
fn the_program_names_itself_as_it_was_started() {
    let folder = own_crate("", QUERY);
    let mut command = Command::new(env!("CARGO_BIN_EXE_authing-codegen"));
    let by_cargo = command
        .current_dir(folder.path())
        .env("CARGO_PKG_NAME", "authing-codegen");
    let by_cargo = by_cargo.arg("check").output().unwrap();
    assert!(
        stderr(&by_cargo).contains("run `cargo codegen generate`"),
        "{}",
        stderr(&by_cargo)
    );
    let installed = run(&folder, &["check"]);
    assert!(
        stderr(&installed).contains("run `authing-codegen generate`"),
        "{}",
        stderr(&installed)
    );
    for help in [
        &["--help"][..],
        &["diff", "--help"],
        &["fetch", "--help"],
        &["fetch"],
    ] {
        let done = run(&folder, help);
        let said = stdout(&done) + &stderr(&done);
        assert!(
            said.contains("Usage: authing-codegen") && !said.contains("cargo codegen"),
            "{said}"
        );
    }
}
