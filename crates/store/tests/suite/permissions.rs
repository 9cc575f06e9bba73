//! Who besides its owner may view or manage an item.

use domain::{Access, PermissionRole, Principal, Role};
use store::{Grantee, Store, StoreError};

use super::database::Outcome;
use super::fixtures::{publish, user};

pub(crate) async fn permissions_come_change_and_go(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let zoe = user(&store, "Zoe", Role::Viewer).await?;
    let bob = user(&store, "bob", Role::Viewer).await?;
    let item = publish(&store, ada, "plot", Access::Acl, &[]).await?.id;
    let other = publish(&store, ada, "other", Access::Acl, &[zoe.id]).await?.id;
    let (first, new) = store.put_permission(item, Grantee::User(zoe.id), PermissionRole::Viewer).await?;
    assert!(new && first.principal == Principal::User(zoe.guid));
    let (same, new) = store.put_permission(item, Grantee::User(zoe.id), PermissionRole::Collaborator).await?;
    assert!(!new && same.id == first.id && same.role == PermissionRole::Collaborator);
    let (second, _) = store.put_permission(item, Grantee::User(bob.id), PermissionRole::Viewer).await?;
    assert_eq!(store.list_permissions(item).await?, [same.clone(), second.clone()]);
    assert_eq!(store.find_permission(item, second.id).await?, Some(second.clone()));
    assert_eq!(store.find_permission(other, second.id).await?, None);
    let named = [(bob, PermissionRole::Viewer), (zoe.clone(), PermissionRole::Collaborator)];
    assert_eq!(store.list_named_accounts(item).await?, named);
    let wrong = store.delete_permission(other, first.id).await;
    assert!(matches!(wrong, Err(StoreError::NotFound)), "{wrong:?}");
    store.delete_permission(item, first.id).await?;
    assert_eq!(store.list_permissions(item).await?, [second]);
    assert_eq!(store.list_standings(other).await?, [(zoe.id, PermissionRole::Viewer)]);
    Ok(())
}
