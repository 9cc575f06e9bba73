//! The versions of items.

use domain::{Access, Bundle, BundleId, Category, Content, ContentId, Kind, Title, UserId};
use sea_orm::ActiveValue::{NotSet, Set, Unchanged};
use sea_orm::Selector;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, SelectTwoModel,
};
use time::OffsetDateTime;

use crate::content::find;
use crate::entities::{bundles, content, users};
use crate::packages::{RunsWith, runs_with};
use crate::permissions::name_viewers;
use crate::row::{from_millis, parse, to_millis};
use crate::{Store, StoreError};

/// The archive of a version.
pub struct NewBundle {
    /// The item that it is a version of.
    pub content_id: ContentId,
    /// Who uploaded it.
    pub created_by: UserId,
    /// Bytes.
    pub size: i64,
    /// Hexadecimal digits.
    pub sha256: String,
    /// Hexadecimal digits.
    pub md5: String,
    /// A JSON object.
    pub metadata: String,
    /// What its manifest calls it, or nothing.
    pub app_mode: String,
    /// The version of R that it was made with.
    pub r_version: Option<String>,
    /// The version of Python that it was made with.
    pub py_version: Option<String>,
    /// The version of Quarto that it was made with.
    pub quarto_version: Option<String>,
    /// Now.
    pub at: OffsetDateTime,
}

/// What a version was built as, and can be shown as.
pub struct BuiltAs {
    /// What answers for it.
    pub kind: Kind,
    /// What it is used as.
    pub category: Category,
    /// The file that the bare address gives, or what a program begins with.
    pub entry: String,
    /// What was made for it.
    pub with: RunsWith,
}

/// What becomes true of an item with a new version.
pub struct Activation {
    /// What answers for it.
    pub kind: Kind,
    /// What it is used as; `None` leaves it alone.
    pub category: Option<Category>,
    /// The file that the bare address gives, or what a program begins with.
    pub entry: String,
    /// What was built for it.
    pub environment: Option<String>,
    /// The version of R that it runs with.
    pub r_version: Option<String>,
    /// The version of Python that it runs with.
    pub py_version: Option<String>,
    /// The title; `None` leaves it alone.
    pub title: Option<Title>,
    /// Who it is for; `None` leaves it alone.
    pub access: Option<Access>,
    /// Accounts that may view it besides those who may already.
    pub viewers: Vec<UserId>,
    /// Now.
    pub at: OffsetDateTime,
}

impl Store {
    /// Makes a version. `place` gives the archive its place, by the version's number: it is there when the version is
    /// known, whatever happens in between.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the item is gone; those of `place`.
    pub async fn insert_bundle<E: From<StoreError>>(
        &self,
        new: NewBundle,
        place: impl AsyncFnOnce(BundleId) -> Result<(), E>,
    ) -> Result<Bundle, E> {
        let transaction = self.write().await?;
        let item = content::Entity::find_by_id(new.content_id.0).lock_shared().one(&transaction).await;
        item.map_err(StoreError::from)?.ok_or(StoreError::NotFound)?;
        let row = bundles::ActiveModel {
            id: NotSet,
            content_id: Set(new.content_id.0),
            size: Set(new.size),
            sha256: Set(new.sha256),
            created_at: Set(to_millis(new.at)),
            created_by: Set(Some(new.created_by.0)),
            md5: Set(new.md5),
            metadata: Set(new.metadata),
            app_mode: Set(new.app_mode),
            r_version: Set(new.r_version),
            py_version: Set(new.py_version),
            quarto_version: Set(new.quarto_version),
            environment: Set(None),
            kind: Set(String::new()),
            category: Set(String::new()),
            entry: Set(String::new()),
            activated_at: Set(None),
            lockfile: Set(None),
        };
        let row = row.insert(&transaction).await.map_err(StoreError::from)?;
        let made = select(BundleId(row.id)).one(&transaction).await.map_err(StoreError::from)?;
        let made = made.ok_or(StoreError::NotFound)?;
        place(BundleId(row.id)).await?;
        transaction.commit().await.map_err(StoreError::from)?;
        Ok(bundle(made)?)
    }

