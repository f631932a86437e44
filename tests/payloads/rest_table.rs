//! `docs/v2-rest.md` lists every REST operation, at its path and method, and names no operation that does not exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap()
}

/// Returns `method path operation` for each operation of the list of public items, and the names of all operations.
fn operations() -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut rest, mut names) = (BTreeSet::new(), BTreeSet::new());
    for line in read("authing-core/API.v2.txt").lines() {
        // `operation GetUser -> User (query user, …`, `operation GetMe -> User (GET /api/v2/users/me, …`
        let Some((name, sent)) = line
            .strip_prefix("operation ")
            .and_then(|line| line.split_once(" -> "))
        else {
            continue;
        };
        names.insert(name.to_owned());
        let sent = sent
            .rsplit_once(" (")
            .and_then(|(_, sent)| sent.split_once(','));
        if let Some((sent, _)) = sent.filter(|(sent, _)| sent.contains(" /")) {
            rest.insert(format!("{sent} {name}"));
        }
    }
    (rest, names)
}

#[test]
fn the_table_of_rest_paths_is_that_of_the_operations() {
    let (rest, names) = operations();
    assert!(rest.len() > 100);
    let (mut listed, mut named) = (BTreeSet::new(), BTreeSet::new());
    let table = read("docs/v2-rest.md");
    for row in table.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let (path, method, last) = (cells[0].trim_matches('`'), cells[1], cells[2]);
        let quoted = last.split('`').skip(1).step_by(2);
        let types = quoted.filter(|text| text.chars().all(char::is_alphanumeric));
        let types: Vec<&str> = types
            .filter(|text| text.starts_with(char::is_uppercase))
            .collect();
        named.extend(types.iter().map(|name| (*name).to_owned()));
        if !last.starts_with("Not here: ") {
            listed.extend(types.iter().map(|name| format!("{method} {path} {name}")));
        }
    }
    let unlisted: Vec<_> = rest.difference(&listed).collect();
    let wrong: Vec<_> = listed.difference(&rest).collect();
    let unknown: Vec<_> = named.difference(&names).collect();
    assert!(
        unlisted.is_empty() && wrong.is_empty() && unknown.is_empty(),
        "{unlisted:?} {wrong:?} {unknown:?}"
    );
}
