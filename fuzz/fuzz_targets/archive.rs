//! An upload as it comes in: compressed, and perhaps not what it says it is.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| services::fuzzing::archive(bytes));
