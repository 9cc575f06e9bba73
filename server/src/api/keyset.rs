//! Long lists a page at a time, by cursors: `limit`, `next` and `previous`, and the addresses of the other pages.

use form_urlencoded::{Serializer, parse};
use serde::Serialize;
use services::{Page, PageStart, PageWish, VisitPlace};
use utoipa::ToSchema;

use super::ApiError;
use crate::state::Server;

/// Entries of a page when nobody says.
const USUAL: u64 = 20;
/// The most entries of a page.
const LARGEST: u64 = 500;
/// The cursor of the end of a list; those of its entries are numbers.
const END: &str = "end";

/// Where the other pages are.
#[derive(Serialize, ToSchema)]
pub(crate) struct Paging {
    /// For the parameters `previous` and `next`.
    cursors: Cursors,
    /// The address of the first page; null on it.
    first: Option<String>,
    /// The address of the page before; null on the first one.
    previous: Option<String>,
    /// The address of the page after; null on the last one.
    next: Option<String>,
    /// The address of the last page; null on it.
    last: Option<String>,
}

/// Places in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct Cursors {
    /// What `previous` takes for the page before.
    previous: Option<String>,
    /// What `next` takes for the page after.
    next: Option<String>,
}

/// A place in a list, as it stands in addresses.
pub(crate) trait Cursor: Copy {
    fn write(self) -> String;

    fn read(text: &str) -> Option<Self>;
}

impl Cursor for i64 {
    fn write(self) -> String {
        self.to_string()
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Cursor for VisitPlace {
    fn write(self) -> String {
        format!("{}-{}", self.0, self.1)
    }

    fn read(text: &str) -> Option<Self> {
        let (at, id) = text.split_once('-')?;
        Some((at.parse().ok()?, id.parse().ok()?))
    }
}

/// What is asked for of a list: 20 entries, the least first, when nobody says otherwise.
///
/// # Errors
/// 400, code 25.
pub(crate) fn wish<C: Cursor>(
    limit: Option<u64>,
    previous: Option<&str>,
    next: Option<&str>,
    ascending: Option<bool>,
) -> Result<PageWish<C>, ApiError> {
    let most = limit.unwrap_or(USUAL);
    if !(1..=LARGEST).contains(&most) {
        return Err(ApiError::parameter("limit", "1 to 500"));
    }
    let given = |cursor: Option<&str>| cursor.map(str::trim).filter(|cursor| !cursor.is_empty()).map(str::to_owned);
    let read = |name: &str, text: &str| {
        C::read(text).ok_or_else(|| ApiError::parameter(name, "a cursor of an earlier answer"))
    };
    let start = match (given(previous), given(next)) {
        (None, None) => PageStart::First,
        (None, Some(next)) => PageStart::After(read("next", &next)?),
        (Some(previous), None) if previous == END => PageStart::Last,
        (Some(previous), None) => PageStart::Before(read("previous", &previous)?),
        (Some(_), Some(_)) => return Err(ApiError::parameter("next", "left out beside previous")),
    };
    Ok(PageWish { ascending: ascending.unwrap_or(true), start, most })
}

impl Paging {
    /// Where the other pages are of a page that was asked for at this path, below the server's address, with this query.
    pub(crate) fn of<T, C: Cursor>(
        page: &Page<T>,
        place: impl Fn(&T) -> C,
        (path, query): (&str, Option<&str>),
        server: &Server,
    ) -> Self {
        let url = format!("{}{path}", server.url());
        let address = |which: Option<(&str, &str)>| address(&url, query.unwrap_or_default(), which);
        let cursor = |entry: Option<&T>, more: bool| entry.filter(|_| more).map(|entry| place(entry).write());
        let previous = cursor(page.rows.first(), page.more_before);
        let next = cursor(page.rows.last(), page.more_after);
        Self {
            first: page.more_before.then(|| address(None)),
            previous: previous.as_deref().map(|cursor| address(Some(("previous", cursor)))),
            next: next.as_deref().map(|cursor| address(Some(("next", cursor)))),
            last: page.more_after.then(|| address(Some(("previous", END)))),
            cursors: Cursors { previous, next },
        }
    }

    /// Of a list without entries.
    pub(crate) fn of_nothing() -> Self {
        Self { cursors: Cursors { previous: None, next: None }, first: None, previous: None, next: None, last: None }
    }
}

/// The address of another page: with all that was asked for but the place.
fn address(url: &str, query: &str, which: Option<(&str, &str)>) -> String {
    let asked_for = parse(query.as_bytes());
    let mut query = Serializer::new(String::new());
    query.extend_pairs(asked_for.filter(|(name, _)| name != "next" && name != "previous"));
    query.extend_pairs(which);
    let query = query.finish();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{url}{mark}{query}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(previous: Option<&str>, next: Option<&str>) -> Option<PageStart<VisitPlace>> {
        wish(None, previous, next, None).ok().map(|wish| wish.start)
    }

    #[test]
    fn cursors_are_read_as_they_were_written() {
        assert_eq!(start(None, None), Some(PageStart::First));
        assert_eq!(start(Some(""), Some(" ")), Some(PageStart::First), "some clients send blanks");
        assert_eq!(start(None, Some(&(17, 4).write())), Some(PageStart::After((17, 4))));
        assert_eq!(start(Some("17-4"), None), Some(PageStart::Before((17, 4))));
        assert_eq!(start(Some(END), None), Some(PageStart::Last));
        for (previous, next) in [(Some("17"), None), (None, Some(END)), (Some("1-1"), Some("1-1")), (None, Some("a-b"))]
        {
            assert_eq!(start(previous, next), None, "{previous:?} {next:?}");
        }
    }

    #[test]
    fn other_pages_are_asked_for_with_all_filters() {
        let query = "from=2026-11-23T12%3A00%3A00%2B01%3A00&next=5-5&odd=%26&limit=2";
        let next = address("https://c.test/visits", query, Some(("next", "7-7")));
        let filters = "from=2026-11-23T12%3A00%3A00%2B01%3A00&odd=%26&limit=2";
        assert_eq!(next, format!("https://c.test/visits?{filters}&next=7-7"));
        assert_eq!(address("https://c.test/x", "previous=end", None), "https://c.test/x");
    }
}
