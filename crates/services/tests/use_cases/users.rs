//! Who sees, makes and changes accounts.

use domain::{EmailError, PersonNameError, Role, UsernameError};
use services::{AccountChange, Actor, KeyWish, Mistake, NewAccount};

use crate::house::{Fault, House, Outcome, PASSWORD, wish};
use crate::people::{is_forbidden, is_not_found, mistake, password};

fn account(username: &str) -> NewAccount {
    NewAccount {
        username: username.to_owned(),
        email: String::new(),
        first_name: String::new(),
        last_name: String::new(),
        role: Role::Viewer,
        password: Some(password(PASSWORD)),
    }
}

fn email(text: &str) -> AccountChange {
    AccountChange { email: Some(text.to_owned()), ..AccountChange::default() }
}

fn role(role: Role) -> AccountChange {
    AccountChange { role: Some(role), ..AccountChange::default() }
}

fn username(text: &str) -> AccountChange {
    AccountChange { username: Some(text.to_owned()), ..AccountChange::default() }
}

/// The administrator, acting with a key of a lesser role.
async fn lesser_root(house: &House) -> Result<Actor, Fault> {
    let root = house.services.console_actor("root").await?;
    let wish = KeyWish { role: Some(Role::Publisher), ..wish("key") };
    let key = house.services.keys(&root).create(wish).await?;
    Ok(house.actor_of(key.plain.expose()).await?.ok_or("refused")?)
}

#[tokio::test]
async fn only_administrators_make_accounts() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    for actor in [&ada, &lesser_root(&house).await?] {
        assert!(is_forbidden(&house.services.users(actor).create(account("bob")).await));
    }
    let root = house.services.console_actor("root").await?;
    let bob = house.services.users(&root).create(account("bob")).await?;
    assert_eq!(house.services.users(&ada).get(bob.guid).await?, bob);
    assert_eq!(mistake(house.services.users(&root).create(account("BOB")).await)?, Mistake::UsernameTaken);
    Ok(())
}

#[tokio::test]
async fn everybody_changes_the_own_profile_but_not_name_and_role() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    let users = house.services.users(&ada);
    let mine = ada.user().guid;
    let names = AccountChange {
        first_name: Some(" Ada ".to_owned()),
        last_name: Some("Lovelace".to_owned()),
        ..email(" ada@example.org ")
    };
    let changed = users.update(mine, names).await?;
    assert_eq!((changed.display_name().as_str(), changed.email.as_str()), ("Ada Lovelace", "ada@example.org"));
    for change in [role(Role::Administrator), role(Role::Viewer), username("countess")] {
        assert!(is_forbidden(&users.update(mine, change).await));
    }
    assert_eq!(users.get(mine).await?, changed);
    Ok(())
}

#[tokio::test]
async fn only_administrators_change_others() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let root = house.services.console_actor("root").await?;
    let guid = root.user().guid;
    assert!(is_forbidden(&house.services.users(&ada).update(guid, email("")).await));
    assert!(is_forbidden(&house.services.users(&ada).set_locked(guid, true).await));
    let changed = house.services.users(&root).update(ada.user().guid, username("countess")).await?;
    assert_eq!(changed.username.as_str(), "countess");
    assert_eq!(
        mistake(house.services.users(&root).update(changed.guid, username("ROOT")).await)?,
        Mistake::UsernameTaken
    );
    Ok(())
}

#[tokio::test]
async fn one_may_lock_oneself_and_not_unlock() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    let mine = ada.user().guid;
    assert!(house.services.users(&ada).set_locked(mine, true).await?.locked);
    assert!(is_forbidden(&house.services.users(&ada).set_locked(mine, false).await));
    assert!(is_forbidden(&house.services.console_actor("ada").await));
    let root = house.services.console_actor("root").await?;
    assert!(!house.services.users(&root).set_locked(mine, false).await?.locked);
    Ok(())
}

