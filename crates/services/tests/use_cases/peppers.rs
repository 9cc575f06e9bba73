//! The pepper: never replaced, and never missed.

use std::fs;
use std::os::unix::fs::MetadataExt as _;

use domain::Role;
use services::{OpenError, PasswordCost, ProgramSettings, Services, ServicesConfig};

use crate::house::{House, Outcome};

#[tokio::test]
async fn a_missing_pepper_beside_keys_stops_the_start_and_is_not_replaced() -> Outcome {
    let (mut house, ada) = House::with_ada(Role::Viewer).await?;
    house.key(&ada).await?;
    house.services.close().await?;
    let pepper = house.data.pepper();
    fs::remove_file(&pepper)?;
    let refused = house.reopen().await.err().ok_or("it opened")?;
    assert!(matches!(&refused, OpenError::PepperMissing(path) if *path == pepper), "{refused}");
    assert!(refused.to_string().contains("Restore this file"), "{refused}");
    assert!(!pepper.exists());
    Ok(())
}

#[tokio::test]
async fn another_pepper_beside_keys_stops_the_start() -> Outcome {
    let (mut house, ada) = House::with_ada(Role::Viewer).await?;
    house.key(&ada).await?;
    house.services.close().await?;
    let other = format!("{}\n", "ab".repeat(32));
    let pepper = house.data.pepper();
    fs::write(&pepper, &other)?;
    assert!(matches!(house.reopen().await, Err(OpenError::PepperMissing(_))));
    assert_eq!(fs::read_to_string(pepper)?, other);
    Ok(())
}

#[tokio::test]
async fn a_damaged_pepper_stops_the_start_even_without_keys() -> Outcome {
    let mut house = House::open().await?;
    house.services.close().await?;
    fs::write(house.data.pepper(), "abc")?;
    assert!(matches!(house.reopen().await, Err(OpenError::Secret(_, _))));
    Ok(())
}

#[tokio::test]
async fn without_keys_a_missing_pepper_is_made_for_the_owner_alone() -> Outcome {
    let mut house = House::open().await?;
    house.services.close().await?;
    fs::remove_file(house.data.pepper())?;
    house.reopen().await?;
    assert_eq!(fs::metadata(house.data.pepper())?.mode() & 0o777, 0o600);
    Ok(())
}

#[tokio::test]
async fn a_second_pepper_keeps_old_keys_and_digests_new_ones() -> Outcome {
    let (mut house, ada) = House::with_ada(Role::Viewer).await?;
    let old = house.key(&ada).await?;
    let pepper = house.data.pepper();
    house.services.close().await?;
    let first = fs::read_to_string(&pepper)?;
    let second = "cd".repeat(32);
    fs::write(&pepper, format!("{first}{second}\n"))?;
    house.reopen().await?;
    let new = house.key(&ada).await?;
    for key in [&old, &new, &old, &new] {
        assert_eq!(house.role_of(key.plain.expose()).await?, Some(Role::Viewer));
    }
    house.services.keys(&ada).delete(old.record.id, false).await?;
    assert_eq!(house.role_of(old.plain.expose()).await?, None);
    // No key needs the first one any more.
    house.services.close().await?;
    fs::write(&pepper, format!("{second}\n"))?;
    house.reopen().await?;
    assert_eq!(house.role_of(new.plain.expose()).await?, Some(Role::Viewer));
    Ok(())
}

#[tokio::test]
async fn the_pepper_may_lie_elsewhere() -> Outcome {
    let house = House::open().await?;
    house.services.close().await?;
    fs::remove_file(house.data.pepper())?;
    let elsewhere = house.data.path().join("elsewhere");
    let config = ServicesConfig {
        data: house.data.clone(),
        database_url: None,
        pepper_file: Some(elsewhere.clone()),
        password_cost: PasswordCost::Least,
        clock: house.clock.clone(),
        programs: ProgramSettings::default(),
        keep_visits_days: 90,
    };
    Services::open(config).await?.close().await?;
    assert!(elsewhere.exists() && !house.data.pepper().exists());
    Ok(())
}
