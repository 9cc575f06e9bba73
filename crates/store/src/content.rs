//! Content items, their versions, and who may view them.

mod settings;

use domain::{Access, BundleId, Content, ContentId, ContentName, ContentRef, Guid, Kind, UserId};
use sea_orm::ActiveValue::{NotSet, Set, Unchanged};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use time::OffsetDateTime;

pub use self::settings::ContentChange;
use crate::entities::{bundles, content, content_viewers, users};
use crate::row::{from_millis, parse, to_millis};
use crate::{Store, StoreError};

/// A content item to be made or changed by publishing.
pub struct NewContent {
    /// The public identifier, should the item be new.
    pub guid: Guid,
    /// Whose it is.
    pub owner_id: UserId,
    /// Its name, unique among its owner's.
    pub name: ContentName,
    /// The title; `None` leaves it alone.
    pub title: Option<String>,
    /// Who it is for; `None` leaves it alone, and means [`Access::Acl`] for a new item.
    pub access: Option<Access>,
    /// Accounts that may view it besides those who may already.
    pub viewers: Vec<UserId>,
    /// What it is.
    pub kind: Kind,
    /// The file that the bare address gives; nothing for a program.
    pub entry: String,
    /// Now.
    pub at: OffsetDateTime,
}

/// The archive of a version.
pub struct NewBundle {
    /// Bytes.
    pub size: i64,
    /// Hexadecimal digits.
    pub sha256: String,
}

impl Store {
    /// Gives the number for a new version, and makes the item when its owner has none of this name.
    ///
    /// Nothing that is served changes; see [`Store::activate_bundle`].
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_bundle(
        &self,
        item: &NewContent,
        bundle: NewBundle,
    ) -> Result<(ContentId, BundleId), StoreError> {
        let transaction = self.write().await?;
        // The lock makes others wait who would make, or forget, the same item.
        let content_id = loop {
            let found = content::Entity::find()
                .filter(content::Column::OwnerId.eq(item.owner_id.0))
                .filter(content::Column::Name.eq(item.name.as_str()))
                .lock_exclusive()
                .one(&transaction)
                .await?;
            if let Some(row) = found {
                break row.id;
            }
            let taken = OnConflict::columns([content::Column::OwnerId, content::Column::Name]).do_nothing().to_owned();
            content::Entity::insert(new_content(item)).on_conflict(taken).exec_without_returning(&transaction).await?;
        };
        let bundle = bundles::ActiveModel {
            id: NotSet,
            content_id: Set(content_id),
            size: Set(bundle.size),
            sha256: Set(bundle.sha256),
            created_at: Set(to_millis(item.at)),
        }
        .insert(&transaction)
        .await?;
        transaction.commit().await?;
        Ok((ContentId(content_id), BundleId(bundle.id)))
    }

    /// Makes this version the one that is served, together with the settings it was published with.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the item is gone.
    pub async fn activate_bundle(
        &self,
        id: ContentId,
        bundle: BundleId,
        item: NewContent,
    ) -> Result<Content, StoreError> {
        let transaction = self.write().await?;
        content::ActiveModel {
            id: Unchanged(id.0),
            title: item.title.map_or(NotSet, Set),
            access: item.access.map_or(NotSet, |access| Set(access.as_str().to_owned())),
            kind: Set(item.kind.as_str().to_owned()),
            entry: Set(item.entry),
            bundle_id: Set(Some(bundle.0)),
            deployed_at: Set(Some(to_millis(item.at))),
            ..Default::default()
        }
        .update(&transaction)
        .await?;
        add_viewers(&transaction, id, &item.viewers).await?;
        let found = find(&transaction, Condition::all().add(content::Column::Id.eq(id.0))).await?;
        transaction.commit().await?;
        found.ok_or(StoreError::NotFound)
    }

