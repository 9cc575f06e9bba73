//! Environment variables of content.

use std::fs;
use std::os::unix::fs::MetadataExt as _;

use domain::{Content, Role, VariableError, VariableValue};
use services::{Actor, Mistake, OpenError, ProgramFault, ServiceError, Status};

use crate::house::{Fault, House, Outcome};
use crate::programs::get;

/// An API that gives what it finds under these names.
fn api(names: &str) -> String {
    format!(
        "#* @get /\n#* @serializer text\nfunction() paste(Sys.getenv(c({names}), unset = 'none'), collapse = ' ')\n"
    )
}

fn set(name: &str, value: &str) -> (String, Option<VariableValue>) {
    (name.to_owned(), Some(VariableValue::new(value.to_owned())))
}

fn removed(name: &str) -> (String, Option<VariableValue>) {
    (name.to_owned(), None)
}

impl House {
    async fn publish_names(&self, owner: &Actor, names: &str) -> Result<Content, Fault> {
        self.publish(owner, "api", &[("plumber.R", &api(names))]).await
    }

    async fn said_by(&self, item: &Content, actor: &Actor) -> Result<String, Fault> {
        get(&self.lease(item, actor).await??).await
    }
}

#[tokio::test]
async fn names_are_listed_set_removed_and_replaced() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.publish(&ada, "site", &[("index.html", "x")]).await?;
    let managed = house.services.managed(&ada, item.guid).await?;
    assert_eq!(managed.variables().await?, Vec::<String>::new());
    assert_eq!(managed.set_variables(vec![set("B", "1"), set("A", "")]).await?, ["A", "B"]);
    assert_eq!(managed.set_variables(vec![set("C", "3"), removed("A"), removed("X")]).await?, ["B", "C"]);
    assert_eq!(managed.set_variables(Vec::new()).await?, ["B", "C"]);
    assert_eq!(managed.replace_variables(vec![set("D", "4")]).await?, ["D"]);
    assert_eq!(managed.replace_variables(Vec::new()).await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn one_mistake_and_nothing_is_changed() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.publish(&ada, "site", &[("index.html", "x")]).await?;
    let managed = house.services.managed(&ada, item.guid).await?;
    let cases = [
        (vec![set("", "x")], VariableError::EmptyName),
        (vec![set("A=B", "x")], VariableError::Name),
        (vec![set("LD_PRELOAD", "x")], VariableError::Forbidden("LD_PRELOAD".to_owned())),
        (vec![set("X", "1"), removed("X")], VariableError::Twice("X".to_owned())),
        (vec![set("X", "a\0b")], VariableError::Value),
        (vec![set("X", &"x".repeat(65_537))], VariableError::LongValue),
        ((0..9).map(|n| set(&format!("X{n}"), &"x".repeat(65_536))).collect(), VariableError::TooMany),
    ];
    for (mut changes, expected) in cases {
        changes.insert(0, set("GOOD", "x"));
        let refused = managed.set_variables(changes).await;
        assert!(
            matches!(&refused, Err(ServiceError::Invalid(Mistake::Variable(wrong))) if *wrong == expected),
            "{expected:?}: {refused:?}"
        );
        assert_eq!(managed.variables().await?, Vec::<String>::new());
    }
    Ok(())
}

#[tokio::test]
async fn only_those_who_manage_an_item_reach_its_variables() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.publish(&ada, "site", &[("index.html", "x")]).await?;
    house.add("pia", Role::Publisher).await?;
    let pia = house.services.console_actor("pia").await?;
    assert!(matches!(house.services.managed(&pia, item.guid).await.err(), Some(ServiceError::NotFound)));
    let root = house.services.console_actor("root").await?;
    let managed = house.services.managed(&root, item.guid).await?;
    assert_eq!(managed.set_variables(vec![set("A", "1")]).await?, ["A"]);
    Ok(())
}

#[tokio::test]
async fn an_api_finds_its_variables_and_what_the_server_says_holds() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.publish_names(&ada, "'X', 'CONNECT_SERVER', 'POSIT_PRODUCT', 'CONNECT_CONTENT_GUID'").await?;
    let managed = house.services.managed(&ada, item.guid).await?;
    managed.set_variables(vec![set("X", "größer als 1"), set("CONNECT_SERVER", "https://elsewhere")]).await?;
    let said = house.said_by(&item, &ada).await?;
    assert_eq!(said, format!("größer als 1 https://elsewhere CONNECT {}", item.guid));
    Ok(())
}

