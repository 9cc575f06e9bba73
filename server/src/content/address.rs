//! The address of a file in an item: `/content/{guid or id}/{path}`, or `/{vanity path}/{path}`.

use domain::{BundleId, BundlePath, ContentRef};
use percent_encoding::percent_decode_str;
use services::{Mounted, Version};

/// A content address, taken apart and not decoded yet.
#[derive(Clone, Copy)]
pub(super) struct Address<'a> {
    /// Which item.
    pub(super) item: ContentRef,
    /// Whether the item has this address by its vanity path.
    pub(super) by_vanity: bool,
    /// The item's part of the address as it was written, such as `/content/24`.
    pub(super) root: &'a str,
    /// What follows the item's part: nothing, or a slash and a path inside the item.
    pub(super) after_item: &'a str,
    /// The version that is asked for by itself, as in `/content/24/_bundle7/`.
    pub(super) version: Option<Version>,
    /// What follows the item's part and that of the version: nothing, or a slash and a path inside.
    pub(super) inside: &'a str,
}

/// What is asked for inside a folder of files.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// The item itself.
    Entry,
    /// A folder, whose address ends with a slash.
    Folder(BundlePath),
    /// A file, or a folder without the slash.
    File(BundlePath),
}

impl<'a> Address<'a> {
    /// Reads the path of a request; `None` when no item can have this address.
    pub(super) fn parse(path: &'a str) -> Option<Self> {
        let rest = path.strip_prefix("/content/")?;
        let item = rest.split_once('/').map_or(rest, |(item, _)| item);
        let root = "/content/".len() + item.len();
        Self::behind(path, root, item.parse().ok()?, false)
    }

    /// Reads the path of a request that lies below an item's vanity path.
    pub(super) fn mounted(path: &'a str, at: Mounted) -> Option<Self> {
        Self::behind(path, at.root, ContentRef::Guid(at.item), true)
    }

    fn behind(path: &'a str, item_root: usize, item: ContentRef, by_vanity: bool) -> Option<Self> {
        let after_item = path.get(item_root..)?;
        let (version, length) = version(after_item).map_or((None, 0), |(version, length)| (Some(version), length));
        let (root, inside) = path.split_at(item_root + length);
        Some(Self { item, by_vanity, root, after_item, version, inside })
    }

    /// Whether it is the item's address without the slash that it ends with.
    pub(super) fn is_bare(&self) -> bool {
        self.inside.is_empty()
    }

    /// The address as a file's; `None` when no file can have it.
    ///
    /// # Security
    /// Decoded exactly once; what could lead out of the bundle is not a [`BundlePath`]. An encoded slash stays in its
    /// part, where no file name can hold it.
    pub(super) fn target(&self) -> Option<Target> {
        let inside = self.inside.strip_prefix('/').unwrap_or_default();
        Some(match inside.strip_suffix('/') {
            None if inside.is_empty() => Target::Entry,
            Some(folder) => Target::Folder(decode(folder)?),
            None => Target::File(decode(inside)?),
        })
    }
}

/// The version that is named behind the item, and how many bytes of the address name it.
fn version(after_item: &str) -> Option<(Version, usize)> {
    let part = after_item.strip_prefix('/')?;
    let part = part.split_once('/').map_or(part, |(part, _)| part);
    let (number, version): (_, fn(BundleId) -> Version) = match part.strip_prefix("_bundle") {
        Some(number) => (number, Version::Draft),
        None => (part.strip_prefix("_rev")?, Version::Revision),
    };
    // One spelling per number: no signs, no leading zeros.
    let plain = number.bytes().all(|b| b.is_ascii_digit()) && !number.starts_with('0');
    let id = number.parse().ok().filter(|_| plain)?;
    Some((version(id), 1 + part.len()))
}

fn decode(text: &str) -> Option<BundlePath> {
    if text.to_ascii_lowercase().contains("%2f") {
        return None;
    }
    percent_decode_str(text).decode_utf8().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn target(path: &str) -> Option<Target> {
        Address::parse(path)?.target()
    }

    fn file(path: &str) -> Option<Target> {
        path.parse().ok().map(Target::File)
    }

    #[test]
    fn addresses_are_taken_apart() {
        assert!(Address::parse("/content/24").is_some_and(|address| address.is_bare()));
        assert_eq!(target("/content/24/"), Some(Target::Entry));
        assert_eq!(target("/content/24/target.html"), file("target.html"));
        assert_eq!(target("/content/24/a%20b/%C3%BC.png"), file("a b/ü.png"));
        assert_eq!(target("/content/24/sub/"), "sub".parse().ok().map(Target::Folder));
    }

    #[test]
    fn nothing_leads_out() {
        for path in [
            "/content/24/../25/",
            "/content/24/%2e%2e/x",
            "/content/24/a%2fb",
            "/content/24/%2Fetc",
            "/content/24//x",
            "/content/24/a/./b",
            "/content/24/%00",
            "/content/24/a%5c..%5cb",
            "/content/24/%ff",
            "/content/x/",
        ] {
            assert!(target(path).is_none(), "{path}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_asked_for_stays_inside(path in "/content/[0-9]{1,3}/[a-z./%25e2F\\\\]{0,40}") {
            if let Some(Target::File(inside) | Target::Folder(inside)) = target(&path) {
                let joined = std::path::Path::new("/base").join(inside.as_str());
                let plain = joined.components().all(|part| !matches!(part, std::path::Component::ParentDir));
                prop_assert!(plain && joined.starts_with("/base") && inside.as_str() != "");
            }
        }
    }
}
