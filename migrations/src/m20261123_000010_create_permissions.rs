//! Permissions on content, for accounts and groups; they take the place of the list of viewers.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, big_pk_auto, string};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(permissions()).await?;
        for (name, column) in [("permissions_content_user", "user_id"), ("permissions_content_group", "group_id")] {
            let index =
                Index::create().name(name).table("permissions").col("content_id").col(column).unique().to_owned();
            manager.create_index(index).await?;
        }
        for (name, column) in [("permissions_user_id", "user_id"), ("permissions_group_id", "group_id")] {
            manager.create_index(Index::create().name(name).table("permissions").col(column).to_owned()).await?;
        }
        let move_over = "INSERT INTO permissions (content_id, user_id, role) \
             SELECT content_id, user_id, 'viewer' FROM content_viewers ORDER BY content_id, user_id";
        manager.get_connection().execute_unprepared(move_over).await?;
        manager.drop_table(Table::drop().table("content_viewers").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(viewers()).await?;
        let move_back = "INSERT INTO content_viewers (content_id, user_id) \
             SELECT content_id, user_id FROM permissions WHERE user_id IS NOT NULL";
        manager.get_connection().execute_unprepared(move_back).await?;
        manager.drop_table(Table::drop().table("permissions").to_owned()).await
    }
}

fn permissions() -> TableCreateStatement {
    Table::create()
        .table("permissions")
        .col(big_pk_auto("id"))
        .col(big_integer("content_id"))
        // One of the two.
        .col(big_integer_null("user_id"))
        .col(big_integer_null("group_id"))
        .col(string("role"))
        .foreign_key(&mut belongs("permissions", "content_id", "content"))
        .foreign_key(&mut belongs("permissions", "user_id", "users"))
        .foreign_key(&mut belongs("permissions", "group_id", "groups"))
        .to_owned()
}

fn viewers() -> TableCreateStatement {
    Table::create()
        .table("content_viewers")
        .col(big_integer("content_id"))
        .col(big_integer("user_id"))
        .primary_key(Index::create().col("content_id").col("user_id"))
        .foreign_key(&mut belongs("content_viewers", "content_id", "content"))
        .foreign_key(&mut belongs("content_viewers", "user_id", "users"))
        .to_owned()
}

fn belongs(table: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, column).to(to, "id").on_delete(ForeignKeyAction::Cascade).to_owned()
}
