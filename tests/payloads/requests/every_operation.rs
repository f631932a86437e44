//! Every operation, with what it needs and with all that it can carry: a snapshot each, of which a new query file makes a new
//! one. The values say which variable they are for.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use authing_tests::every_operation::{Named, OPERATIONS, Sample};
use serde_json::{Value, json};

/// Beside the other snapshots, seen from this file and from the crate.
const SNAPSHOTS: &str = "../../snapshots/operations";
const FOLDER: &str = "snapshots/operations";

async fn sent(sample: Box<dyn Sample>) -> Value {
    let sent = super::sent(async |authing| sample.send(authing).await).await;
    // Refused before it was sent, it would leave the request for the token here.
    assert_eq!(sent["body"]["operationName"], sample.name());
    sent
}

#[tokio::test]
async fn is_sent_as_it_is_pinned() {
    for entry in OPERATIONS {
        let least = sent((entry.least)(&Named)).await;
        let full = sent((entry.full)(&Named)).await;
        for part in ["/url", "/headers", "/body/query"] {
            assert_eq!(least.pointer(part), full.pointer(part), "{}", entry.name);
        }
        let pinned = json!({
            "url": full["url"],
            "authorization": full["headers"]["authorization"],
            "query": full["body"]["query"],
            "variables": {"least": least["body"]["variables"], "full": full["body"]["variables"]},
        });
        insta::with_settings!({snapshot_path => SNAPSHOTS, prepend_module_to_snapshot => false, omit_expression => true}, {
            insta::assert_json_snapshot!(entry.name, pinned);
        });
    }
}

#[test]
fn no_snapshot_is_left_of_one_that_is_gone() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    let pinned: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "snap"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let operations = OPERATIONS.iter().map(|entry| entry.name.to_owned());
    let operations: BTreeSet<String> = operations.collect();
    // One that is still missing is the test above's to say.
    let left: Vec<_> = pinned.difference(&operations).collect();
    assert!(left.is_empty(), "{left:?}");
}
