//! Environment variables of content; their values are sealed.

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
        let variables = Table::create()
            .table("variables")
            .col(big_integer("content_id"))
            .col(string("name"))
            // Nonce and ciphertext.
            .col(ColumnDef::new("sealed").binary().not_null().to_owned())
            .primary_key(Index::create().col("content_id").col("name"))
            .foreign_key(
                ForeignKey::create()
                    .from("variables", "content_id")
                    .to("content", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned();
        manager.create_table(variables).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("variables").to_owned()).await
    }
}
