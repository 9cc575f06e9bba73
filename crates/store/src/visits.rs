//! Visits of content, written down many at a time and told in sums.

use std::collections::HashSet;

use domain::{Caller, ContentId, DayVisits, Guid, KeyId, KeyName, PastVisit, UserId, VisitPath};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::{Expr, ExprTrait as _, LockType};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, Order, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Select,
};
use time::OffsetDateTime;

use crate::entities::visits::{ActiveModel, Column, Entity, Relation};
use crate::entities::{content, users};
use crate::row::{from_millis, millis_from, parse, to_millis};
use crate::{Page, PageWish, Store, StoreError};

const DAY: i64 = 24 * 60 * 60 * 1000;
/// Rows a statement; seven values each stay below the 32766 that SQLite takes.
const ROWS_AT_ONCE: usize = 1000;

/// A visit to be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewVisit {
    /// Of which item.
    pub content_id: ContentId,
    /// When.
    pub at: OffsetDateTime,
    /// Whose account came.
    pub user_id: Option<UserId>,
    /// The key that came, and its name.
    pub key: Option<(KeyId, KeyName)>,
    /// Where inside the item.
    pub path: VisitPath,
}

/// Which visits are asked for; all have to hold.
#[derive(Clone, Debug, Default)]
pub struct VisitFilter {
    /// Only those of these items.
    pub items: Option<Vec<ContentId>>,
    /// Only those of these items, too.
    pub guids: Option<Vec<Guid>>,
    /// Only those at this time or later.
    pub from: Option<OffsetDateTime>,
    /// Only those at this time or earlier.
    pub to: Option<OffsetDateTime>,
}

/// The place of a visit among all: its time in milliseconds, and its number.
pub type VisitPlace = (i64, i64);

/// A visit, as it is told of among those of many items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldVisit {
    /// Its number.
    pub id: i64,
    /// Of which item.
    pub content: Guid,
    /// When.
    pub at: OffsetDateTime,
    /// Whose account came, if it is still there.
    pub user: Option<Guid>,
    /// Where inside the item.
    pub path: String,
}

impl ToldVisit {
    /// Its place among all visits.
    pub fn place(&self) -> VisitPlace {
        (to_millis(self.at), self.id)
    }
}

