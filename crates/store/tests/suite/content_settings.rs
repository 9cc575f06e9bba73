//! What owners change of their items, and how an item goes.

use domain::{Access, Content, ContentRef, Kind, PermissionRole, ProcessChange, Role};
use store::{Activation, ContentChange, ContentFilter, Grantee, Store, StoreError};

use super::database::Outcome;
use super::fixtures::{activation, all, new_content, publish, user, version};

fn change(
    title: &str,
    description: &str,
    access: Access,
) -> Result<ContentChange, Box<dyn std::error::Error + Send + Sync>> {
    Ok(ContentChange {
        title: Some(title.parse()?),
        description: Some(description.parse()?),
        access: Some(access),
        ..ContentChange::default()
    })
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

pub(crate) async fn two_changes_of_different_settings_at_once_both_hold(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let item = publish(&store, ada, "plot", Access::Acl, &[]).await?.id;
    let changes = [
        ProcessChange { min_processes: Some(Some(1)), ..ProcessChange::default() },
        ProcessChange { max_processes: Some(Some(2)), ..ProcessChange::default() },
        ProcessChange { load_factor: Some(Some(0.5)), ..ProcessChange::default() },
        ProcessChange { idle_timeout: Some(Some(60)), ..ProcessChange::default() },
    ];
    let mut tasks = Vec::new();
    for change in changes {
        let store = store.clone();
        tasks.push(tokio::spawn(async move {
            let decide = |now: &Content| {
                let process = Some(change.over(now.process));
                Ok::<_, StoreError>(ContentChange { process, ..ContentChange::default() })
            };
            store.decide_content(item, decide).await?;
            Ok(())
        }));
    }
    all(tasks).await?;
    let found = store.find_content(ContentRef::Id(item)).await?.ok_or("an item")?;
    let process = found.process;
    assert_eq!((process.min_processes, process.max_processes), (Some(1), Some(2)));
    assert_eq!((process.load_factor, process.idle_timeout), (Some(0.5), Some(60)));
    Ok(())
}

pub(crate) async fn a_new_version_keeps_the_description(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let item = publish(&store, ada, "plot", Access::Acl, &[]).await?;
    store.update_content(item.id, change("", "What it shows.", Access::Acl)?).await?;
    assert_eq!(publish(&store, ada, "plot", Access::Acl, &[]).await?.description, "What it shows.");
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
    assert_eq!(store.list_standings(first.id).await?, []);
    assert_eq!(store.list_bundles().await?.len(), 1);
    let seen = ContentFilter { seen_by: Some(bob), ..ContentFilter::default() };
    assert_eq!(store.list_content(seen).await?, [kept]);
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
    let refused = store.put_permission(item, Grantee::User(ada), PermissionRole::Viewer).await;
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
                let new = new_content(ada, &name)?;
                let Some(item) = store.find_content_named(ada, &new.name).await? else { return Ok(()) };
                let activated = match version(&store, item.id, ada).await {
                    Ok(version) => store.activate_bundle(item.id, version, activation()).await.map(drop),
                    Err(error) => Err(error),
                };
                match activated {
                    Ok(()) | Err(StoreError::NotFound) => Ok(()),
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
    let api = publish(&store, ada, "api", Access::All, &[]).await?.id;
    let next = version(&store, api, ada).await?;
    let new = Activation { kind: Kind::Plumber, entry: String::new(), ..activation() };
    assert_eq!(store.activate_bundle(api, next, new).await?.kind, Some(Kind::Plumber));
    let mut counts = Vec::new();
    for kind in Kind::EACH {
        counts.push(store.count_content(kind).await?);
    }
    assert_eq!(counts, [1, 1, 0, 0]);
    Ok(())
}
