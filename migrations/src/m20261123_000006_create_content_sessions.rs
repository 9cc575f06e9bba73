//! What lets a browser see one item on the content origin, keyed by the SHA-256 of the cookie's value.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary_len, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("content_sessions")
                    .col(binary_len("digest", 32).primary_key())
                    .col(big_integer("content_id"))
                    // The digest of the dashboard's session that it belongs to and counts no longer than. That one gets
                    // a new digest when the password is given again, so not a foreign key.
                    .col(binary_len("session", 32))
                    // The sign-in that it goes back to, as JSON.
                    .col(text("proof"))
                    .col(big_integer("created_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("content_sessions", "content_id")
                            .to("content", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        for column in ["session", "content_id"] {
            let name = format!("content_sessions_{column}");
            let index = Index::create().name(name).table("content_sessions").col(column).to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("content_sessions").to_owned()).await
    }
}
