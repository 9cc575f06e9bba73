//! Who manages an item, and what that changes for everybody else.

use std::fs;

use domain::{Access, Content, ContentRef, DescriptionError, Guid, Role, TitleError};
use services::{
    Actor, ContentItem, ContentSettings, ContentWish, KeyWish, Mistake, ServiceError, SettingsRefused, ViewRefused,
    Visitor,
};

use crate::house::{Fault, House, Outcome, wish};
use crate::people::{is_forbidden, is_not_found, let_view, mistake, take_out};

/// Settings without title and description.
pub(crate) fn settings(access: Access) -> ContentSettings {
    ContentSettings { title: String::new(), description: String::new(), access }
}

/// Ada's item for bob, whom she named.
async fn scene() -> Result<(House, Actor, Actor, Content), Fault> {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    house.add("bob", Role::Viewer).await?;
    let bob = house.services.console_actor("bob").await?;
    let item = house.publish(&ada, "plot", &[("index.html", "x")]).await?;
    let_view(&house.services.managed(&ada, item.guid).await?, "bob").await?;
    Ok((house, ada, bob, item))
}

/// Whether this account sees the item, in the cache or not.
async fn sees(house: &House, item: &Content, actor: &Actor) -> Result<bool, Fault> {
    match house.services.view_content(ContentRef::Guid(item.guid), &Visitor::from(actor)).await {
        Ok(_) => Ok(true),
        Err(ViewRefused::NotFound) => Ok(false),
        Err(refused) => Err(format!("{refused:?}").into()),
    }
}

/// What an account may do with an item: view it, manage it.
async fn rights(house: &House, item: &Content, actor: &Actor) -> Result<(bool, bool), Fault> {
    let managed = house.services.managed(actor, item.guid).await;
    match house.services.content_item(actor, ContentRef::Guid(item.guid)).await {
        Ok(ContentItem { may_view, may_manage, content, .. }) => {
            assert_eq!((content.id, may_view), (item.id, sees(house, item, actor).await?), "one rule for both");
            match managed {
                Ok(managed) => assert!(may_manage && managed.content() == &content),
                refused => assert!(!may_manage && is_forbidden(&refused)),
            }
            Ok((may_view, may_manage))
        }
        Err(ServiceError::NotFound) => {
            assert!(is_not_found(&managed), "who may do nothing with it does not learn that it exists");
            Ok((false, false))
        }
        Err(error) => Err(error.into()),
    }
}

#[tokio::test]
async fn owners_and_administrators_manage_and_nobody_else() -> Outcome {
    let (house, ada, bob, item) = scene().await?;
    house.add("eve", Role::Publisher).await?;
    house.add("zoe", Role::Viewer).await?;
    let actor = |name: &'static str| house.services.console_actor(name);
    let (eve, zoe, root) = (actor("eve").await?, actor("zoe").await?, actor("root").await?);
    assert_eq!(rights(&house, &item, &ada).await?, (true, true), "the owner");
    assert_eq!(rights(&house, &item, &bob).await?, (true, false), "a viewer who was named");
    assert_eq!(rights(&house, &item, &eve).await?, (false, false), "another publisher");
    assert_eq!(rights(&house, &item, &zoe).await?, (false, false), "another viewer");
    assert_eq!(rights(&house, &item, &root).await?, (false, true), "an administrator manages and does not view");
    let_view(&house.services.managed(&root, item.guid).await?, "root").await?;
    assert_eq!(rights(&house, &item, &root).await?, (true, true), "until he names himself");
    let_view(&house.services.managed(&ada, item.guid).await?, "eve").await?;
    assert_eq!(rights(&house, &item, &eve).await?, (true, false), "a publisher who was named");
    Ok(())
}

#[tokio::test]
async fn an_owner_manages_for_as_long_as_he_may_publish() -> Outcome {
    let (house, _, _, item) = scene().await?;
    house.services.console_set_role("ada", Role::Viewer).await?;
    let ada = house.services.console_actor("ada").await?;
    assert_eq!(rights(&house, &item, &ada).await?, (true, false));
    house.services.console_set_role("ada", Role::Administrator).await?;
    let ada = house.services.console_actor("ada").await?;
    assert_eq!(rights(&house, &item, &ada).await?, (true, true));
    Ok(())
}

#[tokio::test]
async fn a_key_manages_with_its_own_role() -> Outcome {
    let (house, ada, _, item) = scene().await?;
    for (role, expected) in [(Role::Viewer, (true, false)), (Role::Publisher, (true, true))] {
        let key = house.services.keys(&ada).create(KeyWish { role: Some(role), ..wish("key") }).await?;
        let by_key = house.actor_of(key.plain.expose()).await?.ok_or("refused")?;
        assert_eq!(rights(&house, &item, &by_key).await?, expected, "{role}");
    }
    Ok(())
}

#[tokio::test]
async fn a_locked_account_is_nobody() -> Outcome {
    let (house, ada, _, item) = scene().await?;
    let key = house.key(&ada).await?;
    let (proof, plain) = (house.sign_in("ada").await?, key.plain.expose());
    house.services.console_lock("ada", true).await?;
    assert!(house.actor_of(plain).await?.is_none());
    assert!(matches!(house.services.resume(&proof).await, Err(ServiceError::SignedOut)));
    let anyone = house.services.view_content(ContentRef::Guid(item.guid), &Visitor::anyone()).await;
    assert!(matches!(anyone, Err(ViewRefused::KeyNeeded)));
    Ok(())
}

