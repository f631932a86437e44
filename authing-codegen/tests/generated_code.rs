//! Whatever schema and query files the generator gets, it generates code that compiles and works, or reports where they are
//! wrong.
//!
//! `SEEDS=1000..3000` searches further than the tests do on every run.

mod sample;
mod service;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::ops::Range;

use crate::grammar::{self, Case};
use crate::support::Random;
use sample::{Sample, Values};
use service::{SECRET, Service, assert_read};

/// Returns the seeds of the cases: these, or those that the environment asks for.
fn seeds(usual: Range<u64>) -> Range<u64> {
    let Ok(given) = env::var("SEEDS") else {
        return usual;
    };
    let (from, to) = given.split_once("..").unwrap();
    from.parse().unwrap()..to.parse().unwrap()
}

fn case(seed: u64) -> Case {
    Case::new(&Random::new(seed).bytes(4096))
}

#[test]
fn any_case_generates_or_is_rejected_with_its_place() {
    for seed in seeds(0..300) {
        println!("seed {seed}");
        grammar::check(&case(seed));
    }
}

#[test]
fn generated_code_compiles_and_works() {
    let mut sample = Sample::new();
    let mut services = BTreeMap::new();
    for seed in seeds(1000..1040) {
        let (name, case) = (format!("case_{seed}"), case(seed));
        let folder = sample.case(&name);
        match grammar::generate(&case, &folder, &format!("crate::{name}")) {
            Some(output) => {
                output.write().unwrap();
                sample.add(&name);
                services.insert(name, Service::new(&case));
            }
            None => fs::remove_dir_all(&folder).unwrap(),
        }
    }
    assert!(services.len() > 20, "{}", services.len());
    sample.compile();
    let sent = sample.run(&Values::new());
    let service = |key: &str| &services[key.split(' ').next().unwrap()];
    let responses = sent.iter().map(|(key, requests)| {
        let service = service(key);
        for (request, has_all) in requests.iter().zip([false, true]) {
            assert!(request["error"].is_null(), "{key}: {request}");
            assert!(
                !request["debug"].to_string().contains(SECRET),
                "{key}: {request}"
            );
            service.judge(&request["body"], has_all);
        }
        (key.clone(), service.responses(&requests[1]["body"]))
    });
    let responses: Values = responses.collect();
    assert!(responses.len() > 40, "{}", responses.len());
    let read = sample.run(&responses);
    for (key, responses) in &responses {
        for (sent, read) in responses.iter().zip(&read[key]) {
            assert!(read["error"].is_null(), "{key}: {read} of {sent:#}");
            assert!(!read.to_string().contains(SECRET), "{key}: {read}");
            let root = sent["data"].as_object().unwrap().values().next().unwrap();
            assert_read(root, &read["output"]);
        }
    }
}
