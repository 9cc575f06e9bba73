//! Uploading and deploying, step by step, as clients of the API do it.

use std::fs;
use std::time::{Duration, SystemTime};

use domain::{Bundle, BundleId, Content, ContentRef, Guid, Kind, PermissionRole, Principal, Role, Task, TaskId};
use services::{
    Actor, ContentAmendment, ContentDraft, DeployWish, Mistake, ServiceError, UploadFacts, Version, ViewRefused,
    Visitor,
};

use crate::house::{Fault, House, Outcome};
use crate::people::{is_forbidden, is_not_found, mistake};
use crate::publish::Files;

/// To serve what was uploaded last.
pub(crate) const NEWEST: DeployWish = DeployWish { bundle: None, activate: true };
/// To build it, and serve it to nobody else.
const DRAFT: DeployWish = DeployWish { activate: false, ..NEWEST };

impl House {
    /// A new item of this actor.
    pub(crate) async fn item(&self, actor: &Actor, name: &str) -> Result<Content, Fault> {
        let draft = ContentDraft { name: Some(name.to_owned()), ..ContentDraft::default() };
        Ok(self.services.create_content(actor, draft).await?)
    }

    /// Uploads these files.
    pub(crate) async fn upload(&self, actor: &Actor, item: Guid, files: Files<'_>) -> Result<Bundle, Fault> {
        let packed = self.data.incoming().join(&self.pack(files)?.name);
        let mut incoming = self.services.incoming().await?;
        incoming.write(&fs::read(&packed)?).await?;
        fs::remove_file(packed)?;
        Ok(self.services.managed(actor, item).await?.upload(incoming, UploadFacts::default()).await?)
    }

    /// Deploys and waits for the end.
    pub(crate) async fn deploy(&self, actor: &Actor, item: Guid, wish: DeployWish) -> Result<Task, Fault> {
        let task = self.services.managed(actor, item).await?.deploy(wish).await?;
        self.ended(actor, &task).await
    }

    async fn ended(&self, actor: &Actor, task: &TaskId) -> Result<Task, Fault> {
        loop {
            let found = self.services.task(actor, task, usize::MAX, Duration::from_secs(60)).await?;
            if found.finished {
                return Ok(found);
            }
        }
    }

    /// What the first page of an item says to this actor.
    async fn page(&self, actor: &Actor, item: Guid) -> Result<String, Fault> {
        let served = self.services.view_content(ContentRef::Guid(item), &Visitor::from(actor)).await;
        let served = served.map_err(|refused| format!("{refused:?}"))?;
        Ok(fs::read_to_string(served.folder().join(&served.content().entry))?)
    }

    async fn version(&self, who: &Visitor, item: Guid, version: Version) -> Result<String, ViewRefused> {
        let served = self.services.view_version(ContentRef::Guid(item), version, who).await?;
        fs::read_to_string(served.folder().join(&served.content().entry))
            .map_err(|error| ViewRefused::Failed(error.into()))
    }
}

fn count(folder: std::path::PathBuf) -> std::io::Result<usize> {
    Ok(fs::read_dir(folder)?.count())
}

#[tokio::test]
async fn an_upload_changes_nothing_until_it_is_deployed() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.item(&ada, "site").await?;
    assert_eq!((item.kind, item.bundle, item.deployed_at), (None, None, None));
    let one = house.upload(&ada, item.guid, &[("index.html", "one")]).await?;
    assert!(house.page(&ada, item.guid).await.is_err(), "nothing is served yet");
    let task = house.deploy(&ada, item.guid, NEWEST).await?;
    assert_eq!((task.code, task.error.as_str()), (0, ""));
    assert!(!task.output.is_empty());
    assert_eq!(house.page(&ada, item.guid).await?, "one");
    let two = house.upload(&ada, item.guid, &[("index.html", "two")]).await?;
    assert_eq!(house.page(&ada, item.guid).await?, "one");
    house.deploy(&ada, item.guid, NEWEST).await?;
    assert_eq!(house.page(&ada, item.guid).await?, "two");
    house.deploy(&ada, item.guid, DeployWish { bundle: Some(one.id), activate: true }).await?;
    assert_eq!(house.page(&ada, item.guid).await?, "one", "an older one can be activated again");
    let managed = house.services.managed(&ada, item.guid).await?;
    assert_eq!(managed.content().kind, Some(Kind::Static));
    assert_eq!(managed.bundles().await?.iter().map(|bundle| bundle.id).collect::<Vec<_>>(), [two.id, one.id]);
    assert_eq!(mistake(managed.delete_bundle(one.id).await)?, Mistake::ActiveBundle);
    managed.delete_bundle(two.id).await?;
    assert!(is_not_found(&managed.delete_bundle(two.id).await));
    assert_eq!((count(house.data.bundles())?, count(house.data.unpacked())?, count(house.data.incoming())?), (1, 1, 0));
    Ok(())
}

