//! Tags, and the content that they stand on.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, big_pk_auto, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tags = Table::create()
            .table("tags")
            .col(big_pk_auto("id"))
            .col(text("name"))
            .col(text("name_folded"))
            .col(big_integer_null("parent_id"))
            // The parent's number, or 0 for a category: a null would be equal to none in the index.
            .col(big_integer("below"))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .foreign_key(&mut belongs("tags", "parent_id", "tags"))
            .to_owned();
        manager.create_table(tags).await?;
        let siblings =
            Index::create().name("tags_below_name").table("tags").col("below").col("name_folded").unique().to_owned();
        manager.create_index(siblings).await?;
        manager.create_index(Index::create().name("tags_parent_id").table("tags").col("parent_id").to_owned()).await?;
        let content_tags = Table::create()
            .table("content_tags")
            .col(big_integer("content_id"))
            .col(big_integer("tag_id"))
            .primary_key(Index::create().col("content_id").col("tag_id"))
            .foreign_key(&mut belongs("content_tags", "content_id", "content"))
            .foreign_key(&mut belongs("content_tags", "tag_id", "tags"))
            .to_owned();
        manager.create_table(content_tags).await?;
        let by_tag = Index::create().name("content_tags_tag_id").table("content_tags").col("tag_id").to_owned();
        manager.create_index(by_tag).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["content_tags", "tags"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn belongs(table: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, column).to(to, "id").on_delete(ForeignKeyAction::Cascade).to_owned()
}
