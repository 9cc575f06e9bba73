//! Vanity addresses, at most one an item.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let vanities = Table::create()
            .table("vanities")
            .col(big_integer("content_id").primary_key())
            .col(text("path"))
            .col(text("path_folded").unique_key())
            .col(big_integer("created_at"))
            .foreign_key(
                ForeignKey::create()
                    .from("vanities", "content_id")
                    .to("content", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned();
        manager.create_table(vanities).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("vanities").to_owned()).await
    }
}
