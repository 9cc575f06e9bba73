//! The table `visits`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "visits")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub content_id: i64,
    pub at: i64,
    pub user_id: Option<i64>,
    pub key_id: Option<i64>,
    pub key_name: Option<String>,
    pub path: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::users::Entity", from = "Column::UserId", to = "super::users::Column::Id")]
    User,
    #[sea_orm(belongs_to = "super::content::Entity", from = "Column::ContentId", to = "super::content::Column::Id")]
    Content,
}

impl ActiveModelBehavior for ActiveModel {}
