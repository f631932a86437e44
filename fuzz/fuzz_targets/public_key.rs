//! Fuzzes the PEM of public keys.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| authing_tests::fuzzed::public_key(input));
