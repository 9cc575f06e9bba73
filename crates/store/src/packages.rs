//! The packages that versions run with, and the environments that hold them.

use std::collections::HashSet;

use domain::{BundleId, ContentId, Language, Package, UsedPackage};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::sea_query::Order;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait, Select,
};

use crate::entities::packages::{ActiveModel, Column, Entity, Relation};
use crate::entities::{bundles, content};
use crate::row::parse;
use crate::{Store, StoreError};

/// Rows a statement; four values each stay below the 32766 that SQLite takes.
const ROWS_AT_ONCE: usize = 1000;

/// What was made for a version, so that it can run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunsWith {
    /// What it needs besides its files.
    pub environment: Option<String>,
    /// The version of R that it runs with.
    pub r_version: Option<String>,
    /// The version of Python that it runs with.
    pub py_version: Option<String>,
    /// The packages that it runs with.
    pub packages: Vec<Package>,
    /// What installs exactly those of Python.
    pub lockfile: Option<String>,
}

type Row = (String, String, String, i64, i64, String, Option<String>, Option<String>);

impl Store {
    /// The packages of the version of an item that is served, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn packages_of(&self, id: ContentId) -> Result<Vec<UsedPackage>, StoreError> {
        let rows: Vec<Row> = used(true).filter(content::Column::Id.eq(id.0)).into_tuple().all(&self.db).await?;
        rows.into_iter().map(package).collect()
    }

    /// Packages of what is served, by name or the other way round: those after the first `skip`, at most `most`; and how
    /// many there are in all. Of one name alone, if one is given.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_packages(
        &self,
        name: Option<&str>,
        ascending: bool,
        skip: u64,
        most: u64,
    ) -> Result<(Vec<UsedPackage>, u64), StoreError> {
        let all = used(ascending);
        let all = if let Some(name) = name { all.filter(Column::Name.eq(name)) } else { all };
        let total = all.clone().count(&self.db).await?;
        let rows: Vec<Row> = all.offset(skip).limit(most).into_tuple().all(&self.db).await?;
        Ok((rows.into_iter().map(package).collect::<Result<_, _>>()?, total))
    }

    /// What installs exactly the packages of Python that a version runs with, if that is known.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lockfile_of(&self, version: BundleId) -> Result<Option<String>, StoreError> {
        let row = bundles::Entity::find_by_id(version.0).one(&self.db).await?;
        Ok(row.and_then(|row| row.lockfile))
    }

    /// The environments that any version needs.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn environments_in_use(&self) -> Result<HashSet<String>, StoreError> {
        let rows: Vec<Option<String>> = bundles::Entity::find()
            .select_only()
            .column(bundles::Column::Environment)
            .filter(bundles::Column::Environment.is_not_null())
            .distinct()
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().flatten().collect())
    }

    /// The items whose served version needs this environment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_items_with_environment(&self, environment: &str) -> Result<Vec<ContentId>, StoreError> {
        let rows: Vec<i64> = content::Entity::find()
            .select_only()
            .column(content::Column::Id)
            .filter(content::Column::Environment.eq(environment))
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(ContentId).collect())
    }

    /// Remembers what a version runs with from now on.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is gone.
    pub async fn set_runs_with(&self, version: BundleId, with: RunsWith) -> Result<(), StoreError> {
        let transaction = self.write().await?;
        let item = content::Entity::find().filter(content::Column::BundleId.eq(version.0)).one(&transaction).await?;
        if let Some(item) = item {
            content::ActiveModel {
                id: Unchanged(item.id),
                environment: Set(with.environment.clone()),
                r_version: Set(with.r_version.clone()),
                py_version: Set(with.py_version.clone()),
                ..Default::default()
            }
            .update(&transaction)
            .await?;
        }
        runs_with(&transaction, version, with, Default::default()).await?;
        Ok(transaction.commit().await?)
    }
}

/// Writes down what a version runs with, and what else changes of it.
pub(crate) async fn runs_with(
    db: &DatabaseTransaction,
    version: BundleId,
    with: RunsWith,
    row: bundles::ActiveModel,
) -> Result<(), StoreError> {
    let mut row = bundles::ActiveModel {
        id: Unchanged(version.0),
        environment: Set(with.environment),
        lockfile: Set(with.lockfile),
        ..row
    };
    // What it was made with stays where it runs with nothing.
    if with.r_version.is_some() {
        row.r_version = Set(with.r_version);
    }
    if with.py_version.is_some() {
        row.py_version = Set(with.py_version);
    }
    row.update(db).await?;
    Entity::delete_many().filter(Column::BundleId.eq(version.0)).exec(db).await?;
    let mut seen = HashSet::new();
    let rows =
        with.packages.into_iter().filter(|package| seen.insert((package.language.as_str(), package.name.clone())));
    let rows: Vec<ActiveModel> = rows
        .map(|package| ActiveModel {
            bundle_id: Set(version.0),
            language: Set(package.language.as_str().to_owned()),
            name: Set(package.name),
            version: Set(package.version),
        })
        .collect();
    for some in rows.chunks(ROWS_AT_ONCE) {
        Entity::insert_many(some.iter().cloned()).exec_without_returning(db).await?;
    }
    Ok(())
}

/// The packages of all that is served, by name or the other way round.
fn used(ascending: bool) -> Select<Entity> {
    let order = if ascending { Order::Asc } else { Order::Desc };
    Entity::find()
        .join(JoinType::InnerJoin, Relation::Served.def())
        .select_only()
        .columns([Column::Language, Column::Name, Column::Version, Column::BundleId])
        .columns([content::Column::Id, content::Column::Guid, content::Column::PyVersion, content::Column::RVersion])
        .order_by(Column::Name, order.clone())
        .order_by(content::Column::Id, order)
}

fn package((language, name, version, bundle, id, guid, python, r): Row) -> Result<UsedPackage, StoreError> {
    let language: Language = parse("language", &language)?;
    let language_version = match language {
        Language::Python => python,
        Language::R => r,
    };
    Ok(UsedPackage {
        package: Package { language, name, version },
        language_version,
        bundle: BundleId(bundle),
        content: ContentId(id),
        guid: parse("guid", &guid)?,
    })
}
