//! What a session proves, and for how long.

use domain::Role;
use services::{ServiceError, SessionProof, SessionRow};
use time::Duration;

use crate::house::{House, Outcome, PASSWORD, wish};
use crate::people::{HERE, SignIn, is_not_found};

async fn is_signed_out(house: &House, proof: &SessionProof) -> bool {
    matches!(house.services.resume(proof).await, Err(ServiceError::SignedOut))
}

#[tokio::test]
async fn a_session_ends_24_hours_after_the_sign_in_however_much_it_is_used() -> Outcome {
    let (house, _) = House::with_ada(Role::Viewer).await?;
    let mut proof = house.sign_in("ada").await?;
    for _ in 0..23 {
        house.clock.advance(Duration::HOUR);
        proof = house.prove(&proof, PASSWORD, None).await?.1.ok_or("refused")?;
    }
    house.clock.advance(Duration::minutes(59));
    assert!(!is_signed_out(&house, &proof).await);
    house.clock.advance(Duration::MINUTE);
    assert!(is_signed_out(&house, &proof).await);
    Ok(())
}

#[tokio::test]
async fn after_ten_minutes_a_key_needs_the_password_again() -> Outcome {
    let (house, _) = House::with_ada(Role::Viewer).await?;
    let proof = house.sign_in("ada").await?;
    house.clock.advance(Duration::minutes(9));
    let ada = house.services.resume(&proof).await?;
    assert!(!ada.needs_proof(house.clock.now()));
    house.key(&ada).await?;
    house.clock.advance(Duration::seconds(61));
    let ada = house.services.resume(&proof).await?;
    assert!(ada.needs_proof(house.clock.now()));
    assert!(matches!(house.services.keys(&ada).check(&wish("key")), Err(ServiceError::ProofNeeded)));
    assert!(matches!(house.services.keys(&ada).create(wish("key")).await, Err(ServiceError::ProofNeeded)));
    let (wrong, _) = house.prove(&proof, "not the password", None).await?;
    assert_eq!(wrong, SignIn::Wrong);
    let (right, renewed) = house.prove(&proof, PASSWORD, None).await?;
    assert_eq!(right, SignIn::Done);
    let ada = house.services.resume(&renewed.ok_or("no proof")?).await?;
    house.key(&ada).await?;
    assert_eq!(house.services.keys(&ada).list().await?.len(), 2);
    Ok(())
}

#[tokio::test]
async fn guessing_at_the_proof_is_slowed_like_signing_in() -> Outcome {
    let (house, _) = House::with_ada(Role::Viewer).await?;
    let proof = house.sign_in("ada").await?;
    for _ in 0..5 {
        assert_eq!(house.prove(&proof, "guess", HERE).await?.0, SignIn::Wrong);
    }
    assert_eq!(house.prove(&proof, PASSWORD, HERE).await?.0, SignIn::Wait(1));
    assert_eq!(house.try_sign_in("ada", PASSWORD, HERE).await?, SignIn::Wait(1), "both count together");
    house.clock.advance(Duration::SECOND);
    assert_eq!(house.prove(&proof, PASSWORD, HERE).await?.0, SignIn::Done);
    Ok(())
}

#[tokio::test]
async fn a_lock_acts_at_once_on_sessions() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    let proof = house.sign_in("ada").await?;
    let stored = house.session(&ada, 1).await?;
    house.services.console_lock("ada", true).await?;
    assert!(is_signed_out(&house, &proof).await);
    assert!(!house.is_live(stored).await?);
    house.services.console_lock("ada", false).await?;
    assert!(!house.is_live(stored).await?, "it stays ended");
    Ok(())
}

#[tokio::test]
async fn another_role_acts_at_once_on_sessions() -> Outcome {
    let (house, _) = House::with_ada(Role::Publisher).await?;
    let proof = house.sign_in("ada").await?;
    for role in [Role::Viewer, Role::Administrator] {
        house.services.console_set_role("ada", role).await?;
        assert_eq!(house.services.resume(&proof).await?.role(), role);
    }
    Ok(())
}

#[tokio::test]
async fn one_sees_and_ends_only_ones_own_sessions() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    let root = house.services.console_actor("root").await?;
    let (adas, roots) = (house.session(&ada, 1).await?, house.session(&root, 2).await?);
    let listed = house.services.list_my_sessions(&ada).await?;
    assert_eq!(listed.iter().map(|session| session.digest).collect::<Vec<_>>(), [adas]);
    assert!(is_not_found(&house.services.end_my_session(&ada, roots).await));
    assert!(house.is_live(roots).await?);
    house.services.end_my_session(&ada, adas).await?;
    assert!(!house.is_live(adas).await?);
    assert!(is_not_found(&house.services.end_my_session(&ada, adas).await));
    Ok(())
}

#[tokio::test]
async fn signing_out_everywhere_leaves_others_alone() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    let root = house.services.console_actor("root").await?;
    let (one, other, roots) =
        (house.session(&ada, 1).await?, house.session(&ada, 2).await?, house.session(&root, 3).await?);
    house.services.end_my_sessions(&ada).await?;
    assert!(!house.is_live(one).await? && !house.is_live(other).await? && house.is_live(roots).await?);
    Ok(())
}

#[tokio::test]
async fn a_session_that_ended_is_not_brought_back_by_saving_it() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    let digest = house.session(&ada, 1).await?;
    let row = house.services.load_session(digest).await?.ok_or("no session")?;
    assert!(!house.services.insert_session(&row).await?, "its id is in use");
    house.services.delete_session(digest).await?;
    house.services.save_session(&SessionRow { record: "late".to_owned(), ..row }).await?;
    assert!(!house.is_live(digest).await?);
    Ok(())
}

#[tokio::test]
async fn an_idle_session_ends_and_is_swept() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    let digest = house.session(&ada, 1).await?;
    house.clock.advance(Duration::hours(8));
    assert!(!house.is_live(digest).await?);
    house.services.sweep().await?;
    house.session(&ada, 1).await?;
    Ok(())
}