#[tokio::test]
async fn a_draft_is_shown_to_those_who_may_publish_it_and_to_nobody_else() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    house.add("bob", Role::Publisher).await?;
    let bob = house.services.console_actor("bob").await?;
    let item = house.item(&ada, "site").await?.guid;
    let public = ContentAmendment { access: Some(domain::Access::All), ..ContentAmendment::default() };
    house.services.managed(&ada, item).await?.amend(public).await?;
    let draft = house.upload(&ada, item, &[("index.html", "draft")]).await?.id;
    let (anyone, adas, bobs) = (Visitor::anyone(), Visitor::from(&ada), Visitor::from(&bob));
    let shown = house.version(&adas, item, Version::Draft(draft)).await;
    assert!(matches!(shown, Err(ViewRefused::NotFound)), "it was not built yet");
    assert_eq!(house.deploy(&ada, item, DRAFT).await?.code, 0);
    assert_eq!(house.version(&adas, item, Version::Draft(draft)).await.ok().as_deref(), Some("draft"));
    assert!(matches!(house.version(&bobs, item, Version::Draft(draft)).await, Err(ViewRefused::NotFound)));
    assert!(matches!(house.version(&anyone, item, Version::Draft(draft)).await, Err(ViewRefused::KeyNeeded)));
    assert!(house.page(&ada, item).await.is_err(), "it is not served");
    house.upload(&ada, item, &[("index.html", "next")]).await?;
    house.deploy(&ada, item, NEWEST).await?;
    // Now the item is for everybody; its drafts still are not.
    assert!(matches!(house.version(&anyone, item, Version::Draft(draft)).await, Err(ViewRefused::KeyNeeded)));
    assert!(matches!(house.version(&anyone, item, Version::Revision(draft)).await, Err(ViewRefused::NotFound)));
    // What was served once can be read by those who see the item.
    house.deploy(&ada, item, DeployWish { bundle: Some(draft), activate: true }).await?;
    house.deploy(&ada, item, NEWEST).await?;
    assert_eq!(house.version(&anyone, item, Version::Revision(draft)).await.ok().as_deref(), Some("draft"));
    let unknown = Version::Revision(BundleId(draft.0 + 100));
    assert!(matches!(house.version(&adas, item, unknown).await, Err(ViewRefused::NotFound)));
    Ok(())
}

#[tokio::test]
async fn a_deploy_that_fails_tells_why_and_leaves_what_was_served() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.item(&ada, "site").await?.guid;
    let none = house.services.managed(&ada, item).await?.deploy(NEWEST).await;
    assert_eq!(mistake(none)?, Mistake::NoBundle);
    house.upload(&ada, item, &[("index.html", "one")]).await?;
    house.deploy(&ada, item, NEWEST).await?;
    let manifest = r#"{"metadata":{"appmode":"shiny"}}"#;
    house.upload(&ada, item, &[("app.R", "x"), ("manifest.json", manifest)]).await?;
    let task = house.deploy(&ada, item, NEWEST).await?;
    assert!(task.code != 0 && task.error.contains("shiny"), "{task:?}");
    assert_eq!(task.output.last(), Some(&task.error), "who follows the lines reads it too");
    assert_eq!(house.page(&ada, item).await?, "one");
    Ok(())
}

