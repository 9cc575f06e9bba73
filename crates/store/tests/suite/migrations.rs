//! The database's history, forward and back.

use domain::Role;
use store::{Store, StoreError};

use super::database::Outcome;
use super::fixtures::user;

pub(crate) async fn the_tables_come_and_go_and_come_again(store: Store) -> Outcome {
    user(&store, "ada", Role::Viewer).await?;
    store.unmigrate().await?;
    assert!(matches!(store.count_users().await, Err(StoreError::Database(_))), "the table is gone");
    store.migrate().await?;
    assert_eq!(store.count_users().await?, 0, "the table is new");
    user(&store, "ada", Role::Viewer).await?;
    store.unmigrate().await?;
    Ok(store.migrate().await?)
}

pub(crate) async fn migrating_twice_changes_nothing(store: Store) -> Outcome {
    user(&store, "ada", Role::Viewer).await?;
    store.migrate().await?;
    assert_eq!(store.count_users().await?, 1);
    Ok(())
}

pub(crate) async fn a_database_tells_its_kind_and_that_it_lives(store: Store) -> Outcome {
    store.ping().await?;
    assert!(["SQLite", "PostgreSQL"].contains(&store.backend()));
    Ok(())
}
