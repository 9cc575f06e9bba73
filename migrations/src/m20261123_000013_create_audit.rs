//! The audit log: who did what, when, from where, and with which key. Rows outlive what they speak of.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, big_pk_auto, string, string_null, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let audit = Table::create()
            .table("audit")
            .col(big_pk_auto("id"))
            .col(big_integer("at"))
            .col(big_integer("user_id"))
            .col(string_null("user_guid"))
            .col(text("user_description"))
            .col(string("action"))
            .col(text("event"))
            .col(big_integer_null("key_id"))
            .col(string_null("key_name"))
            .col(string_null("address"))
            .to_owned();
        manager.create_table(audit).await?;
        manager.create_index(Index::create().name("audit_at").table("audit").col("at").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("audit").to_owned()).await
    }
}
