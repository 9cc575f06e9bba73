//! Publishing: a new version comes in whole, and is served from one moment to the next.

use std::fs;
use std::path::Path;

use domain::{Access, Category, Content, ContentRef, Kind, Role};
use services::{Actor, ContentWish, Mistake, Packed, Publication, Served, ServiceError, Visitor, pack};

use crate::house::{Fault, House, Outcome};
use crate::people::{is_forbidden, mistake};

/// The files of a site, by name.
pub(crate) type Files<'a> = &'a [(&'a str, &'a str)];

impl House {
    /// Packs a folder with these files.
    pub(crate) fn pack(&self, files: Files<'_>) -> Result<Packed, Fault> {
        let folder = tempfile::tempdir()?;
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().ok_or("no parent")?)?;
            fs::write(path, text)?;
        }
        Ok(pack(folder.path(), &self.data)?)
    }

    pub(crate) async fn publish(&self, actor: &Actor, name: &str, files: Files<'_>) -> Result<Content, Fault> {
        let publication = publication(self.pack(files)?, name);
        Ok(self.services.publish(actor, publication).await?)
    }

    pub(crate) async fn view(&self, content: &Content, visitor: &Actor) -> Result<Served, Fault> {
        let served = self.services.view_content(ContentRef::Id(content.id), &visitor.into()).await;
        served.map_err(|refused| format!("{refused:?}").into())
    }

    /// That nothing was left behind by what failed.
    pub(crate) async fn assert_nothing_was_published(&self, actor: &Actor) -> Outcome {
        for folder in [self.data.incoming(), self.data.unpacked(), self.data.bundles()] {
            let left: Vec<_> = fs::read_dir(&folder)?.collect::<Result<_, _>>()?;
            assert!(left.is_empty(), "{left:?}");
        }
        // Each version in the database would miss its archive.
        assert_eq!(self.services.damaged_archives().await?, []);
        assert_eq!(self.services.list_content(actor, &ContentWish::default()).await?, []);
        Ok(())
    }
}

pub(crate) fn publication(packed: Packed, name: &str) -> Publication {
    Publication { packed, name: name.to_owned(), title: None, access: None, allow: Vec::new(), mode: None }
}

fn read(folder: &Path, name: &str) -> std::io::Result<String> {
    fs::read_to_string(folder.join(name))
}

#[tokio::test]
async fn a_folder_is_published_for_its_owner() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let site = house.publish(&ada, "site", &[("index.html", "top"), ("a b/ü.html", "deep")]).await?;
    assert_eq!((site.kind, site.entry.as_str(), site.access), (Some(Kind::Static), "index.html", Access::Acl));
    assert_eq!((site.owner.username.as_str(), site.display_title()), ("ada", "site"));
    let served = house.view(&site, &ada).await?;
    assert_eq!((Some(served.bundle()), served.content()), (site.bundle, &site));
    assert_eq!(read(served.folder(), "a b/ü.html")?, "deep");
    assert_eq!(fs::read_dir(house.data.incoming())?.count(), 0);
    Ok(())
}

