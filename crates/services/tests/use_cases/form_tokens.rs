//! The tokens that a form, or an API call with a session, must bring back.

use crate::house::{House, Outcome};

#[tokio::test]
async fn a_token_is_its_sessions_own() -> Outcome {
    let house = House::open().await?;
    let token = house.services.form_token("mine");
    assert!(house.services.form_token_matches("mine", &token));
    assert!(!house.services.form_token_matches("another", &token));
    assert_eq!(token, house.services.form_token("mine"));
    Ok(())
}

#[tokio::test]
async fn a_masked_token_looks_different_each_time_and_matches() -> Outcome {
    let house = House::open().await?;
    let (one, other) = (house.services.masked_form_token("mine")?, house.services.masked_form_token("mine")?);
    assert_ne!(one, other);
    for token in [&one, &other] {
        assert!(house.services.form_token_matches("mine", token));
        assert!(!house.services.form_token_matches("another", token));
        assert!(!token.contains(&house.services.form_token("mine")));
    }
    Ok(())
}

#[tokio::test]
async fn any_other_text_is_no_token() -> Outcome {
    let house = House::open().await?;
    let token = house.services.form_token("mine");
    let masked = house.services.masked_form_token("mine")?;
    let (zeros, long) = ("0".repeat(64), "0".repeat(4096));
    for bad in ["", "0", "zz", "ü", &token[2..], &masked[2..], &zeros, &long, &format!("{token}00")] {
        assert!(!house.services.form_token_matches("mine", bad), "{bad:.20}");
    }
    Ok(())
}

#[tokio::test]
async fn tokens_outlive_a_restart_and_not_the_loss_of_their_secret() -> Outcome {
    let mut house = House::open().await?;
    let token = house.services.form_token("mine");
    house.restart().await?;
    assert!(house.services.form_token_matches("mine", &token));
    house.services.close().await?;
    std::fs::remove_file(house.data.form_secret())?;
    house.reopen().await?;
    assert!(!house.services.form_token_matches("mine", &token));
    Ok(())
}
