//! Content items and their versions.

use domain::{Access, BundleId, Content, ContentRef, Kind, Role, UserId};
use store::{NewContent, Store, StoreError};
use tokio::task::JoinSet;

use super::database::Outcome;
use super::fixtures::{LATER, NOW, bundle, guid, new_content, publish, user};

async fn names(store: &Store, viewer: UserId) -> Result<Vec<String>, StoreError> {
    Ok(store.list_content_for(viewer).await?.into_iter().map(|item| item.name.as_str().to_owned()).collect())
}

/// The numbers of all versions.
async fn versions(store: &Store) -> Result<Vec<BundleId>, StoreError> {
    Ok(store.list_bundles().await?.into_iter().map(|(id, _)| id).collect())
}

pub(crate) async fn a_version_is_served_once_it_is_activated(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let item = NewContent { title: Some("A plot".to_owned()), ..new_content(ada, "plot")? };
    let guid = item.guid;
    let (id, version) = store.insert_bundle(&item, bundle()).await?;
    let waiting = store.find_content(ContentRef::Id(id)).await?.ok_or("no item")?;
    assert_eq!((waiting.bundle, waiting.deployed_at, waiting.access), (None, None, Access::Acl));
    assert_eq!(names(&store, ada).await?, Vec::<String>::new(), "nothing is served yet");
    let live = store.activate_bundle(id, version, NewContent { at: LATER, ..item }).await?;
    let expected = Content { bundle: Some(version), deployed_at: Some(LATER), ..waiting };
    assert_eq!((&live, live.title.as_str(), live.owner.as_str()), (&expected, "A plot", "ada"));
    assert_eq!(store.find_content(ContentRef::Guid(guid)).await?, Some(live));
    assert_eq!(versions(&store).await?, [version]);
    Ok(())
}

pub(crate) async fn the_next_version_keeps_what_is_not_given(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let bob = user(&store, "bob", Role::Viewer).await?.id;
    let first = NewContent {
        title: Some("A plot".to_owned()),
        access: Some(Access::LoggedIn),
        viewers: vec![bob],
        ..new_content(ada, "plot")?
    };
    let (id, version) = store.insert_bundle(&first, bundle()).await?;
    let before = store.activate_bundle(id, version, first).await?;
    let second = NewContent {
        kind: Kind::Site,
        entry: "index.html".to_owned(),
        viewers: vec![bob, ada],
        at: LATER,
        ..new_content(ada, "plot")?
    };
    let (same, next) = store.insert_bundle(&second, bundle()).await?;
    assert_eq!((same, store.find_content(ContentRef::Id(id)).await?), (id, Some(before.clone())));
    let after = store.activate_bundle(id, next, second).await?;
    let expected = Content {
        kind: Kind::Site,
        entry: "index.html".to_owned(),
        bundle: Some(next),
        deployed_at: Some(LATER),
        ..before
    };
    assert_eq!(after, expected);
    let mut viewers = store.list_viewers(id).await?;
    viewers.sort();
    assert_eq!((viewers, versions(&store).await?), (vec![ada, bob], vec![version, next]));
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
    assert_eq!(names(&store, ada).await?, ["mine", "named", "accounts", "everybody"]);
    assert_eq!(names(&store, named).await?, ["named", "accounts", "everybody"]);
    assert_eq!(names(&store, administrator).await?, ["accounts", "everybody"]);
    Ok(())
}

pub(crate) async fn a_refused_version_is_forgotten_with_its_new_item(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let (id, version) = store.insert_bundle(&new_content(ada, "plot")?, bundle()).await?;
    store.delete_bundle(id, version).await?;
    assert_eq!(store.find_content(ContentRef::Id(id)).await?, None);
    assert_eq!(store.list_bundles().await?, []);
    let (_, next) = store.insert_bundle(&new_content(ada, "plot")?, bundle()).await?;
    assert!(next > version, "a number is never given twice, for its files may still lie around");
    Ok(())
}

pub(crate) async fn a_refused_version_leaves_the_older_ones(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let before = publish(&store, ada, "plot", Access::All, &[]).await?;
    let (id, version) = store.insert_bundle(&new_content(ada, "plot")?, bundle()).await?;
    store.delete_bundle(id, version).await?;
    assert_eq!(store.find_content(ContentRef::Id(id)).await?, Some(before));
    Ok(())
}

pub(crate) async fn activating_a_forgotten_item_is_not_found(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let item = new_content(ada, "plot")?;
    let (id, version) = store.insert_bundle(&item, bundle()).await?;
    store.delete_bundle(id, version).await?;
    let refused = store.activate_bundle(id, version, item).await;
    assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
    assert_eq!(store.find_content(ContentRef::Guid(guid())).await?, None);
    Ok(())
}

pub(crate) async fn first_versions_at_once_make_one_item(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    for round in 0..10 {
        let name = format!("plot-{round}");
        let mut tasks = JoinSet::new();
        for _ in 0..6 {
            let (store, name) = (store.clone(), name.clone());
            tasks.spawn(async move { publish(&store, ada, &name, Access::All, &[]).await });
        }
        let mut made = Vec::new();
        while let Some(done) = tasks.join_next().await {
            made.push(done??);
        }
        assert!(made.iter().all(|item| item.id == made[0].id && item.guid == made[0].guid), "{made:?}");
        let live = store.find_content(ContentRef::Id(made[0].id)).await?.ok_or("no item")?;
        assert!(made.iter().any(|item| item.bundle == live.bundle));
    }
    assert_eq!(store.list_bundles().await?.len(), 60);
    Ok(())
}

pub(crate) async fn a_refused_version_passes_one_that_is_published(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    for round in 0..25 {
        let name = format!("plot-{round}");
        let (id, version) = store.insert_bundle(&new_content(ada, &name)?, bundle()).await?;
        let publishing = {
            let (store, name) = (store.clone(), name.clone());
            tokio::spawn(async move { publish(&store, ada, &name, Access::All, &[]).await })
        };
        store.delete_bundle(id, version).await?;
        let made = publishing.await??;
        let known = versions(&store).await?;
        assert!(made.bundle.is_some_and(|version| known.contains(&version)), "round {round}");
        assert_eq!(store.find_content(ContentRef::Id(made.id)).await?, Some(made));
    }
    assert!(store.list_content_for(ada).await?.iter().all(|item| item.created_at == NOW));
    Ok(())
}
