//! Groups of accounts, and who is in them.

use domain::{Access, PermissionRole, Role, UserId};
use store::{Grantee, GroupChange, NewGroup, Store, StoreError, Unique};

use super::database::Outcome;
use super::fixtures::{NOW, guid, publish, user};

fn new_group(name: &str, owner: UserId) -> Result<NewGroup, domain::GroupNameError> {
    Ok(NewGroup { guid: guid(), name: name.parse()?, owner, gid: None, at: NOW })
}

pub(crate) async fn a_group_is_stored_changed_and_deleted(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?;
    let bob = user(&store, "bob", Role::Publisher).await?;
    let zoo = store.insert_group(new_group("Zoo keepers", ada.id)?).await?;
    let all = store.insert_group(NewGroup { gid: Some(42), ..new_group("all of us", ada.id)? }).await?;
    assert_eq!((zoo.owner, zoo.gid, zoo.created_at), (Some(ada.guid), None, NOW));
    assert_eq!(store.list_groups().await?, [all.clone(), zoo.clone()]);
    let change = GroupChange { owner: Some(bob.id), name: Some("Zoologists".parse()?), gid: None };
    store.update_group(zoo.id, change).await?;
    store.update_group(zoo.id, GroupChange::default()).await?;
    let changed = store.find_group(zoo.guid).await?.ok_or("a group")?;
    assert_eq!((changed.name.as_str(), changed.owner, changed.gid), ("Zoologists", Some(bob.guid), None));
    store.delete_group(zoo.id).await?;
    assert!(matches!(store.delete_group(zoo.id).await, Err(StoreError::NotFound)));
    assert_eq!(store.find_group(zoo.guid).await?, None);
    Ok(())
}

pub(crate) async fn a_groups_name_and_number_are_unique(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    store.insert_group(NewGroup { gid: Some(42), ..new_group("Sales", ada)? }).await?;
    let other = store.insert_group(new_group("Others", ada)?).await?;
    let taken = store.insert_group(new_group("SALES", ada)?).await;
    assert!(matches!(taken, Err(StoreError::Taken(Unique::GroupName))), "{taken:?}");
    let taken = store.insert_group(NewGroup { gid: Some(42), ..new_group("More", ada)? }).await;
    assert!(matches!(taken, Err(StoreError::Taken(Unique::GroupGid))), "{taken:?}");
    let change = GroupChange { name: Some("sales".parse()?), ..GroupChange::default() };
    let taken = store.update_group(other.id, change).await;
    assert!(matches!(taken, Err(StoreError::Taken(Unique::GroupName))), "{taken:?}");
    Ok(())
}

pub(crate) async fn members_come_and_go_and_with_them_what_the_group_may(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?;
    let zoe = user(&store, "Zoe", Role::Viewer).await?;
    let group = store.insert_group(new_group("Readers", ada.id)?).await?.id;
    let other = store.insert_group(new_group("all of us", ada.id)?).await?.id;
    let item = publish(&store, ada.id, "plot", Access::Acl, &[]).await?.id;
    store.put_permission(item, Grantee::Group(group), PermissionRole::Viewer).await?;
    assert_eq!(store.list_standings(item).await?, []);
    store.insert_group_member(group, zoe.id).await?;
    store.insert_group_member(group, ada.id).await?;
    let again = store.insert_group_member(group, zoe.id).await;
    assert!(matches!(again, Err(StoreError::Taken(Unique::Other))), "{again:?}");
    let nobody = store.insert_group_member(group, UserId(9999)).await;
    assert!(matches!(nobody, Err(StoreError::NotFound)), "{nobody:?}");
    assert_eq!(store.list_group_members(group).await?, [ada.clone(), zoe.clone()]);
    assert_eq!(store.list_standings(item).await?.len(), 2);
    store.insert_group_member(other, zoe.id).await?;
    let names = |groups: Vec<domain::GroupName>| groups.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(names(store.list_groups_of(zoe.id).await?), ["all of us", "Readers"]);
    assert_eq!(names(store.list_groups_of(ada.id).await?), ["Readers"]);
    store.delete_group_member(group, zoe.id).await?;
    assert!(matches!(store.delete_group_member(group, zoe.id).await, Err(StoreError::NotFound)));
    assert_eq!(store.list_standings(item).await?, [(ada.id, PermissionRole::Viewer)]);
    store.delete_group(group).await?;
    assert_eq!(store.list_permissions(item).await?, []);
    Ok(())
}
