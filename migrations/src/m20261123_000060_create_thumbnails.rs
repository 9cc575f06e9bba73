//! The pictures that stand for content.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let thumbnails = Table::create()
            .table("thumbnails")
            .col(big_integer("content_id").primary_key())
            // The media type.
            .col(string("kind"))
            .col(ColumnDef::new("bytes").blob().not_null().to_owned())
            .foreign_key(
                ForeignKey::create()
                    .from("thumbnails", "content_id")
                    .to("content", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned();
        manager.create_table(thumbnails).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("thumbnails").to_owned()).await
    }
}
