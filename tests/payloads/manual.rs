//! The chapters of the manual in `docs/` name methods, operations and error codes that exist, in both languages alike; and the
//! search of rustdoc finds what the READMEs say.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use authing_client::ErrorCode;
use authing_tests::files_below;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// Returns the text of all files in a folder.
fn texts(folder: &str) -> String {
    let files = files_below(&root().join(folder)).into_iter();
    files
        .map(|file| fs::read_to_string(file).unwrap())
        .collect()
}

/// Returns the texts in backticks in a column of the tables of methods, row by row.
fn quoted(chapter: &str, column: usize) -> Vec<Vec<String>> {
    let mut is_of_methods = false;
    let rows = chapter.lines().filter(|line| {
        if !line.starts_with('|') {
            is_of_methods = false;
        } else if line.contains("| Here |")
            || line.contains("| 本 SDK |")
            || line.contains("| Token |")
        {
            is_of_methods = true;
        }
        is_of_methods
    });
    rows.map(|row| {
        let cell = row.trim_matches('|').split(" | ").nth(column);
        let quoted = cell.unwrap_or_default().split('`').skip(1).step_by(2);
        quoted.map(str::to_owned).collect()
    })
    .collect()
}

const CHAPTERS: [&str; 2] = ["migrating-from-javascript.md", "migrating-from-python.md"];

