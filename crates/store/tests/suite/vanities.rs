//! Vanity addresses.

use domain::{Access, ContentId, Role, VanityPath};
use store::{Store, StoreError};

use super::database::Outcome;
use super::fixtures::{LATER, NOW, all, publish, user};

fn path(text: &str) -> Result<VanityPath, <VanityPath as std::str::FromStr>::Err> {
    text.parse()
}

pub(crate) async fn an_item_has_one_path_that_goes_with_it(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let item = publish(&store, ada, "plot", Access::Acl, &[]).await?;
    let put = store.put_vanity(item.id, &path("finance/Budget")?, &[], NOW).await?.ok_or("a path")?;
    assert_eq!((put.content, put.path.as_str(), put.created_at), (item.guid, "/finance/Budget/", NOW));
    let same = store.put_vanity(item.id, &path("finance/Budget")?, &[], LATER).await?.ok_or("a path")?;
    assert_eq!(same, put);
    let moved = store.put_vanity(item.id, &path("finance")?, &[], LATER).await?.ok_or("a path")?;
    assert_eq!((moved.path.as_str(), moved.created_at), ("/finance/", LATER));
    assert_eq!(store.list_vanities().await?, [moved]);
    store.delete_vanity(item.id).await?;
    assert!(matches!(store.delete_vanity(item.id).await, Err(StoreError::NotFound)));
    let gone = store.put_vanity(ContentId(9999), &path("x")?, &[], NOW).await;
    assert!(matches!(gone, Err(StoreError::NotFound)), "{gone:?}");
    store.put_vanity(item.id, &path("x")?, &[], NOW).await?;
    store.delete_content(item.id).await?;
    assert_eq!(store.list_vanities().await?, []);
    Ok(())
}

pub(crate) async fn a_path_is_taken_only_from_who_may_lose_it(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let one = publish(&store, ada, "one", Access::Acl, &[]).await?.id;
    let two = publish(&store, ada, "two", Access::Acl, &[]).await?.id;
    store.put_vanity(one, &path("a/b")?, &[], NOW).await?;
    for taken in ["a/b", "A/B", "a", "a/b/c"] {
        assert_eq!(store.put_vanity(two, &path(taken)?, &[], NOW).await?, None, "{taken}");
    }
    assert_eq!(store.put_vanity(two, &path("a")?, &[one], NOW).await?, None, "what lies below is not taken over");
    assert!(store.put_vanity(two, &path("a/c")?, &[], NOW).await?.is_some());
    assert!(store.put_vanity(two, &path("A/b")?, &[one], NOW).await?.is_some());
    let left = store.list_vanities().await?;
    assert_eq!(left.iter().map(|vanity| vanity.content_id).collect::<Vec<_>>(), [two]);
    Ok(())
}

pub(crate) async fn of_two_items_at_once_one_gets_the_path(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let mut tasks = Vec::new();
    for (name, wish) in [("one", "a"), ("two", "a/b"), ("three", "A"), ("four", "a/b/c")] {
        let (item, store) = (publish(&store, ada, name, Access::Acl, &[]).await?.id, store.clone());
        tasks.push(tokio::spawn(async move {
            store.put_vanity(item, &path(wish)?, &[], NOW).await?;
            Ok(())
        }));
    }
    all(tasks).await?;
    assert_eq!(store.list_vanities().await?.len(), 1);
    Ok(())
}
