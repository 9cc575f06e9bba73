//! The table `users`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub guid: String,
    pub username: String,
    pub username_folded: String,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub role: String,
    pub password_hash: Option<String>,
    pub locked: bool,
    pub credential: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub active_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
