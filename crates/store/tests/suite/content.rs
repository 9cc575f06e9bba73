//! Content items and their versions.

use domain::{Access, BundleId, Category, Content, ContentRef, Kind, Role, UserId};
use store::{Activation, ContentFilter, NewContent, Store, StoreError, Unique};
use tokio::task::JoinSet;

use super::database::Outcome;
use super::fixtures::{LATER, activation, guid, new_bundle, new_content, publish, user, version};

async fn names(store: &Store, viewer: UserId) -> Result<Vec<String>, StoreError> {
    let seen = ContentFilter { seen_by: Some(viewer), ..ContentFilter::default() };
    Ok(store.list_content(seen).await?.into_iter().map(|item| item.name.as_str().to_owned()).collect())
}

/// The numbers of all versions.
async fn versions(store: &Store) -> Result<Vec<BundleId>, StoreError> {
    Ok(store.list_bundles().await?.into_iter().map(|(id, _)| id).collect())
}

pub(crate) async fn a_version_is_served_once_it_is_activated(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?;
    let waiting = store.insert_content(new_content(ada.id, "plot")?).await?;
    assert_eq!((waiting.bundle, waiting.deployed_at, waiting.kind), (None, None, None));
    let version = version(&store, waiting.id, ada.id).await?;
    assert_eq!(store.find_content(ContentRef::Id(waiting.id)).await?, Some(waiting.clone()), "nothing is served yet");
    let new = Activation { title: Some("A plot".parse()?), at: LATER, ..activation() };
    let live = store.activate_bundle(waiting.id, version, new).await?;
    let expected = Content {
        title: "A plot".to_owned(),
        kind: Some(Kind::Static),
        category: Category::Plot,
        entry: "target.html".to_owned(),
        bundle: Some(version),
        deployed_at: Some(LATER),
        ..waiting
    };
    assert_eq!((&live, live.owner.username.as_str(), live.owner.guid), (&expected, "ada", ada.guid));
    assert_eq!(store.find_content(ContentRef::Guid(live.guid)).await?, Some(live));
    assert_eq!(versions(&store).await?, [version]);
    Ok(())
}

pub(crate) async fn the_next_version_keeps_what_is_not_given(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let bob = user(&store, "bob", Role::Viewer).await?.id;
    let before = publish(&store, ada, "plot", Access::LoggedIn, &[bob]).await?;
    let next = version(&store, before.id, ada).await?;
    assert_eq!(store.find_content(ContentRef::Id(before.id)).await?, Some(before.clone()));
    let new = Activation {
        kind: Kind::PythonApi,
        category: None,
        entry: "app:app".to_owned(),
        environment: Some("abc".to_owned()),
        py_version: Some("3.11.2".to_owned()),
        viewers: vec![bob, ada],
        at: LATER,
        ..activation()
    };
    let after = store.activate_bundle(before.id, next, new).await?;
    let expected = Content {
        kind: Some(Kind::PythonApi),
        entry: "app:app".to_owned(),
        environment: Some("abc".to_owned()),
        py_version: Some("3.11.2".to_owned()),
        bundle: Some(next),
        deployed_at: Some(LATER),
        ..before.clone()
    };
    assert_eq!(after, expected);
    let mut viewers: Vec<_> = store.list_standings(after.id).await?.into_iter().map(|(viewer, _)| viewer).collect();
    viewers.sort();
    assert_eq!(viewers, [ada, bob]);
    assert_eq!(versions(&store).await?, before.bundle.into_iter().chain([next]).collect::<Vec<_>>());
    Ok(())
}

pub(crate) async fn a_name_is_unique_among_its_owners_items(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let bob = user(&store, "bob", Role::Publisher).await?.id;
    let adas = publish(&store, ada, "plot", Access::All, &[]).await?;
    let bobs = publish(&store, bob, "plot", Access::All, &[]).await?;
    let other = publish(&store, ada, "Plot", Access::All, &[]).await?;
    let again = publish(&store, ada, "plot", Access::All, &[]).await?;
    assert!(adas.id != bobs.id && adas.id != other.id);
    assert_eq!((again.id, again.guid), (adas.id, adas.guid));
    Ok(())
}

