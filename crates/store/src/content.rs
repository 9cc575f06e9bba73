//! Content items: making, finding and listing them.

mod change;

use domain::{
    Access, BundleId, Content, ContentId, ContentName, ContentRef, Guid, Kind, Owner, ProcessSettings, UserId,
};
use futures_util::TryStreamExt as _;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};
use time::OffsetDateTime;

pub use self::change::ContentChange;
use crate::entities::{content, users};
use crate::permissions::named_content;
use crate::row::{from_millis, parse, to_millis};
use crate::{Store, StoreError};

/// An item to be made.
pub struct NewContent {
    /// The public identifier.
    pub guid: Guid,
    /// Whose it is.
    pub owner_id: UserId,
    /// Its name, unique among its owner's.
    pub name: ContentName,
    /// The title, or nothing.
    pub title: String,
    /// What its owner says about it, or nothing.
    pub description: String,
    /// Who it is for.
    pub access: Access,
    /// How its processes are to run.
    pub process: ProcessSettings,
    /// Now.
    pub at: OffsetDateTime,
}

/// Which items are listed; all conditions hold.
#[derive(Clone, Copy, Default)]
pub struct ContentFilter<'a> {
    /// Only those that this account may view or manage by what the item says.
    pub seen_by: Option<UserId>,
    /// Only those of this name.
    pub name: Option<&'a str>,
    /// Only those of the account with this identifier.
    pub owner: Option<Guid>,
}

impl Store {
    /// Makes an item without a version.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when its owner has one of this name.
    pub async fn insert_content(&self, new: NewContent) -> Result<Content, StoreError> {
        let process = new.process;
        let row = content::ActiveModel {
            id: NotSet,
            guid: Set(new.guid.to_string()),
            owner_id: Set(new.owner_id.0),
            name: Set(new.name.as_str().to_owned()),
            title: Set(new.title),
            access: Set(new.access.as_str().to_owned()),
            kind: Set(String::new()),
            entry: Set(String::new()),
            bundle_id: Set(None),
            created_at: Set(to_millis(new.at)),
            deployed_at: Set(None),
            description: Set(new.description),
            category: Set(String::new()),
            environment: Set(None),
            r_version: Set(None),
            py_version: Set(None),
            locked: Set(false),
            locked_message: Set(String::new()),
            connection_timeout: Set(process.connection_timeout),
            read_timeout: Set(process.read_timeout),
            init_timeout: Set(process.init_timeout),
            idle_timeout: Set(process.idle_timeout),
            max_processes: Set(process.max_processes),
            min_processes: Set(process.min_processes),
            max_conns_per_process: Set(process.max_conns_per_process),
            load_factor: Set(process.load_factor),
        };
        let transaction = self.write().await?;
        let row = row.insert(&transaction).await?;
        let found = find(&transaction, Condition::all().add(content::Column::Id.eq(row.id))).await?;
        transaction.commit().await?;
        found.ok_or(StoreError::NotFound)
    }

    /// The item that an address names.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_content(&self, item: ContentRef) -> Result<Option<Content>, StoreError> {
        let condition = match item {
            ContentRef::Guid(guid) => content::Column::Guid.eq(guid.to_string()),
            ContentRef::Id(id) => content::Column::Id.eq(id.0),
        };
        find(&self.db, Condition::all().add(condition)).await
    }

    /// The item of this name among those of an account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_content_named(&self, owner: UserId, name: &ContentName) -> Result<Option<Content>, StoreError> {
        let condition =
            Condition::all().add(content::Column::OwnerId.eq(owner.0)).add(content::Column::Name.eq(name.as_str()));
        find(&self.db, condition).await
    }

    /// The items that this filter lets through, last deployed first, then last made.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_content(&self, filter: ContentFilter<'_>) -> Result<Vec<Content>, StoreError> {
        // No name has one, and PostgreSQL takes none.
        if filter.name.is_some_and(|name| name.contains('\0')) {
            return Ok(Vec::new());
        }
        let seen = filter.seen_by.map(|user| {
            Condition::any()
                .add(content::Column::OwnerId.eq(user.0))
                .add(
                    Condition::all()
                        .add(content::Column::Access.ne(Access::Acl.as_str()))
                        .add(content::Column::BundleId.is_not_null()),
                )
                .add(content::Column::Id.in_subquery(named_content(user)))
        });
        let condition = Condition::all()
            .add_option(seen)
            .add_option(filter.name.map(|name| content::Column::Name.eq(name)))
            .add_option(filter.owner.map(|owner| users::Column::Guid.eq(owner.to_string())));
        let mut rows = content::Entity::find()
            .find_also_related(users::Entity)
            .filter(condition)
            .order_by_desc(content::Column::DeployedAt.if_null(0))
            .order_by_desc(content::Column::Id)
            .stream(&self.db)
            .await?;
        // One after the other: a row takes many times the memory of the item that it holds.
        let mut items = Vec::new();
        while let Some((row, owner)) = rows.try_next().await? {
            items.push(item(row, owner)?);
        }
        Ok(items)
    }

    /// How many items of this kind there are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_content(&self, kind: Kind) -> Result<u64, StoreError> {
        Ok(content::Entity::find().filter(content::Column::Kind.eq(kind.as_str())).count(&self.db).await?)
    }
}

pub(crate) async fn find(db: &impl ConnectionTrait, condition: Condition) -> Result<Option<Content>, StoreError> {
    let found = content::Entity::find().find_also_related(users::Entity).filter(condition).one(db).await?;
    found.map(|(row, owner)| item(row, owner)).transpose()
}

/// The item that stands in this row, and in that of its owner.
pub(crate) fn item(row: content::Model, owner: Option<users::Model>) -> Result<Content, StoreError> {
    let owner = owner.ok_or_else(|| StoreError::Foreign(format!("content {} without an owner", row.id)))?;
    Ok(Content {
        id: ContentId(row.id),
        guid: parse("guid", &row.guid)?,
        owner_id: UserId(row.owner_id),
        owner: Owner {
            guid: parse("guid", &owner.guid)?,
            username: owner.username,
            first_name: owner.first_name,
            last_name: owner.last_name,
        },
        name: parse("content name", &row.name)?,
        title: row.title,
        description: row.description,
        access: parse("access", &row.access)?,
        kind: match row.kind.as_str() {
            "" => None,
            kind => Some(parse("kind", kind)?),
        },
        category: parse("category", &row.category)?,
        entry: row.entry,
        bundle: row.bundle_id.map(BundleId),
        environment: row.environment,
        r_version: row.r_version,
        py_version: row.py_version,
        locked: row.locked,
        locked_message: row.locked_message,
        process: ProcessSettings {
            connection_timeout: row.connection_timeout,
            read_timeout: row.read_timeout,
            init_timeout: row.init_timeout,
            idle_timeout: row.idle_timeout,
            max_processes: row.max_processes,
            min_processes: row.min_processes,
            max_conns_per_process: row.max_conns_per_process,
            load_factor: row.load_factor,
        },
        created_at: from_millis(row.created_at)?,
        deployed_at: row.deployed_at.map(from_millis).transpose()?,
    })
}