#[tokio::test]
async fn deploys_at_once_come_one_after_the_other() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.item(&ada, "site").await?.guid;
    let mut tasks = Vec::new();
    for number in 0..8 {
        house.upload(&ada, item, &[("index.html", &format!("version {number}"))]).await?;
        tasks.push(house.services.managed(&ada, item).await?.deploy(NEWEST).await?);
    }
    for task in &tasks {
        assert_eq!(house.ended(&ada, task).await?.code, 0);
    }
    let served = house.page(&ada, item).await?;
    assert!(served.starts_with("version "), "{served}");
    Ok(())
}

#[tokio::test]
async fn a_task_is_for_who_began_it_and_for_administrators() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    house.add("bob", Role::Publisher).await?;
    let (bob, root) = (house.services.console_actor("bob").await?, house.services.console_actor("root").await?);
    let item = house.item(&ada, "site").await?.guid;
    house.upload(&ada, item, &[("index.html", "one")]).await?;
    let task = house.services.managed(&ada, item).await?.deploy(NEWEST).await?;
    for _ in 0..2 {
        assert!(is_not_found(&house.services.task(&bob, &task, 0, Duration::ZERO).await));
        house.services.task(&root, &task, 0, Duration::ZERO).await?;
        house.ended(&ada, &task).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_collaborator_does_what_the_owner_does_and_an_administrator_does_not_upload() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let (bob, vic) = (house.add("bob", Role::Publisher).await?, house.add("vic", Role::Viewer).await?);
    let (bobs, root) = (house.services.console_actor("bob").await?, house.services.console_actor("root").await?);
    let item = house.item(&ada, "site").await?.guid;
    let managed = house.services.managed(&ada, item).await?;
    let collaborator = PermissionRole::Collaborator;
    assert!(is_not_found(&house.services.managed(&bobs, item).await));
    assert_eq!(mistake(managed.permit(Principal::User(vic.guid), collaborator).await)?, Mistake::ViewerAsCollaborator);
    assert_eq!(mistake(managed.permit(Principal::User(ada.user().guid), collaborator).await)?, Mistake::OwnerNamed);
    assert_eq!(mistake(managed.permit(Principal::Group(item), collaborator).await)?, Mistake::NoSuchGroup);
    let (permission, new) = managed.permit(Principal::User(bob.guid), collaborator).await?;
    assert!(new && managed.permissions().await? == [permission.clone()]);
    house.upload(&bobs, item, &[("index.html", "by bob")]).await?;
    house.deploy(&bobs, item, NEWEST).await?;
    assert_eq!(house.page(&bobs, item).await?, "by bob");
    let managed_by_root = house.services.managed(&root, item).await?;
    assert!(is_forbidden(&managed_by_root.deploy(NEWEST).await), "who manages it only may not publish it");
    managed.withdraw(permission.id).await?;
    assert!(house.page(&bobs, item).await.is_err() && is_not_found(&house.services.managed(&bobs, item).await));
    Ok(())
}

#[tokio::test]
async fn what_is_locked_takes_no_version_until_it_is_unlocked() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.item(&ada, "site").await?.guid;
    let lock = |locked| ContentAmendment { locked: Some(locked), ..ContentAmendment::default() };
    let managed = house.services.managed(&ada, item).await?;
    managed.amend(lock(true)).await?;
    let refused = house.services.managed(&ada, item).await?.deploy(NEWEST).await;
    assert_eq!(mistake(refused)?, Mistake::Locked);
    assert_eq!(mistake(house.services.managed(&ada, item).await?.delete().await)?, Mistake::Locked);
    managed.amend(lock(false)).await?;
    house.upload(&ada, item, &[("index.html", "one")]).await?;
    Ok(())
}

#[tokio::test]
async fn what_fails_to_be_published_takes_no_item_with_it_that_was_there() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.item(&ada, "site").await?;
    let bad = house.pack(&[("a.txt", "x"), ("b.txt", "x")])?;
    mistake(house.services.publish(&ada, crate::publish::publication(bad, "site")).await)?;
    assert_eq!(house.services.managed(&ada, item.guid).await?.content(), &item);
    Ok(())
}

