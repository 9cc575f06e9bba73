//! Which items are asked for: `filter=name:x&filter=content_type:pin&search=y&count=100&start=0`.

use axum::http::StatusCode;
use domain::UserId;
use services::{ContentItem, ContentWish};

use crate::api::ApiError;

/// How many items are listed when nothing is said.
const USUAL_COUNT: usize = 100;

/// What is asked for.
#[derive(Default)]
pub(super) struct Wish {
    name: Option<String>,
    owner: Option<UserId>,
    content_type: Option<String>,
    search: Option<String>,
    count: Option<usize>,
    start: usize,
}

impl Wish {
    /// Reads a query string. Parameters that nobody knows are passed over; filters are not, since whoever asks for a
    /// choice must not get everything.
    ///
    /// # Errors
    /// 400, code 11, for a filter that nobody knows; 25 for a number that is none.
    pub(super) fn parse(query: &str) -> Result<Self, ApiError> {
        let mut wish = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "filter" => wish.narrow(&value)?,
                "search" => wish.search = Some(value.trim().to_lowercase()).filter(|words| !words.is_empty()),
                "count" => wish.count = Some(number("count", &value)?),
                "start" | "offset" => wish.start = number("start", &value)?,
                _ => {}
            }
        }
        Ok(wish)
    }

    fn narrow(&mut self, filter: &str) -> Result<(), ApiError> {
        match filter.split_once(':') {
            Some(("name", name)) => self.name = Some(name.to_owned()),
            Some(("account_id", account)) => self.owner = Some(UserId(number("filter=account_id", account)?)),
            Some(("content_type", "all")) => {}
            Some(("content_type", word)) => self.content_type = Some(word.to_owned()),
            _ => {
                let words = "Items can be filtered by name, account_id and content_type, as in filter=name:report.";
                return Err(ApiError::new(StatusCode::BAD_REQUEST, 11, words));
            }
        }
        Ok(())
    }

    /// What the services narrow down.
    pub(super) fn content(&self) -> ContentWish {
        ContentWish { name: self.name.clone(), owner: None }
    }

    /// Whether an item is one of those. Who asks for a type wants to read what he finds: pins reads all that it lists, and
    /// gives up at what an administrator may manage but not view.
    pub(super) fn admits(&self, item: &ContentItem) -> bool {
        let content = &item.content;
        let kind = content.kind.map_or("unknown", |kind| kind.as_str());
        self.owner.is_none_or(|owner| content.owner_id == owner)
            && self
                .content_type
                .as_ref()
                .is_none_or(|word| item.may_view && (content.category.as_str() == word || kind == word))
            && self.search.as_ref().is_none_or(|words| {
                let texts = [content.name.as_str(), &content.title, &content.description, &content.owner.username];
                texts.iter().any(|text| text.to_lowercase().contains(words))
            })
    }

    /// How many items are passed over.
    pub(super) fn start(&self) -> usize {
        self.start
    }

    /// How many items are listed at most. At least one: clients ask on until they have all.
    pub(super) fn count(&self) -> usize {
        self.count.unwrap_or(USUAL_COUNT).max(1)
    }
}

fn number<T: std::str::FromStr>(name: &str, text: &str) -> Result<T, ApiError> {
    text.parse().map_err(|_| ApiError::parameter(name, "a number"))
}
