//! Tasks: work that somebody waits for.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, boolean, integer, string, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tasks = Table::create()
            .table("tasks")
            .col(string("id").primary_key())
            .col(big_integer("user_id"))
            .col(big_integer_null("content_id"))
            .col(text("output"))
            .col(boolean("finished"))
            .col(integer("code"))
            .col(text("error"))
            .col(big_integer("created_at"))
            .foreign_key(
                ForeignKey::create().from("tasks", "user_id").to("users", "id").on_delete(ForeignKeyAction::Cascade),
            )
            .foreign_key(
                ForeignKey::create()
                    .from("tasks", "content_id")
                    .to("content", "id")
                    .on_delete(ForeignKeyAction::SetNull),
            )
            .to_owned();
        manager.create_table(tasks).await?;
        for column in ["content_id", "created_at"] {
            let index = Index::create().name(format!("tasks_{column}")).table("tasks").col(column).to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("tasks").to_owned()).await
    }
}
