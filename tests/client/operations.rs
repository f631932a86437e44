//! Every operation's checks of its own input and of its own response.

use std::fs;
use std::path::Path;

use authing_client::{Error, ErrorCode};
use authing_tests::every_operation::{Entry, Named, OPERATIONS, Sample, Values};
use authing_tests::fake::{service, unreachable};
use serde_json::json;

/// The root field of an operation whose response is only a `ServiceMessage`: a code, a status and a message.
fn verdict_field(sample: &dyn Sample) -> Option<String> {
    let own = sample.document().split("\nfragment ").next().unwrap();
    let (head, selected) = own.split_once("{\n").unwrap();
    assert!(head.starts_with("query ") || head.starts_with("mutation "));
    let (root, selected) = selected.trim().split_once(" {\n").unwrap_or_default();
    let verdict = selected.split_whitespace().next() == Some("...ServiceMessage");
    verdict.then(|| root.split('(').next().unwrap().to_owned())
}

#[tokio::test]
async fn a_failure_inside_the_data_is_an_error_of_every_operation() {
    let mut judged = 0;
    for Entry { least, .. } in OPERATIONS {
        let sample = least(&Named);
        let Some(field) = verdict_field(&*sample) else {
            continue;
        };
        judged += 1;
        let name = sample.name();
        for (verdict, code) in [
            (
                json!({"code": 2004, "message": "no", "status": false}),
                Some(2004),
            ),
            (json!({"code": 500, "message": "no"}), Some(500)),
            (json!({"message": "no", "status": false}), None),
        ] {
            let data = json!({"data": {field.as_str(): verdict}});
            let (authing, _) = service(move |_| data.clone());
            match sample.send(&authing).await.unwrap_err() {
                Error::Api {
                    code: found,
                    message,
                    ..
                } => {
                    assert_eq!(found, code.map(ErrorCode::new), "{name}");
                    assert_eq!(message, "no", "{name}");
                }
                other => panic!("{name}: {other:?}"),
            }
        }
        let data = json!({"data": {field: {"code": 200, "message": "ok", "status": true}}});
        let (authing, _) = service(move |_| data.clone());
        sample.send(&authing).await.unwrap();
    }
    assert_eq!(judged, 19);
}

/// Values with a blank string for one variable.
struct BlankFor(String);

impl Values for BlankFor {
    fn text(&self, name: &'static str) -> String {
        if name == self.0 {
            " ".to_owned()
        } else {
            Named.text(name)
        }
    }

    fn secret(&self, name: &'static str) -> String {
        Named.secret(name)
    }

    fn digits(&self, name: &'static str) -> String {
        Named.digits(name)
    }
}

#[tokio::test]
async fn a_required_list_with_a_blank_element_is_rejected_by_every_operation() {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("../authing-core/API.txt");
    let list = fs::read_to_string(list).unwrap();
    let mut checked = 0;
    for line in list.lines() {
        // `operation RemoveUsers.ids: Vec<String> (ids: [String!]!, required)`
        let Some((head, wire)) = line.split_once(": Vec<String> (") else {
            continue;
        };
        let Some((operation, field)) = head
            .strip_prefix("operation ")
            .and_then(|it| it.split_once('.'))
        else {
            continue;
        };
        let (wire, rest) = wire.split_once(": ").unwrap();
        if !rest.contains("required") {
            continue;
        }
        let entry = OPERATIONS
            .iter()
            .find(|entry| entry.name == operation)
            .unwrap();
        let sample = (entry.least)(&BlankFor(wire.to_owned()));
        match sample.send(&unreachable()).await.unwrap_err() {
            Error::InvalidInput { field: found, .. } => assert_eq!(found, field, "{operation}"),
            other => panic!("{operation}: {other:?}"),
        }
        checked += 1;
    }
    // Eighteen lists of ids, and other lists of strings.
    assert!(checked >= 18, "{checked}");
}
