//! Who visited what, and who was there at all, told across items: to publishers of what they manage, to administrators of
//! everything.

use domain::{ContentId, Guid, Role};
use store::{Page, PageStart, PageWish, ToldVisit, VisitFilter, VisitPlace};
use time::{Duration, OffsetDateTime};

use crate::{Actor, ContentWish, ServiceError, Services};

/// How many visits are read at once for a list of all.
const READ_AT_ONCE: u64 = 1000;
/// The windows of days in which active accounts are counted.
const WINDOWS: [u16; 4] = [1, 7, 30, 365];

/// Which visits somebody asks for; all has to hold.
#[derive(Clone, Debug, Default)]
pub struct VisitWish {
    /// Only those of these items.
    pub content: Option<Vec<Guid>>,
    /// Only those at this time or later.
    pub from: Option<OffsetDateTime>,
    /// Only those at this time or earlier.
    pub to: Option<OffsetDateTime>,
}

/// All visits that were asked for, some at a time.
pub struct VisitList {
    services: Services,
    filter: VisitFilter,
    start: Option<PageStart<VisitPlace>>,
}

/// How many accounts were active.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActiveAccounts {
    /// In the last so many days.
    pub days: u16,
    /// Administrators.
    pub administrators: usize,
    /// Publishers.
    pub publishers: usize,
    /// Viewers.
    pub viewers: usize,
}

impl Services {
    /// A page of visits, by time.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for viewers; faults of the database.
    pub async fn page_visits(
        &self,
        actor: &Actor,
        wish: VisitWish,
        page: &PageWish<VisitPlace>,
    ) -> Result<Page<ToldVisit>, ServiceError> {
        let filter = self.visit_filter(actor, wish).await?;
        self.write_visits_down().await?;
        Ok(self.0.store.page_visits(&filter, page).await?)
    }

    /// All visits, by time.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for viewers; faults of the database.
    pub async fn list_visits(&self, actor: &Actor, wish: VisitWish) -> Result<VisitList, ServiceError> {
        let filter = self.visit_filter(actor, wish).await?;
        self.write_visits_down().await?;
        Ok(VisitList { services: self.clone(), filter, start: Some(PageStart::First) })
    }

    async fn visit_filter(&self, actor: &Actor, wish: VisitWish) -> Result<VisitFilter, ServiceError> {
        let VisitWish { content, from, to } = wish;
        Ok(VisitFilter { items: self.watched_items(actor).await?, guids: content, from, to })
    }

    /// Whether the actor is told of visits at all.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for viewers.
    pub fn require_usage_reader(&self, actor: &Actor) -> Result<(), ServiceError> {
        actor.require(Role::Publisher)
    }

    /// The items whose visits the actor is told of; `None` for all. Publishers are told of what they manage.
    async fn watched_items(&self, actor: &Actor) -> Result<Option<Vec<ContentId>>, ServiceError> {
        self.require_usage_reader(actor)?;
        if actor.role() == Role::Administrator {
            return Ok(None);
        }
        let items = self.list_content_items(actor, &ContentWish::default()).await?;
        Ok(Some(items.into_iter().filter(|item| item.may_manage).map(|item| item.content.id).collect()))
    }

    /// How many accounts were active in the last day, week, month and year.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] below administrator; faults of the database.
    pub async fn active_accounts(&self, actor: &Actor) -> Result<Vec<ActiveAccounts>, ServiceError> {
        actor.require(Role::Administrator)?;
        self.write_uses_down().await?;
        let (users, now) = (self.0.store.list_users().await?, self.now());
        let windows = WINDOWS.into_iter().map(|days| {
            let since = now - Duration::days(days.into());
            let active = |role| {
                let counts = users.iter().filter(|user| user.role == role);
                counts.filter(|user| user.active_at.is_some_and(|at| at > since)).count()
            };
            ActiveAccounts {
                days,
                administrators: active(Role::Administrator),
                publishers: active(Role::Publisher),
                viewers: active(Role::Viewer),
            }
        });
        Ok(windows.collect())
    }
}

impl VisitList {
    /// Some more of the visits; none when all were told.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next(&mut self) -> Result<Vec<ToldVisit>, ServiceError> {
        let Some(start) = self.start else { return Ok(Vec::new()) };
        let wish = PageWish { ascending: true, start, most: READ_AT_ONCE };
        let page = self.services.0.store.page_visits(&self.filter, &wish).await?;
        self.start = page.rows.last().filter(|_| page.more_after).map(|last| PageStart::After(last.place()));
        Ok(page.rows)
    }
}
