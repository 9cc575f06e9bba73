//! The keys that programs sign their requests with.

use domain::{Role, UserId};
use store::{Store, StoreError, TokenRow, Unique};

use super::database::Outcome;
use super::fixtures::{MOST, NOW, user};

fn new(token: &str, account: UserId) -> TokenRow {
    TokenRow {
        id: 0,
        token: token.to_owned(),
        user_id: account,
        public_key: "3000".to_owned(),
        agent: "rsconnect".to_owned(),
        asked_from: Some("192.0.2.1".to_owned()),
        created_at: NOW,
    }
}

pub(crate) async fn a_token_is_found_listed_and_taken_away_by_its_account(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?;
    let bob = user(&store, "bob", Role::Publisher).await?.id;
    store.insert_token(new("T1", ada.id), MOST).await?;
    store.insert_token(new("T2", ada.id), MOST).await?;
    let again = store.insert_token(new("T1", bob), MOST).await;
    assert!(matches!(again, Err(StoreError::Taken(Unique::Other))), "{again:?}");
    let many = store.insert_token(new("T3", ada.id), 2).await;
    assert!(matches!(many, Err(StoreError::TooMany)), "{many:?}");
    let (found, account) = store.find_token("T1").await?.ok_or("a token")?;
    assert_eq!((&found, &account), (&TokenRow { id: found.id, ..new("T1", ada.id) }, &ada));
    assert_eq!(store.list_tokens(ada.id).await?.iter().map(|row| row.token.as_str()).collect::<Vec<_>>(), ["T2", "T1"]);
    assert!(matches!(store.delete_token(bob, found.id).await, Err(StoreError::NotFound)));
    store.delete_token(ada.id, found.id).await?;
    assert_eq!(store.find_token("T1").await?, None);
    Ok(())
}
