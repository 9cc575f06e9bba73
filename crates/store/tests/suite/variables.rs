//! The environment variables of items.

use domain::{ContentId, Role};
use store::{Store, StoreError};

use super::database::Outcome;
use super::fixtures::{new_content, user};

pub(crate) async fn variables_are_set_replaced_and_removed(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let item = store.insert_content(new_content(ada, "plot")?).await?.id;
    let set = |name: &str, value: &[u8]| (name.to_owned(), Some(value.to_vec()));
    store.change_variables(item, vec![set("B", b"1"), set("A", b"2")], false).await?;
    store.change_variables(item, vec![set("B", b"3"), ("C".to_owned(), None), ("A".to_owned(), None)], false).await?;
    assert_eq!(store.list_variables(item).await?, [("B".to_owned(), b"3".to_vec())]);
    store.change_variables(item, vec![set("D", b"\0\xff")], true).await?;
    assert_eq!(store.list_variables(item).await?, [("D".to_owned(), b"\0\xff".to_vec())]);
    let other = store.insert_content(new_content(ada, "site")?).await?.id;
    store.change_variables(other, vec![set("A", b"1"), set("B", b"2")], false).await?;
    assert_eq!(store.list_items_with_variables().await?, [item, other]);
    let refused = store.change_variables(ContentId(other.0 + 1), vec![set("A", b"1")], false).await;
    assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
    store.delete_content(item).await?;
    assert_eq!(store.list_variables(item).await?, []);
    Ok(())
}
