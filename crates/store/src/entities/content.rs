//! The table `content`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "content")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub guid: String,
    pub owner_id: i64,
    pub name: String,
    pub title: String,
    pub access: String,
    pub kind: String,
    pub entry: String,
    pub bundle_id: Option<i64>,
    pub created_at: i64,
    pub deployed_at: Option<i64>,
    pub description: String,
    pub category: String,
    pub environment: Option<String>,
    pub r_version: Option<String>,
    pub py_version: Option<String>,
    pub locked: bool,
    pub locked_message: String,
    pub connection_timeout: Option<i32>,
    pub read_timeout: Option<i32>,
    pub init_timeout: Option<i32>,
    pub idle_timeout: Option<i32>,
    pub max_processes: Option<i32>,
    pub min_processes: Option<i32>,
    pub max_conns_per_process: Option<i32>,
    pub load_factor: Option<f64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::users::Entity", from = "Column::OwnerId", to = "super::users::Column::Id")]
    Owner,
}

impl Related<super::users::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Owner.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
