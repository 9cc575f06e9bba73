//! Keys, passwords, tickets and cookies are nowhere in the data folder.

use std::fs;
use std::path::Path;

use domain::{Role, VariableValue};
use services::Services;

use crate::house::{House, Outcome, PASSWORD};

/// The files below a folder that hold this text.
fn files_with(folder: &Path, text: &[u8]) -> std::io::Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files_with(&path, text)?);
        } else if fs::read(&path)?.windows(text.len()).any(|window| window == text) {
            found.push(path.display().to_string());
        }
    }
    Ok(found)
}

#[tokio::test]
async fn no_file_holds_a_key_a_password_or_a_set_up_link() -> Outcome {
    let house = House::open().await?;
    let link = house.services.new_setup_link().await?.ok_or("no link")?;
    house.add("ada", Role::Viewer).await?;
    let ada = house.services.console_actor("ada").await?;
    let key = house.key(&ada).await?;
    let secrets = [key.plain.expose().to_owned(), PASSWORD.to_owned(), link.expose().to_owned()];
    let (tail, folder) = (key.plain.tail().to_owned(), house.data.path().to_owned());
    house.services.shelve_key("mine", key);
    // Once with the write-ahead log, once without.
    for _ in 0..2 {
        for secret in &secrets {
            assert_eq!(files_with(&folder, secret.as_bytes())?, Vec::<String>::new());
        }
        assert!(!files_with(&folder, tail.as_bytes())?.is_empty(), "the search finds what is there");
        house.services.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn no_file_holds_the_value_of_an_environment_variable() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.publish(&ada, "api", &[("plumber.R", "#* @get /\nfunction() 1\n")]).await?;
    let managed = house.services.managed(&ada, item.guid).await?;
    let (name, value) = ("CANARY_NAME", "the kingfisher dives at noon");
    managed.set_variables(vec![(name.to_owned(), Some(VariableValue::new(value.to_owned())))]).await?;
    let lease = house.lease(&item, &ada).await??;
    for _ in 0..2 {
        assert_eq!(files_with(house.data.path(), value.as_bytes())?, Vec::<String>::new());
        assert!(!files_with(house.data.path(), name.as_bytes())?.is_empty(), "the search finds what is there");
        house.services.close().await?;
    }
    drop(lease);
    Ok(())
}

#[tokio::test]
async fn no_file_holds_a_ticket_or_what_a_cookie_opens() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.publish(&ada, "plot", &[("index.html", "x")]).await?;
    let (proof, session) = (house.sign_in("ada").await?, house.session(&ada, 1).await?);
    let state = Services::state_of("nonce");
    let used = house.services.mint_ticket(&ada, &proof, session, item.guid, &state).await?;
    let waiting = house.services.mint_ticket(&ada, &proof, session, item.guid, &state).await?;
    let cookie = house.services.redeem_ticket(&used, item.guid, "nonce").await;
    let cookie = cookie.map_err(|refused| format!("{refused:?}"))?;
    for secret in [used, waiting, cookie] {
        assert_eq!(files_with(house.data.path(), secret.as_bytes())?, Vec::<String>::new());
    }
    Ok(())
}
