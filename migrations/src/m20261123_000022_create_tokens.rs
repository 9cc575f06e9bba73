//! The keys that programs sign their requests with, after somebody let them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_pk_auto, string_null, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tokens = Table::create()
            .table("tokens")
            .col(big_pk_auto("id"))
            .col(text("token").unique_key())
            .col(big_integer("user_id"))
            // The DER of a PKCS #1 RSAPublicKey, as hexadecimal digits.
            .col(text("public_key"))
            .col(text("agent"))
            .col(string_null("asked_from"))
            .col(big_integer("created_at"))
            .foreign_key(
                ForeignKey::create().from("tokens", "user_id").to("users", "id").on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned();
        manager.create_table(tokens).await?;
        manager.create_index(Index::create().name("tokens_user_id").table("tokens").col("user_id").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("tokens").to_owned()).await
    }
}
