//! Visits: who looked at which content, remembered without slowing anybody down, and told to who manages it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::{Caller, ContentId, DayVisits, PastVisit, VisitPath};
use store::NewVisit;
use time::{Date, Duration, OffsetDateTime, Time};

use crate::uncancelled::uncancelled;
use crate::{ServiceError, Services, Visitor};

/// The most visits that wait to be written down: what a busy server gets in the seconds between two times, in a few
/// megabytes.
const MOST_WAITING: usize = 20_000;
/// The last visits that are told one by one.
const MOST_LISTED: u64 = 100;
/// The people and keys whose visits are summed up; those with fewer visits are left out.
const MOST_CALLERS: u64 = 100;

/// Somebody looks at an item, or calls it.
#[derive(Clone, Copy, Debug)]
pub struct Visit<'a> {
    /// The item.
    pub content: ContentId,
    /// Who.
    pub visitor: &'a Visitor,
    /// Where inside the item; a query is not kept.
    pub path: &'a str,
}

/// The visits of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// How many each day, the oldest first, days without visits included.
    pub days: Vec<DayVisits>,
    /// How many in all these days.
    pub visits: u64,
    /// By person and key, the most frequent first; at most 100.
    pub callers: Vec<Caller>,
    /// The last ones, the newest first; at most 100.
    pub latest: Vec<PastVisit>,
}

/// Visits that are not in the database yet.
#[derive(Default)]
pub(crate) struct Waiting(Mutex<State>);

#[derive(Default)]
struct State {
    visits: Vec<NewVisit>,
    /// How many found no room.
    lost: u64,
}

impl Services {
    /// Remembers a visit. It never waits and never touches the database.
    pub fn record_visit(&self, visit: Visit<'_>) {
        let Visit { content, visitor, path } = visit;
        self.0.waiting_visits.add(|| NewVisit {
            content_id: content,
            at: self.now(),
            user_id: visitor.id(),
            key: visitor.key().map(|(id, name)| (id, name.clone())),
            path: VisitPath::new(path),
        });
    }

    /// Writes visits down. Call it every few seconds, and before the end.
    ///
    /// # Errors
    /// When the database fails; nothing is forgotten then.
    pub async fn write_visits_down(&self) -> Result<(), ServiceError> {
        let services = self.clone();
        // What was taken out is either written or put back, whoever stops waiting for it.
        uncancelled(async move {
            let _one_at_a_time = services.0.writing_visits.lock().await;
            let (visits, lost) = services.0.waiting_visits.take();
            if lost > 0 {
                tracing::warn!(visits = lost, "Visits came faster than they could be written down; these were not.");
            }
            let written = services.0.store.insert_visits(&visits).await;
            if written.is_err() {
                services.0.waiting_visits.put_back(visits);
            }
            Ok(written?)
        })
        .await
    }

    /// The visits of an item in the last so many days, today included.
    pub(crate) async fn usage_of(&self, item: ContentId, days: u16) -> Result<Usage, ServiceError> {
        self.write_visits_down().await?;
        let today = self.now().date();
        let first = today - Duration::days(i64::from(days.max(1)) - 1);
        let since = OffsetDateTime::new_utc(first, Time::MIDNIGHT);
        let counted = self.0.store.count_visits(item, since).await?;
        Ok(Usage {
            visits: counted.iter().map(|day| day.visits).sum(),
            days: every_day(first, today, &counted),
            callers: self.0.store.list_callers(item, since, MOST_CALLERS).await?,
            latest: self.0.store.list_visits(item, since, MOST_LISTED).await?,
        })
    }
}

impl Waiting {
    fn add(&self, visit: impl FnOnce() -> NewVisit) {
        let mut state = self.lock();
        if state.visits.len() < MOST_WAITING {
            state.visits.push(visit());
        } else {
            state.lost += 1;
        }
    }

    /// All that wait, and how many found no room.
    pub(crate) fn take(&self) -> (Vec<NewVisit>, u64) {
        let State { visits, lost } = std::mem::take(&mut *self.lock());
        (visits, lost)
    }

    fn put_back(&self, mut visits: Vec<NewVisit>) {
        let mut state = self.lock();
        visits.append(&mut state.visits);
        let room = visits.len().min(MOST_WAITING);
        state.lost += (visits.len() - room) as u64;
        visits.truncate(room);
        state.visits = visits;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One count for each day from the first to the last.
fn every_day(first: Date, last: Date, counted: &[DayVisits]) -> Vec<DayVisits> {
    let counted: HashMap<Date, u64> = counted.iter().map(|count| (count.day, count.visits)).collect();
    let days = std::iter::successors(Some(first), |day| day.next_day()).take_while(|day| *day <= last);
    days.map(|day| DayVisits { day, visits: counted.get(&day).copied().unwrap_or(0) }).collect()
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    fn visit(number: usize) -> NewVisit {
        NewVisit {
            content_id: ContentId(1),
            at: datetime!(2026-11-23 12:00 UTC),
            user_id: None,
            key: None,
            path: VisitPath::new(&number.to_string()),
        }
    }

    #[test]
    fn a_full_memory_counts_what_it_cannot_hold() {
        let waiting = Waiting::default();
        (0..MOST_WAITING + 3).for_each(|number| waiting.add(|| visit(number)));
        let (visits, lost) = waiting.take();
        assert_eq!((visits.len(), lost), (MOST_WAITING, 3));
        assert_eq!(waiting.take(), (Vec::new(), 0));
    }

    #[test]
    fn what_is_put_back_comes_first_and_the_newest_give_way() {
        let waiting = Waiting::default();
        (0..MOST_WAITING).for_each(|number| waiting.add(|| visit(number)));
        let (visits, _) = waiting.take();
        (0..2).for_each(|_| waiting.add(|| visit(MOST_WAITING)));
        waiting.put_back(visits);
        let (visits, lost) = waiting.take();
        assert_eq!((visits.len(), lost), (MOST_WAITING, 2));
        assert_eq!((visits.first(), visits.last()), (Some(&visit(0)), Some(&visit(MOST_WAITING - 1))));
    }

    #[test]
    fn a_day_without_visits_counts_too() {
        let days = every_day(
            date!(2026 - 02 - 27),
            date!(2026 - 03 - 01),
            &[DayVisits { day: date!(2026 - 02 - 28), visits: 7 }],
        );
        assert_eq!(days.iter().map(|day| (day.day.day(), day.visits)).collect::<Vec<_>>(), [(27, 0), (28, 7), (1, 0)]);
    }
}
