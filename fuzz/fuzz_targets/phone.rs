//! Fuzzes phone numbers in paths.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| authing_tests::fuzzed::phone(input));