#[tokio::test]
async fn the_last_administrator_stays() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    let root = house.services.console_actor("root").await?;
    let users = house.services.users(&root);
    let mine = root.user().guid;
    assert_eq!(mistake(users.set_locked(mine, true).await)?, Mistake::LastAdministrator);
    assert_eq!(mistake(users.update(mine, role(Role::Publisher)).await)?, Mistake::LastAdministrator);
    assert_eq!(mistake(house.services.console_set_role("root", Role::Viewer).await)?, Mistake::LastAdministrator);
    assert_eq!(mistake(house.services.console_lock("root", true).await)?, Mistake::LastAdministrator);
    users.update(ada.user().guid, role(Role::Administrator)).await?;
    house.services.console_lock("ada", true).await?;
    assert_eq!(mistake(users.set_locked(mine, true).await)?, Mistake::LastAdministrator, "ada is locked");
    house.services.console_lock("ada", false).await?;
    assert!(users.set_locked(mine, true).await?.locked);
    Ok(())
}

#[tokio::test]
async fn viewers_read_no_addresses_but_their_own() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    let root = house.services.console_actor("root").await?;
    house.services.users(&root).update(root.user().guid, email("root@example.com")).await?;
    house.services.users(&root).update(ada.user().guid, email("ada@example.com")).await?;
    let read =
        async |actor: &Actor, of: &Actor| Ok::<_, Fault>(house.services.users(actor).get(of.user().guid).await?.email);
    assert_eq!(read(&ada, &ada).await?, "ada@example.com");
    assert_eq!(read(&ada, &root).await?, "");
    assert_eq!(read(&lesser_root(&house).await?, &ada).await?, "ada@example.com");
    let listed = house.services.users(&ada).list().await?;
    assert!(listed.iter().all(|user| user.email.is_empty() == (user.id != ada.user().id)));
    Ok(())
}

#[tokio::test]
async fn a_key_with_a_lower_role_takes_no_care_of_its_account() -> Outcome {
    let (house, _) = House::with_ada(Role::Viewer).await?;
    let lesser = lesser_root(&house).await?;
    let mine = lesser.user().guid;
    assert!(is_forbidden(&house.services.users(&lesser).update(mine, email("thief@example.com")).await));
    assert!(is_forbidden(&house.services.users(&lesser).set_locked(mine, true).await));
    let root = house.services.console_actor("root").await?;
    let strong = house.services.keys(&root).create(wish("strong")).await?;
    let weak = house.services.keys(&lesser).create(wish("weak")).await?;
    assert!(is_forbidden(&house.services.keys(&lesser).delete(strong.record.id, false).await));
    house.services.keys(&lesser).delete(weak.record.id, false).await?;
    Ok(())
}

#[tokio::test]
async fn mistakes_are_named_by_their_field() -> Outcome {
    let (house, _) = House::with_ada(Role::Viewer).await?;
    let root = house.services.console_actor("root").await?;
    let users = house.services.users(&root);
    let name = || Some("a\nb".to_owned());
    for (change, expected) in [
        (username("-x"), Mistake::Username(UsernameError)),
        (email("x"), Mistake::Email(EmailError)),
        (AccountChange { first_name: name(), ..AccountChange::default() }, Mistake::FirstName(PersonNameError)),
        (AccountChange { last_name: name(), ..AccountChange::default() }, Mistake::LastName(PersonNameError)),
    ] {
        assert_eq!(mistake(users.update(root.user().guid, change).await)?, expected);
    }
    let bad = NewAccount { first_name: "a\nb".to_owned(), ..account("bob") };
    assert_eq!(mistake(users.create(bad).await)?, Mistake::FirstName(PersonNameError));
    assert_eq!(house.services.console_list_users().await?.len(), 2);
    let nobody = "1b4e28ba-2fa1-41d2-883f-0016d3cca427".parse()?;
    assert!(is_not_found(&users.get(nobody).await) && is_not_found(&users.set_locked(nobody, true).await));
    assert!(is_not_found(&house.services.console_actor("nobody").await));
    Ok(())
}
