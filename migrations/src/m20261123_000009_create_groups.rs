//! Groups of accounts.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, big_pk_auto, string, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let groups = Table::create()
            .table("groups")
            .col(big_pk_auto("id"))
            .col(string("guid").unique_key())
            .col(text("name"))
            .col(text("name_folded").unique_key())
            .col(big_integer_null("owner_id"))
            .col(big_integer_null("gid").unique_key())
            .col(big_integer("created_at"))
            .foreign_key(
                ForeignKey::create().from("groups", "owner_id").to("users", "id").on_delete(ForeignKeyAction::SetNull),
            )
            .to_owned();
        manager.create_table(groups).await?;
        let members = Table::create()
            .table("group_members")
            .col(big_integer("group_id"))
            .col(big_integer("user_id"))
            .primary_key(Index::create().col("group_id").col("user_id"))
            .foreign_key(
                ForeignKey::create()
                    .from("group_members", "group_id")
                    .to("groups", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .foreign_key(
                ForeignKey::create()
                    .from("group_members", "user_id")
                    .to("users", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned();
        manager.create_table(members).await?;
        manager
            .create_index(
                Index::create().name("group_members_user_id").table("group_members").col("user_id").to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["group_members", "groups"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
