//! API keys: a digest of each, never the key.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, big_pk_auto, binary_len, string, string_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("api_keys")
                    .col(big_pk_auto("id"))
                    .col(big_integer("user_id"))
                    // The key it was made with; kept when that one is gone, so not a foreign key.
                    .col(big_integer_null("parent_id"))
                    // HMAC-SHA-256 of the key under the pepper that `pepper` names.
                    .col(binary_len("digest", 32).unique_key())
                    .col(string("pepper"))
                    .col(string("tail"))
                    .col(string("name"))
                    .col(string("role"))
                    .col(big_integer("created_at"))
                    .col(string_null("created_from"))
                    .col(big_integer_null("expires_at"))
                    .col(big_integer_null("used_at"))
                    .col(string_null("used_from"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("api_keys", "user_id")
                            .to("users", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager.create_index(Index::create().name("api_keys_user_id").table("api_keys").col("user_id").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("api_keys").to_owned()).await
    }
}
