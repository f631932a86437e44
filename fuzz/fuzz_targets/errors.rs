//! Fuzzes the errors of GraphQL responses.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| authing_tests::fuzzed::errors(input));