    /// Forgets a version that was never served, and its item when it has no other.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_bundle(&self, id: ContentId, bundle: BundleId) -> Result<(), StoreError> {
        let transaction = self.write().await?;
        content::Entity::find_by_id(id.0).lock_exclusive().one(&transaction).await?;
        bundles::Entity::delete_by_id(bundle.0).exec(&transaction).await?;
        let others =
            bundles::Entity::find().filter(bundles::Column::ContentId.eq(id.0)).one(&transaction).await?.is_some();
        if !others {
            content::Entity::delete_by_id(id.0).exec(&transaction).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// All versions with the SHA-256 of their archives in hexadecimal digits, for the check of the storage.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_bundles(&self) -> Result<Vec<(BundleId, String)>, StoreError> {
        let rows: Vec<(i64, String)> = bundles::Entity::find()
            .select_only()
            .columns([bundles::Column::Id, bundles::Column::Sha256])
            .order_by_asc(bundles::Column::Id)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(|(id, sha256)| (BundleId(id), sha256)).collect())
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

    /// Who was named as a viewer of this item.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_viewers(&self, id: ContentId) -> Result<Vec<UserId>, StoreError> {
        let rows =
            content_viewers::Entity::find().filter(content_viewers::Column::ContentId.eq(id.0)).all(&self.db).await?;
        Ok(rows.into_iter().map(|row| UserId(row.user_id)).collect())
    }

    /// The items that this account may view and that are served, last published first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_content_for(&self, viewer: UserId) -> Result<Vec<Content>, StoreError> {
        let named = content_viewers::Entity::find()
            .select_only()
            .column(content_viewers::Column::ContentId)
            .filter(content_viewers::Column::UserId.eq(viewer.0))
            .into_query();
        let may_view = Condition::any()
            .add(content::Column::Access.ne(Access::Acl.as_str()))
            .add(content::Column::OwnerId.eq(viewer.0))
            .add(content::Column::Id.in_subquery(named));
        self.list_served(may_view).await
    }

    /// All items that are served, last published first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_content(&self) -> Result<Vec<Content>, StoreError> {
        self.list_served(Condition::all()).await
    }

    async fn list_served(&self, condition: Condition) -> Result<Vec<Content>, StoreError> {
        let rows = content::Entity::find()
            .find_also_related(users::Entity)
            .filter(content::Column::BundleId.is_not_null())
            .filter(condition)
            .order_by_desc(content::Column::DeployedAt)
            .order_by_desc(content::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(|(row, owner)| item(row, owner)).collect()
    }
}

fn new_content(new: &NewContent) -> content::ActiveModel {
    content::ActiveModel {
        id: NotSet,
        guid: Set(new.guid.to_string()),
        owner_id: Set(new.owner_id.0),
        name: Set(new.name.as_str().to_owned()),
        title: Set(new.title.clone().unwrap_or_default()),
        access: Set(new.access.unwrap_or(Access::Acl).as_str().to_owned()),
        kind: Set(new.kind.as_str().to_owned()),
        entry: Set(new.entry.clone()),
        bundle_id: Set(None),
        created_at: Set(to_millis(new.at)),
        deployed_at: Set(None),
        description: Set(String::new()),
    }
}

async fn add_viewers(db: &DatabaseTransaction, id: ContentId, viewers: &[UserId]) -> Result<(), StoreError> {
    for viewer in viewers {
        let row = content_viewers::ActiveModel { content_id: Set(id.0), user_id: Set(viewer.0) };
        let key = [content_viewers::Column::ContentId, content_viewers::Column::UserId];
        content_viewers::Entity::insert(row)
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
            .exec_without_returning(db)
            .await?;
    }
    Ok(())
}

async fn find(db: &impl ConnectionTrait, condition: Condition) -> Result<Option<Content>, StoreError> {
    let found = content::Entity::find().find_also_related(users::Entity).filter(condition).one(db).await?;
    found.map(|(row, owner)| item(row, owner)).transpose()
}

fn item(row: content::Model, owner: Option<users::Model>) -> Result<Content, StoreError> {
    Ok(Content {
        id: ContentId(row.id),
        guid: parse("guid", &row.guid)?,
        owner_id: UserId(row.owner_id),
        owner: owner.map(|user| user.username).unwrap_or_default(),
        name: parse("content name", &row.name)?,
        title: row.title,
        description: row.description,
        access: parse("access", &row.access)?,
        kind: parse("kind", &row.kind)?,
        entry: row.entry,
        bundle: row.bundle_id.map(BundleId),
        created_at: from_millis(row.created_at)?,
        deployed_at: row.deployed_at.map(from_millis).transpose()?,
    })
}
