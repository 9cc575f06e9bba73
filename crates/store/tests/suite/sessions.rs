//! Browser sessions.

use domain::{Role, UserId};
use store::{SessionRow, Store};

use super::database::Outcome;
use super::fixtures::{HOUR, LATER, NOW, all, digest, user};

fn session(user: Option<UserId>) -> SessionRow {
    SessionRow { digest: digest(), user_id: user, record: r#"{"ü":1}"#.to_owned(), expires_at: NOW + HOUR }
}

pub(crate) async fn a_session_is_found_until_it_ends(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Viewer).await?;
    for row in [session(Some(ada.id)), session(None)] {
        assert!(store.insert_session(&row).await?);
        assert_eq!(store.find_session(row.digest, NOW).await?.as_ref(), Some(&row));
        assert_eq!(store.find_session(row.digest, row.expires_at).await?, None, "it ends at its instant");
    }
    assert_eq!(store.find_session(digest(), NOW).await?, None);
    Ok(())
}

pub(crate) async fn a_digest_is_used_once(store: Store) -> Outcome {
    let row = session(None);
    assert!(store.insert_session(&row).await?);
    let other = SessionRow { record: "stolen".to_owned(), ..row.clone() };
    assert!(!store.insert_session(&other).await?);
    assert_eq!(store.find_session(row.digest, NOW).await?, Some(row));
    Ok(())
}

pub(crate) async fn a_session_that_ended_stays_ended(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Viewer).await?;
    let row = session(None);
    store.insert_session(&row).await?;
    let changed = SessionRow { user_id: Some(ada.id), record: "2".to_owned(), expires_at: LATER, ..row.clone() };
    assert!(store.update_session(&changed).await?);
    assert_eq!(store.find_session(row.digest, NOW).await?, Some(changed));
    store.delete_session(row.digest).await?;
    assert!(!store.update_session(&row).await?);
    assert_eq!(store.find_session(row.digest, NOW).await?, None);
    store.delete_session(row.digest).await?;
    Ok(())
}

pub(crate) async fn only_live_sessions_are_listed(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Viewer).await?.id;
    let bob = user(&store, "bob", Role::Viewer).await?.id;
    let short = session(Some(ada));
    let long = SessionRow { expires_at: NOW + HOUR * 2, ..session(Some(ada)) };
    let over = SessionRow { expires_at: NOW, ..session(Some(ada)) };
    for row in [&short, &long, &over, &session(Some(bob)), &session(None)] {
        store.insert_session(row).await?;
    }
    assert_eq!(store.list_sessions(ada, NOW).await?, [long, short]);
    Ok(())
}

pub(crate) async fn all_sessions_of_an_account_are_ended(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Viewer).await?.id;
    let bob = user(&store, "bob", Role::Viewer).await?.id;
    let (mine, other, bobs) = (session(Some(ada)), session(Some(ada)), session(Some(bob)));
    for row in [&mine, &other, &bobs] {
        store.insert_session(row).await?;
    }
    let before = store.find_user(ada).await?.ok_or("gone")?.credential;
    store.end_sessions(ada).await?;
    assert_eq!(store.list_sessions(ada, NOW).await?, []);
    assert_ne!(store.find_user(ada).await?.ok_or("gone")?.credential, before, "a sign-in under way counts no more");
    assert_eq!(store.list_sessions(bob, NOW).await?, [bobs]);
    Ok(())
}

pub(crate) async fn sweeping_takes_what_has_ended(store: Store) -> Outcome {
    let row = session(None);
    store.insert_session(&row).await?;
    store.sweep_sessions(NOW).await?;
    assert!(store.update_session(&row).await?, "it is still there");
    store.sweep_sessions(row.expires_at).await?;
    assert!(!store.update_session(&row).await?, "its row is gone");
    Ok(())
}

pub(crate) async fn a_late_update_revives_nothing(store: Store) -> Outcome {
    for _ in 0..20 {
        let row = session(None);
        store.insert_session(&row).await?;
        let updates = (0..4).map(|_| {
            let (store, row) = (store.clone(), row.clone());
            tokio::spawn(async move {
                while store.update_session(&row).await? {}
                Ok(())
            })
        });
        let updates = updates.collect();
        store.delete_session(row.digest).await?;
        assert_eq!(store.find_session(row.digest, NOW).await?, None);
        all(updates).await?;
        assert_eq!(store.find_session(row.digest, NOW).await?, None);
    }
    Ok(())
}
