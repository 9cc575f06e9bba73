//! The table `content_sessions`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "content_sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub digest: Vec<u8>,
    pub content_id: i64,
    pub session: Vec<u8>,
    pub proof: String,
    pub created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::content::Entity", from = "Column::ContentId", to = "super::content::Column::Id")]
    Content,
    #[sea_orm(belongs_to = "super::sessions::Entity", from = "Column::Session", to = "super::sessions::Column::Digest")]
    Session,
}

impl ActiveModelBehavior for ActiveModel {}
