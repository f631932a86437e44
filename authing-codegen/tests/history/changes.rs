//! What `diff` says on the changes from one release to another: a summary, because the whole is hundreds of lines.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use authing_codegen::Config;
use authing_codegen::diff::{Class, Diff, Source, diff};

use super::folder;
use super::releases::History;

/// Names in a line; the others are counted.
const NAMES: usize = 12;

/// Compares two releases for the operations of the v2 API.
fn between(old: &str, new: &str) -> Diff {
    let history = History::new();
    let config = Config::read(&folder().join("codegen.toml")).unwrap();
    let target = config.targets.iter().find(|target| target.name == "v2");
    let source = |release: &str| Source::new(format!("{release}.graphql"), history.sdl(release));
    let diff = diff(target.unwrap(), &source(old), &source(new));
    diff.unwrap_or_else(|error| panic!("{error}"))
}

fn some(names: &BTreeSet<&str>) -> String {
    let mut text = names
        .iter()
        .take(NAMES)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > NAMES {
        write!(text, " and {} more", names.len() - NAMES).unwrap();
    }
    text
}

/// Returns each change that is not safe, the number of the safe ones by kind, and the operations that they affect.
fn summary(diff: &Diff) -> String {
    let mut text = diff.text().lines().next().unwrap_or_default().to_owned();
    let mut safe: BTreeMap<String, usize> = BTreeMap::new();
    let mut touched = BTreeSet::new();
    for one in &diff.changes {
        let change = &one.change;
        let names: BTreeSet<&str> = one.operations.iter().map(|used| &*used.name).collect();
        if change.class == Class::Safe {
            *safe.entry(change.kind.to_string()).or_default() += 1;
        } else {
            write!(text, "\n\n{}: {}", change.class, change.message).unwrap();
            write!(text, "\n  operations: {}", some(&names)).unwrap();
        }
        touched.extend(names);
    }
    text.push_str("\n\nsafe:");
    for (kind, count) in safe {
        write!(text, "\n  {count} {kind}").unwrap();
    }
    let names = |rejected: &[authing_codegen::diff::RejectedOperation]| -> BTreeSet<String> {
        rejected.iter().map(|one| one.name.clone()).collect()
    };
    let (old, new) = (names(&diff.rejected_by_old), names(&diff.rejected_by_new));
    let lines = [
        ("operations that use what changed", touched),
        (
            "operations that become valid",
            old.difference(&new).map(String::as_str).collect(),
        ),
        (
            "operations that become invalid",
            new.difference(&old).map(String::as_str).collect(),
        ),
        (
            "operations that both reject",
            new.intersection(&old).map(String::as_str).collect(),
        ),
    ];
    for (title, names) in &lines {
        write!(text, "\n\n{title}: {}\n  {}", names.len(), some(names)).unwrap();
    }
    write!(
        text,
        "\n\nfaults of the configuration: {}\n",
        diff.faults.len()
    )
    .unwrap();
    text
}

#[test]
fn changes_between_releases_match_their_snapshots() {
    let history = History::new();
    let newest = history.releases.last().unwrap();
    let releases = ["4.6.2", "4.11.4", "4.15.8", "4.20.7", newest.as_str()];
    for pair in releases.windows(2) {
        let name = format!("{}_to_{}", pair[0], pair[1]);
        insta::assert_snapshot!(name, summary(&between(pair[0], pair[1])));
    }
}

/// The oldest release that is supported rejects exactly the operations that say they need a later one, and the newest none.
#[test]
fn operations_rejected_by_the_oldest_release_need_a_later_one() {
    let history = History::new();
    let diff = between(super::OLDEST, history.releases.last().unwrap());
    let rejected = diff.rejected_by_old.iter().map(|one| one.name.clone());
    let queries = super::Queries::new();
    let later = queries
        .operations
        .iter()
        .filter(|one| super::since(one).is_some());
    let later = later.map(|one| one.name.as_deref().unwrap().to_owned());
    assert_eq!(rejected.collect::<BTreeSet<_>>(), later.collect());
    assert_eq!(diff.rejected_by_new, []);
    assert_eq!(diff.faults, [] as [&str; 0]);
}
