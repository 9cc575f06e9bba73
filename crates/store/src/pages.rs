//! Long lists, read a page at a time from a place in them.

/// Which page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageWish<P> {
    /// Whether the least comes first.
    pub ascending: bool,
    /// Where the page lies.
    pub start: PageStart<P>,
    /// The most rows that it has.
    pub most: u64,
}

/// Where a page lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageStart<P> {
    /// At the beginning of the list.
    First,
    /// Behind this place.
    After(P),
    /// Before this place.
    Before(P),
    /// At the end of the list.
    Last,
}

/// Some rows of a long list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, in the order that was asked for.
    pub rows: Vec<T>,
    /// Whether there is something before them.
    pub more_before: bool,
    /// Whether there is something behind them.
    pub more_after: bool,
}

impl<P: Copy> PageWish<P> {
    /// Whether the rows have to be read from the least on. Those before a place are read towards the beginning.
    pub(crate) fn reads_up(&self) -> bool {
        self.ascending != self.reads_back()
    }

    /// The place that is read on from.
    pub(crate) fn place(&self) -> Option<P> {
        match self.start {
            PageStart::After(place) | PageStart::Before(place) => Some(place),
            PageStart::First | PageStart::Last => None,
        }
    }

    /// As many rows as tell whether there are more.
    pub(crate) fn limit(&self) -> u64 {
        self.most.saturating_add(1)
    }

    /// The page, of rows as they were read.
    pub(crate) fn page<T>(&self, mut rows: Vec<T>) -> Page<T> {
        let most = usize::try_from(self.most).unwrap_or(usize::MAX);
        let more = rows.len() > most;
        rows.truncate(most);
        if self.reads_back() {
            rows.reverse();
            Page { rows, more_before: more, more_after: matches!(self.start, PageStart::Before(_)) }
        } else {
            Page { rows, more_before: matches!(self.start, PageStart::After(_)), more_after: more }
        }
    }

    fn reads_back(&self) -> bool {
        matches!(self.start, PageStart::Before(_) | PageStart::Last)
    }
}
