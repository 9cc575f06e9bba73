//! The pictures that stand for content.

use domain::{PictureKind, Role};
use store::{Store, StoreError};

use super::database::Outcome;
use super::fixtures::{new_content, user};

pub(crate) async fn an_item_has_one_picture_which_goes_with_it(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let item = store.insert_content(new_content(ada, "plot")?).await?.id;
    assert_eq!(store.find_thumbnail(item).await?, None);
    store.put_thumbnail(item, PictureKind::Png, vec![0, 255]).await?;
    store.put_thumbnail(item, PictureKind::Svg, vec![1; 300_000]).await?;
    assert_eq!(store.find_thumbnail(item).await?, Some((PictureKind::Svg, vec![1; 300_000])));
    assert!(store.delete_thumbnail(item).await? && !store.delete_thumbnail(item).await?);
    store.put_thumbnail(item, PictureKind::Gif, vec![1]).await?;
    store.delete_content(item).await?;
    assert_eq!(store.find_thumbnail(item).await?, None);
    let refused = store.put_thumbnail(item, PictureKind::Gif, vec![1]).await;
    assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
    Ok(())
}
