//! Finding content by what people type.

use std::collections::HashMap;

use domain::{SearchTerm, Tag, search_terms};

use super::{ContentItem, ContentWish};
use crate::{Actor, Mistake, ServiceError, Services};

/// What a search found.
pub struct Found {
    /// The items, last deployed first.
    pub items: Vec<ContentItem>,
    /// What of the search was not understood and passed over, in words.
    pub warnings: Vec<String>,
}

impl Services {
    /// The items among those that the actor may view or manage for which all conditions hold.
    ///
    /// # Errors
    /// [`Mistake::LongSearch`]: each condition is held against each item, and nobody types thousands.
    pub async fn search_content(&self, actor: &Actor, query: &str) -> Result<Found, ServiceError> {
        if query.chars().count() > LONGEST_SEARCH {
            return Err(Mistake::LongSearch(LONGEST_SEARCH).into());
        }
        let (known, unknown): (Vec<_>, Vec<_>) = search_terms(query).into_iter().partition(is_known);
        let warnings = unknown.iter().map(warning).collect();
        let mut items = self.list_content_items(actor, &ContentWish::default()).await?;
        let tags = match known.iter().any(|term| term.filter.as_deref() == Some("tag")) {
            true => self.tags_of_all(&items).await?,
            false => HashMap::new(),
        };
        items.retain(|item| {
            let texts = Texts::of(item, tags.get(&item.content.id).map(Vec::as_slice).unwrap_or_default());
            known.iter().all(|term| holds(term, item, &texts))
        });
        Ok(Found { items, warnings })
    }
}

/// The most characters of a search.
const LONGEST_SEARCH: usize = 1_000;
/// The filters that there are.
const FILTERS: [&str; 10] = ["name", "title", "owner", "owner_guid", "guid", "id", "type", "access", "tag", "is"];
/// What the filter `is` can ask for.
const STATES: [&str; 3] = ["locked", "published", "unpublished"];

fn is_known(term: &SearchTerm) -> bool {
    match term.filter.as_deref() {
        None => true,
        Some("is") => term.values.iter().all(|value| STATES.contains(&value.as_str())),
        Some(filter) => FILTERS.contains(&filter),
    }
}

fn warning(term: &SearchTerm) -> String {
    match term.filter.as_deref() {
        Some("is") => format!("The filter is has one of these: {}.", STATES.join(", ")),
        filter => format!("There is no filter {}. There are {}.", filter.unwrap_or_default(), FILTERS.join(", ")),
    }
}

/// What is searched of an item, in lower case: once, however many conditions there are.
struct Texts {
    name: String,
    title: String,
    description: String,
    owner: String,
    tags: Vec<String>,
}

impl Texts {
    fn of(item: &ContentItem, tags: &[Tag]) -> Self {
        let content = &item.content;
        Self {
            name: content.name.as_str().to_lowercase(),
            title: content.title.to_lowercase(),
            description: content.description.to_lowercase(),
            owner: content.owner.username.to_lowercase(),
            tags: tags.iter().map(|tag| tag.name.folded()).collect(),
        }
    }
}

fn holds(term: &SearchTerm, item: &ContentItem, texts: &Texts) -> bool {
    let content = &item.content;
    let any = |holds: &dyn Fn(&str) -> bool| term.values.iter().any(|value| holds(value));
    let holds = match term.filter.as_deref() {
        None => any(&|value| {
            [&texts.name, &texts.title, &texts.description, &texts.owner].iter().any(|text| text.contains(value))
        }),
        Some("name") => any(&|value| texts.name.contains(value)),
        Some("title") => any(&|value| texts.title.contains(value)),
        Some("owner") => any(&|value| texts.owner == value),
        Some("owner_guid") => any(&|value| content.owner.guid.to_string() == value),
        Some("guid") => any(&|value| content.guid.to_string() == value),
        Some("id") => any(&|value| content.id.to_string() == value),
        Some("type") => any(&|value| content.kind.map_or("unknown", |kind| kind.as_str()) == value),
        Some("access") => any(&|value| content.access.as_str() == value),
        Some("tag") => any(&|value| texts.tags.iter().any(|tag| tag == value)),
        Some("is") => any(&|value| match value {
            "locked" => content.locked,
            "published" => content.bundle.is_some(),
            _ => content.bundle.is_none(),
        }),
        Some(_) => true,
    };
    holds != term.negated
}
