//! The connection to the database, and its start-up.

use std::path::Path;
use std::time::Duration;

use migrations::Migrator;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};

use crate::StoreError;

/// The database. Cheap to clone: all clones share one pool of connections.
#[derive(Clone)]
pub struct Store {
    pub(crate) db: DatabaseConnection,
}

impl Store {
    /// Opens the SQLite database in this file, which is made when it is missing.
    ///
    /// WAL, so that readers never wait; `synchronous=FULL`, so that what was answered survives a power cut.
    ///
    /// # Errors
    /// When the file cannot be opened or written.
    pub async fn open_sqlite(file: &Path) -> Result<Self, StoreError> {
        let mut options = ConnectOptions::new(String::from("sqlite:"));
        let file = file.to_owned();
        options.map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .filename(&file)
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(5))
        });
        // One writer at a time is SQLite's rule; a few connections serve the readers beside it.
        Self::open(options.max_connections(4).min_connections(1).to_owned()).await
    }

    /// Opens a PostgreSQL database by its URL, `postgres://user:password@host/name`.
    ///
    /// # Errors
    /// When the server does not answer or refuses. The error never contains the URL, which may hold a password.
    pub async fn open_postgres(url: &str) -> Result<Self, StoreError> {
        let opened = Self::open(ConnectOptions::new(url).max_connections(16).min_connections(1).to_owned()).await;
        opened.map_err(|error| match error {
            StoreError::Database(error) | StoreError::Away(error) if error.to_string().contains(url) => {
                StoreError::Database(DbErr::Custom("the address of the database cannot be understood".to_owned()))
            }
            error => error,
        })
    }

    async fn open(mut options: ConnectOptions) -> Result<Self, StoreError> {
        options.sqlx_logging(false).acquire_timeout(Duration::from_secs(10));
        Ok(Self { db: Database::connect(options).await? })
    }

    /// Brings the tables up to date.
    ///
    /// # Errors
    /// When a migration fails; PostgreSQL then stands as before, SQLite may stand between two migrations.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        use sea_orm_migration::MigratorTrait as _;
        Ok(Migrator::up(&self.db, None).await?)
    }

    /// Takes all tables away again; for tests of the migrations.
    ///
    /// # Errors
    /// When a migration cannot be undone.
    pub async fn unmigrate(&self) -> Result<(), StoreError> {
        use sea_orm_migration::MigratorTrait as _;
        Ok(Migrator::down(&self.db, None).await?)
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn ping(&self) -> Result<(), StoreError> {
        Ok(self.db.ping().await?)
    }

    /// The words for the database in messages: `SQLite` or `PostgreSQL`.
    pub fn backend(&self) -> &'static str {
        if self.db.get_database_backend() == DbBackend::Sqlite { "SQLite" } else { "PostgreSQL" }
    }

    /// Closes all connections; SQLite then tidies its write-ahead log away.
    ///
    /// # Errors
    /// When the last writes could not be finished.
    pub async fn close(self) -> Result<(), StoreError> {
        Ok(self.db.close().await?)
    }

    /// Starts a transaction that will write. On SQLite it takes the write lock at once, so that it cannot fail later
    /// for a reader that became a writer.
    pub(crate) async fn write(&self) -> Result<DatabaseTransaction, StoreError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.db.begin_with_options(options).await?)
    }
}