#[test]
fn the_tables_for_migration_name_what_exists() {
    let source = texts("authing-client/src") + &texts("authing-core/src/legacy");
    let mut operations = BTreeSet::new();
    for list in ["authing-core/API.txt", "authing-core/API.v2.txt"] {
        let list = read(list);
        let names = list
            .lines()
            .filter_map(|line| line.strip_prefix("operation "));
        operations.extend(names.filter_map(|line| Some(line.split_once(" -> ")?.0.to_owned())));
    }
    let mut unknown = Vec::new();
    for chapter in CHAPTERS {
        let chapter = read(&format!("docs/{chapter}"));
        for name in (1..4).flat_map(|column| quoted(&chapter, column).concat()) {
            let exists = match name.split_once("::") {
                Some((owner, method)) if owner.starts_with(char::is_uppercase) => {
                    let method = method.split('(').next().unwrap();
                    source.contains(&format!("fn {method}("))
                        || source.contains(&format!("fn {method}<"))
                }
                None if name.starts_with(char::is_uppercase)
                    && name.chars().all(char::is_alphanumeric) =>
                {
                    operations.contains(&name)
                }
                _ => true,
            };
            if !exists {
                unknown.push(name);
            }
        }
    }
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn the_tables_are_the_same_in_both_languages() {
    for chapter in CHAPTERS {
        let (english, chinese) = (
            read(&format!("docs/{chapter}")),
            read(&format!("docs/zh-CN/{chapter}")),
        );
        for column in 0..3 {
            let named = |chapter: &str| -> Vec<BTreeSet<String>> {
                let rows = quoted(chapter, column).into_iter();
                rows.map(|row| row.into_iter().filter(|name| name.contains("::")).collect())
                    .collect()
            };
            assert_eq!(named(&english), named(&chinese), "{chapter}");
        }
    }
}

#[test]
fn a_methods_row_has_all_operations_that_are_its_aliases() {
    let chapter = read("docs/migrating-from-javascript.md");
    let (chapter, _) = chapter.split_once("\n## The legacy API").unwrap();
    let mut rows = BTreeMap::<&str, String>::new();
    for row in chapter.lines().filter(|line| line.starts_with("| `")) {
        let (old, new) = row.rsplit_once(" | ").unwrap();
        for name in old.split('`').skip(1).step_by(2) {
            *rows.entry(name).or_default() += &new.to_lowercase().replace('_', "");
        }
    }
    let (queries, mut missing) = (texts("queries/v2"), Vec::new());
    for operation in queries.split("# Documentation: ").skip(1) {
        let head = ["\nquery ", "\nmutation "];
        let Some(head) = head.iter().find_map(|kind| operation.split_once(kind)) else {
            continue;
        };
        let name = head.1.split(['(', ' ']).next().unwrap();
        let aliases = head
            .1
            .split_once("alias: [")
            .filter(|_| operation.contains("@method("));
        let aliases = aliases.map_or("", |(_, rest)| rest.split(']').next().unwrap());
        let is_of_management = operation.contains("MANAGEMENT_CLIENT");
        for alias in aliases.split('"').skip(1).step_by(2) {
            let prefix = if is_of_management { "management." } else { "" };
            let Some(row) = rows.get(format!("{prefix}{alias}").as_str()) else {
                continue;
            };
            // `complete_mfa` sends the operations of a second step.
            let is_named = row.contains(&format!("::{}`", name.to_lowercase()));
            if !is_named && !row.contains("::completemfa") {
                missing.push((name, alias));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
    assert!(rows.len() > 500);
}

/// The search of rustdoc ignores case and underscores.
fn searched(name: &str) -> String {
    name.replace('_', "").to_lowercase()
}

#[test]
fn a_search_finds_the_official_sdks_methods() {
    let source = texts("authing-client/src") + &texts("authing-core/src");
    let mut found = BTreeSet::new();
    for (before, after) in [("doc(alias = \"", "\""), ("fn ", "("), ("struct ", " ")] {
        let names = source.split(before).skip(1);
        found.extend(names.filter_map(|rest| Some(searched(rest.split_once(after)?.0))));
    }
    // `users.list` is found by this name, or by its last part.
    let is_found = |name: &str| {
        let parts: Vec<&str> = name.split('.').collect();
        (0..parts.len()).any(|first| found.contains(&searched(&parts[first..].join("."))))
    };
    let (mut missing, mut here) = (Vec::new(), None);
    let chapters = CHAPTERS.map(|chapter| read(&format!("docs/{chapter}")));
    for line in chapters.iter().flat_map(|chapter| chapter.lines()) {
        let cells: Vec<&str> = line.trim_matches(['|', ' ']).split(" | ").collect();
        here = match here {
            _ if !line.starts_with('|') => None,
            None => cells.iter().position(|name| *name == "Here"),
            of_table => of_table,
        };
        let Some((old, new)) = here.and_then(|here| cells.split_at_checked(here)) else {
            continue;
        };
        // Other cells are headings, or say why there is no such method here.
        let is_code = |cell: &&&str| cell.starts_with('`');
        if new.first().as_ref().is_some_and(is_code) {
            let cells = old.iter().filter(is_code);
            let names = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2));
            let names = names.map(|name| name.split('(').next().unwrap());
            missing.extend(names.filter(|name| !is_found(name)));
        }
    }
    assert!(missing.is_empty(), "not in `alias`: {missing:?}");
    assert!(found.len() > 2000);
}

#[test]
fn every_error_code_has_a_row_with_what_to_do() {
    for (path, is_english) in [("docs/errors.md", true), ("docs/zh-CN/errors.md", false)] {
        let chapter = read(path);
        let mut listed = BTreeSet::new();
        for row in chapter.lines().filter(|line| line.starts_with("| ")) {
            let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
            let Ok(number) = cells[0].parse::<i64>() else {
                continue;
            };
            assert_eq!(
                ErrorCode::new(number).meaning(),
                Some(cells[2]),
                "{path}: {row}"
            );
            assert!(
                !cells[3].is_empty() && (cells[3].is_ascii() || !is_english),
                "{path}: {row}"
            );
            listed.insert(number);
        }
        let known = (0..10_000).filter(|number| ErrorCode::new(*number).meaning().is_some());
        assert_eq!(listed, known.collect(), "{path}");
    }
}

#[test]
fn headings_of_the_documentation_are_search_aliases() {
    let (queries, mut missing) = (texts("queries"), Vec::new());
    let operations: Vec<&str> = queries.split("# Documentation: ").skip(1).collect();
    for operation in &operations {
        let heading = operation.split(['.', ';', ',', '\n']).next().unwrap();
        if !heading.is_ascii() && !operation.contains(&format!("\"{heading}\"")) {
            missing.push(heading);
        }
    }
    assert!(missing.is_empty(), "not in `alias`: {missing:?}");
    assert!(operations.len() > 600);
}
