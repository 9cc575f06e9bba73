//! Accounts.

use domain::{Role, UserId};
use store::{NewUser, Store, StoreError, Unique, UserChange};

use super::database::Outcome;
use super::fixtures::{LATER, NOW, guid, new_user, user};

fn role(role: Role) -> UserChange {
    UserChange { role: Some(role), ..UserChange::default() }
}

fn locked(locked: bool) -> UserChange {
    UserChange { locked: Some(locked), ..UserChange::default() }
}

pub(crate) async fn an_account_is_stored_whole(store: Store) -> Outcome {
    let new = new_user("Ada", Role::Publisher)?;
    let guid = new.guid;
    let made = store.insert_user(new).await?;
    assert_eq!((made.guid, made.username.as_str(), made.role), (guid, "Ada", Role::Publisher));
    assert_eq!((made.email.as_str(), made.display_name().as_str()), ("Ada@example.com", "Ada Lovelace"));
    assert_eq!((made.created_at, made.updated_at, made.active_at), (NOW, NOW, None));
    assert!(made.confirmed && !made.locked);
    assert_eq!(store.find_user(made.id).await?.as_ref(), Some(&made));
    assert_eq!(store.find_user_by_guid(guid).await?.as_ref(), Some(&made));
    assert_eq!(store.find_user_by_name(&"aDA".parse()?).await?.as_ref(), Some(&made));
    assert_eq!(store.find_password(&made.username).await?, Some((made.clone(), Some("$argon2id$".to_owned()))));
    Ok(())
}

pub(crate) async fn an_account_without_a_password_is_unconfirmed(store: Store) -> Outcome {
    let new = NewUser { password_hash: None, ..new_user("ada", Role::Viewer)? };
    let made = store.insert_user(new).await?;
    assert!(!made.confirmed);
    assert_eq!(store.find_password(&made.username).await?, Some((made.clone(), None)));
    Ok(())
}

pub(crate) async fn a_username_is_unique_whatever_its_case(store: Store) -> Outcome {
    user(&store, "ada", Role::Viewer).await?;
    let second = store.insert_user(new_user("ADA", Role::Viewer)?).await;
    assert!(matches!(second, Err(StoreError::Taken(Unique::Username))), "{second:?}");
    assert_eq!(store.count_users().await?, 1);
    Ok(())
}

pub(crate) async fn accounts_are_listed_by_username(store: Store) -> Outcome {
    for name in ["grace", "Ada", "bob", "Zoe"] {
        user(&store, name, Role::Viewer).await?;
    }
    let names: Vec<String> = store.list_users().await?.into_iter().map(|user| user.username.to_string()).collect();
    assert_eq!(names, ["Ada", "bob", "grace", "Zoe"]);
    assert_eq!(store.count_users().await?, 4);
    Ok(())
}

pub(crate) async fn a_change_leaves_the_rest_alone(store: Store) -> Outcome {
    let before = user(&store, "ada", Role::Viewer).await?;
    let change = UserChange { email: Some(String::new()), ..UserChange::default() };
    let after = store.update_user(before.id, change, LATER).await?.ok_or("refused")?;
    assert_eq!(after, domain::User { email: String::new(), updated_at: LATER, ..before.clone() });
    let change = UserChange {
        username: Some("Countess".parse()?),
        first_name: Some("A".to_owned()),
        last_name: Some("L".to_owned()),
        role: Some(Role::Publisher),
        password_hash: Some("other".to_owned()),
        ..UserChange::default()
    };
    let after = store.update_user(before.id, change, LATER).await?.ok_or("refused")?;
    assert_eq!((after.display_name().as_str(), after.role), ("A L", Role::Publisher));
    assert_eq!(store.find_user_by_name(&"countess".parse()?).await?.as_ref(), Some(&after));
    assert_ne!(after.credential, before.credential, "a new password ends all sessions");
    assert_eq!(store.find_user_by_name(&"ada".parse()?).await?, None);
    assert_eq!(store.find_password(&after.username).await?, Some((after.clone(), Some("other".to_owned()))));
    Ok(())
}

pub(crate) async fn a_taken_username_cannot_be_changed_to(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Viewer).await?;
    user(&store, "grace", Role::Viewer).await?;
    let change = UserChange { username: Some("GRACE".parse()?), ..UserChange::default() };
    let refused = store.update_user(ada.id, change, LATER).await;
    assert!(matches!(refused, Err(StoreError::Taken(Unique::Username))), "{refused:?}");
    Ok(())
}

pub(crate) async fn a_change_of_nobody_is_not_found(store: Store) -> Outcome {
    user(&store, "ada", Role::Administrator).await?;
    for change in [UserChange::default(), role(Role::Viewer), locked(true)] {
        let refused = store.update_user(UserId(4711), change, LATER).await;
        assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
    }
    assert_eq!(store.find_user(UserId(4711)).await?, None);
    assert_eq!(store.find_user_by_guid(guid()).await?, None);
    Ok(())
}

pub(crate) async fn a_lock_is_no_change_of_the_data(store: Store) -> Outcome {
    let before = user(&store, "ada", Role::Viewer).await?;
    let after = store.update_user(before.id, locked(true), LATER).await?.ok_or("refused")?;
    assert!(after.locked);
    assert_eq!(after.updated_at, before.updated_at);
    assert_ne!(after.credential, before.credential, "a lock ends all sessions");
    let after = store.update_user(before.id, locked(false), LATER).await?.ok_or("refused")?;
    assert_eq!(domain::User { credential: before.credential, ..after }, before);
    Ok(())
}

pub(crate) async fn the_last_administrator_stays(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Administrator).await?;
    user(&store, "grace", Role::Publisher).await?;
    for change in [role(Role::Publisher), role(Role::Viewer), locked(true)] {
        assert_eq!(store.update_user(ada.id, change, LATER).await?, None);
    }
    assert_eq!(store.find_user(ada.id).await?.as_ref(), Some(&ada), "nothing was changed");
    assert!(store.update_user(ada.id, role(Role::Administrator), LATER).await?.is_some());
    let other = user(&store, "bob", Role::Administrator).await?;
    assert!(store.update_user(ada.id, role(Role::Viewer), LATER).await?.is_some());
    assert_eq!(store.update_user(other.id, role(Role::Viewer), LATER).await?, None);
    Ok(())
}

pub(crate) async fn a_locked_administrator_does_not_count(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Administrator).await?;
    let bob = user(&store, "bob", Role::Administrator).await?;
    assert!(store.update_user(bob.id, locked(true), LATER).await?.is_some());
    assert_eq!(store.update_user(ada.id, role(Role::Viewer), LATER).await?, None);
    assert_eq!(store.update_user(ada.id, locked(true), LATER).await?, None);
    assert!(store.update_user(bob.id, role(Role::Viewer), LATER).await?.is_some(), "a locked one may be demoted");
    Ok(())
}

pub(crate) async fn sightings_are_remembered(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Viewer).await?;
    let bob = user(&store, "bob", Role::Viewer).await?;
    store.touch_users(&[]).await?;
    store.touch_users(&[(ada.id, LATER), (UserId(4711), LATER)]).await?;
    let seen = store.find_user(ada.id).await?.ok_or("gone")?;
    assert_eq!(seen, domain::User { active_at: Some(LATER), ..ada });
    assert_eq!(store.find_user(bob.id).await?, Some(bob));
    Ok(())
}
