//! Changing passwords, and which ones are good enough.

use domain::{PasswordError, Role};
use services::{Mistake, ServiceError};
use time::Duration;

use crate::house::{House, Outcome, PASSWORD};
use crate::people::{HERE, SignIn, is_not_found, mistake, password};

const OTHER: &str = "nine calm herons";

#[tokio::test]
async fn a_new_password_ends_all_sessions_and_begins_a_new_one() -> Outcome {
    let (house, _) = House::with_ada(Role::Viewer).await?;
    let old = house.sign_in("ada").await?;
    let ada = house.services.resume(&old).await?;
    let (mine, other) = (house.session(&ada, 1).await?, house.session(&ada, 2).await?);
    let new = house.services.users(&ada).change_my_password(password(OTHER)).await?;
    assert!(!house.is_live(mine).await? && !house.is_live(other).await?);
    assert!(house.services.resume(&old).await.is_err(), "a sign-in with the old password counts no more");
    house.services.resume(&new).await?;
    assert_eq!(house.try_sign_in("ada", PASSWORD, HERE).await?, SignIn::Wrong);
    assert_eq!(house.try_sign_in("ada", OTHER, HERE).await?, SignIn::Done);
    Ok(())
}

#[tokio::test]
async fn changing_the_password_needs_a_fresh_sign_in() -> Outcome {
    let (house, _) = House::with_ada(Role::Viewer).await?;
    let proof = house.sign_in("ada").await?;
    house.clock.advance(Duration::minutes(11));
    let ada = house.services.resume(&proof).await?;
    let refused = house.services.users(&ada).change_my_password(password(OTHER)).await;
    assert!(matches!(refused, Err(ServiceError::ProofNeeded)));
    assert_eq!(house.try_sign_in("ada", PASSWORD, HERE).await?, SignIn::Done);
    Ok(())
}

#[tokio::test]
async fn a_weak_password_is_refused_and_changes_nothing() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    let session = house.session(&ada, 1).await?;
    for (weak, why) in [
        ("sevench", PasswordError::TooShort),
        ("aaaaaaaaaaaa", PasswordError::Guessable),
        ("password1", PasswordError::Guessable),
        ("qwertyuiop", PasswordError::Guessable),
        ("12345678", PasswordError::Guessable),
        (&"word ".repeat(300), PasswordError::TooLong),
    ] {
        let refused = house.services.users(&ada).change_my_password(password(weak)).await.map(drop);
        assert_eq!(mistake(refused)?, Mistake::Password(why), "{weak:.20}");
        let refused = house.services.console_set_password("ada", password(weak)).await;
        assert_eq!(mistake(refused)?, Mistake::Password(why), "{weak:.20}");
    }
    assert!(house.is_live(session).await?);
    assert_eq!(house.try_sign_in("ada", PASSWORD, HERE).await?, SignIn::Done);
    Ok(())
}

#[tokio::test]
async fn a_password_set_by_command_signs_out_everywhere() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    let session = house.session(&ada, 1).await?;
    house.services.console_set_password("ADA", password(OTHER)).await?;
    assert!(!house.is_live(session).await?);
    assert_eq!(house.try_sign_in("ada", OTHER, HERE).await?, SignIn::Done);
    assert!(is_not_found(&house.services.console_set_password("nobody", password(OTHER)).await));
    Ok(())
}
