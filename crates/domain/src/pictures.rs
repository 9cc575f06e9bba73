//! Pictures that people upload, told by their first bytes.

use std::str::FromStr;

/// The pictures that a browser shows without running any of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureKind {
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
    /// Scalable Vector Graphics: a document, which must be shown where its scripts do not run.
    Svg,
}

impl PictureKind {
    const EACH: [Self; 4] = [Self::Png, Self::Jpeg, Self::Gif, Self::Svg];

    /// What these bytes are; `None` for anything else, whatever its sender calls it.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Self::Gif),
            _ => is_svg(bytes).then_some(Self::Svg),
        }
    }

    /// The media type, which is also the word of the database.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Svg => "image/svg+xml",
        }
    }
}

/// Whether the text begins as an SVG does, behind what may stand before its first element.
fn is_svg(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    while let Some(end) = [("<?", "?>"), ("<!--", "-->"), ("<!DOCTYPE", ">")]
        .iter()
        .find(|(begin, _)| rest.starts_with(begin))
        .and_then(|(_, end)| Some(rest.find(end)? + end.len()))
    {
        rest = rest[end..].trim_start();
    }
    rest.strip_prefix("<svg").is_some_and(|rest| rest.starts_with([' ', '\t', '\r', '\n', '>', '/']))
}

impl FromStr for PictureKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::EACH.into_iter().find(|kind| kind.media_type() == text).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_told_by_their_first_bytes() {
        assert_eq!(PictureKind::of(b"\x89PNG\r\n\x1a\nrest"), Some(PictureKind::Png));
        assert_eq!(PictureKind::of(b"\xff\xd8\xff\xe0"), Some(PictureKind::Jpeg));
        assert_eq!(PictureKind::of(b"GIF89a"), Some(PictureKind::Gif));
        for svg in ["<svg/>", "\u{feff}<?xml version=\"1.0\"?>\n<!-- x -->\n<!DOCTYPE svg>\n<svg xmlns=\"x\">"] {
            assert_eq!(PictureKind::of(svg.as_bytes()), Some(PictureKind::Svg), "{svg}");
        }
        for other in ["", "<html><svg/></html>", "<svgx>", "BM", "<?xml", "hello"] {
            assert_eq!(PictureKind::of(other.as_bytes()), None, "{other}");
        }
    }
}
