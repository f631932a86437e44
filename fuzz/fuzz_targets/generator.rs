//! Fuzzes the generator with schemas, query files and configurations that a grammar makes of the bytes.

#![no_main]

#[allow(dead_code, unused_imports, reason = "the tests use more of it")]
#[path = "../../authing-codegen/tests/grammar/mod.rs"]
mod grammar;

libfuzzer_sys::fuzz_target!(|input: &[u8]| grammar::check(&grammar::Case::new(input)));