impl Store {
    /// A page of visits, by time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn page_visits(
        &self,
        filter: &VisitFilter,
        wish: &PageWish<VisitPlace>,
    ) -> Result<Page<ToldVisit>, StoreError> {
        let order = if wish.reads_up() { Order::Asc } else { Order::Desc };
        let mut rows = filtered(filter);
        if let Some((at, id)) = wish.place() {
            let (later, then) = if wish.reads_up() {
                (Column::At.gt(at), Column::Id.gt(id))
            } else {
                (Column::At.lt(at), Column::Id.lt(id))
            };
            rows = rows.filter(Condition::any().add(later).add(Condition::all().add(Column::At.eq(at)).add(then)));
        }
        let rows: Vec<(i64, String, i64, Option<String>, String)> = rows
            .select_only()
            .column(Column::Id)
            .column(content::Column::Guid)
            .column(Column::At)
            .column(users::Column::Guid)
            .column(Column::Path)
            .order_by(Column::At, order.clone())
            .order_by(Column::Id, order)
            .limit(wish.limit())
            .into_tuple()
            .all(&self.db)
            .await?;
        let told = rows.into_iter().map(|(id, content, at, user, path)| {
            let (content, user) = (parse("guid", &content)?, known("guid", user)?);
            Ok(ToldVisit { id, content, at: from_millis(at)?, user, path })
        });
        Ok(wish.page(told.collect::<Result<_, StoreError>>()?))
    }

    /// Writes visits down; those of items that are gone are passed over.
    ///
    /// # Errors
    /// When the database fails; then none is written down.
    pub async fn insert_visits(&self, visits: &[NewVisit]) -> Result<(), StoreError> {
        if visits.is_empty() {
            return Ok(());
        }
        let visited: HashSet<i64> = visits.iter().map(|visit| visit.content_id.0).collect();
        let transaction = self.write().await?;
        // The lock makes a deletion of one of these items wait, so that it takes the new rows along.
        let there: Vec<i64> = content::Entity::find()
            .select_only()
            .column(content::Column::Id)
            .filter(content::Column::Id.is_in(visited))
            .lock(LockType::KeyShare)
            .into_tuple()
            .all(&transaction)
            .await?;
        let there: HashSet<i64> = there.into_iter().collect();
        let rows: Vec<ActiveModel> =
            visits.iter().filter(|visit| there.contains(&visit.content_id.0)).map(row).collect();
        for some in rows.chunks(ROWS_AT_ONCE) {
            Entity::insert_many(some.iter().cloned()).exec_without_returning(&transaction).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// The days (UTC) since `since` on which an item had visits, and how many, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_visits(&self, id: ContentId, since: OffsetDateTime) -> Result<Vec<DayVisits>, StoreError> {
        let rows: Vec<(i64, i64)> = of(id, since)
            .select_only()
            .column_as(Expr::col(Column::At).div(DAY), "day")
            .column_as(Column::Id.count(), "visits")
            // By the name of the result: PostgreSQL takes an expression with a parameter for another one each time.
            .group_by(Expr::col("day"))
            .order_by_asc(Expr::col("day"))
            .into_tuple()
            .all(&self.db)
            .await?;
        rows.into_iter()
            .map(|(day, visits)| Ok(DayVisits { day: from_millis(day * DAY)?.date(), visits: visits.unsigned_abs() }))
            .collect()
    }

    /// The last visits of an item, the newest first, at most so many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_visits(
        &self,
        id: ContentId,
        since: OffsetDateTime,
        most: u64,
    ) -> Result<Vec<PastVisit>, StoreError> {
        let rows: Vec<(i64, Option<String>, Option<String>, String)> = of(id, since)
            .select_only()
            .column(Column::At)
            .column(users::Column::Username)
            .columns([Column::KeyName, Column::Path])
            .join(JoinType::LeftJoin, Relation::User.def())
            .order_by_desc(Column::At)
            .order_by_desc(Column::Id)
            .limit(most)
            .into_tuple()
            .all(&self.db)
            .await?;
        rows.into_iter()
            .map(|(at, who, key, path)| {
                Ok(PastVisit { at: from_millis(at)?, who: known("username", who)?, key: known("key name", key)?, path })
            })
            .collect()
    }

    /// The visits of an item by person and key, the most frequent first, at most so many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_callers(
        &self,
        id: ContentId,
        since: OffsetDateTime,
        most: u64,
    ) -> Result<Vec<Caller>, StoreError> {
        let rows: Vec<(Option<String>, Option<String>, i64, i64)> = of(id, since)
            .select_only()
            .column(users::Column::Username)
            .column(Column::KeyName)
            .column_as(Column::Id.count(), "visits")
            .column_as(Column::At.max(), "last_at")
            .join(JoinType::LeftJoin, Relation::User.def())
            .group_by(users::Column::Username)
            .group_by(Column::UserId)
            .group_by(Column::KeyId)
            .group_by(Column::KeyName)
            .order_by_desc(Column::Id.count())
            .order_by_desc(Column::At.max())
            .limit(most)
            .into_tuple()
            .all(&self.db)
            .await?;
        rows.into_iter()
            .map(|(who, key, visits, last_at)| {
                Ok(Caller {
                    who: known("username", who)?,
                    key: known("key name", key)?,
                    visits: visits.unsigned_abs(),
                    last_at: from_millis(last_at)?,
                })
            })
            .collect()
    }

    /// Forgets the visits before this instant.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep_visits(&self, before: OffsetDateTime) -> Result<(), StoreError> {
        Entity::delete_many().filter(Column::At.lt(to_millis(before))).exec(&self.db).await?;
        Ok(())
    }
}

/// The visits that are asked for, beside their items and visitors.
fn filtered(filter: &VisitFilter) -> Select<Entity> {
    let mut rows = Entity::find()
        .join(JoinType::InnerJoin, Relation::Content.def())
        .join(JoinType::LeftJoin, Relation::User.def());
    if let Some(items) = &filter.items {
        rows = rows.filter(Column::ContentId.is_in(items.iter().map(|id| id.0)));
    }
    if let Some(guids) = &filter.guids {
        rows = rows.filter(content::Column::Guid.is_in(guids.iter().map(ToString::to_string)));
    }
    if let Some(from) = filter.from {
        rows = rows.filter(Column::At.gte(millis_from(from)));
    }
    if let Some(to) = filter.to {
        rows = rows.filter(Column::At.lte(to_millis(to)));
    }
    rows
}

/// The visits of an item since an instant.
fn of(id: ContentId, since: OffsetDateTime) -> Select<Entity> {
    Entity::find().filter(Column::ContentId.eq(id.0)).filter(Column::At.gte(to_millis(since)))
}

fn row(visit: &NewVisit) -> ActiveModel {
    ActiveModel {
        id: NotSet,
        content_id: Set(visit.content_id.0),
        at: Set(to_millis(visit.at)),
        user_id: Set(visit.user_id.map(|id| id.0)),
        key_id: Set(visit.key.as_ref().map(|(id, _)| id.0)),
        key_name: Set(visit.key.as_ref().map(|(_, name)| name.as_str().to_owned())),
        path: Set(visit.path.as_str().to_owned()),
    }
}

/// The domain value of a column that may be empty.
fn known<T: std::str::FromStr>(what: &str, text: Option<String>) -> Result<Option<T>, StoreError> {
    text.map(|text| parse(what, &text)).transpose()
}
