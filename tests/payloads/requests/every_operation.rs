//! One snapshot per operation, with its required inputs only (`least`) and with all inputs (`full`). Each value contains the
//! name of its variable. A new query file needs no new test.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use authing_tests::every_operation::{LEGACY, Named, OPERATIONS, Sample};
use authing_tests::for_snapshot;
use serde_json::{Value, json};

/// The snapshots' folder, relative to this file and to the crate.
const SNAPSHOTS: &str = "../../snapshots/operations";
const FOLDER: &str = "snapshots/operations";

async fn sent(sample: Box<dyn Sample>) -> Value {
    let (clients, requests) = LEGACY.clients(sample.name(), |_| "nonsense");
    let _ = sample.send(&clients).await;
    let sent = for_snapshot(&requests.last().unwrap());
    // If the operation is rejected locally, this is the token fetch.
    assert_eq!(sent["body"]["operationName"], sample.name());
    sent
}

#[tokio::test]
async fn every_request_matches_its_snapshot() {
    for entry in OPERATIONS {
        let least = sent((entry.least)(&Named)).await;
        let full = sent((entry.full)(&Named)).await;
        for part in ["/url", "/headers", "/body/query"] {
            assert_eq!(least.pointer(part), full.pointer(part), "{}", entry.name);
        }
        let request = json!({
            "url": full["url"],
            "authorization": full["headers"]["authorization"],
            "query": full["body"]["query"],
            "variables": {"least": least["body"]["variables"], "full": full["body"]["variables"]},
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
