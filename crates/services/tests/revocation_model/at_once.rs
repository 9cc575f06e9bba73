//! Revocation while the key is in use: whatever was under way, a check that starts after the answer is refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::Role;
use tokio::task::{JoinHandle, yield_now};

use crate::house::{Fault, House, Outcome, wish};

/// How many users one key has at the same time.
const USERS: usize = 4;
/// How many checks each of them makes after the answer.
const LATE_CHECKS: usize = 25;

/// A key in the hands of several programs.
struct InUse {
    answered: Arc<AtomicBool>,
    users: Vec<JoinHandle<Outcome>>,
}

impl InUse {
    /// Starts programs that check the key without end; after the answer it must admit to no more than `left`.
    fn start(house: &Arc<House>, key: &str, left: Option<Role>) -> Self {
        let answered = Arc::new(AtomicBool::new(false));
        let users = (0..USERS)
            .map(|_| {
                let (house, key, answered) = (Arc::clone(house), key.to_owned(), Arc::clone(&answered));
                tokio::spawn(async move {
                    let mut late = 0;
                    while late < LATE_CHECKS {
                        let after = answered.load(Ordering::SeqCst);
                        let admitted = house.role_of(&key).await?;
                        if after {
                            assert_eq!(admitted, left, "late check {late}");
                            late += 1;
                        }
                        yield_now().await;
                    }
                    Ok(())
                })
            })
            .collect();
        Self { answered, users }
    }

    async fn answer(self) -> Outcome {
        self.answered.store(true, Ordering::SeqCst);
        for user in self.users {
            user.await??;
        }
        Ok(())
    }
}

async fn house() -> Result<Arc<House>, Fault> {
    let house = House::open().await?;
    house.add("root", Role::Administrator).await?;
    house.add("ada", Role::Publisher).await?;
    Ok(Arc::new(house))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_thousand_of_ten_thousand_checks_after_a_deletion_are_refused() -> Outcome {
    let house = house().await?;
    let ada = house.services.console_actor("ada").await?;
    for round in 0..100 {
        let key = house.services.keys(&ada).create(wish("key")).await?;
        let users = InUse::start(&house, key.plain.expose(), None);
        if round % 2 == 0 {
            // Half of the deletions meet a cached key, the others the very first look-up.
            house.role_of(key.plain.expose()).await?;
        }
        house.services.keys(&ada).delete(key.record.id, false).await?;
        users.answer().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_key_made_with_a_deleted_one_is_refused_too() -> Outcome {
    let house = house().await?;
    let ada = house.services.console_actor("ada").await?;
    for _ in 0..20 {
        let root = house.services.keys(&ada).create(wish("root")).await?;
        let program = house.actor_of(root.plain.expose()).await?.ok_or("refused")?;
        let child = house.services.keys(&program).create(wish("child")).await?;
        let users = InUse::start(&house, child.plain.expose(), None);
        house.services.keys(&ada).delete(root.record.id, true).await?;
        users.answer().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_key_of_an_account_that_was_locked_is_refused() -> Outcome {
    let house = house().await?;
    let ada = house.services.console_actor("ada").await?;
    let key = house.services.keys(&ada).create(wish("key")).await?;
    for _ in 0..20 {
        let users = InUse::start(&house, key.plain.expose(), None);
        house.services.console_lock("ada", true).await?;
        users.answer().await?;
        house.services.console_lock("ada", false).await?;
        assert_eq!(house.role_of(key.plain.expose()).await?, Some(Role::Publisher));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_key_of_an_account_that_was_demoted_is_demoted() -> Outcome {
    let house = house().await?;
    let ada = house.services.console_actor("ada").await?;
    let key = house.services.keys(&ada).create(wish("key")).await?;
    for _ in 0..20 {
        let users = InUse::start(&house, key.plain.expose(), Some(Role::Viewer));
        house.services.console_set_role("ada", Role::Viewer).await?;
        users.answer().await?;
        house.services.console_set_role("ada", Role::Publisher).await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_deletion_is_finished_when_nobody_waits_for_it() -> Outcome {
    let house = house().await?;
    let ada = house.services.console_actor("ada").await?;
    for _ in 0..50 {
        let key = house.services.keys(&ada).create(wish("key")).await?;
        house.role_of(key.plain.expose()).await?;
        let keys = house.services.keys(&ada);
        let deletion = keys.delete(key.record.id, false);
        // The client hangs up while the database is at work.
        tokio::select! {
            biased;
            done = deletion => done?,
            () = tokio::task::yield_now() => {}
        }
        while house.services.keys(&ada).get(key.record.id).await.is_ok() {
            tokio::task::yield_now().await;
        }
        // Gone from the database; the cache follows without anybody's help.
        while house.role_of(key.plain.expose()).await?.is_some() {
            tokio::task::yield_now().await;
        }
    }
    Ok(())
}
