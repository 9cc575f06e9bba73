//! The table `packages`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "packages")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub bundle_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub language: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub version: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The item of which the version is served.
    #[sea_orm(
        belongs_to = "super::content::Entity",
        from = "Column::BundleId",
        to = "super::content::Column::BundleId"
    )]
    Served,
}

impl ActiveModelBehavior for ActiveModel {}
