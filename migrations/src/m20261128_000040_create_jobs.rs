//! Jobs: what runs, or ran, for an item.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, boolean, integer_null, string, string_uniq, text, text_null,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let jobs = Table::create()
            .table("jobs")
            .col(big_pk_auto("id"))
            .col(string_uniq("key"))
            .col(big_integer("content_id"))
            // The version may be deleted before what is known of its jobs, so not a foreign key.
            .col(big_integer("bundle_id"))
            .col(boolean("draft"))
            .col(string("tag"))
            // Only processes have one.
            .col(integer_null("pid"))
            // The system user, by number; the server's own where there is none.
            .col(big_integer_null("run_as"))
            .col(text("hostname"))
            .col(big_integer("started_at"))
            .col(big_integer_null("ended_at"))
            .col(integer_null("exit_code"))
            .col(text_null("error"))
            .foreign_key(
                ForeignKey::create()
                    .from("jobs", "content_id")
                    .to("content", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned();
        manager.create_table(jobs).await?;
        for column in ["content_id", "started_at"] {
            let index = Index::create().name(format!("jobs_{column}")).table("jobs").col(column).to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("jobs").to_owned()).await
    }
}
