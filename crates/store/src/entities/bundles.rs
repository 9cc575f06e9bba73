//! The table `bundles`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bundles")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub content_id: i64,
    pub size: i64,
    pub sha256: String,
    pub created_at: i64,
    pub created_by: Option<i64>,
    pub md5: String,
    pub metadata: String,
    pub app_mode: String,
    pub r_version: Option<String>,
    pub py_version: Option<String>,
    pub quarto_version: Option<String>,
    pub environment: Option<String>,
    pub kind: String,
    pub category: String,
    pub entry: String,
    pub activated_at: Option<i64>,
    pub lockfile: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::users::Entity", from = "Column::CreatedBy", to = "super::users::Column::Id")]
    CreatedBy,
}

impl Related<super::users::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::CreatedBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
