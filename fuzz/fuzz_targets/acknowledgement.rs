//! Fuzzes the responses of REST paths.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| authing_tests::fuzzed::acknowledgement(input));
