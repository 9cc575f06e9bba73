//! The cookies of a request, read byte by byte: one that is not text hides no other (RFC 6265bis, section 5.8.3).

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

/// Of so many cookies with one name the right one is looked for: by plain http other hosts of the site can plant some
/// beside ours, and a browser does not say whose is whose.
pub(crate) const MOST_OF_A_NAME: usize = 16;

/// All values of the cookies with this name.
pub(crate) fn values(headers: &HeaderMap, name: &str) -> impl Iterator<Item = String> {
    let named = pairs(headers).filter_map(move |pair| pair.strip_prefix(name.as_bytes())?.strip_prefix(b"="));
    named.filter_map(|value| String::from_utf8(value.to_vec()).ok())
}

/// All cookies, as `name=value`.
pub(crate) fn pairs(headers: &HeaderMap) -> impl Iterator<Item = &[u8]> {
    let lines = headers.get_all(COOKIE).iter().flat_map(|line| line.as_bytes().split(|byte| *byte == b';'));
    lines.map(<[u8]>::trim_ascii).filter(|pair| !pair.is_empty())
}

/// Leaves those cookies that this says yes to.
pub(crate) fn keep(headers: &mut HeaderMap, wanted: impl Fn(&[u8]) -> bool) {
    let kept: Vec<&[u8]> = pairs(headers).filter(|pair| wanted(pair)).collect();
    let line = HeaderValue::from_bytes(&kept.join(&b"; "[..]));
    headers.remove(COOKIE);
    if let Ok(line) = line
        && !line.is_empty()
    {
        headers.insert(COOKIE, line);
    }
}

/// Leaves out what is not text. Another host of the site can plant such a cookie, and would sign its visitors out with it.
pub(crate) fn keep_text(headers: &mut HeaderMap) {
    if headers.get_all(COOKIE).iter().any(|line| line.to_str().is_err()) {
        keep(headers, |pair| pair.iter().all(|byte| matches!(byte, b' '..=b'~')));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_that_is_no_text_hides_no_other() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_bytes(b"session=s; x=\xfc;").unwrap());
        headers.append(COOKIE, HeaderValue::from_static("y=1"));
        assert_eq!(pairs(&headers).collect::<Vec<_>>(), [&b"session=s"[..], b"x=\xfc", b"y=1"]);
        assert_eq!(values(&headers, "session").collect::<Vec<_>>(), ["s"]);
        assert_eq!(values(&headers, "sess").count() + values(&headers, "x").count(), 0, "another name, and no text");
        keep_text(&mut headers);
        assert_eq!(headers.get_all(COOKIE).iter().collect::<Vec<_>>(), ["session=s; y=1"]);
        keep(&mut headers, |_| false);
        assert!(!headers.contains_key(COOKIE));
    }
}
