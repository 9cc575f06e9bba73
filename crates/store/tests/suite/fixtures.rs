//! Rows to begin with.

use domain::{Access, ContentName, Guid, KeyId, KeyRecord, Kind, Role, User, UserId};
use store::{NewBundle, NewContent, NewKey, NewUser, Store, StoreError};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::database::Outcome;

/// More rows than any test makes.
pub(crate) const MOST: u64 = 100_000;
/// The time at which the tests begin.
pub(crate) const NOW: OffsetDateTime = datetime!(2026-11-23 12:00:00.250 UTC);
/// A moment later.
pub(crate) const LATER: OffsetDateTime = datetime!(2026-11-23 12:01:00.500 UTC);
pub(crate) const HOUR: Duration = Duration::HOUR;

pub(crate) fn guid() -> Guid {
    Guid::from_random(*Uuid::new_v4().as_bytes())
}

pub(crate) fn digest() -> [u8; 32] {
    let mut digest = [0; 32];
    digest[..16].copy_from_slice(Uuid::new_v4().as_bytes());
    digest[16..].copy_from_slice(Uuid::new_v4().as_bytes());
    digest
}

pub(crate) fn new_user(name: &str, role: Role) -> Result<NewUser, domain::UsernameError> {
    Ok(NewUser {
        guid: guid(),
        username: name.parse()?,
        email: format!("{name}@example.com"),
        first_name: "Ada".to_owned(),
        last_name: "Lovelace".to_owned(),
        role,
        password_hash: Some("$argon2id$".to_owned()),
        at: NOW,
    })
}

pub(crate) async fn user(
    store: &Store,
    name: &str,
    role: Role,
) -> Result<User, Box<dyn std::error::Error + Send + Sync>> {
    Ok(store.insert_user(new_user(name, role)?).await?)
}

/// A key that never expires, of an account, made with another key or not.
pub(crate) fn new_key(owner: UserId, parent: Option<KeyId>) -> Result<NewKey, domain::KeyNameError> {
    Ok(NewKey {
        user_id: owner,
        parent_id: parent,
        digest: digest(),
        pepper: "salt".to_owned(),
        tail: "wxyz".to_owned(),
        name: "backup".parse()?,
        role: Role::Viewer,
        at: NOW,
        from: None,
        expires_at: None,
    })
}

pub(crate) async fn key(
    store: &Store,
    owner: UserId,
    parent: Option<KeyId>,
) -> Result<KeyRecord, Box<dyn std::error::Error + Send + Sync>> {
    Ok(store.insert_key(new_key(owner, parent)?, MOST).await?)
}

pub(crate) fn new_content(owner: UserId, name: &str) -> Result<NewContent, domain::ContentNameError> {
    Ok(NewContent {
        guid: guid(),
        owner_id: owner,
        name: name.parse::<ContentName>()?,
        title: None,
        access: None,
        viewers: Vec::new(),
        kind: Kind::Plot,
        entry: "target.html".to_owned(),
        at: NOW,
    })
}

pub(crate) fn bundle() -> NewBundle {
    NewBundle { size: 1234, sha256: "ab".repeat(32) }
}

/// Publishes a version of an item.
pub(crate) async fn publish(
    store: &Store,
    owner: UserId,
    name: &str,
    access: Access,
    viewers: &[UserId],
) -> Result<domain::Content, Box<dyn std::error::Error + Send + Sync>> {
    let item = NewContent { access: Some(access), viewers: viewers.to_vec(), ..new_content(owner, name)? };
    let (id, version) = store.insert_bundle(&item, bundle()).await?;
    Ok(store.activate_bundle(id, version, item).await?)
}

/// Whether a key with this digest is there.
pub(crate) async fn is_there(store: &Store, digest: [u8; 32]) -> Result<bool, StoreError> {
    Ok(store.find_key_by_digest(&[digest]).await?.is_some())
}

/// Waits for tasks, and gives on the first failure.
pub(crate) async fn all(tasks: Vec<tokio::task::JoinHandle<Outcome>>) -> Outcome {
    for task in tasks {
        task.await??;
    }
    Ok(())
}
