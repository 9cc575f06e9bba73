//! Changing passwords, and which ones are good enough.

use domain::{PasswordError, Role};
use services::{Mistake, ServiceError};
use time::Duration;

use crate::house::{House, Outcome, PASSWORD};
use crate::people::{HERE, SignIn, is_not_found, mistake, password};

const OTHER: &str = "nine calm herons";

#[tokio::test]
async fn a_new_password_signs_out_all_sessions_but_the_one_that_asks() -> Outcome {
    let (house, _) = House::with_ada(Role::Viewer).await?;
    let ada = house.services.resume(&house.sign_in("ada").await?).await?;
    let (mine, other) = (house.session(&ada, 1).await?, house.session(&ada, 2).await?);
    house.services.users(&ada).change_my_password(password(OTHER), Some(mine)).await?;
    assert!(house.is_live(mine).await? && !house.is_live(other).await?);
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
    let refused = house.services.users(&ada).change_my_password(password(OTHER), None).await;
    assert!(matches!(refused, Err(ServiceError::ProofNeeded)), "{refused:?}");
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
        let refused = house.services.users(&ada).change_my_password(password(weak), None).await;
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