pub(crate) async fn an_item_is_listed_for_those_who_may_view_it(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let named = user(&store, "bob", Role::Viewer).await?.id;
    let administrator = user(&store, "root", Role::Administrator).await?.id;
    publish(&store, ada, "everybody", Access::All, &[]).await?;
    publish(&store, ada, "accounts", Access::LoggedIn, &[]).await?;
    publish(&store, ada, "named", Access::Acl, &[named]).await?;
    publish(&store, ada, "mine", Access::Acl, &[]).await?;
    store.insert_content(NewContent { access: Access::All, ..new_content(ada, "waiting")? }).await?;
    assert_eq!(names(&store, ada).await?, ["mine", "named", "accounts", "everybody", "waiting"]);
    assert_eq!(names(&store, named).await?, ["named", "accounts", "everybody"]);
    assert_eq!(names(&store, administrator).await?, ["accounts", "everybody"]);
    assert_eq!(store.list_content(ContentFilter { name: Some("mi\0ne"), ..ContentFilter::default() }).await?, []);
    let all = store.list_content(ContentFilter { name: Some("mine"), ..ContentFilter::default() }).await?;
    assert_eq!(all.len(), 1);
    let nobodys = ContentFilter { owner: Some(guid()), ..ContentFilter::default() };
    assert_eq!(store.list_content(nobodys).await?, []);
    Ok(())
}

pub(crate) async fn a_version_that_is_served_is_not_forgotten(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let item = publish(&store, ada, "plot", Access::All, &[]).await?;
    let other = publish(&store, ada, "other", Access::All, &[]).await?;
    let draft = version(&store, item.id, ada).await?;
    assert!(!store.delete_bundle(item.id, item.bundle.ok_or("no version")?).await?);
    assert!(matches!(store.delete_bundle(other.id, draft).await, Err(StoreError::NotFound)), "of another item");
    assert!(store.delete_bundle(item.id, draft).await?);
    assert!(matches!(store.delete_bundle(item.id, draft).await, Err(StoreError::NotFound)));
    assert_eq!(store.find_content(ContentRef::Id(item.id)).await?, Some(item.clone()));
    assert!(version(&store, item.id, ada).await? > draft, "a number is never given twice");
    Ok(())
}

pub(crate) async fn a_version_is_not_known_when_its_archive_has_no_place(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let item = store.insert_content(new_content(ada, "plot")?).await?.id;
    let nowhere = async |_: BundleId| Err(StoreError::Full);
    let refused = store.insert_bundle(new_bundle(item, ada), nowhere).await;
    assert!(matches!(refused, Err(StoreError::Full)), "{refused:?}");
    assert_eq!(store.list_bundles_of(item).await?, []);
    assert!(store.delete_empty_content(item).await?);
    assert_eq!(store.find_content(ContentRef::Id(item)).await?, None);
    Ok(())
}

pub(crate) async fn versions_are_listed_newest_first(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?;
    let item = store.insert_content(new_content(ada.id, "plot")?).await?.id;
    let (first, second) = (version(&store, item, ada.id).await?, version(&store, item, ada.id).await?);
    let found = store.list_bundles_of(item).await?;
    assert_eq!(found.iter().map(|bundle| bundle.id).collect::<Vec<_>>(), [second, first]);
    assert_eq!((found[0].created_by, found[0].size, found[0].metadata.as_str()), (Some(ada.guid), 1234, "{}"));
    assert_eq!(store.find_bundle(item, first).await?.as_ref(), found.get(1));
    let other = store.insert_content(new_content(ada.id, "other")?).await?.id;
    assert_eq!(store.find_bundle(other, first).await?, None);
    assert_eq!(store.find_item_of_bundle(first).await?, Some(item));
    assert_eq!(store.find_item_of_bundle(BundleId(999)).await?, None);
    assert!(!store.delete_empty_content(item).await?, "it has versions");
    Ok(())
}

pub(crate) async fn activating_a_forgotten_item_is_not_found(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let item = store.insert_content(new_content(ada, "plot")?).await?.id;
    let draft = version(&store, item, ada).await?;
    store.delete_bundle(item, draft).await?;
    let refused = store.activate_bundle(item, draft, activation()).await;
    assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
    store.delete_content(item).await?;
    let refused = store.activate_bundle(item, draft, activation()).await;
    assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
    assert_eq!(store.find_content(ContentRef::Guid(guid())).await?, None);
    Ok(())
}

pub(crate) async fn an_item_of_the_same_name_at_once_is_refused_all_but_once(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    for round in 0..10 {
        let name = format!("plot-{round}");
        let mut tasks = JoinSet::new();
        for _ in 0..6 {
            let (store, new) = (store.clone(), new_content(ada, &name)?);
            tasks.spawn(async move { store.insert_content(new).await });
        }
        let mut made = 0;
        while let Some(done) = tasks.join_next().await {
            match done? {
                Ok(_) => made += 1,
                Err(StoreError::Taken(Unique::ContentName)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        assert_eq!(made, 1);
    }
    Ok(())
}
