//! The audit log.

use domain::{Guid, KeyId, UserId};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::{Expr, ExprTrait as _, Func, LikeExpr};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use time::OffsetDateTime;

use crate::entities::audit::{ActiveModel, Column, Entity, Model};
use crate::row::{from_millis, millis_from, parse, to_millis};
use crate::{Page, PageWish, Store, StoreError};

/// Something that was done.
pub struct NewAuditEntry {
    /// When.
    pub at: OffsetDateTime,
    /// By whom; `None` for the server itself, and for who is not known.
    pub user: Option<(UserId, Guid)>,
    /// Who that is, in words.
    pub user_description: String,
    /// The word for what was done.
    pub action: &'static str,
    /// What was done, in words.
    pub event: String,
    /// The key that it was done with, and what that is called.
    pub key: Option<(KeyId, String)>,
    /// The address that it was done from.
    pub address: Option<String>,
}

/// Something that was done, as it was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its number; a later one is greater.
    pub id: i64,
    /// When.
    pub at: OffsetDateTime,
    /// By whom; 0 for the server itself, and for who is not known.
    pub user_id: UserId,
    /// The account's guid; it may be gone since.
    pub user_guid: Option<Guid>,
    /// Who that was, in words.
    pub user_description: String,
    /// The word for what was done.
    pub action: String,
    /// What was done, in words.
    pub event: String,
    /// The key that it was done with, and what that was called.
    pub key: Option<(KeyId, String)>,
    /// The address that it was done from.
    pub address: Option<String>,
}

/// One condition of a search in the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditTerm {
    /// Whether it must not hold.
    pub negated: bool,
    /// What has to hold.
    pub test: AuditTest,
}

/// What has to hold of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditTest {
    /// These words, in lower case, are in who, what, or the word for that.
    Words(String),
    /// It is one of these actions.
    Action(Vec<String>),
    /// One of these accounts did it.
    UserGuid(Vec<String>),
    /// One of these accounts did it.
    UserId(Vec<i64>),
    /// It was done with one of these keys.
    KeyId(Vec<i64>),
    /// It was at this time or later.
    From(OffsetDateTime),
    /// It was at this time or earlier.
    To(OffsetDateTime),
}

impl Store {
    /// Writes down something that was done.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_audit_entry(&self, new: NewAuditEntry) -> Result<(), StoreError> {
        let row = ActiveModel {
            id: NotSet,
            at: Set(to_millis(new.at)),
            user_id: Set(new.user.map_or(0, |(id, _)| id.0)),
            user_guid: Set(new.user.map(|(_, guid)| guid.to_string())),
            user_description: Set(new.user_description),
            action: Set(new.action.to_owned()),
            event: Set(new.event),
            key_id: Set(new.key.as_ref().map(|(id, _)| id.0)),
            key_name: Set(new.key.map(|(_, name)| name)),
            address: Set(new.address),
        };
        Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// A page of the audit log, by number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn page_audit(&self, wish: &PageWish<i64>) -> Result<Page<AuditEntry>, StoreError> {
        let up = wish.reads_up();
        let mut rows = Entity::find().order_by(Column::Id, if up { Order::Asc } else { Order::Desc });
        if let Some(id) = wish.place() {
            rows = rows.filter(if up { Column::Id.gt(id) } else { Column::Id.lt(id) });
        }
        let rows = rows.limit(wish.limit()).all(&self.db).await?;
        Ok(wish.page(rows.into_iter().map(entry).collect::<Result<_, _>>()?))
    }

    /// How many entries all these terms hold for, and some of them: `most` after the first `skip`, by number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn search_audit(
        &self,
        terms: &[AuditTerm],
        ascending: bool,
        skip: u64,
        most: u64,
    ) -> Result<(u64, Vec<AuditEntry>), StoreError> {
        let found = || terms.iter().fold(Entity::find(), |rows: Select<Entity>, term| rows.filter(condition(term)));
        let total = found().count(&self.db).await?;
        let order = if ascending { Order::Asc } else { Order::Desc };
        let rows = found().order_by(Column::Id, order).offset(skip).limit(most).all(&self.db).await?;
        Ok((total, rows.into_iter().map(entry).collect::<Result<_, _>>()?))
    }
}

fn condition(term: &AuditTerm) -> Condition {
    let test = match &term.test {
        AuditTest::Words(words) => {
            let has = |column: Column| {
                Expr::expr(Func::lower(Expr::col(column))).like(LikeExpr::new(contains(words)).escape('\\'))
            };
            [Column::UserDescription, Column::Action, Column::Event]
                .into_iter()
                .fold(Condition::any(), |any, column| any.add(has(column)))
        }
        AuditTest::Action(actions) => Condition::all().add(Column::Action.is_in(actions)),
        // There is none for the server itself, which is nobody of these.
        AuditTest::UserGuid(guids) => {
            Condition::all().add(Column::UserGuid.is_not_null()).add(Column::UserGuid.is_in(guids))
        }
        AuditTest::UserId(ids) => Condition::all().add(Column::UserId.is_in(ids.iter().copied())),
        // Most is done without one, which is none of these.
        AuditTest::KeyId(ids) => {
            Condition::all().add(Column::KeyId.is_not_null()).add(Column::KeyId.is_in(ids.iter().copied()))
        }
        AuditTest::From(from) => Condition::all().add(Column::At.gte(millis_from(*from))),
        AuditTest::To(to) => Condition::all().add(Column::At.lte(to_millis(*to))),
    };
    if term.negated { test.not() } else { test }
}

/// A pattern for what has these words in it.
fn contains(words: &str) -> String {
    let mut pattern = String::from("%");
    for c in words.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        // PostgreSQL has no place for NUL, and nothing that is stored has one.
        pattern.push(if c == '\0' { '\u{fffd}' } else { c });
    }
    pattern.push('%');
    pattern
}

fn entry(row: Model) -> Result<AuditEntry, StoreError> {
    Ok(AuditEntry {
        id: row.id,
        at: from_millis(row.at)?,
        user_id: UserId(row.user_id),
        user_guid: row.user_guid.map(|guid| parse("guid", &guid)).transpose()?,
        user_description: row.user_description,
        action: row.action,
        event: row.event,
        key: row.key_id.map(KeyId).zip(row.key_name),
        address: row.address,
    })
}