#[tokio::test]
async fn what_is_not_there_is_managed_by_nobody() -> Outcome {
    let (house, ada, _, _) = scene().await?;
    let root = house.services.console_actor("root").await?;
    for actor in [&ada, &root] {
        assert!(is_not_found(&house.services.managed(actor, Guid::from_random([7; 16])).await));
    }
    Ok(())
}

#[tokio::test]
async fn another_access_acts_before_it_is_answered() -> Outcome {
    let (house, ada, bob, item) = scene().await?;
    let managed = house.services.managed(&ada, item.guid).await?;
    assert!(sees(&house, &item, &bob).await?, "and now it is in the cache");
    take_out(&managed, bob.user().guid).await?;
    assert!(!sees(&house, &item, &bob).await?);
    for (access, expected) in [(Access::LoggedIn, true), (Access::Acl, false), (Access::All, true)] {
        let changed = managed.update(settings(access)).await.map_err(|refused| format!("{refused:?}"))?;
        assert_eq!((changed.access, sees(&house, &item, &bob).await?), (access, expected));
    }
    let anyone = house.services.view_content(ContentRef::Id(item.id), &Visitor::anyone()).await;
    assert!(anyone.is_ok());
    Ok(())
}

#[tokio::test]
async fn title_and_description_are_changed_and_checked_together() -> Outcome {
    let (house, ada, _, item) = scene().await?;
    let managed = house.services.managed(&ada, item.guid).await?;
    let given = |title: &str, description: &str| ContentSettings {
        title: title.to_owned(),
        description: description.to_owned(),
        access: Access::Acl,
    };
    let changed = managed.update(given(" Sales ", "One.\r\nTwo.")).await.map_err(|refused| format!("{refused:?}"))?;
    assert_eq!((changed.display_title(), changed.description.as_str()), ("Sales", "One.\nTwo."));
    let served = house.view(&item, &ada).await?;
    assert_eq!(served.content(), &changed);
    let refused = managed.update(given("ab", &"x".repeat(4097))).await;
    let Err(SettingsRefused::Mistakes(mistakes)) = refused else { return Err("it was accepted".into()) };
    assert_eq!(mistakes, [Mistake::Title(TitleError), Mistake::Description(DescriptionError::TooLong)]);
    assert_eq!(house.view(&item, &ada).await?.content(), &changed, "nothing of it was changed");
    Ok(())
}

#[tokio::test]
async fn viewers_are_named_by_their_usernames() -> Outcome {
    let (house, ada, bob, item) = scene().await?;
    let managed = house.services.managed(&ada, item.guid).await?;
    assert_eq!(let_view(&managed, " ROOT ").await?, "root");
    let_view(&managed, "bob").await?;
    let names = async || {
        let named = managed.named_permissions().await?;
        Ok::<_, ServiceError>(named.into_iter().map(|row| row.name).collect::<Vec<_>>())
    };
    assert_eq!(names().await?, ["bob", "root"]);
    for unknown in ["nobody", "no name!", ""] {
        assert_eq!(mistake(let_view(&managed, unknown).await)?, Mistake::UnknownUser(unknown.to_owned()));
    }
    take_out(&managed, bob.user().guid).await?;
    assert_eq!(names().await?, ["root"]);
    Ok(())
}

#[tokio::test]
async fn a_deleted_item_is_gone_before_it_is_answered() -> Outcome {
    let (house, ada, bob, item) = scene().await?;
    house.publish(&ada, "plot", &[("index.html", "two")]).await?;
    let kept = house.publish(&ada, "kept", &[("index.html", "x")]).await?;
    assert!(sees(&house, &item, &bob).await?, "and now it is in the cache");
    house.services.managed(&ada, item.guid).await?.delete().await?;
    assert!(!sees(&house, &item, &bob).await?);
    assert!(is_not_found(&house.services.content_item(&ada, ContentRef::Id(item.id)).await));
    assert_eq!(house.services.list_content(&ada, &ContentWish::default()).await?, std::slice::from_ref(&kept));
    let left = |folder| Ok::<_, Fault>(fs::read_dir(folder)?.count());
    assert_eq!((left(house.data.bundles())?, left(house.data.unpacked())?), (1, 1), "only what was not deleted");
    assert_eq!(house.services.damaged_archives().await?, []);
    house.view(&kept, &ada).await?;
    let again = house.publish(&ada, "plot", &[("index.html", "x")]).await?;
    assert!(again.guid != item.guid, "the name is free for another item");
    Ok(())
}

#[tokio::test]
async fn an_item_is_deleted_once_also_when_its_files_are_gone() -> Outcome {
    let (house, ada, _, item) = scene().await?;
    let (first, second) =
        (house.services.managed(&ada, item.guid).await?, house.services.managed(&ada, item.guid).await?);
    fs::remove_dir_all(house.data.unpacked())?;
    fs::remove_dir_all(house.data.bundles())?;
    first.delete().await?;
    assert!(is_not_found(&second.delete().await));
    Ok(())
}
