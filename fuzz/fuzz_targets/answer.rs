//! Fuzzes what the client says of any answer.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| authing_tests::fuzzed::answer(input));