#[tokio::test]
async fn a_change_takes_hold_with_the_next_visit_and_what_is_under_way_finishes() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.publish_names(&ada, "'X'").await?;
    let managed = house.services.managed(&ada, item.guid).await?;
    let before = house.lease(&item, &ada).await??;
    assert_eq!(get(&before).await?, "none");
    managed.set_variables(vec![set("X", "one")]).await?;
    assert_eq!(get(&before).await?, "none");
    drop(before);
    assert_eq!(house.said_by(&item, &ada).await?, "one");
    let same = house.lease(&item, &ada).await??;
    managed.set_variables(Vec::new()).await?;
    assert!(matches!(managed.status(), Status::Ready { .. }), "nothing was changed");
    drop(same);
    managed.set_variables(vec![removed("X")]).await?;
    assert_eq!(house.said_by(&item, &ada).await?, "none");
    Ok(())
}

#[tokio::test]
async fn who_looked_an_item_up_before_a_change_keeps_nobody_from_the_new_values() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.publish_names(&ada, "'X'").await?;
    let managed = house.services.managed(&ada, item.guid).await?;
    let late = house.view(&item, &ada).await?;
    managed.set_variables(vec![set("X", "one")]).await?;
    assert_eq!(get(&house.services.lease(&late, "https://claviger.test").await?).await?, "none");
    assert_eq!(house.said_by(&item, &ada).await?, "one");
    Ok(())
}

#[tokio::test]
async fn variables_outlive_a_restart() -> Outcome {
    let (mut house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.publish_names(&ada, "'X'").await?;
    house.services.managed(&ada, item.guid).await?.set_variables(vec![set("X", "one")]).await?;
    house.restart().await?;
    assert_eq!(house.said_by(&item, &ada).await?, "one");
    assert_eq!(house.services.check_variables().await?, []);
    Ok(())
}

#[tokio::test]
async fn a_missing_key_beside_variables_stops_the_start_and_is_not_replaced() -> Outcome {
    let (mut house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.publish(&ada, "site", &[("index.html", "x")]).await?;
    house.services.managed(&ada, item.guid).await?.set_variables(vec![set("X", "one")]).await?;
    house.services.close().await?;
    let (key, aside) = (house.data.variables_key(), house.data.path().join("aside"));
    fs::rename(&key, &aside)?;
    let refused = house.reopen().await.err().ok_or("it opened")?;
    assert!(matches!(&refused, OpenError::VariablesKeyMissing(path) if *path == key), "{refused}");
    assert!(refused.to_string().contains("Restore this file"), "{refused}");
    assert!(!key.exists());
    let other = format!("{}\n", "ab".repeat(32));
    fs::write(&key, &other)?;
    assert!(matches!(house.reopen().await, Err(OpenError::VariablesKeyMissing(_))), "another key");
    assert_eq!(fs::read_to_string(&key)?, other);
    fs::write(&key, "abc")?;
    assert!(matches!(house.reopen().await, Err(OpenError::Secret(_, _))), "a damaged key");
    fs::rename(&aside, &key)?;
    house.reopen().await?;
    Ok(())
}

#[tokio::test]
async fn without_variables_a_missing_key_is_made_for_the_owner_alone() -> Outcome {
    let mut house = House::open().await?;
    house.services.close().await?;
    fs::remove_file(house.data.variables_key())?;
    house.reopen().await?;
    assert_eq!(fs::metadata(house.data.variables_key())?.mode() & 0o777, 0o600);
    Ok(())
}

#[tokio::test]
async fn a_second_key_seals_new_values_and_a_program_without_its_key_is_not_started() -> Outcome {
    let (mut house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.publish_names(&ada, "'A', 'B'").await?;
    house.services.managed(&ada, item.guid).await?.set_variables(vec![set("A", "one")]).await?;
    house.services.close().await?;
    let (key, second) = (house.data.variables_key(), "cd".repeat(32));
    let both = format!("{}{second}\n", fs::read_to_string(&key)?);
    fs::write(&key, &both)?;
    house.reopen().await?;
    house.services.managed(&ada, item.guid).await?.set_variables(vec![set("B", "two")]).await?;
    assert_eq!(house.said_by(&item, &ada).await?, "one two");
    house.services.close().await?;
    fs::write(&key, format!("{second}\n"))?;
    house.reopen().await?;
    assert_eq!(house.services.check_variables().await?, [item.id]);
    let refused = house.lease(&item, &ada).await?;
    assert!(matches!(refused, Err(ProgramFault::Unprepared(ServiceError::Unavailable(_)))), "{refused:?}");
    Ok(())
}
