//! Files as editors, file managers and other systems leave them.

use std::fs;
use std::path::Path;

use super::{HEAD, Project, text};

impl Project {
    fn accepted(&self, command: &str) -> String {
        let done = self.run(command);
        assert!(done.status.success(), "{}", text(&done.stderr));
        text(&done.stdout)
    }
}

fn query(name: &str) -> String {
    format!("# Pings.\nquery {name} {HEAD} {{ ping }}\n")
}

/// Rewrites every file below a folder.
fn rewrite(folder: &Path, change: &impl Fn(&str) -> String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rewrite(&path, change);
        } else {
            let text = fs::read_to_string(&path).unwrap();
            fs::write(&path, change(&text)).unwrap();
        }
    }
}

#[test]
fn a_checkout_with_crlf_is_up_to_date() {
    let project = Project::new();
    rewrite(project.0.path(), &|text| text.replace('\n', "\r\n"));
    assert_eq!(
        project.accepted("check"),
        "test: 1 operation, 0 types; up to date\n"
    );
    let said = project.accepted("generate");
    assert!(said.ends_with("; 0 files changed, 0 removed\n"), "{said}");
}

#[test]
fn a_difference_in_a_file_with_crlf_is_found_in_its_line() {
    let project = Project::new();
    let path = project.path("src/operations/mod.rs");
    let file = fs::read_to_string(&path).unwrap();
    let changed = file.replace("pub use", "pub  use");
    assert_ne!(changed, file);
    let line = file
        .lines()
        .position(|line| line.contains("pub use"))
        .unwrap()
        + 1;
    fs::write(&path, changed.replace('\n', "\r\n")).unwrap();
    let done = project.run("check");
    let said = text(&done.stderr);
    assert!(!done.status.success());
    let expected = format!("changed: src/operations/mod.rs (first difference at line {line})");
    assert!(said.contains(&expected), "{said}");
}

#[test]
fn input_with_any_line_endings_and_a_bom_gives_the_same_output() {
    for ending in ["\r\n", "\r"] {
        let project = Project::new();
        project.write("queries/pong.graphql", &query("Pong"));
        project.accepted("generate");
        let change = |text: &str| format!("\u{feff}{}", text.replace('\n', ending));
        rewrite(&project.path("queries"), &change);
        for schema in ["schema.graphql", "directives.graphql", "api.graphql"] {
            let text = fs::read_to_string(project.path(schema)).unwrap();
            project.write(schema, &change(&text));
        }
        project.accepted("check");
    }
}

#[test]
fn a_file_that_is_not_utf8_is_named_with_the_way_out() {
    fn utf16(text: &str) -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    }
    fn latin1(text: &str) -> Vec<u8> {
        [text.as_bytes(), b"# \xe9\n"].concat()
    }
    for encode in [utf16, latin1] {
        for path in [
            "codegen.toml",
            "schema.graphql",
            "api.graphql",
            "queries/ping.graphql",
        ] {
            let project = Project::new();
            let text = project.read(path);
            fs::write(project.path(path), encode(&text)).unwrap();
            let said = self::text(&project.run("generate").stderr);
            let expected = format!("{path}: it is not UTF-8: save the file as UTF-8\n");
            assert_eq!(said, expected);
        }
    }
}

#[test]
fn places_in_files_with_cr_are_counted_by_line() {
    let project = Project::new();
    project.write(
        "queries/pong.graphql",
        &format!("# Pings.\rquery Pong {HEAD} {{\r  pong\r}}\r"),
    );
    project.rejected(&["--> queries/pong.graphql:3:3"]);
}

#[test]
fn hidden_files_are_ignored_in_generated_folders() {
    let project = Project::new();
    for hidden in [
        ".DS_Store",
        ".mod.rs.swp",
        "._mod.rs",
        ".idea/workspace.xml",
    ] {
        let path = project.path("src/operations").join(hidden);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, b"\x00\xff\xfe").unwrap();
    }
    project.accepted("check");
    project.accepted("generate");
    assert!(project.path("src/operations/.DS_Store").exists());
}

