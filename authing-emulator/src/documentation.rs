//! Checks the documentation's statements about root fields, tokens and codes.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::legacy::LEGACY;
use crate::api::v2::V2;
use crate::api::v2::rest::routes;
use crate::engine::api::{ApiDefinition, Served};
use crate::engine::token::Token;
use crate::rules::api_error::Code;

const OPERATIONS: &str = include_str!("../docs/operations.md");
const UNSUPPORTED: &str = include_str!("../docs/unsupported.md");
const V2_PAGE: &str = include_str!("../docs/operations_v2.md");
const REST: &str = include_str!("../docs/rest_v2.md");
const OPENID: &str = include_str!("../docs/openid.md");
const PAGES: &[&str] = &[
    include_str!("../docs/endpoints.md"),
    include_str!("../docs/differences.md"),
    include_str!("../docs/program.md"),
    include_str!("../docs/requests.md"),
    OPENID,
    OPERATIONS,
    REST,
    UNSUPPORTED,
    V2_PAGE,
];

/// Each API with its table of supported root fields, and that of the others.
fn apis() -> [(&'static ApiDefinition, &'static str, &'static str); 2] {
    let (supported, others) = V2_PAGE.split_once("\n## Not emulated\n").unwrap();
    [(&LEGACY, OPERATIONS, UNSUPPORTED), (&V2, supported, others)]
}

/// Returns the cells of every row of the page's tables, without the header rows.
fn rows(page: &str) -> Vec<Vec<&str>> {
    let rows = page.lines().filter_map(|line| line.strip_prefix("| "));
    rows.map(|row| {
        row.trim_end_matches('|')
            .split(" | ")
            .map(str::trim)
            .collect::<Vec<_>>()
    })
    .filter(|cells| {
        !["Root field", "Root fields", "Path"]
            .iter()
            .any(|head| cells.contains(head))
    })
    .collect()
}

/// Returns the texts between backticks.
fn names(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// Returns the name of a root field without its type: no query has the name of a mutation.
fn bare(field: &str) -> &str {
    field.split_once('.').map_or(field, |(_, name)| name)
}

fn token(words: &str) -> Token {
    match words {
        "none" => Token::NotRequired,
        "pool or app" => Token::PoolOrApp,
        "any" => Token::Any,
        "owner" | "management" => Token::Owner,
        "user" => Token::User,
        "user or MFA" => Token::UserOrMfa,
        other => panic!("{other} is not a kind of token"),
    }
}

#[test]
fn every_rest_path_is_listed_once_with_its_token() {
    let mut listed = BTreeMap::new();
    for cells in rows(REST) {
        for path in names(cells[0]) {
            let before = listed.insert(path.to_owned(), token(cells[1]));
            assert_eq!(before, None, "{path} is listed twice");
        }
    }
    let declared = routes().map(|route| {
        let method = format!("{:?}", route.method).to_uppercase();
        (format!("{method} {}", route.path), route.token)
    });
    assert_eq!(listed, declared.collect());
}

#[test]
fn every_supported_field_is_listed_once_with_its_token() {
    for (api, page, _) in apis() {
        let mut listed = BTreeMap::new();
        for cells in rows(page) {
            for name in names(cells[0]) {
                let before = listed.insert(name, token(cells[1]));
                assert_eq!(before, None, "{name} is listed twice");
            }
        }
        let supported = api
            .handlers()
            .map(|handler| (bare(handler.field), handler.token));
        assert_eq!(listed, supported.collect());
    }
}

#[test]
fn every_field_of_a_table_is_listed_with_what_it_does_and_when_it_is_served() {
    let (always, on_request) = OPERATIONS
        .split_once("\n## With `--serve-unused-fields`\n")
        .unwrap();
    let mut listed = BTreeMap::new();
    for (page, served) in [(always, Served::Always), (on_request, Served::OnRequest)] {
        for cells in rows(page) {
            listed.extend(names(cells[0]).map(|name| (name, (served, cells[2]))));
        }
    }
    let mut described = 0;
    for handler in LEGACY.handlers() {
        let (served, notes) = listed[bare(handler.field)];
        assert_eq!(served, handler.served, "{}", handler.field);
        if let Some(words) = handler.handle.described() {
            let (verb, _) = notes.split_once(". ").unwrap_or((notes, ""));
            assert_eq!(verb, words, "{}", handler.field);
            described += 1;
        }
    }
    assert!(
        described > 90,
        "only {described} fields are rows of a table"
    );
}

#[test]
fn every_root_field_is_either_supported_or_listed_as_unsupported() {
    for (api, _, page) in apis() {
        let schema = api.schema();
        let fields = ["Query", "Mutation"].map(|root| &schema.get_object(root).unwrap().fields);
        let all: BTreeSet<_> = fields
            .iter()
            .flat_map(|fields| fields.keys().map(|name| name.as_str()))
            .collect();
        assert_eq!(
            all.len(),
            fields.iter().map(|fields| fields.len()).sum::<usize>(),
            "a query and a mutation share a name"
        );

        let supported: BTreeSet<_> = api.handlers().map(|handler| bare(handler.field)).collect();
        let rows = rows(page);
        let listed: Vec<_> = rows.iter().flat_map(|cells| names(cells[1])).collect();
        let others: BTreeSet<_> = listed.iter().copied().collect();
        assert_eq!(others.len(), listed.len(), "a field is listed twice");
        assert_eq!(others, &all - &supported);
    }
}

#[test]
fn every_code_is_documented_and_every_documented_code_exists() {
    let numbers = |text: &'static str| {
        let words = text.split(|character: char| !character.is_ascii_alphanumeric());
        words
            .filter(|word| word.len() == 4 || ["200", "500"].contains(word))
            .filter_map(|word| word.parse().ok())
    };
    let codes: BTreeSet<u16> = Code::ALL.iter().map(|code| code.number()).collect();
    let documented: BTreeSet<u16> = PAGES.iter().copied().flat_map(numbers).collect();
    assert_eq!(&codes - &documented, BTreeSet::new(), "not documented");
    let listed = apis()
        .into_iter()
        .flat_map(|(_, page, _)| rows(page))
        .chain(rows(REST))
        .flat_map(|cells| numbers(cells[2]))
        .collect::<BTreeSet<_>>();
    assert_eq!(&listed - &codes, BTreeSet::new(), "never given");
}

#[test]
fn every_case_of_the_openid_profile_names_a_test_that_exists() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/v2/oidc");
    let files = std::fs::read_dir(folder).unwrap();
    let tests: String = files
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    let (_, profile) = OPENID.split_once("| Case | Test |").unwrap();
    let cases = rows(profile);
    assert!(cases.len() > 20);
    for cells in cases {
        let test = names(cells[1]).next().unwrap();
        let declared = format!("#[tokio::test]\nasync fn {test}()");
        assert!(tests.contains(&declared), "{test} does not exist");
    }
}
