//! Rows to begin with.

use domain::{
    Access, BundleId, Category, Content, ContentId, ContentName, Guid, KeyId, KeyRecord, Kind, ProcessSettings, Role,
    User, UserId,
};
use store::{Activation, NewBundle, NewContent, NewKey, NewUser, Store, StoreError};
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
        title: String::new(),
        description: String::new(),
        access: Access::Acl,
        process: ProcessSettings::default(),
        at: NOW,
    })
}

pub(crate) fn new_bundle(content_id: ContentId, created_by: UserId) -> NewBundle {
    NewBundle {
        content_id,
        created_by,
        size: 1234,
        sha256: "ab".repeat(32),
        md5: "cd".repeat(16),
        metadata: "{}".to_owned(),
        app_mode: "static".to_owned(),
        r_version: None,
        py_version: None,
        quarto_version: None,
        at: NOW,
    }
}

pub(crate) fn activation() -> Activation {
    Activation {
        kind: Kind::Static,
        category: Some(Category::Plot),
        entry: "target.html".to_owned(),
        environment: None,
        r_version: None,
        py_version: None,
        title: None,
        access: None,
        viewers: Vec::new(),
        at: NOW,
    }
}

/// A new version of an item, which is not served.
pub(crate) async fn version(store: &Store, id: ContentId, owner: UserId) -> Result<BundleId, StoreError> {
    let placed = async |_: BundleId| Ok::<_, StoreError>(());
    Ok(store.insert_bundle(new_bundle(id, owner), placed).await?.id)
}

/// Publishes a version of an item, which is made if need be.
pub(crate) async fn publish(
    store: &Store,
    owner: UserId,
    name: &str,
    access: Access,
    viewers: &[UserId],
) -> Result<Content, Box<dyn std::error::Error + Send + Sync>> {
    let new = new_content(owner, name)?;
    let id = match store.find_content_named(owner, &new.name).await? {
        Some(item) => item.id,
        None => store.insert_content(new).await?.id,
    };
    let bundle = version(store, id, owner).await?;
    let new = Activation { access: Some(access), viewers: viewers.to_vec(), ..activation() };
    Ok(store.activate_bundle(id, bundle, new).await?)
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
