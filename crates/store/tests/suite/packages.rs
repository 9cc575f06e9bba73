//! The packages that versions run with.

use domain::{Access, Category, Kind, Language, Package, Role};
use store::{BuiltAs, RunsWith, Store};

use super::database::Outcome;
use super::fixtures::{activation, publish, user, version};

fn package(language: Language, name: &str, version: &str) -> Package {
    Package { language, name: name.to_owned(), version: version.to_owned() }
}

fn built(environment: &str, packages: &[Package]) -> BuiltAs {
    BuiltAs {
        kind: Kind::PythonApi,
        category: Category::None,
        entry: "app".to_owned(),
        with: RunsWith {
            environment: Some(environment.to_owned()),
            r_version: None,
            py_version: Some("3.11.2".to_owned()),
            packages: packages.to_vec(),
            lockfile: Some("flask==3.1.0\n".to_owned()),
        },
    }
}

pub(crate) async fn packages_are_told_of_what_is_served(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let item = publish(&store, ada, "api", Access::Acl, &[]).await?;
    let (flask, click) = (package(Language::Python, "flask", "3.1.0"), package(Language::Python, "click", "8.1.0"));
    let draft = version(&store, item.id, ada).await?;
    store.set_built(draft, built("one", &[flask.clone(), click.clone(), click.clone()])).await?;
    assert_eq!(store.packages_of(item.id).await?, [], "a draft is not served");
    assert_eq!(store.environments_in_use().await?, ["one".to_owned()].into());
    let new = domain::Kind::PythonApi;
    let new = store::Activation { kind: new, py_version: Some("3.11.2".to_owned()), ..activation() };
    let new = store::Activation { environment: Some("one".to_owned()), ..new };
    store.activate_bundle(item.id, draft, new).await?;
    let found = store.packages_of(item.id).await?;
    let names: Vec<_> = found.iter().map(|used| used.package.clone()).collect();
    assert_eq!(names, [click.clone(), flask.clone()]);
    let first = &found[0];
    assert_eq!((first.bundle, first.content, first.guid), (draft, item.id, item.guid));
    assert_eq!(first.language_version.as_deref(), Some("3.11.2"));
    assert_eq!(store.lockfile_of(draft).await?.as_deref(), Some("flask==3.1.0\n"));
    assert_eq!(store.find_bundle(item.id, draft).await?.ok_or("a version")?.py_version.as_deref(), Some("3.11.2"));
    assert_eq!(store.list_items_with_environment("one").await?, [item.id]);

    let with = RunsWith { environment: Some("two".to_owned()), packages: vec![flask.clone()], ..RunsWith::default() };
    store.set_runs_with(draft, RunsWith { py_version: Some("3.12.1".to_owned()), ..with }).await?;
    let found = store.packages_of(item.id).await?;
    assert_eq!((found.len(), found[0].language_version.as_deref()), (1, Some("3.12.1")));
    assert_eq!(store.list_items_with_environment("two").await?, [item.id]);
    store.delete_content(item.id).await?;
    assert_eq!(store.environments_in_use().await?.len(), 0);
    Ok(())
}

pub(crate) async fn packages_are_listed_a_page_at_a_time(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let names = ["b", "c", "a"];
    for name in ["one", "two"] {
        let item = publish(&store, ada, &format!("item-{name}"), Access::Acl, &[]).await?;
        let packages: Vec<_> = names.iter().map(|name| package(Language::R, name, "1.0")).collect();
        store.set_built(item.bundle.ok_or("a version")?, built(name, &packages)).await?;
    }
    let listed = async |name, ascending, skip, most| -> Result<(String, u64), store::StoreError> {
        let (found, total) = store.list_packages(name, ascending, skip, most).await?;
        Ok((found.iter().map(|used| used.package.name.as_str()).collect(), total))
    };
    assert_eq!(listed(None, true, 0, 3).await?, ("aab".to_owned(), 6));
    assert_eq!(listed(None, true, 3, 10).await?, ("bcc".to_owned(), 6));
    assert_eq!(listed(None, false, 0, 2).await?, ("cc".to_owned(), 6));
    assert_eq!(listed(Some("b"), true, 0, 10).await?, ("bb".to_owned(), 2));
    assert_eq!(listed(None, true, 9, 10).await?, (String::new(), 6));
    Ok(())
}
