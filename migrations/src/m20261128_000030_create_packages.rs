//! The packages that versions run with, and what installs exactly those of Python.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, text, text_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let packages = Table::create()
            .table("packages")
            .col(big_integer("bundle_id"))
            .col(string("language"))
            .col(text("name"))
            .col(text("version"))
            .primary_key(Index::create().col("bundle_id").col("language").col("name"))
            .foreign_key(
                ForeignKey::create()
                    .from("packages", "bundle_id")
                    .to("bundles", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned();
        manager.create_table(packages).await?;
        manager.create_index(Index::create().name("packages_name").table("packages").col("name").to_owned()).await?;
        manager.alter_table(Table::alter().table("bundles").add_column(text_null("lockfile")).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("bundles").drop_column("lockfile").to_owned()).await?;
        manager.drop_table(Table::drop().table("packages").to_owned()).await
    }
}