#[test]
fn binary_files_in_generated_folders_are_named_and_kept() {
    let project = Project::new();
    let stray = project.path("src/operations/Thumbs.db");
    fs::write(&stray, b"\x00\xff\xfe").unwrap();
    let done = project.run("check");
    let said = text(&done.stderr);
    assert!(said.contains("src/operations/Thumbs.db"), "{said}");
    let done = project.run("generate");
    let said = text(&done.stderr);
    assert!(
        said.contains("src/operations/Thumbs.db: this file is not generated, but its folder belongs to the generator; move it elsewhere"),
        "{said}"
    );
    assert!(stray.exists());
}

#[test]
fn a_generated_file_that_is_no_longer_text_is_replaced() {
    let project = Project::new();
    let path = project.path("src/operations/ping.rs");
    let whole = fs::read(&path).unwrap();
    fs::write(&path, b"\xff\xfe\x00").unwrap();
    let done = project.run("check");
    let said = text(&done.stderr);
    assert!(said.contains("changed: src/operations/ping.rs"), "{said}");
    project.accepted("generate");
    assert_eq!(fs::read(&path).unwrap(), whole);
}

#[test]
fn a_folder_in_the_place_of_a_generated_file_changes_nothing() {
    let project = Project::new();
    project.write("queries/pong.graphql", &query("Pong"));
    fs::create_dir_all(project.path("src/operations/pong.rs")).unwrap();
    project.rejected(&["src/operations/pong.rs: "]);
}

#[test]
fn gql_and_capital_extensions_are_query_files() {
    let project = Project::new();
    for (path, name) in [
        ("queries/a.gql", "PingA"),
        ("queries/b.GRAPHQL", "PingB"),
        ("queries/c.GraphQL", "PingC"),
    ] {
        project.write(path, &query(name));
    }
    let said = project.accepted("generate");
    assert!(said.starts_with("test: 4 operations"), "{said}");
    for path in ["ping_a", "ping_b", "ping_c"] {
        assert!(project.path(&format!("src/operations/{path}.rs")).exists());
    }
}

#[test]
fn hidden_files_are_no_query_files() {
    let project = Project::new();
    for path in [
        "queries/.#ping.graphql",
        "queries/._ping.graphql",
        "queries/.git/x.graphql",
    ] {
        project.write(path, "query {");
    }
    for path in [
        "queries/ping.graphql~",
        "queries/#ping.graphql#",
        "queries/README.md",
    ] {
        project.write(path, "query {");
    }
    project.accepted("check");
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_that_lead_up_end() {
        let project = Project::new();
        project.write("queries/people/pong.graphql", &query("Pong"));
        let once = project.accepted("generate");
        for (to, link) in [
            ("..", "queries/people/up"),
            (".", "queries/self"),
            ("../people", "queries/people/again"),
        ] {
            symlink(to, project.path(link)).unwrap();
        }
        let said = project.accepted("check");
        assert!(once.starts_with("test: 2 operations"), "{once}");
        assert!(said.starts_with("test: 2 operations"), "{said}");
    }

    #[test]
    fn a_linked_folder_of_query_files_is_compiled() {
        let project = Project::new();
        project.write("elsewhere/pong.graphql", &query("Pong"));
        symlink("../elsewhere", project.path("queries/linked")).unwrap();
        let said = project.accepted("generate");
        assert!(said.starts_with("test: 2 operations"), "{said}");
        assert!(project.path("src/operations/linked/pong.rs").exists());
    }

    #[test]
    fn a_link_in_a_generated_folder_is_no_generated_file() {
        let project = Project::new();
        let link = project.path("src/operations/up");
        symlink("..", &link).unwrap();
        let done = project.run("generate");
        let said = text(&done.stderr);
        assert!(
            said.contains("src/operations/up: this file is not generated"),
            "{said}"
        );
        assert!(link.exists());
    }
}
