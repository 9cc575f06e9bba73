//! Accounts.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, big_pk_auto, boolean, string, string_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("users")
                    .col(big_pk_auto("id"))
                    .col(string("guid").unique_key())
                    .col(string("username"))
                    // The form in which names are compared.
                    .col(string("username_folded").unique_key())
                    .col(string("email"))
                    .col(string("first_name"))
                    .col(string("last_name"))
                    .col(string("role"))
                    // An argon2id hash in PHC form; none while the account has no password.
                    .col(string_null("password_hash"))
                    .col(boolean("locked"))
                    // Moves on when all sessions must end; a session counts only for the number it began with.
                    .col(big_integer("credential"))
                    .col(big_integer("created_at"))
                    .col(big_integer("updated_at"))
                    .col(big_integer_null("active_at"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("users").to_owned()).await
    }
}
