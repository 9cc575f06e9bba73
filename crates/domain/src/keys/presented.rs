//! The key among the lines in which a caller may present one.

/// What a caller presents.
#[derive(Debug, PartialEq, Eq)]
pub enum PresentedKey<'a> {
    /// No key.
    Nothing,
    /// A key, or what was sent in its place.
    Key(&'a str),
    /// Two keys, or one that is not text: no key could be meant.
    Garbage,
}

/// The key in these lines: after the scheme `Key`, in any case, in one of the first; else in one of the second, with the
/// scheme or bare.
///
/// # Security
/// A line of the first with any other scheme is not ours: a proxy's, or one for the published content.
pub fn presented_key<'a>(
    first: impl IntoIterator<Item = &'a [u8]>,
    second: impl IntoIterator<Item = &'a [u8]>,
) -> PresentedKey<'a> {
    let mut keys = Vec::new();
    for line in first {
        match text(line) {
            Some(text) => keys.extend(after_scheme(text)),
            None => return PresentedKey::Garbage,
        }
    }
    if keys.is_empty() {
        for line in second {
            match text(line) {
                Some(text) => keys.push(after_scheme(text).unwrap_or_else(|| text.trim())),
                None => return PresentedKey::Garbage,
            }
        }
    }
    match keys.as_slice() {
        [] => PresentedKey::Nothing,
        [key] => PresentedKey::Key(key),
        _ => PresentedKey::Garbage,
    }
}

/// Whether a line of the first kind is ours, and not a proxy's or one for the published content.
pub fn is_key_line(line: &[u8]) -> bool {
    // What is not text has no scheme that we could tell, so it is not passed on either.
    text(line).is_none_or(|text| after_scheme(text).is_some())
}

/// A line of plain text: visible ASCII, spaces and tabs.
fn text(line: &[u8]) -> Option<&str> {
    let plain = line.iter().all(|byte| matches!(byte, b'\t' | b' '..=b'~'));
    if plain { str::from_utf8(line).ok() } else { None }
}

/// What follows the scheme `Key`, if that is the scheme.
fn after_scheme(text: &str) -> Option<&str> {
    let text = text.trim();
    let (scheme, key) = text.split_once([' ', '\t']).unwrap_or((text, ""));
    scheme.eq_ignore_ascii_case("key").then(|| key.trim())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// The inputs that the search below `fuzz/` begins with: in one that begins with `A` a line of the first kind.
    #[test]
    fn the_corpus_is_read_and_what_comes_out_is_one_line_of_text() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/authorization");
        let mut keys = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            let (first, second): (Vec<&[u8]>, Vec<&[u8]>) =
                bytes.split(|byte| *byte == b'\n').partition(|line| line.starts_with(b"A"));
            if let PresentedKey::Key(key) = presented_key(first.iter().map(|line| &line[1..]), second) {
                assert!(text(key.as_bytes()) == Some(key) && key == key.trim(), "{key:?}");
                keys += 1;
            }
        }
        assert!(keys > 3, "the corpus has keys");
    }
}
