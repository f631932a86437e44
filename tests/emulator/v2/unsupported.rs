//! The operations that the emulator does not support, according to its documentation: functions, social connections, email
//! templates, changes of user pools.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use authing_client::Error;
use authing_tests::every_operation::{Clients, Named, V2};

use super::World;
use crate::support::connected;

/// Reads the root fields under the heading "Not emulated".
fn documented() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../authing-emulator/docs");
    let text = fs::read_to_string(folder.join("operations_v2.md")).unwrap();
    let (_, text) = text.split_once("\n## Not emulated\n").unwrap();
    let rows = text.lines().filter(|line| line.starts_with('|'));
    let fields = rows.flat_map(|row| row.split('`').skip(1).step_by(2));
    fields.map(str::to_owned).collect()
}

/// Reads the root fields of all GraphQL operations.
fn root_fields() -> BTreeMap<String, String> {
    let list = V2.read_list().unwrap();
    // `operation GetUser -> Option<User> (query user, …`
    let fields = list.lines().filter_map(|line| {
        let (name, rest) = line.strip_prefix("operation ")?.split_once(" -> ")?;
        let (_, root) = rest.split_once(" (")?;
        let root = root.split([' ', ',']).nth(1)?;
        Some((name.to_owned(), root.to_owned()))
    });
    fields.collect()
}

#[tokio::test]
async fn an_operation_is_unsupported_exactly_if_the_documentation_says_so() {
    let world = World::new().await;
    let clients = Clients {
        legacy: connected(&world.emulator).await,
        app: world.auth.clone(),
        management: world.management.clone(),
    };
    let (documented, root_fields) = (documented(), root_fields());
    let mut unsupported = BTreeSet::new();
    for entry in V2.graphql() {
        let root = &root_fields[entry.name];
        let sent = (entry.least)(&Named).send(&clients).await;
        let (code, message) = match sent {
            Err(Error::Api { code, message, .. }) => (code, message),
            Ok(()) => (None, String::new()),
            Err(other) => panic!("{}: {other:?}", entry.name),
        };
        if message.contains("does not support") {
            // A string, which can't be mistaken for an error of the service.
            assert_eq!(code, None, "{message}");
            assert!(message.contains(root.as_str()), "{message}");
            unsupported.insert(root.clone());
        } else {
            assert!(!documented.contains(root), "{}: {message}", entry.name);
        }
    }
    assert_eq!(unsupported, documented);
}
