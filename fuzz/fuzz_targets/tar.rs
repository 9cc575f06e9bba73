//! An archive under its compression, which random changes would never get through.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| services::fuzzing::tar(bytes));
