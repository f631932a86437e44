//! One snapshot per operation of the v2 API: its document (of a REST operation, its method and path), its token, and its
//! variables, with its required inputs only (`least`) and with all inputs (`full`). Each value contains the name of its variable.
//! A new query file needs no new test.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use authing_core::{BindError, Binder, Secret};
use authing_tests::every_operation::Named;
use authing_tests::every_operation::v2::OPERATIONS;
use serde_json::{Value, json};

/// The snapshots' folder, relative to this file and to the crate.
const SNAPSHOTS: &str = "../../snapshots/v2";
const FOLDER: &str = "snapshots/v2";

/// Its cipher text tells what was encrypted, and how often.
struct Marking;

impl Binder for Marking {
    fn user_pool_id(&self) -> &str {
        "the user pool"
    }

    fn encrypt(&self, _: &'static str, password: &Secret) -> Result<String, BindError> {
        Ok(format!("encrypted({})", password.expose()))
    }
}

#[test]
fn every_request_matches_its_snapshot() {
    for entry in OPERATIONS {
        let (least, full) = ((entry.least)(&Named), (entry.full)(&Named));
        let variables = |sample: &dyn authing_tests::every_operation::Sample| -> Value {
            let bound = sample.variables(&Marking);
            bound.unwrap_or_else(|error| panic!("{}: {error}", entry.name))
        };
        let kind = if full.rest().is_some() {
            "rest"
        } else {
            "query"
        };
        let request = json!({
            "token": full.token(),
            kind: full.definition(),
            "variables": {"least": variables(&*least), "full": variables(&*full)},
        });
        insta::with_settings!({snapshot_path => SNAPSHOTS, prepend_module_to_snapshot => false, omit_expression => true}, {
            insta::assert_json_snapshot!(entry.name, request);
        });
    }
}

#[test]
fn every_snapshot_belongs_to_an_operation() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    let snapshots: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "snap"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let operations = OPERATIONS.iter().map(|entry| entry.name.to_owned());
    let operations: BTreeSet<String> = operations.collect();
    // The test above fails for a missing snapshot.
    let orphaned: Vec<_> = snapshots.difference(&operations).collect();
    assert!(orphaned.is_empty(), "{orphaned:?}");
}

/// Secrets of an operation are redacted in its `Debug` output, also inside input objects.
#[test]
fn debug_output_contains_no_secret() {
    for entry in OPERATIONS {
        let debug = format!("{:?}", (entry.full)(&Named));
        assert!(!debug.contains("the secret "), "{debug}");
    }
}
