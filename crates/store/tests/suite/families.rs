//! API keys that were made with other keys, and how they go.

use domain::{KeyId, Role, UserId};
use store::{KeyUse, Store, StoreError};

use super::database::Outcome;
use super::fixtures::{LATER, MOST, NOW, all, key, new_key, user};

async fn ids(store: &Store, owner: UserId) -> Result<Vec<KeyId>, StoreError> {
    let mut ids: Vec<KeyId> = store.list_keys(owner, NOW).await?.into_iter().map(|key| key.id).collect();
    ids.sort();
    Ok(ids)
}

/// Makes keys with this key, and keys with those, until it is refused.
async fn multiply(store: Store, owner: UserId, parent: KeyId) -> Outcome {
    let mut parents = vec![parent];
    loop {
        let parent = parents[parents.len() / 2];
        match store.insert_key(new_key(owner, Some(parent))?, MOST).await {
            Ok(made) => parents.push(made.id),
            Err(StoreError::NotFound) => return Ok(()),
            Err(error) => return Err(error.into()),
        }
    }
}

pub(crate) async fn a_key_is_deleted_alone(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Viewer).await?.id;
    let root = key(&store, ada, None).await?.id;
    let child = key(&store, ada, Some(root)).await?.id;
    assert_eq!(store.delete_key(ada, root, false).await?, [root]);
    assert_eq!(ids(&store, ada).await?, [child]);
    let orphan = store.list_keys(ada, NOW).await?.pop().ok_or("gone")?;
    assert_eq!(orphan.parent_id, None);
    assert!(matches!(store.delete_key(ada, root, false).await, Err(StoreError::NotFound)));
    assert!(matches!(store.delete_key(ada, root, true).await, Err(StoreError::NotFound)));
    Ok(())
}

pub(crate) async fn the_children_of_a_key_deleted_alone_become_its_parents(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Viewer).await?.id;
    let root = key(&store, ada, None).await?.id;
    let middle = key(&store, ada, Some(root)).await?.id;
    let child = key(&store, ada, Some(middle)).await?.id;
    store.delete_key(ada, middle, false).await?;
    let mut deleted = store.delete_key(ada, root, true).await?;
    deleted.sort();
    assert_eq!(deleted, [root, child]);
    Ok(())
}

pub(crate) async fn a_key_is_deleted_with_all_that_were_made_with_it(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Viewer).await?.id;
    let (root, other) = (key(&store, ada, None).await?.id, key(&store, ada, None).await?.id);
    let mut family = vec![root];
    for parent in [0, 0, 1, 2, 3] {
        family.push(key(&store, ada, Some(family[parent])).await?.id);
    }
    let mut deleted = store.delete_key(ada, root, true).await?;
    deleted.sort();
    assert_eq!(deleted, family);
    assert_eq!(ids(&store, ada).await?, [other]);
    Ok(())
}

pub(crate) async fn the_key_of_another_account_is_not_found(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Viewer).await?.id;
    let bob = user(&store, "bob", Role::Administrator).await?.id;
    let adas = key(&store, ada, None).await?.id;
    for with_descendants in [false, true] {
        let refused = store.delete_key(bob, adas, with_descendants).await;
        assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
    }
    assert_eq!(ids(&store, ada).await?, [adas]);
    Ok(())
}

pub(crate) async fn a_deleted_key_makes_no_other(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Viewer).await?.id;
    let root = key(&store, ada, None).await?.id;
    store.delete_key(ada, root, false).await?;
    let refused = store.insert_key(new_key(ada, Some(root))?, MOST).await;
    assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
    assert_eq!(ids(&store, ada).await?, []);
    Ok(())
}

pub(crate) async fn no_descendant_survives_a_race(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Viewer).await?.id;
    for round in 0..25 {
        let root = key(&store, ada, None).await?.id;
        let makers = (0..4).map(|_| tokio::spawn(multiply(store.clone(), ada, root))).collect();
        while ids(&store, ada).await?.len() < 1 + round % 5 {}
        store.delete_key(ada, root, true).await?;
        assert_eq!(ids(&store, ada).await?, [], "round {round}, when the deletion was acknowledged");
        all(makers).await?;
        assert_eq!(ids(&store, ada).await?, [], "round {round}, when all was over");
    }
    Ok(())
}

pub(crate) async fn a_deletion_passes_uses_that_are_written_down(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Viewer).await?.id;
    for round in 0..20 {
        let root = key(&store, ada, None).await?.id;
        let mut family = vec![root];
        for number in 0..8 {
            family.push(key(&store, ada, Some(family[number / 2])).await?.id);
        }
        // Uses come in no order; the worst one is from the youngest key to the oldest.
        let uses: Vec<KeyUse> = family.iter().rev().map(|id| KeyUse { id: *id, at: LATER, from: None }).collect();
        let writers = (0..2).map(|_| {
            let (store, uses) = (store.clone(), uses.clone());
            tokio::spawn(async move {
                for _ in 0..6 {
                    store.touch_keys(&uses).await?;
                }
                Ok(())
            })
        });
        let writers = writers.collect();
        tokio::task::yield_now().await;
        store.delete_key(ada, root, true).await.map_err(|error| format!("round {round}: {error}"))?;
        all(writers).await?;
        assert_eq!(ids(&store, ada).await?, []);
    }
    Ok(())
}

pub(crate) async fn two_deletions_of_one_family_pass_each_other(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Viewer).await?.id;
    for _ in 0..20 {
        let root = key(&store, ada, None).await?.id;
        let child = key(&store, ada, Some(root)).await?.id;
        for _ in 0..3 {
            key(&store, ada, Some(child)).await?;
        }
        let deletions = [root, root, child].map(|id| {
            let store = store.clone();
            tokio::spawn(async move {
                match store.delete_key(ada, id, true).await {
                    Ok(_) | Err(StoreError::NotFound) => Ok(()),
                    Err(error) => Err(error.into()),
                }
            })
        });
        all(deletions.into()).await?;
        assert_eq!(ids(&store, ada).await?, []);
    }
    Ok(())
}