#[tokio::test]
async fn what_it_is_and_its_first_page_are_recognised() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let manifest = |rest: &str| format!(r#"{{"version":1,"metadata":{{"appmode":"static",{rest}}}}}"#);
    let (page, plot) =
        (manifest(r#""primary_html":"b.html""#), { manifest(r#""primary_html":"b.html","content_category":"plot""#) });
    let cases: [(Files<'_>, Category, &str); 7] = [
        (&[("target.html", "x")], Category::Plot, "target.html"),
        (&[("plot.png", "x")], Category::Plot, "plot.png"),
        (&[("report.html", "x"), ("x.css", "")], Category::None, "report.html"),
        (&[("index.html", "x"), ("report.html", "x")], Category::None, "index.html"),
        (&[("a.html", "x"), ("b.html", "x"), ("manifest.json", &page)], Category::None, "b.html"),
        (&[("a.html", "x"), ("b.html", "x"), ("manifest.json", &plot)], Category::Plot, "b.html"),
        (&[("index.html", "x"), ("manifest.json", r#"{"name":"a web app"}"#)], Category::None, "index.html"),
    ];
    for (number, (files, kind, entry)) in cases.into_iter().enumerate() {
        let item = house.publish(&ada, &format!("item-{number}"), files).await?;
        assert_eq!((item.category, item.entry.as_str()), (kind, entry), "case {number}");
    }
    Ok(())
}

#[tokio::test]
async fn a_new_version_swaps_in_and_the_old_one_stays_whole() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let first = house.publish(&ada, "plot", &[("index.html", "one")]).await?;
    let old = house.view(&first, &ada).await?;
    let second = house.publish(&ada, "plot", &[("index.html", "two")]).await?;
    assert_eq!((first.id, first.guid), (second.id, second.guid));
    assert!(second.bundle > first.bundle);
    for address in [ContentRef::Id(first.id), ContentRef::Guid(first.guid)] {
        let new = house
            .services
            .view_content(address, &Visitor::from(&ada))
            .await
            .map_err(|refused| format!("{refused:?}"))?;
        assert_eq!((Some(new.bundle()), read(new.folder(), "index.html")?.as_str()), (second.bundle, "two"));
    }
    assert_eq!(read(old.folder(), "index.html")?, "one", "a request that is under way ends on what it began with");
    assert_eq!(house.services.list_content(&ada, &ContentWish::default()).await?, [second]);
    Ok(())
}

#[tokio::test]
async fn a_missing_folder_is_unpacked_again() -> Outcome {
    let (mut house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.publish(&ada, "plot", &[("index.html", "one"), ("x/y.txt", "deep")]).await?;
    fs::remove_dir_all(house.data.unpacked())?;
    house.restart().await?;
    let served = house.view(&item, &ada).await?;
    assert_eq!(read(served.folder(), "x/y.txt")?, "deep");
    assert_eq!(house.services.damaged_archives().await?, []);
    Ok(())
}

#[tokio::test]
async fn a_missing_archive_is_told() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.publish(&ada, "plot", &[("index.html", "one")]).await?;
    let bundle = item.bundle.ok_or("no bundle")?;
    fs::remove_file(house.data.bundles().join(format!("{bundle}.tar.gz")))?;
    assert_eq!(house.services.damaged_archives().await?, [bundle]);
    assert_eq!(read(house.view(&item, &ada).await?.folder(), "index.html")?, "one", "it is served all the same");
    Ok(())
}

#[tokio::test]
async fn viewers_publish_nothing_and_leave_nothing_behind() -> Outcome {
    let (house, ada) = House::with_ada(Role::Viewer).await?;
    let packed = house.pack(&[("index.html", "x")])?;
    assert!(is_forbidden(&house.services.publish(&ada, publication(packed, "plot")).await));
    house.assert_nothing_was_published(&ada).await
}

#[tokio::test]
async fn bad_settings_are_named_and_leave_nothing_behind() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let new = |name| Ok::<_, Fault>(publication(house.pack(&[("index.html", "x")])?, name));
    let allow = || vec!["root".to_owned()];
    for (bad, expected) in [
        (new("no spaces")?, Mistake::ContentName(domain::ContentNameError)),
        (Publication { title: Some("ab".to_owned()), ..new("plot")? }, Mistake::Title(domain::TitleError)),
        (Publication { allow: vec!["eve".to_owned()], ..new("plot")? }, Mistake::UnknownUser("eve".to_owned())),
        (Publication { allow: vec!["no!".to_owned()], ..new("plot")? }, Mistake::UnknownUser("no!".to_owned())),
        (Publication { access: Some(Access::All), allow: allow(), ..new("plot")? }, Mistake::ViewersWithoutAcl),
    ] {
        assert_eq!(mistake(house.services.publish(&ada, bad).await)?, expected);
    }
    house.assert_nothing_was_published(&ada).await
}

#[tokio::test]
async fn a_version_that_cannot_be_placed_leaves_nothing_behind() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    // A file where the folder of the archives should be.
    fs::remove_dir(house.data.bundles())?;
    fs::write(house.data.bundles(), "in the way")?;
    let packed = house.pack(&[("index.html", "x")])?;
    let failed = house.services.publish(&ada, publication(packed, "plot")).await;
    assert!(matches!(failed, Err(ServiceError::Internal(_))), "{failed:?}");
    fs::remove_file(house.data.bundles())?;
    fs::create_dir(house.data.bundles())?;
    house.assert_nothing_was_published(&ada).await?;
    house.publish(&ada, "plot", &[("index.html", "x")]).await?;
    Ok(())
}
