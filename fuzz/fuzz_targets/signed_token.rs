//! Fuzzes what rightly signed tokens say.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| authing_tests::fuzzed::signed_token(input));
