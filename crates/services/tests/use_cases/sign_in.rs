//! Signing in: one refusal for everything, slower from the fifth failure on.

use domain::Role;
use services::{Mistake, NewAccount};
use time::Duration;

use crate::house::{House, Outcome, PASSWORD};
use crate::people::{HERE, SignIn, THERE, mistake};

#[tokio::test]
async fn the_right_password_signs_in_whatever_the_case_of_the_name() -> Outcome {
    let (house, _) = House::with_ada(Role::Viewer).await?;
    for name in ["ada", "ADA", " Ada "] {
        assert_eq!(house.try_sign_in(name, PASSWORD, HERE).await?, SignIn::Done, "{name:?}");
    }
    let proof = house.sign_in("ada").await?;
    assert_eq!(house.services.resume(&proof).await?.user().username.as_str(), "ada");
    Ok(())
}

#[tokio::test]
async fn nobody_learns_why_a_sign_in_was_refused() -> Outcome {
    let (house, _) = House::with_ada(Role::Viewer).await?;
    house.add("locked", Role::Viewer).await?;
    house.services.console_lock("locked", true).await?;
    let new = NewAccount {
        username: "new".to_owned(),
        email: String::new(),
        first_name: String::new(),
        last_name: String::new(),
        role: Role::Viewer,
        password: None,
    };
    house.services.console_add_user(new).await?;
    let long = "x".repeat(4096);
    for (name, text) in [
        ("ada", "not the password"),
        ("ada", ""),
        ("ada", "Seven quiet otters"),
        ("ada", "seven quiet otters "),
        ("ada", long.as_str()),
        ("nobody", PASSWORD),
        ("no such name!", PASSWORD),
        ("", ""),
        (long.as_str(), long.as_str()),
        ("locked", PASSWORD),
        ("new", ""),
        ("new", "nobody has this password"),
        ("nobody", "nobody has this password"),
    ] {
        assert_eq!(house.try_sign_in(name, text, None).await?, SignIn::Wrong, "{name:.9} {text:.20}");
    }
    Ok(())
}

#[tokio::test]
async fn known_and_unknown_accounts_wait_alike_from_the_fifth_failure() -> Outcome {
    let (house, _) = House::with_ada(Role::Viewer).await?;
    let mut told = Vec::new();
    for name in ["ada", "nobody"] {
        let mut tries = Vec::new();
        for _ in 0..7 {
            tries.push(house.try_sign_in(name, "guess", HERE).await?);
        }
        told.push(tries);
    }
    let [ada, nobody] = <[_; 2]>::try_from(told).map_err(|_| "two")?;
    assert_eq!(ada, nobody);
    assert_eq!(ada[4..], [SignIn::Wrong, SignIn::Wait(1), SignIn::Wait(1)]);
    Ok(())
}

#[tokio::test]
async fn waiting_helps_and_the_right_password_ends_it() -> Outcome {
    let (house, _) = House::with_ada(Role::Viewer).await?;
    for _ in 0..5 {
        house.try_sign_in("ada", "guess", HERE).await?;
    }
    assert_eq!(house.try_sign_in("ADA", PASSWORD, HERE).await?, SignIn::Wait(1), "even with the right password");
    assert_eq!(house.try_sign_in("ada", PASSWORD, THERE).await?, SignIn::Done, "nobody locks another out");
    house.clock.advance(Duration::SECOND);
    assert_eq!(house.try_sign_in("ada", "guess", HERE).await?, SignIn::Wrong);
    house.clock.advance(Duration::SECOND);
    assert_eq!(house.try_sign_in("ada", PASSWORD, HERE).await?, SignIn::Wait(1), "the sixth makes wait for two");
    house.clock.advance(Duration::SECOND);
    assert_eq!(house.try_sign_in("ada", PASSWORD, HERE).await?, SignIn::Done);
    assert_eq!(house.try_sign_in("ada", "guess", HERE).await?, SignIn::Wrong, "the count starts anew");
    assert_eq!(house.try_sign_in("ada", PASSWORD, HERE).await?, SignIn::Done);
    Ok(())
}

#[tokio::test]
async fn an_address_may_fail_fifty_times_in_ten_minutes() -> Outcome {
    let (house, _) = House::with_ada(Role::Viewer).await?;
    for number in 0..50 {
        assert_eq!(house.try_sign_in(&format!("guess{number}"), "guess", HERE).await?, SignIn::Wrong);
    }
    assert_eq!(house.try_sign_in("ada", PASSWORD, HERE).await?, SignIn::Wait(600));
    assert_eq!(house.try_sign_in("ada", PASSWORD, THERE).await?, SignIn::Done);
    house.clock.advance(Duration::minutes(10));
    assert_eq!(house.try_sign_in("ada", PASSWORD, HERE).await?, SignIn::Done);
    Ok(())
}

#[tokio::test]
async fn a_locked_account_signs_in_again_when_it_is_unlocked() -> Outcome {
    let (house, _) = House::with_ada(Role::Viewer).await?;
    house.services.console_lock("ada", true).await?;
    assert_eq!(house.try_sign_in("ada", PASSWORD, HERE).await?, SignIn::Wrong);
    house.services.console_lock("ada", false).await?;
    assert_eq!(house.try_sign_in("ada", PASSWORD, HERE).await?, SignIn::Done);
    let taken = house.add("ADA", Role::Viewer).await.err().ok_or("it was taken")?;
    assert_eq!(taken.to_string(), Mistake::UsernameTaken.to_string());
    assert_eq!(mistake(house.services.console_lock("root", true).await)?, Mistake::LastAdministrator);
    Ok(())
}
