//! What owners change of their items, and how an item goes.

use domain::{Access, Content, ContentRef, Kind, Role};
use store::{ContentChange, NewContent, Store, StoreError};

use super::database::Outcome;
use super::fixtures::{all, bundle, new_content, publish, user};

fn change(
    title: &str,
    description: &str,
    access: Access,
) -> Result<ContentChange, Box<dyn std::error::Error + Send + Sync>> {
    Ok(ContentChange { title: title.parse()?, description: description.parse()?, access })
}

pub(crate) async fn settings_are_changed_and_the_rest_is_left_alone(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let before = publish(&store, ada, "plot", Access::Acl, &[]).await?;
    let after = store.update_content(before.id, change("A plot", "One.\nTwö.", Access::All)?).await?;
    let expected =
        Content { title: "A plot".to_owned(), description: "One.\nTwö.".to_owned(), access: Access::All, ..before };
    assert_eq!(after, expected);
    assert_eq!(store.find_content(ContentRef::Id(after.id)).await?, Some(after));
    Ok(())
}

pub(crate) async fn a_new_version_keeps_the_description(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let item = publish(&store, ada, "plot", Access::Acl, &[]).await?;
    store.update_content(item.id, change("", "What it shows.", Access::Acl)?).await?;
    assert_eq!(publish(&store, ada, "plot", Access::Acl, &[]).await?.description, "What it shows.");
    Ok(())
}

pub(crate) async fn viewers_come_and_go_by_name(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let zoe = user(&store, "Zoe", Role::Viewer).await?;
    let bob = user(&store, "bob", Role::Viewer).await?;
    let item = publish(&store, ada, "plot", Access::Acl, &[]).await?.id;
    let other = publish(&store, ada, "other", Access::Acl, &[zoe.id]).await?.id;
    for viewer in [zoe.id, bob.id, zoe.id] {
        store.insert_viewer(item, viewer).await?;
    }
    assert_eq!(store.list_viewer_accounts(item).await?, [bob.clone(), zoe.clone()]);
    store.delete_viewer(item, zoe.id).await?;
    store.delete_viewer(item, zoe.id).await?;
    assert_eq!(store.list_viewer_accounts(item).await?, [bob]);
    assert_eq!(store.list_viewer_accounts(other).await?, [zoe]);
    Ok(())
}

pub(crate) async fn a_deleted_item_is_gone_with_its_versions(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let bob = user(&store, "bob", Role::Viewer).await?.id;
    let first = publish(&store, ada, "plot", Access::Acl, &[bob]).await?;
    let second = publish(&store, ada, "plot", Access::Acl, &[bob]).await?;
    let kept = publish(&store, ada, "kept", Access::Acl, &[bob]).await?;
    let versions: Vec<_> = [first.bundle, second.bundle].into_iter().flatten().collect();
    assert_eq!(store.delete_content(first.id).await?, versions);
    assert_eq!(store.find_content(ContentRef::Guid(first.guid)).await?, None);
    assert_eq!(store.list_viewers(first.id).await?, []);
    assert_eq!(store.list_bundles().await?.len(), 1);
    assert_eq!(store.list_content_for(bob).await?, [kept]);
    let again = publish(&store, ada, "plot", Access::Acl, &[]).await?;
    assert!(again.id != first.id && again.guid != first.guid, "the same name is a new item");
    Ok(())
}

pub(crate) async fn nothing_is_done_with_an_item_that_is_gone(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let item = publish(&store, ada, "plot", Access::Acl, &[]).await?.id;
    store.delete_content(item).await?;
    assert!(matches!(store.delete_content(item).await, Err(StoreError::NotFound)));
    let refused = store.update_content(item, change("A plot", "", Access::All)?).await;
    assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
    let refused = store.insert_viewer(item, ada).await;
    assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
    Ok(())
}

pub(crate) async fn a_deletion_passes_a_version_that_is_published(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    for round in 0..20 {
        let name = format!("plot-{round}");
        let item = publish(&store, ada, &name, Access::All, &[]).await?;
        let publishers = (0..2).map(|_| {
            let (store, name) = (store.clone(), name.clone());
            tokio::spawn(async move {
                let item = new_content(ada, &name)?;
                let (id, version) = store.insert_bundle(&item, bundle()).await?;
                match store.activate_bundle(id, version, item).await {
                    Ok(_) | Err(StoreError::NotFound) => Ok(()),
                    Err(error) => Err(error.into()),
                }
            })
        });
        let publishers = publishers.collect();
        store.delete_content(item.id).await?;
        all(publishers).await?;
        assert_eq!(store.find_content(ContentRef::Id(item.id)).await?, None, "round {round}");
    }
    Ok(())
}

pub(crate) async fn items_are_counted_by_their_kind(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    publish(&store, ada, "plot", Access::All, &[]).await?;
    let api = NewContent { kind: Kind::Plumber, entry: String::new(), ..new_content(ada, "api")? };
    let (id, version) = store.insert_bundle(&api, bundle()).await?;
    assert_eq!(store.activate_bundle(id, version, api).await?.kind, Kind::Plumber);
    let mut counts = Vec::new();
    for kind in Kind::EACH {
        counts.push(store.count_content(kind).await?);
    }
    assert_eq!(counts, [0, 1, 1]);
    Ok(())
}
