//! A fresh database for each test, and none of them afterwards.

use std::any::Any;
use std::error::Error;
use std::panic::resume_unwind;

use sea_orm::{ConnectionTrait, Database};
use store::Store;
use url::Url;
use uuid::Uuid;

/// What a test gives back.
pub(crate) type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

/// Runs a test on an empty SQLite database.
pub(crate) async fn sqlite<T>(test: impl FnOnce(Store) -> T) -> Outcome
where
    T: Future<Output = Outcome> + Send + 'static,
{
    let folder = tempfile::tempdir()?;
    let store = Store::open_sqlite(&folder.path().join("test.db")).await?;
    run(store, test).await.unwrap_or_else(|panic| resume_unwind(panic))
}

/// Runs a test on an empty PostgreSQL database.
pub(crate) async fn postgres<T>(test: impl FnOnce(Store) -> T) -> Outcome
where
    T: Future<Output = Outcome> + Send + 'static,
{
    let mut url = Url::parse(&server()?)?;
    let server = Database::connect(url.as_str()).await?;
    let name = format!("test_{}", Uuid::new_v4().simple());
    server.execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE template0")).await?;
    url.set_path(&name);
    let outcome = match Store::open_postgres(url.as_str()).await {
        Ok(store) => run(store, test).await,
        Err(error) => Ok(Err(error.into())),
    };
    server.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await?;
    server.close().await?;
    outcome.unwrap_or_else(|panic| resume_unwind(panic))
}

/// Runs the test in a task of its own, so that its panic can wait until the database is dropped.
async fn run<T>(store: Store, test: impl FnOnce(Store) -> T) -> Result<Outcome, Box<dyn Any + Send>>
where
    T: Future<Output = Outcome> + Send + 'static,
{
    if let Err(error) = store.migrate().await {
        return Ok(Err(error.into()));
    }
    let ended = tokio::spawn(test(store.clone())).await;
    let closed = store.close().await;
    match ended {
        Ok(outcome) => Ok(outcome.and(closed.map_err(Into::into))),
        Err(error) => Err(error.into_panic()),
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place where tests are told of PostgreSQL")]
fn server() -> Result<String, &'static str> {
    std::env::var("TEST_POSTGRES_URL")
        .map_err(|_| "TEST_POSTGRES_URL is not set. Run the tests by `make test`, which starts a PostgreSQL.")
}
