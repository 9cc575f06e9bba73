//! Bundles: the uploaded versions of an item.

use time::OffsetDateTime;

use crate::{BundleId, Category, ContentId, Guid, Kind};

/// One uploaded version of an item: an archive that never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// Its number; a later one is greater.
    pub id: BundleId,
    /// Whose version it is.
    pub content_id: ContentId,
    /// The account that uploaded it.
    pub created_by: Option<Guid>,
    /// Its username.
    pub created_by_name: Option<String>,
    /// When it was uploaded.
    pub created_at: OffsetDateTime,
    /// The size of the archive in bytes.
    pub size: i64,
    /// SHA-256 of the archive, in hexadecimal digits.
    pub sha256: String,
    /// MD5 of the archive, in hexadecimal digits; nothing for those of older servers.
    pub md5: String,
    /// Where it comes from, as its publisher said: a JSON object.
    pub metadata: String,
    /// What its manifest says it is, in the words of the Connect API; nothing without a manifest.
    pub app_mode: String,
    /// The version of R that it was made with.
    pub r_version: Option<String>,
    /// The version of Python that it was made with.
    pub py_version: Option<String>,
    /// The version of Quarto that it was made with.
    pub quarto_version: Option<String>,
    /// What was built for it.
    pub environment: Option<String>,
    /// What answers for it; unknown until it was deployed, or built as a draft.
    pub kind: Option<Kind>,
    /// What it is used as, once that is known.
    pub category: Category,
    /// The file that the bare address gives, or what a program begins with, once that is known.
    pub entry: String,
    /// When it was first served; a draft never was.
    pub activated_at: Option<OffsetDateTime>,
}
