//! The part of a file that a request wants (RFC 9110, section 14).

use http::HeaderMap;
use http::header::{IF_RANGE, RANGE};
use http_range_header::parse_range_header;

/// What part of a file is wanted.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// From the first byte to the last, both included.
    Bytes(u64, u64),
    /// Nothing that the file has.
    Unsatisfiable,
}

/// Reads `Range` and `If-Range`. Several parts at once, and what is not a range, mean the whole file.
pub(super) fn wanted(headers: &HeaderMap, size: u64, etag: &str) -> Part {
    let Some(range) = headers.get(RANGE).and_then(|value| value.to_str().ok()) else { return Part::Whole };
    // A date in If-Range is never as strong as our tag.
    if headers.get(IF_RANGE).is_some_and(|condition| condition.as_bytes() != etag.as_bytes()) {
        return Part::Whole;
    }
    let Ok(parsed) = parse_range_header(range) else { return Part::Whole };
    match parsed.validate(size) {
        Ok(ranges) => match ranges.as_slice() {
            // An empty file has no first byte, whatever the parser says.
            [only] if *only.end() >= size => Part::Unsatisfiable,
            [only] => Part::Bytes(*only.start(), *only.end()),
            _ => Part::Whole,
        },
        Err(_) => Part::Unsatisfiable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(range: &'static str) -> Part {
        wanted(&HeaderMap::from_iter([(RANGE, range.parse().unwrap())]), 10, "\"1\"")
    }

    #[test]
    fn ranges_are_read() {
        assert_eq!(of("bytes=0-3"), Part::Bytes(0, 3));
        assert_eq!(of("bytes=7-"), Part::Bytes(7, 9));
        assert_eq!(of("bytes=-2"), Part::Bytes(8, 9));
        assert_eq!(of("bytes=0-99"), Part::Bytes(0, 9));
        assert_eq!(of("bytes=10-"), Part::Unsatisfiable);
        assert_eq!(of("bytes=0-1,3-4"), Part::Whole);
        assert_eq!(of("lines=1-2"), Part::Whole);
        let first = HeaderMap::from_iter([(RANGE, "bytes=0-0".parse().unwrap())]);
        assert_eq!(wanted(&first, 0, "\"1\""), Part::Unsatisfiable);
    }

    #[test]
    fn another_version_is_sent_whole() {
        let headers =
            HeaderMap::from_iter([(RANGE, "bytes=0-3".parse().unwrap()), (IF_RANGE, "\"0\"".parse().unwrap())]);
        assert_eq!(wanted(&headers, 10, "\"1\""), Part::Whole);
    }
}
