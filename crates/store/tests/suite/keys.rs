//! API keys, one by one.

use domain::{KeyId, Role, UserId};
use store::{KeyUse, NewKey, Store, StoreError};
use tokio::task::JoinSet;

use super::database::Outcome;
use super::fixtures::{HOUR, LATER, MOST, NOW, digest, is_there, key, new_key, user};

fn expiring(owner: UserId, at: time::OffsetDateTime) -> Result<NewKey, domain::KeyNameError> {
    Ok(NewKey { expires_at: Some(at), ..new_key(owner, None)? })
}

pub(crate) async fn a_key_is_found_by_its_digest_with_its_owner(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?;
    let new = NewKey {
        from: Some("192.0.2.7".to_owned()),
        role: Role::Publisher,
        name: "nächtlicher Lauf".parse()?,
        ..expiring(ada.id, NOW + HOUR)?
    };
    let wanted = new.digest;
    let made = store.insert_key(new, MOST).await?;
    assert_eq!((made.user_id, made.parent_id, made.role), (ada.id, None, Role::Publisher));
    assert_eq!((made.name.as_str(), made.tail.as_str()), ("nächtlicher Lauf", "wxyz"));
    assert_eq!((made.created_at, made.expires_at, made.used_at), (NOW, Some(NOW + HOUR), None));
    assert_eq!((made.created_from.as_deref(), made.used_from.as_deref()), (Some("192.0.2.7"), None));
    let found = store.find_key_by_digest(&[wanted]).await?.ok_or("not found")?;
    assert_eq!((found.key, found.digest, found.user), (made, wanted, ada));
    assert!(!is_there(&store, digest()).await?);
    Ok(())
}

pub(crate) async fn a_key_is_found_by_any_of_several_digests(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Viewer).await?;
    let new = new_key(ada.id, None)?;
    let wanted = new.digest;
    store.insert_key(new, MOST).await?;
    let found = store.find_key_by_digest(&[digest(), wanted, digest()]).await?.ok_or("not found")?;
    assert_eq!(found.digest, wanted);
    assert!(store.find_key_by_digest(&[]).await?.is_none());
    assert!(store.find_key_by_digest(&[digest(), digest()]).await?.is_none());
    Ok(())
}

pub(crate) async fn a_digest_is_stored_once(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Viewer).await?;
    let new = new_key(ada.id, None)?;
    let same = NewKey { digest: new.digest, ..new_key(ada.id, None)? };
    store.insert_key(new, MOST).await?;
    assert!(matches!(store.insert_key(same, MOST).await, Err(StoreError::Taken(_))));
    assert_eq!(store.list_keys(ada.id, NOW).await?.len(), 1);
    Ok(())
}

pub(crate) async fn an_expired_key_is_found_but_not_listed(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Viewer).await?;
    let new = expiring(ada.id, NOW + HOUR)?;
    let wanted = new.digest;
    store.insert_key(new, MOST).await?;
    assert_eq!(store.list_keys(ada.id, NOW).await?.len(), 1);
    assert_eq!(store.list_keys(ada.id, NOW + HOUR).await?, [], "it expires at its instant");
    assert!(is_there(&store, wanted).await?);
    Ok(())
}

pub(crate) async fn keys_are_listed_newest_first(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Viewer).await?;
    let bob = user(&store, "bob", Role::Viewer).await?;
    let first = key(&store, ada.id, None).await?;
    key(&store, bob.id, None).await?;
    let second = key(&store, ada.id, Some(first.id)).await?;
    assert_eq!(store.list_keys(ada.id, NOW).await?, [second, first]);
    Ok(())
}

pub(crate) async fn a_use_is_remembered_and_a_deleted_key_is_passed_over(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Viewer).await?;
    let (used, unused) = (key(&store, ada.id, None).await?, key(&store, ada.id, None).await?);
    let by = |id, from: Option<&str>| KeyUse { id, at: LATER, from: from.map(str::to_owned) };
    store.touch_keys(&[]).await?;
    store.touch_keys(&[by(KeyId(4711), None), by(used.id, Some("2001:db8::7"))]).await?;
    let keys = store.list_keys(ada.id, NOW).await?;
    let expected =
        domain::KeyRecord { used_at: Some(LATER), used_from: Some("2001:db8::7".to_owned()), ..used.clone() };
    assert_eq!(keys, [unused, expected]);
    store.touch_keys(&[by(used.id, None)]).await?;
    assert_eq!(store.list_keys(ada.id, NOW).await?.last().and_then(|key| key.used_from.clone()), None);
    Ok(())
}

pub(crate) async fn sweeping_takes_expired_keys(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Viewer).await?;
    let (over, soon, never) = (expiring(ada.id, NOW)?, expiring(ada.id, LATER)?, new_key(ada.id, None)?);
    let digests = [over.digest, soon.digest, never.digest];
    for new in [over, soon, never] {
        store.insert_key(new, MOST).await?;
    }
    store.sweep_keys(NOW).await?;
    let mut left = Vec::new();
    for digest in digests {
        left.push(is_there(&store, digest).await?);
    }
    assert_eq!(left, [false, true, true]);
    Ok(())
}

pub(crate) async fn peppers_are_listed_once(store: Store) -> Outcome {
    assert_eq!(store.list_peppers().await?, Vec::<String>::new());
    let ada = user(&store, "ada", Role::Viewer).await?;
    for pepper in ["old", "new", "old"] {
        store.insert_key(NewKey { pepper: pepper.to_owned(), ..new_key(ada.id, None)? }, MOST).await?;
    }
    let mut peppers = store.list_peppers().await?;
    peppers.sort();
    assert_eq!(peppers, ["new", "old"]);
    Ok(())
}

pub(crate) async fn many_writers_wait_for_each_other(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Viewer).await?;
    let mut tasks = JoinSet::new();
    for _ in 0..12 {
        let store = store.clone();
        tasks.spawn(async move {
            for _ in 0..8 {
                let made = key(&store, ada.id, None).await?;
                store.touch_keys(&[KeyUse { id: made.id, at: LATER, from: None }]).await?;
                store.list_keys(ada.id, NOW).await?;
            }
            Ok::<_, Box<dyn std::error::Error + Send + Sync>>(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    let keys = store.list_keys(ada.id, NOW).await?;
    assert_eq!(keys.iter().filter(|key| key.used_at == Some(LATER)).count(), 96);
    Ok(())
}

pub(crate) async fn an_account_has_at_most_so_many_keys(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Viewer).await?.id;
    let bob = user(&store, "bob", Role::Viewer).await?.id;
    store.insert_key(new_key(ada, None)?, 1).await?;
    assert!(matches!(store.insert_key(new_key(ada, None)?, 1).await, Err(StoreError::TooMany)));
    store.insert_key(new_key(bob, None)?, 1).await?;
    Ok(())
}
