//! The tree of tags, and the content that they stand on.

use std::collections::HashSet;

use domain::{Access, Role, Tag, TagId};
use store::{Store, StoreError, TagChange, Unique};

use super::database::Outcome;
use super::fixtures::{LATER, NOW, all, publish, user};

type Made<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

async fn tag(store: &Store, name: &str, parent: Option<&Tag>) -> Made<Tag> {
    Ok(store.insert_tag(name.parse()?, parent.map(|parent| parent.id), NOW).await?)
}

fn under(parent: Option<TagId>) -> TagChange {
    TagChange { parent: Some(parent), name: None }
}

pub(crate) async fn a_tag_is_stored_renamed_and_deleted_with_all_below(store: Store) -> Outcome {
    let root = tag(&store, "Team", None).await?;
    let sales = tag(&store, "Sales", Some(&root)).await?;
    let north = tag(&store, "North", Some(&sales)).await?;
    assert_eq!((north.parent, north.created_at), (Some(sales.id), NOW));
    assert_eq!(store.tag_tree().await?.into_tags(), [root.clone(), sales.clone(), north]);
    let change = TagChange { name: Some("Selling".parse()?), parent: None };
    let renamed = store.update_tag(sales.id, change, LATER).await?.ok_or("a tag")?;
    assert_eq!((renamed.name.as_str(), renamed.parent, renamed.updated_at), ("Selling", Some(root.id), LATER));
    store.delete_tag(sales.id).await?;
    assert_eq!(store.tag_tree().await?.into_tags(), [root]);
    assert!(matches!(store.delete_tag(sales.id).await, Err(StoreError::NotFound)));
    Ok(())
}

pub(crate) async fn a_name_is_unique_among_siblings(store: Store) -> Outcome {
    let root = tag(&store, "Team", None).await?;
    let other = tag(&store, "Other", None).await?;
    tag(&store, "Team", Some(&root)).await?;
    for (name, parent) in [("team", None), ("TEAM", Some(root.id))] {
        let taken = store.insert_tag(name.parse()?, parent, NOW).await;
        assert!(matches!(taken, Err(StoreError::Taken(Unique::TagName))), "{taken:?}");
    }
    let team = tag(&store, "Team", Some(&other)).await?;
    let taken = store.update_tag(team.id, under(Some(root.id)), LATER).await;
    assert!(matches!(taken, Err(StoreError::Taken(Unique::TagName))), "{taken:?}");
    let orphan = store.insert_tag("x".parse()?, Some(TagId(9999)), NOW).await;
    assert!(matches!(orphan, Err(StoreError::NotFound)), "{orphan:?}");
    Ok(())
}

pub(crate) async fn no_tag_stands_under_itself(store: Store) -> Outcome {
    let root = tag(&store, "root", None).await?;
    let a = tag(&store, "a", Some(&root)).await?;
    let b = tag(&store, "b", Some(&a)).await?;
    for parent in [a.id, b.id] {
        assert_eq!(store.update_tag(a.id, under(Some(parent)), LATER).await?, None);
    }
    assert!(store.update_tag(b.id, under(Some(root.id)), LATER).await?.is_some());
    Ok(())
}

pub(crate) async fn two_moves_at_once_make_no_circle(store: Store) -> Outcome {
    let root = tag(&store, "root", None).await?;
    for round in 0..10 {
        let a = tag(&store, &format!("a{round}"), Some(&root)).await?.id;
        let b = tag(&store, &format!("b{round}"), Some(&root)).await?.id;
        let moves = [(a, b), (b, a)].map(|(id, parent)| {
            let store = store.clone();
            tokio::spawn(
                async move { store.update_tag(id, under(Some(parent)), LATER).await.map(drop).map_err(Into::into) },
            )
        });
        all(moves.into()).await?;
        let tree = store.tag_tree().await?;
        assert!(tree.above(a).contains(&root.id) && tree.above(b).contains(&root.id), "round {round}");
    }
    Ok(())
}

pub(crate) async fn content_has_a_tag_and_those_above_it(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let item = publish(&store, ada, "plot", Access::Acl, &[]).await?.id;
    let other = publish(&store, ada, "other", Access::Acl, &[]).await?.id;
    let root = tag(&store, "root", None).await?;
    let a = tag(&store, "a", Some(&root)).await?;
    let b = tag(&store, "b", Some(&a)).await?;
    let c = tag(&store, "c", Some(&root)).await?;
    store.tag_content(item, b.id).await?;
    store.tag_content(item, b.id).await?;
    store.tag_content(other, c.id).await?;
    assert_eq!(store.list_content_tags(item).await?, HashSet::from([a.id, b.id]));
    let category = store.tag_content(item, root.id).await;
    assert!(matches!(category, Err(StoreError::NotFound)), "{category:?}");
    store.update_tag(b.id, under(Some(c.id)), LATER).await?;
    assert_eq!(store.list_content_tags(item).await?, HashSet::from([a.id, b.id, c.id]));
    store.untag_content(item, c.id).await?;
    assert_eq!(store.list_content_tags(item).await?, HashSet::from([a.id]));
    store.update_tag(a.id, under(None), LATER).await?;
    assert_eq!(store.list_content_tags(item).await?, HashSet::new());
    assert_eq!(store.list_all_content_tags().await?.into_iter().collect::<Vec<_>>(), [(other, vec![c.id])]);
    store.delete_tag(root.id).await?;
    assert!(store.list_all_content_tags().await?.is_empty());
    Ok(())
}
