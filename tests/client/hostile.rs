//! The checks of the fuzz targets, with a fixed number of inputs that are the same on every run.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use authing_tests::fuzzed::{TARGETS, Target};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Pieces with a meaning to one of the parsers.
const PIECES: [&str; 26] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    ",",
    ":",
    "null",
    "true",
    "-1e999",
    "18446744073709551616",
    "\\u0000",
    "\\ud800",
    "\u{feff}",
    "\u{0}",
    "data",
    "errors",
    "message",
    ".",
    "/",
    "..",
    "%2f",
    "-----",
    "\n",
    "=",
    "字",
];

/// One change to an input.
#[derive(Debug, Clone)]
enum Edit {
    Insert(Index, Vec<u8>),
    Replace(Index, u8),
    Remove(Index, Index),
    Repeat(Index, Index),
}

fn edit() -> impl Strategy<Value = Edit> {
    let piece = select(&PIECES[..]).prop_map(|piece| piece.as_bytes().to_vec());
    prop_oneof![
        (any::<Index>(), prop_oneof![piece, vec(any::<u8>(), 1..8)])
            .prop_map(|(at, piece)| Edit::Insert(at, piece)),
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Edit::Replace(at, byte)),
        (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Edit::Remove(from, to)),
        (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Edit::Repeat(from, to)),
    ]
}

fn edited(mut input: Vec<u8>, edits: &[Edit]) -> Vec<u8> {
    for edit in edits {
        let ends = |from: &Index, to: &Index| {
            let (from, to) = (from.index(input.len() + 1), to.index(input.len() + 1));
            from.min(to)..from.max(to)
        };
        match edit {
            Edit::Insert(at, piece) => {
                let at = at.index(input.len() + 1);
                input.splice(at..at, piece.iter().copied());
            }
            Edit::Replace(at, byte) if !input.is_empty() => {
                let at = at.index(input.len());
                input[at] = *byte;
            }
            Edit::Replace(..) => {}
            Edit::Remove(from, to) => {
                let range = ends(from, to);
                input.drain(range);
            }
            Edit::Repeat(from, to) => {
                let range = ends(from, to);
                let piece = input[range.clone()].to_vec();
                input.splice(range.end..range.end, piece);
            }
        }
    }
    input
}

fn check(name: &str) {
    let target: &Target = TARGETS.iter().find(|target| target.name == name).unwrap();
    for seed in target.seeds {
        (target.check)(seed.as_bytes());
    }
    let seeds = select(target.seeds).prop_map(|seed| seed.as_bytes().to_vec());
    let near = (seeds, vec(edit(), 1..6)).prop_map(|(seed, edits)| edited(seed, &edits));
    let inputs = prop_oneof![4 => near, 1 => vec(any::<u8>(), 0..64)];
    let config = Config {
        cases: 2000,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let result = runner.run(&inputs, |input| {
        (target.check)(&input);
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}

/// A test for each target.
macro_rules! targets {
    ($($name:ident)*) => {
        const NAMES: &[&str] = &[$(stringify!($name)),*];
        $(
            #[test]
            fn $name() {
                check(stringify!($name));
            }
        )*
    };
}

targets! { envelope errors acknowledgement response token signed_token public_key phone }

#[test]
fn every_target_is_checked_and_can_be_fuzzed() {
    let names: BTreeSet<&str> = TARGETS.iter().map(|target| target.name).collect();
    assert_eq!(names, BTreeSet::from_iter(NAMES.iter().copied()));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz");
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let named: BTreeSet<&str> = manifest
        .lines()
        .filter_map(|line| {
            line.strip_prefix("path = \"fuzz_targets/")?
                .strip_suffix(".rs\"")
        })
        // `authing-codegen/tests/generated_code` has the generator's inputs.
        .filter(|name| *name != "generator")
        .collect();
    assert_eq!(names, named);
    for name in names {
        let target = fs::read_to_string(folder.join(format!("fuzz_targets/{name}.rs"))).unwrap();
        assert!(
            target.contains(&format!("authing_tests::fuzzed::{name}(")),
            "{target}"
        );
    }
}
