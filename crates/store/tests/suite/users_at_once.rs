//! Accounts, when several people are at it at the same moment.

use std::sync::Arc;

use domain::Role;
use store::{Store, StoreError, Unique, UserChange};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use super::database::Outcome;
use super::fixtures::{LATER, new_user, user};

pub(crate) async fn the_first_account_is_made_once(store: Store) -> Outcome {
    for round in 0..5 {
        let mut tasks = JoinSet::new();
        let start = Arc::new(Barrier::new(8));
        for number in 0..8 {
            let (store, start) = (store.clone(), Arc::clone(&start));
            let new = new_user(&format!("user{number}"), Role::Administrator)?;
            tasks.spawn(async move {
                start.wait().await;
                store.insert_first_user(new).await
            });
        }
        let mut made = 0;
        while let Some(done) = tasks.join_next().await {
            made += usize::from(done??.is_some());
        }
        assert_eq!((made, store.count_users().await?), (1, 1), "round {round}");
        store.unmigrate().await?;
        store.migrate().await?;
    }
    Ok(())
}

pub(crate) async fn one_of_two_administrators_stays(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Administrator).await?.id;
    let bob = user(&store, "bob", Role::Administrator).await?.id;
    let demoted = || UserChange { role: Some(Role::Viewer), ..UserChange::default() };
    let locked = || UserChange { locked: Some(true), ..UserChange::default() };
    for round in 0..25 {
        let (one, other) = (store.clone(), store.clone());
        let first = tokio::spawn(async move { one.update_user(ada, demoted(), LATER).await });
        let second = tokio::spawn(async move { other.update_user(bob, locked(), LATER).await });
        let (first, second) = (first.await??, second.await??);
        assert_eq!(usize::from(first.is_some()) + usize::from(second.is_some()), 1, "round {round}");
        for id in [ada, bob] {
            let again = UserChange { role: Some(Role::Administrator), locked: Some(false), ..UserChange::default() };
            store.update_user(id, again, LATER).await?.ok_or("refused")?;
        }
    }
    Ok(())
}

pub(crate) async fn a_username_is_given_once(store: Store) -> Outcome {
    let mut tasks = JoinSet::new();
    for name in ["ada", "Ada", "aDa", "adA", "ADa", "AdA", "aDA", "ADA"] {
        let (store, new) = (store.clone(), new_user(name, Role::Viewer)?);
        tasks.spawn(async move { store.insert_user(new).await });
    }
    let mut made = 0;
    while let Some(done) = tasks.join_next().await {
        match done? {
            Ok(_) => made += 1,
            Err(StoreError::Taken(Unique::Username)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    assert_eq!((made, store.count_users().await?), (1, 1));
    Ok(())
}