    /// A version of an item.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_bundle(&self, id: ContentId, version: BundleId) -> Result<Option<Bundle>, StoreError> {
        let found = bundles::Entity::find_by_id(version.0)
            .filter(bundles::Column::ContentId.eq(id.0))
            .find_also_related(users::Entity)
            .one(&self.db)
            .await?;
        found.map(bundle).transpose()
    }

    /// Which item a version belongs to.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_item_of_bundle(&self, version: BundleId) -> Result<Option<ContentId>, StoreError> {
        let found = bundles::Entity::find_by_id(version.0).one(&self.db).await?;
        Ok(found.map(|row| ContentId(row.content_id)))
    }

    /// All versions of an item, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_bundles_of(&self, id: ContentId) -> Result<Vec<Bundle>, StoreError> {
        let rows = bundles::Entity::find()
            .filter(bundles::Column::ContentId.eq(id.0))
            .find_also_related(users::Entity)
            .order_by_desc(bundles::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(bundle).collect()
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

    /// Remembers what a version was built as.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is gone.
    pub async fn set_built(&self, version: BundleId, built: BuiltAs) -> Result<(), StoreError> {
        let row = bundles::ActiveModel {
            kind: Set(built.kind.as_str().to_owned()),
            category: Set(built.category.as_str().to_owned()),
            entry: Set(built.entry),
            ..Default::default()
        };
        let transaction = self.write().await?;
        runs_with(&transaction, version, built.with, row).await?;
        Ok(transaction.commit().await?)
    }

    /// Makes this version the one that is served.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the item or the version is gone.
    pub async fn activate_bundle(
        &self,
        id: ContentId,
        version: BundleId,
        new: Activation,
    ) -> Result<Content, StoreError> {
        let transaction = self.write().await?;
        content::Entity::find_by_id(id.0).lock_exclusive().one(&transaction).await?.ok_or(StoreError::NotFound)?;
        let known = bundles::Entity::find_by_id(version.0).filter(bundles::Column::ContentId.eq(id.0));
        let known = known.one(&transaction).await?.ok_or(StoreError::NotFound)?;
        bundles::ActiveModel {
            id: Unchanged(version.0),
            activated_at: Set(known.activated_at.or(Some(to_millis(new.at)))),
            ..Default::default()
        }
        .update(&transaction)
        .await?;
        content::ActiveModel {
            id: Unchanged(id.0),
            title: new.title.map_or(NotSet, |title| Set(title.as_str().to_owned())),
            access: new.access.map_or(NotSet, |access| Set(access.as_str().to_owned())),
            kind: Set(new.kind.as_str().to_owned()),
            category: new.category.map_or(NotSet, |category| Set(category.as_str().to_owned())),
            entry: Set(new.entry),
            environment: Set(new.environment),
            r_version: Set(new.r_version),
            py_version: Set(new.py_version),
            bundle_id: Set(Some(version.0)),
            deployed_at: Set(Some(to_millis(new.at))),
            ..Default::default()
        }
        .update(&transaction)
        .await?;
        name_viewers(&transaction, id, &new.viewers).await?;
        let found = find(&transaction, Condition::all().add(content::Column::Id.eq(id.0))).await?;
        transaction.commit().await?;
        found.ok_or(StoreError::NotFound)
    }

    /// Forgets a version that is not served; `false` when it is served.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such version of the item.
    pub async fn delete_bundle(&self, id: ContentId, version: BundleId) -> Result<bool, StoreError> {
        let transaction = self.write().await?;
        let item = content::Entity::find_by_id(id.0).lock_exclusive().one(&transaction).await?;
        if item.ok_or(StoreError::NotFound)?.bundle_id == Some(version.0) {
            return Ok(false);
        }
        let deleted = bundles::Entity::delete_many()
            .filter(bundles::Column::Id.eq(version.0))
            .filter(bundles::Column::ContentId.eq(id.0))
            .exec(&transaction)
            .await?;
        transaction.commit().await?;
        if deleted.rows_affected == 0 { Err(StoreError::NotFound) } else { Ok(true) }
    }
}

type Joined = (bundles::Model, Option<users::Model>);

fn select(id: BundleId) -> Selector<SelectTwoModel<bundles::Model, users::Model>> {
    bundles::Entity::find_by_id(id.0).find_also_related(users::Entity).into_model()
}

fn bundle((row, user): Joined) -> Result<Bundle, StoreError> {
    Ok(Bundle {
        id: BundleId(row.id),
        content_id: ContentId(row.content_id),
        created_by: user.as_ref().map(|user| parse("guid", &user.guid)).transpose()?,
        created_by_name: user.map(|user| user.username),
        created_at: from_millis(row.created_at)?,
        size: row.size,
        sha256: row.sha256,
        md5: row.md5,
        metadata: row.metadata,
        app_mode: row.app_mode,
        r_version: row.r_version,
        py_version: row.py_version,
        quarto_version: row.quarto_version,
        environment: row.environment,
        kind: match row.kind.as_str() {
            "" => None,
            kind => Some(parse("kind", kind)?),
        },
        category: parse("category", &row.category)?,
        entry: row.entry,
        activated_at: row.activated_at.map(from_millis).transpose()?,
    })
}
