//! What the API says of content and its versions; kinds in the words of the API.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer_null, boolean, double_null, integer_null, string, string_null, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const CONTENT: [&str; 14] = [
    "category",
    "environment",
    "r_version",
    "py_version",
    "locked",
    "locked_message",
    "connection_timeout",
    "read_timeout",
    "init_timeout",
    "idle_timeout",
    "max_processes",
    "min_processes",
    "max_conns_per_process",
    "load_factor",
];
const BUNDLES: [&str; 12] = [
    "created_by",
    "md5",
    "metadata",
    "app_mode",
    "r_version",
    "py_version",
    "quarto_version",
    "environment",
    "kind",
    "category",
    "entry",
    "activated_at",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let content = [
            string("category").default("").to_owned(),
            string_null("environment"),
            string_null("r_version"),
            string_null("py_version"),
            boolean("locked").default(false).to_owned(),
            text("locked_message").default("").to_owned(),
            integer_null("connection_timeout"),
            integer_null("read_timeout"),
            integer_null("init_timeout"),
            integer_null("idle_timeout"),
            integer_null("max_processes"),
            integer_null("min_processes"),
            integer_null("max_conns_per_process"),
            double_null("load_factor"),
        ];
        for column in content {
            manager.alter_table(Table::alter().table("content").add_column(column).to_owned()).await?;
        }
        let bundles = [
            big_integer_null("created_by"),
            string("md5").default("").to_owned(),
            text("metadata").default("{}").to_owned(),
            string("app_mode").default("").to_owned(),
            string_null("r_version"),
            string_null("py_version"),
            string_null("quarto_version"),
            string_null("environment"),
            string("kind").default("").to_owned(),
            string("category").default("").to_owned(),
            text("entry").default("").to_owned(),
            // When it was first served; drafts never were.
            big_integer_null("activated_at"),
        ];
        for column in bundles {
            manager.alter_table(Table::alter().table("bundles").add_column(column).to_owned()).await?;
        }
        for change in [
            "UPDATE content SET kind = '' WHERE bundle_id IS NULL",
            "UPDATE content SET category = 'plot', kind = 'static' WHERE kind = 'plot'",
            "UPDATE content SET kind = 'static' WHERE kind = 'site'",
            "UPDATE content SET kind = 'api' WHERE kind = 'plumber'",
            // Of older versions only the ones that are served are known.
            "UPDATE bundles SET kind = (SELECT kind FROM content WHERE bundle_id = bundles.id), \
             category = (SELECT category FROM content WHERE bundle_id = bundles.id), \
             entry = (SELECT entry FROM content WHERE bundle_id = bundles.id), \
             activated_at = (SELECT deployed_at FROM content WHERE bundle_id = bundles.id) \
             WHERE id IN (SELECT bundle_id FROM content WHERE bundle_id IS NOT NULL)",
        ] {
            manager.get_connection().execute_unprepared(change).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for change in [
            "UPDATE content SET kind = 'plot' WHERE kind = 'static' AND category = 'plot'",
            "UPDATE content SET kind = 'site' WHERE kind = 'static' OR kind = ''",
            "UPDATE content SET kind = 'plumber' WHERE kind = 'api'",
        ] {
            manager.get_connection().execute_unprepared(change).await?;
        }
        for (table, columns) in [("content", &CONTENT[..]), ("bundles", &BUNDLES[..])] {
            for column in columns {
                manager.alter_table(Table::alter().table(table).drop_column(*column).to_owned()).await?;
            }
        }
        Ok(())
    }
}
