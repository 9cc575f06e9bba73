//! What lets a browser see an item on the content origin.

use domain::{Access, Content, Guid, Role, User};
use store::{ContentSessionRow, SessionRow, Store, StoreError};

use super::database::Outcome;
use super::fixtures::{HOUR, LATER, NOW, digest, guid, publish, user};

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// An account with an item and a dashboard session.
async fn scene(store: &Store) -> Result<(User, Content, SessionRow), Fault> {
    let ada = user(store, "ada", Role::Publisher).await?;
    let item = publish(store, ada.id, "plot", Access::Acl, &[]).await?;
    let session = dashboard_session(store, &ada).await?;
    Ok((ada, item, session))
}

async fn dashboard_session(store: &Store, user: &User) -> Result<SessionRow, Fault> {
    let record = "{}".to_owned();
    let row = SessionRow { digest: digest(), user_id: Some(user.id), record, expires_at: NOW + HOUR };
    store.insert_session(&row).await?;
    Ok(row)
}

async fn content_session(store: &Store, item: &Content, session: &SessionRow) -> Result<[u8; 32], StoreError> {
    let row = ContentSessionRow {
        digest: digest(),
        content_id: item.id,
        session: session.digest,
        proof: r#"{"ü":1}"#.to_owned(),
        at: NOW,
    };
    store.insert_content_session(&row).await?;
    Ok(row.digest)
}

/// Whether the content session counts for this item now.
async fn counts(store: &Store, digest: [u8; 32], item: Guid) -> Result<bool, StoreError> {
    Ok(store.find_content_session(digest, item, NOW).await?.is_some())
}

pub(crate) async fn a_content_session_counts_for_its_item_alone(store: Store) -> Outcome {
    let (ada, item, session) = scene(&store).await?;
    let other = publish(&store, ada.id, "other", Access::All, &[]).await?;
    let mine = content_session(&store, &item, &session).await?;
    let found = store.find_content_session(mine, item.guid, NOW).await?;
    assert_eq!(found, Some((r#"{"ü":1}"#.to_owned(), ada)));
    for (session, item) in [(mine, other.guid), (mine, guid()), (digest(), item.guid)] {
        assert!(!counts(&store, session, item).await?);
    }
    Ok(())
}

pub(crate) async fn it_counts_no_longer_than_the_dashboards_session(store: Store) -> Outcome {
    let (ada, item, session) = scene(&store).await?;
    let mine = content_session(&store, &item, &session).await?;
    assert_eq!(store.find_content_session(mine, item.guid, session.expires_at).await?, None, "it ends at its instant");
    store.delete_session(session.digest).await?;
    assert!(!counts(&store, mine, item.guid).await?, "signed out");
    let again = dashboard_session(&store, &ada).await?;
    let mine = content_session(&store, &item, &again).await?;
    store.end_sessions(ada.id).await?;
    assert!(!counts(&store, mine, item.guid).await?, "signed out everywhere");
    Ok(())
}

pub(crate) async fn it_goes_on_under_the_dashboard_sessions_new_id(store: Store) -> Outcome {
    let (ada, item, session) = scene(&store).await?;
    let mine = content_session(&store, &item, &session).await?;
    let other = dashboard_session(&store, &ada).await?;
    let others = content_session(&store, &item, &other).await?;
    store.delete_session(session.digest).await?;
    let renewed = dashboard_session(&store, &ada).await?;
    store.move_content_sessions(session.digest, renewed.digest).await?;
    assert!(counts(&store, mine, item.guid).await? && counts(&store, others, item.guid).await?);
    store.delete_session(renewed.digest).await?;
    assert!(!counts(&store, mine, item.guid).await? && counts(&store, others, item.guid).await?);
    Ok(())
}

pub(crate) async fn it_goes_with_its_item(store: Store) -> Outcome {
    let (_, item, session) = scene(&store).await?;
    let mine = content_session(&store, &item, &session).await?;
    store.delete_content(item.id).await?;
    assert!(!counts(&store, mine, item.guid).await?);
    let late = content_session(&store, &item, &session).await;
    assert!(matches!(late, Err(StoreError::NotFound)), "{late:?}");
    Ok(())
}

pub(crate) async fn those_without_a_dashboard_session_are_swept(store: Store) -> Outcome {
    let (ada, item, session) = scene(&store).await?;
    let other = dashboard_session(&store, &ada).await?;
    let mine = content_session(&store, &item, &session).await?;
    let others = content_session(&store, &item, &other).await?;
    store.delete_session(session.digest).await?;
    store.sweep_content_sessions().await?;
    // The row is gone: a session that comes back finds nothing.
    store.insert_session(&SessionRow { expires_at: LATER + HOUR, ..session }).await?;
    assert!(!counts(&store, mine, item.guid).await? && counts(&store, others, item.guid).await?);
    Ok(())
}
