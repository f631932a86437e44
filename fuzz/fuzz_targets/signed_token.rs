//! Fuzzes the payloads of tokens with a valid signature.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| authing_tests::fuzzed::signed_token(input));
