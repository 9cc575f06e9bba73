//! Lists a page at a time: `page_number` and `page_size`, and what is on that page.

use super::ApiError;

/// The most entries of a page.
const LARGEST: usize = 500;

/// A page of a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page {
    /// Its number, from 1.
    pub(crate) number: usize,
    size: usize,
}

impl Page {
    /// The page that was asked for, or the first.
    ///
    /// # Errors
    /// 400, code 25.
    pub(crate) fn read(number: Option<usize>, size: Option<usize>, usual_size: usize) -> Result<Self, ApiError> {
        let (number, size) = (number.unwrap_or(1), size.unwrap_or(usual_size));
        if number == 0 || !(1..=LARGEST).contains(&size) {
            return Err(ApiError::parameter("page_size", "1 to 500, and page_number at least 1"));
        }
        Ok(Self { number, size })
    }

    /// How many entries come before the page, and how many it has at most.
    pub(crate) fn span(self) -> (u64, u64) {
        ((self.number as u64 - 1).saturating_mul(self.size as u64).min(i64::MAX as u64), self.size as u64)
    }

    /// The entries on the page; none past the end.
    pub(crate) fn of<T>(self, all: Vec<T>) -> impl Iterator<Item = T> {
        all.into_iter().skip((self.number - 1).saturating_mul(self.size)).take(self.size)
    }
}
