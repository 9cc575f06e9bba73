//! Who looked at which content item, and when.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, big_pk_auto, string_null, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("visits")
                    .col(big_pk_auto("id"))
                    .col(big_integer("content_id"))
                    .col(big_integer("at"))
                    // Who came; nobody known, or an account that is gone.
                    .col(big_integer_null("user_id"))
                    // The key that came, and its name at that time; kept when the key is gone, so not a foreign key.
                    .col(big_integer_null("key_id"))
                    .col(string_null("key_name"))
                    // The path inside the item, without a query.
                    .col(text("path"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("visits", "content_id")
                            .to("content", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from("visits", "user_id")
                            .to("users", "id")
                            .on_delete(ForeignKeyAction::SetNull),
                    )
                    .to_owned(),
            )
            .await?;
        let mut of_one_item = Index::create().name("visits_content_id_at").table("visits").to_owned();
        manager.create_index(of_one_item.col("content_id").col("at").to_owned()).await?;
        manager.create_index(Index::create().name("visits_at").table("visits").col("at").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("visits").to_owned()).await
    }
}
