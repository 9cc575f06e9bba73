//! What a client says of its bundle.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| services::fuzzing::manifest(bytes));
