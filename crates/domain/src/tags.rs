//! Tags: words for content, in a tree whose roots are categories.

use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use time::OffsetDateTime;

use crate::TagId;

/// A word for content. One without a parent is a category, which stands on no content itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its number.
    pub id: TagId,
    /// What it is called; unique among its siblings, whatever the case.
    pub name: TagName,
    /// The tag that it stands under.
    pub parent: Option<TagId>,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When it last changed.
    pub updated_at: OffsetDateTime,
}

/// The name of a tag: 1 to 255 characters without the blanks around it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TagName(String);

/// Why a text is no name of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TagNameError {
    /// Nothing is left of it.
    #[error("A tag needs a name.")]
    Empty,
    /// It is too long.
    #[error("The name of a tag has at most {} characters.", TagName::MOST_CHARACTERS)]
    TooLong,
}

impl TagName {
    /// As long as the Connect API allows.
    pub const MOST_CHARACTERS: usize = 255;

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which two names are compared.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for TagName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for TagName {
    type Err = TagNameError;

    fn from_str(text: &str) -> Result<Self, TagNameError> {
        let text = text.trim();
        if text.is_empty() || text.chars().any(char::is_control) {
            return Err(TagNameError::Empty);
        }
        if text.chars().count() > Self::MOST_CHARACTERS {
            return Err(TagNameError::TooLong);
        }
        Ok(Self(text.to_owned()))
    }
}

/// All tags, and who stands under whom.
pub struct TagTree(Vec<Tag>);

impl TagTree {
    /// The tree of these tags.
    pub fn new(tags: Vec<Tag>) -> Self {
        Self(tags)
    }

    /// All tags, as they came.
    pub fn into_tags(self) -> Vec<Tag> {
        self.0
    }

    /// All tags.
    pub fn tags(&self) -> &[Tag] {
        &self.0
    }

    /// The names that lead to a tag, from its category down to its own.
    pub fn path(&self, id: TagId) -> Vec<&str> {
        let mut ids = self.above(id);
        ids.reverse();
        ids.push(id);
        ids.into_iter().filter_map(|id| self.get(id)).map(|tag| tag.name.as_str()).collect()
    }

    /// The tag of this number.
    pub fn get(&self, id: TagId) -> Option<&Tag> {
        self.0.iter().find(|tag| tag.id == id)
    }

    /// The tag that a path of names leads to, from a category down.
    pub fn at<'a>(&self, path: impl IntoIterator<Item = &'a str>) -> Option<&Tag> {
        let mut found: Option<&Tag> = None;
        for name in path {
            let parent = found.map(|tag| tag.id);
            found = Some(self.0.iter().find(|tag| tag.parent == parent && tag.name.as_str() == name)?);
        }
        found
    }

    /// The tags above this one, the nearest first; the last one is its category.
    pub fn above(&self, id: TagId) -> Vec<TagId> {
        let mut above = Vec::new();
        let mut next = self.get(id).and_then(|tag| tag.parent);
        // A tree that was damaged from outside must not hold us up for ever.
        while let Some(id) = next.filter(|id| !above.contains(id)) {
            above.push(id);
            next = self.get(id).and_then(|tag| tag.parent);
        }
        above
    }

    /// The tags that stand on content when this one does: it and those above it, but for the category.
    pub fn with_all_above(&self, id: TagId) -> Vec<TagId> {
        let mut tags = vec![id];
        tags.extend(self.above(id));
        tags.retain(|id| self.get(*id).is_some_and(|tag| tag.parent.is_some()));
        tags
    }

    /// The tag and all that stand under it.
    pub fn with_all_below(&self, id: TagId) -> HashSet<TagId> {
        let mut below = HashSet::from([id]);
        loop {
            let before = below.len();
            let more = self.0.iter().filter(|tag| tag.parent.is_some_and(|parent| below.contains(&parent)));
            let more: Vec<TagId> = more.map(|tag| tag.id).collect();
            below.extend(more);
            if below.len() == before {
                return below;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(rows: &[(i64, &str, Option<i64>)]) -> TagTree {
        let tags = rows.iter().map(|(id, name, parent)| Tag {
            id: TagId(*id),
            name: name.parse().unwrap(),
            parent: parent.map(TagId),
            created_at: OffsetDateTime::UNIX_EPOCH,
            updated_at: OffsetDateTime::UNIX_EPOCH,
        });
        TagTree::new(tags.collect())
    }

    #[test]
    fn a_name_has_1_to_255_characters() {
        assert_eq!(" Sales ".parse::<TagName>().map(|name| name.to_string()), Ok("Sales".to_owned()));
        assert_eq!(" ".parse::<TagName>(), Err(TagNameError::Empty));
        assert_eq!("a\nb".parse::<TagName>(), Err(TagNameError::Empty));
        assert!("ä".repeat(255).parse::<TagName>().is_ok());
        assert_eq!("ä".repeat(256).parse::<TagName>(), Err(TagNameError::TooLong));
    }

    #[test]
    fn a_path_of_names_leads_down_from_a_category() {
        let tree = tree(&[(1, "Team", None), (2, "Sales", Some(1)), (3, "Sales", None)]);
        assert_eq!(tree.at(["Team", "Sales"]).map(|tag| tag.id), Some(TagId(2)));
        assert_eq!(tree.at(["Sales"]).map(|tag| tag.id), Some(TagId(3)));
        assert_eq!(tree.at(["Sales", "Team"]), None);
        assert_eq!(tree.at([]), None);
    }

    #[test]
    fn a_tag_has_the_path_that_leads_to_it() {
        let tree = tree(&[(1, "Team", None), (2, "Sales", Some(1)), (3, "North", Some(2))]);
        assert_eq!(tree.path(TagId(3)), ["Team", "Sales", "North"]);
        assert_eq!(tree.path(TagId(1)), ["Team"]);
        assert!(tree.path(TagId(9)).is_empty());
    }

    #[test]
    fn what_stands_above_and_below_is_known() {
        let tree = tree(&[(1, "root", None), (2, "a", Some(1)), (3, "b", Some(2)), (4, "c", Some(2))]);
        assert_eq!(tree.above(TagId(3)), [TagId(2), TagId(1)]);
        assert_eq!(tree.with_all_above(TagId(3)), [TagId(3), TagId(2)]);
        assert_eq!(tree.with_all_above(TagId(1)), []);
        assert_eq!(tree.with_all_below(TagId(2)), HashSet::from([TagId(2), TagId(3), TagId(4)]));
    }

    #[test]
    fn a_damaged_tree_ends_all_the_same() {
        let tree = tree(&[(1, "a", Some(2)), (2, "b", Some(1))]);
        assert_eq!(tree.above(TagId(1)), [TagId(2), TagId(1)]);
        assert_eq!(tree.with_all_below(TagId(1)).len(), 2);
    }
}
