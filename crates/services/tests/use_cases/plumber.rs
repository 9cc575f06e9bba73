//! Plumber APIs in real R.

use domain::{Content, Language, Role};
use services::{Actor, ServiceError, Status};

use crate::deploy::NEWEST;
use crate::house::{Fault, House, Outcome};
use crate::programs::{SERVER, answer, get_path};

/// What Plumber's own documentation begins with.
const MEAN: &str = "
#* Mean of some random numbers
#* @get /mean
function(samples = 10) {
  mean(rnorm(samples))
}

#* @get /ends
function() quit(status = 4)
";

/// An API with these files.
async fn publish(files: &[(&str, &str)]) -> Result<(House, Actor, Content), Fault> {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.publish(&ada, "api", files).await?;
    Ok((house, ada, item))
}

impl House {
    async fn ask(&self, item: &Content, actor: &Actor, path: &str) -> Result<String, Fault> {
        let lease = self.services.lease(&self.view(item, actor).await?, SERVER).await?;
        get_path(&lease, path).await
    }
}

#[tokio::test]
async fn a_plumber_api_answers_and_where_it_says_nothing_its_documentation_is_shown() -> Outcome {
    let (house, ada, item) = publish(&[("plumber.R", MEAN)]).await?;
    let lease = house.services.lease(&house.view(&item, &ada).await?, SERVER).await?;
    let mean = get_path(&lease, "/mean?samples=5").await?;
    let number: f64 = mean.strip_prefix('[').and_then(|mean| mean.strip_suffix(']')).ok_or(mean.as_str())?.parse()?;
    assert!(number.abs() < 10.0, "{mean}");
    let root = answer(&lease, "/").await?;
    assert!(root.starts_with("HTTP/1.1 307"), "{root}");
    assert!(root.contains("Location: ./__docs__/\r\n"), "{root}");
    assert!(get_path(&lease, "/__docs__/").await?.contains("swagger"));
    let description = get_path(&lease, "/openapi.json").await?;
    assert!(description.contains(r#""/mean""#), "{description}");
    assert!(item.r_version.is_some_and(|version| version.starts_with(|c: char| c.is_ascii_digit())));
    Ok(())
}

#[tokio::test]
async fn an_api_that_answers_at_its_root_keeps_it() -> Outcome {
    let entrypoint = "pr <- plumber::pr(); plumber::pr_get(pr, '/', function() 'my own')";
    let (house, ada, item) = publish(&[("entrypoint.R", entrypoint)]).await?;
    assert_eq!(house.ask(&item, &ada, "/").await?, r#"["my own"]"#);
    Ok(())
}

#[tokio::test]
async fn files_at_the_root_of_an_api_keep_it() -> Outcome {
    let files = [("plumber.R", "#* @assets . /\nlist()\n"), ("index.html", "<h1>Mine</h1>")];
    let (house, ada, item) = publish(&files).await?;
    assert_eq!(house.ask(&item, &ada, "/").await?, "<h1>Mine</h1>");
    Ok(())
}

#[tokio::test]
async fn an_api_that_cannot_be_read_is_not_served_and_its_publisher_learns_why() -> Outcome {
    let (house, ada, item) = publish(&[("plumber.R", MEAN)]).await?;
    let packed = house.pack(&[("plumber.R", "#* @get /mean\nfunction( {\n")])?;
    let refused = house.services.publish(&ada, crate::publish::publication(packed, "api")).await;
    let Err(ServiceError::Invalid(mistake)) = refused else { return Err(format!("{refused:?}").into()) };
    assert!(mistake.to_string().contains("what was served before is served still"), "{mistake}");
    assert!(house.ask(&item, &ada, "/mean").await?.starts_with('['));
    Ok(())
}

#[tokio::test]
async fn an_api_that_ends_is_started_anew() -> Outcome {
    let (house, ada, item) = publish(&[("plumber.R", MEAN)]).await?;
    assert!(house.ask(&item, &ada, "/ends").await.is_err());
    let managed = house.services.managed(&ada, item.guid).await?;
    while matches!(managed.status(), Status::Ready { .. }) {
        tokio::task::yield_now().await;
    }
    assert!(house.ask(&item, &ada, "/mean").await?.starts_with('['));
    Ok(())
}

#[tokio::test]
async fn packages_that_are_missing_are_said_and_those_that_are_here_are_known() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.item(&ada, "api").await?.guid;
    let manifest = r#"{"metadata":{"appmode":"api"},"packages":{
        "plumber":{"description":{"Version":"0.0.1"}},"noSuchPackage":{"description":{"Version":"1.0"}}}}"#;
    house.upload(&ada, item, &[("plumber.R", MEAN), ("manifest.json", manifest)]).await?;
    let task = house.deploy(&ada, item, NEWEST).await?;
    assert_eq!(task.code, 0, "any version serves, and what is missing may not be needed: {task:?}");
    let warning = task.output.iter().find(|line| line.starts_with("Warning")).ok_or("no warning")?;
    assert!(warning.contains("noSuchPackage.") && !warning.contains("plumber"), "{warning}");
    let packages = house.services.managed(&ada, item).await?.packages().await?;
    let [plumber] = packages.as_slice() else { return Err(format!("{packages:?}").into()) };
    assert_eq!((plumber.package.language, plumber.package.name.as_str()), (Language::R, "plumber"));
    assert_ne!(plumber.package.version, "0.0.1", "that which is installed counts");
    assert!(plumber.language_version.is_some());
    Ok(())
}
