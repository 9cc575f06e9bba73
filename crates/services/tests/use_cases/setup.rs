//! The set-up link: how the first administrator comes in.

use std::sync::Arc;

use domain::{EmailError, PasswordError, Role, UsernameError};
use services::{FirstAdministrator, Mistake, SessionProof, SetupRefused};
use time::Duration;

use crate::house::{Fault, House, Outcome, PASSWORD};
use crate::people::password;

fn first(username: &str) -> FirstAdministrator {
    FirstAdministrator { username: username.to_owned(), email: String::new(), password: password(PASSWORD), from: None }
}

async fn link(house: &House) -> Result<String, Fault> {
    Ok(house.services.new_setup_link().await?.ok_or("no link")?.expose().to_owned())
}

/// The proof, or `None` when the link does not work.
async fn set_up(house: &House, token: &str, username: &str) -> Result<Option<SessionProof>, Fault> {
    match house.services.set_up(token, first(username)).await {
        Ok(proof) => Ok(Some(proof)),
        Err(SetupRefused::Link) => Ok(None),
        Err(SetupRefused::Mistakes(mistakes)) => Err(format!("{mistakes:?}").into()),
        Err(SetupRefused::Failed(error)) => Err(error.into()),
    }
}

#[tokio::test]
async fn the_link_makes_an_administrator_once() -> Outcome {
    let mut house = House::open().await?;
    let token = link(&house).await?;
    assert!(house.services.setup_link_works(&token));
    let proof = set_up(&house, &token, "root").await?.ok_or("refused")?;
    let root = house.services.resume(&proof).await?;
    assert_eq!((root.user().username.as_str(), root.role()), ("root", Role::Administrator));
    assert!(!house.services.setup_link_works(&token));
    assert!(set_up(&house, &token, "second").await?.is_none());
    assert!(house.services.new_setup_link().await?.is_none());
    house.restart().await?;
    assert!(house.services.new_setup_link().await?.is_none());
    Ok(())
}

#[tokio::test]
async fn the_link_lasts_24_hours() -> Outcome {
    let house = House::open().await?;
    let token = link(&house).await?;
    house.clock.advance(Duration::hours(24) - Duration::MILLISECOND);
    assert!(house.services.setup_link_works(&token));
    house.clock.advance(Duration::MILLISECOND);
    assert!(!house.services.setup_link_works(&token));
    assert!(set_up(&house, &token, "root").await?.is_none());
    Ok(())
}

#[tokio::test]
async fn a_new_link_replaces_the_one_before() -> Outcome {
    let mut house = House::open().await?;
    let (old, new) = (link(&house).await?, link(&house).await?);
    assert!(!house.services.setup_link_works(&old) && house.services.setup_link_works(&new));
    house.restart().await?;
    assert!(!house.services.setup_link_works(&new), "each start has a link of its own");
    Ok(())
}

#[tokio::test]
async fn the_link_is_gone_when_there_is_an_account() -> Outcome {
    let house = House::open().await?;
    let token = link(&house).await?;
    house.add("ada", Role::Viewer).await?;
    assert!(!house.services.setup_link_works(&token));
    assert!(set_up(&house, &token, "root").await?.is_none());
    assert_eq!(house.services.console_list_users().await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn another_text_is_no_link() -> Outcome {
    let house = House::open().await?;
    assert!(!house.services.setup_link_works(""), "there is no link yet");
    let token = link(&house).await?;
    for wrong in ["", "x", &token[1..], &token.to_uppercase(), &format!("{token} ")] {
        assert!(!house.services.setup_link_works(wrong), "{wrong:?}");
    }
    Ok(())
}

#[tokio::test]
async fn all_mistakes_are_told_at_once_and_the_link_stays_good() -> Outcome {
    let house = House::open().await?;
    let token = link(&house).await?;
    let bad = FirstAdministrator {
        username: "no name!".to_owned(),
        email: "no address".to_owned(),
        password: password("short"),
        from: None,
    };
    let Err(SetupRefused::Mistakes(mistakes)) = house.services.set_up(&token, bad).await else {
        return Err("it was accepted".into());
    };
    let expected =
        [Mistake::Username(UsernameError), Mistake::Email(EmailError), Mistake::Password(PasswordError::TooShort)];
    assert_eq!(mistakes, expected);
    assert!(set_up(&house, &token, "root").await?.is_some());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_link_that_is_used_many_times_at_once_makes_one_administrator() -> Outcome {
    let house = Arc::new(House::open().await?);
    let token = link(&house).await?;
    let tries: Vec<_> = (0..8)
        .map(|number| {
            let (house, token) = (Arc::clone(&house), token.clone());
            tokio::spawn(async move { set_up(&house, &token, &format!("root{number}")).await })
        })
        .collect();
    let mut made = 0;
    for one in tries {
        made += usize::from(one.await??.is_some());
    }
    assert_eq!((made, house.services.console_list_users().await?.len()), (1, 1));
    Ok(())
}
