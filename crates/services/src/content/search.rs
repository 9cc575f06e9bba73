//! Finding content by what people type.

use std::collections::HashMap;

use domain::{SearchTerm, Tag, search_terms};

use super::{ContentItem, ContentWish};
use crate::{Actor, ServiceError, Services};

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
    /// When the database fails.
    pub async fn search_content(&self, actor: &Actor, query: &str) -> Result<Found, ServiceError> {
        let (known, unknown): (Vec<_>, Vec<_>) = search_terms(query).into_iter().partition(is_known);
        let warnings = unknown.iter().map(warning).collect();
        let mut items = self.list_content_items(actor, &ContentWish::default()).await?;
        let tags = match known.iter().any(|term| term.filter.as_deref() == Some("tag")) {
            true => self.tags_of_all(&items).await?,
            false => HashMap::new(),
        };
        items.retain(|item| {
            let tags = tags.get(&item.content.id).map(Vec::as_slice).unwrap_or_default();
            known.iter().all(|term| holds(term, item, tags))
        });
        Ok(Found { items, warnings })
    }
}

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

fn holds(term: &SearchTerm, item: &ContentItem, tags: &[Tag]) -> bool {
    let content = &item.content;
    let any = |holds: &dyn Fn(&str) -> bool| term.values.iter().any(|value| holds(value));
    let holds = match term.filter.as_deref() {
        None => any(&|value| {
            let texts = [content.name.as_str(), &content.title, &content.description, &content.owner.username];
            texts.iter().any(|text| text.to_lowercase().contains(value))
        }),
        Some("name") => any(&|value| content.name.as_str().to_lowercase().contains(value)),
        Some("title") => any(&|value| content.title.to_lowercase().contains(value)),
        Some("owner") => any(&|value| content.owner.username.to_lowercase() == value),
        Some("owner_guid") => any(&|value| content.owner.guid.to_string() == value),
        Some("guid") => any(&|value| content.guid.to_string() == value),
        Some("id") => any(&|value| content.id.to_string() == value),
        Some("type") => any(&|value| content.kind.map_or("unknown", |kind| kind.as_str()) == value),
        Some("access") => any(&|value| content.access.as_str() == value),
        Some("tag") => any(&|value| tags.iter().any(|tag| tag.name.folded() == value)),
        Some("is") => any(&|value| match value {
            "locked" => content.locked,
            "published" => content.bundle.is_some(),
            _ => content.bundle.is_none(),
        }),
        Some(_) => true,
    };
    holds != term.negated
}
