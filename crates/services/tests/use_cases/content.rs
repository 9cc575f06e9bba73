//! Who may view what, by the one rule for every address.

use domain::{Access, Content, ContentId, ContentRef, Role};
use services::{Actor, ContentWish, Publication, ViewRefused, Visitor};

use crate::house::{Fault, House, Outcome};
use crate::publish::publication;

/// What a visitor is told.
#[derive(Debug, PartialEq, Eq)]
enum Told {
    Here,
    KeyNeeded,
    NotFound,
}

async fn told(house: &House, address: ContentRef, visitor: Option<&Actor>) -> Result<Told, Fault> {
    match house.services.view_content(address, &visitor.map_or_else(Visitor::anyone, Visitor::from)).await {
        Ok(_) => Ok(Told::Here),
        Err(ViewRefused::KeyNeeded) => Ok(Told::KeyNeeded),
        Err(ViewRefused::NotFound) => Ok(Told::NotFound),
        Err(ViewRefused::Failed(error)) => Err(error.into()),
    }
}

async fn publish(house: &House, owner: &Actor, access: Access, allow: &[&str]) -> Result<Content, Fault> {
    let publication = Publication {
        access: Some(access),
        allow: allow.iter().map(|name| (*name).to_owned()).collect(),
        ..publication(house.pack(&[("index.html", "x")])?, "plot")
    };
    Ok(house.services.publish(owner, publication).await?)
}

#[tokio::test]
async fn one_rule_decides_for_every_address() -> Outcome {
    use Told::{Here, KeyNeeded, NotFound};
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    house.add("bob", Role::Viewer).await?;
    house.add("eve", Role::Publisher).await?;
    let (bob, eve) = (house.services.console_actor("bob").await?, house.services.console_actor("eve").await?);
    let root = house.services.console_actor("root").await?;
    for (access, allow, expected) in [
        (Access::All, &[][..], [Here, Here, Here, Here, Here]),
        (Access::LoggedIn, &[], [KeyNeeded, Here, Here, Here, Here]),
        (Access::Acl, &[], [KeyNeeded, Here, NotFound, NotFound, NotFound]),
        (Access::Acl, &["BOB"], [KeyNeeded, Here, Here, NotFound, NotFound]),
    ] {
        // The same item each time, so that what was cached before must be gone.
        let item = publish(&house, &ada, access, allow).await?;
        for address in [ContentRef::Id(item.id), ContentRef::Guid(item.guid)] {
            for (visitor, expected) in [None, Some(&ada), Some(&bob), Some(&eve), Some(&root)].iter().zip(&expected) {
                assert_eq!(told(&house, address, *visitor).await?, *expected, "{access} {allow:?} {address:?}");
            }
        }
        for (actor, expected) in [&ada, &bob, &eve].iter().zip(&expected[1..]) {
            assert_eq!(
                house.services.list_content(actor, &ContentWish::default()).await?.len(),
                usize::from(*expected == Here),
                "{access}"
            );
        }
        assert_eq!(
            house.services.list_content(&root, &ContentWish::default()).await?.len(),
            1,
            "administrators manage everything"
        );
    }
    Ok(())
}

#[tokio::test]
async fn what_does_not_exist_is_told_like_what_one_may_not_see() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let nowhere = ContentRef::Id(ContentId(4711));
    assert_eq!(told(&house, nowhere, None).await?, Told::KeyNeeded);
    assert_eq!(told(&house, nowhere, Some(&ada)).await?, Told::NotFound);
    Ok(())
}