#[tokio::test]
async fn what_lies_at_the_place_of_a_version_is_neither_shown_nor_lost() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    fs::write(house.data.bundles().join("1.tar.gz"), "another database's")?;
    fs::create_dir(house.data.unpacked().join("1"))?;
    fs::write(house.data.unpacked().join("1/index.html"), "another database's")?;
    let item = house.publish(&ada, "site", &[("index.html", "ours")]).await?;
    assert_eq!((item.bundle, house.page(&ada, item.guid).await?.as_str()), (Some(BundleId(1)), "ours"));
    let aside: Vec<_> = fs::read_dir(house.data.set_aside())?.collect::<Result<_, _>>()?;
    assert_eq!(fs::read_to_string(aside.first().ok_or("it was lost")?.path())?, "another database's");
    Ok(())
}

#[tokio::test]
async fn archives_that_the_database_does_not_know_are_set_aside_at_the_start() -> Outcome {
    let (mut house, ada) = House::with_ada(Role::Publisher).await?;
    house.publish(&ada, "site", &[("index.html", "one")]).await?;
    fs::write(house.data.bundles().join("7.tar.gz"), "unknown")?;
    // However old it is, it is kept for as long as any other.
    let years_ago = SystemTime::now() - Duration::from_secs(3 * 365 * 24 * 60 * 60);
    fs::File::open(house.data.bundles().join("7.tar.gz"))?.set_modified(years_ago)?;
    fs::create_dir(house.data.unpacked().join("7"))?;
    for _ in 0..2 {
        house.restart().await?;
        assert_eq!(
            (count(house.data.bundles())?, count(house.data.unpacked())?, count(house.data.set_aside())?),
            (1, 1, 1)
        );
    }
    fs::write(house.data.bundles().join("8.tar.gz"), "unknown")?;
    fs::remove_file(house.data.bundles().join("1.tar.gz"))?;
    house.restart().await?;
    assert!(house.data.bundles().join("8.tar.gz").exists(), "a database that misses archives may be another one");
    Ok(())
}

#[tokio::test]
async fn what_a_kill_left_of_coming_and_going_archives_is_as_the_database_has_it() -> Outcome {
    let (mut house, ada) = House::with_ada(Role::Publisher).await?;
    house.publish(&ada, "site", &[("index.html", "one")]).await?;
    let (bundles, incoming) = (house.data.bundles(), house.data.incoming());
    // Both names of one that has no row, those of one that has one, and one that has no number yet.
    fs::write(incoming.join("no row"), "gone")?;
    fs::hard_link(incoming.join("no row"), bundles.join("7.tar.gz"))?;
    fs::create_dir(house.data.unpacked().join("7"))?;
    fs::hard_link(bundles.join("1.tar.gz"), incoming.join("a row"))?;
    fs::write(incoming.join("half"), "of an archive")?;
    // What a command packs while the server starts is its own.
    let packed = house.pack(&[("index.html", "two")])?;
    house.restart().await?;
    assert_eq!((count(bundles)?, count(house.data.unpacked())?, count(house.data.set_aside())?), (1, 1, 0));
    let left: Vec<_> = fs::read_dir(&incoming)?.map(|entry| Ok(entry?.file_name())).collect::<Result<_, Fault>>()?;
    assert_eq!(left, [packed.name.as_str()]);
    assert_eq!(house.services.damaged_archives().await?, []);
    drop(packed);
    house.restart().await?;
    assert_eq!(count(incoming)?, 0, "nobody wants it any more");
    Ok(())
}

#[tokio::test]
async fn rights_that_went_while_a_body_came_in_are_gone() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    assert_eq!(house.services.still(&ada).await?.role(), Role::Publisher);
    house.services.console_set_role("ada", Role::Viewer).await?;
    assert_eq!(house.services.still(&ada).await?.role(), Role::Viewer);
    house.services.console_lock("ada", true).await?;
    assert!(matches!(house.services.still(&ada).await, Err(ServiceError::SignedOut)));
    Ok(())
}
