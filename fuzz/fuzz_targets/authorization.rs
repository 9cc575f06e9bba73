//! The two headers that may hold a key, one line each: `A` and the value of `Authorization`, else of the other one.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let (first, second): (Vec<&[u8]>, Vec<&[u8]>) = lines.into_iter().partition(|line| line.starts_with(b"A"));
    let first: Vec<&[u8]> = first.into_iter().map(|line| &line[1..]).collect();
    if let domain::PresentedKey::Key(key) = domain::presented_key(first.iter().copied(), second.iter().copied()) {
        assert!(key.bytes().all(|byte| byte == b'\t' || (32..127).contains(&byte)), "{key:?} is more than a line of text");
        assert_eq!(key, key.trim());
        // It stands in one of the lines, and no other line has another one.
        assert!(first.iter().chain(&second).any(|line| line.windows(key.len().max(1)).any(|part| part == key.as_bytes()) || key.is_empty()));
        assert!(first.iter().filter(|line| domain::is_key_line(line)).count() <= 1);
    }
});
