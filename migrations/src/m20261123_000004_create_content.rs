//! Content items, their versions, and who may view them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, big_pk_auto, string, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(content()).await?;
        manager
            .create_index(
                Index::create()
                    .name("content_owner_name")
                    .table("content")
                    .col("owner_id")
                    .col("name")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager.create_table(bundles()).await?;
        manager
            .create_index(Index::create().name("bundles_content_id").table("bundles").col("content_id").to_owned())
            .await?;
        manager.create_table(viewers()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["content_viewers", "bundles", "content"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn content() -> TableCreateStatement {
    Table::create()
        .table("content")
        .col(big_pk_auto("id"))
        .col(string("guid").unique_key())
        .col(big_integer("owner_id"))
        .col(string("name"))
        .col(text("title"))
        .col(string("access"))
        .col(string("kind"))
        // The file that the bare address gives.
        .col(text("entry"))
        // The version that is served; points into `bundles`, which points back, so not a foreign key.
        .col(big_integer_null("bundle_id"))
        .col(big_integer("created_at"))
        .col(big_integer_null("deployed_at"))
        .foreign_key(ForeignKey::create().from("content", "owner_id").to("users", "id"))
        .to_owned()
}

fn bundles() -> TableCreateStatement {
    Table::create()
        .table("bundles")
        .col(big_pk_auto("id"))
        .col(big_integer("content_id"))
        // The size of the archive in bytes, and its SHA-256 in hexadecimal digits.
        .col(big_integer("size"))
        .col(string("sha256"))
        .col(big_integer("created_at"))
        .foreign_key(
            ForeignKey::create().from("bundles", "content_id").to("content", "id").on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn viewers() -> TableCreateStatement {
    Table::create()
        .table("content_viewers")
        .col(big_integer("content_id"))
        .col(big_integer("user_id"))
        .primary_key(Index::create().col("content_id").col("user_id"))
        .foreign_key(
            ForeignKey::create()
                .from("content_viewers", "content_id")
                .to("content", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .foreign_key(
            ForeignKey::create()
                .from("content_viewers", "user_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}
