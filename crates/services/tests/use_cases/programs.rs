//! Content that runs, with R and its package plumber.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use domain::{Content, Kind, Role};
use services::{Actor, Failure, Lease, ProgramFault, ProgramSettings, Publication, ServiceError, StartError, Status};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::house::{Fault, House, Outcome};
use crate::publish::publication;

pub(crate) const SERVER: &str = "https://claviger.test";

/// An API that gives this text.
fn api(text: &str) -> String {
    format!("#* @get /\n#* @serializer text\nfunction() {text}\n")
}

/// What the program behind a lease answers to `GET /`.
pub(crate) async fn get(lease: &Lease) -> Result<String, Fault> {
    get_path(lease, "/").await
}

/// The body of what the program behind a lease answers at this path.
pub(crate) async fn get_path(lease: &Lease, path: &str) -> Result<String, Fault> {
    let answer = answer(lease, path).await?;
    let (_, body) = answer.split_once("\r\n\r\n").ok_or("no answer")?;
    Ok(body.to_owned())
}

/// The whole of what the program behind a lease answers at this path.
pub(crate) async fn answer(lease: &Lease, path: &str) -> Result<String, Fault> {
    let mut stream = lease.connect().await?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: claviger\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

impl House {
    async fn publish_api(&self, owner: &Actor, text: &str) -> Result<Content, Fault> {
        let code = if text.contains("#*") { text.to_owned() } else { api(text) };
        self.publish(owner, "api", &[("plumber.R", &code)]).await
    }

    pub(crate) async fn lease(&self, item: &Content, actor: &Actor) -> Result<Result<Lease, ProgramFault>, Fault> {
        Ok(self.services.lease(&self.view(item, actor).await?, SERVER).await)
    }
}

#[tokio::test]
async fn a_plumber_api_is_told_where_it_lives_and_holds_no_key() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let code = r#"{ names <- c("CONNECT_SERVER", "CONNECT_CONTENT_GUID", "POSIT_PRODUCT", "RSTUDIO_PRODUCT", "CONNECT_API_KEY")
        paste(Sys.getenv(names, unset = "none"), collapse = " ") }"#;
    let item = house.publish_api(&ada, code).await?;
    assert_eq!((item.kind, item.entry.as_str()), (Some(Kind::Plumber), ""));
    let managed = house.services.managed(&ada, item.guid).await?;
    assert!(matches!(managed.status(), Status::Stopped { last_failure: None }), "nothing runs until it is asked for");
    let lease = house.lease(&item, &ada).await??;
    assert_eq!(get(&lease).await?, format!("{SERVER} {} CONNECT CONNECT none", item.guid));
    assert!(matches!(managed.status(), Status::Ready { .. }));
    drop(lease);
    house.services.close().await?;
    assert!(matches!(managed.status(), Status::Stopped { .. }));
    Ok(())
}

#[tokio::test]
async fn a_new_version_answers_as_soon_as_it_is_asked_for() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let first = house.publish_api(&ada, "'one'").await?;
    let old = house.lease(&first, &ada).await??;
    let second = house.publish_api(&ada, "'two'").await?;
    assert_eq!(get(&old).await?, "one", "what is under way ends on what it began with");
    let new = house.lease(&second, &ada).await??;
    assert_eq!((get(&new).await?.as_str(), get(&old).await?.as_str()), ("two", "one"));
    Ok(())
}

#[tokio::test]
async fn a_deleted_program_is_gone_and_does_not_come_back() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.publish_api(&ada, "{ message('a line of the log'); 'one' }").await?;
    let served = house.view(&item, &ada).await?;
    let lease = house.services.lease(&served, SERVER).await?;
    assert_eq!(get(&lease).await?, "one");
    // What it wrote is on its way to the log when it answers.
    while fs::read_dir(house.data.logs())?.count() == 0 {
        tokio::task::yield_now().await;
    }
    house.services.managed(&ada, item.guid).await?.delete().await?;
    assert!(get(&lease).await.is_err());
    assert_eq!(fs::read_dir(house.data.logs())?.count(), 0);
    let late = house.services.lease(&served, SERVER).await;
    assert!(matches!(late, Err(ProgramFault::NotRunning(_))), "who had looked it up before starts it no more");
    Ok(())
}

#[tokio::test]
async fn the_owner_reads_why_a_program_failed_and_starts_it_again() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    // It starts when it is tried, and not any more afterwards.
    let sales = tempfile::Builder::new().permissions(fs::Permissions::from_mode(0o644)).tempfile()?;
    let code = format!("if (!file.exists('{}')) stop('no such table: sales')\n", sales.path().display());
    let item = house.publish_api(&ada, &format!("{code}{}", api("'one'"))).await?;
    drop(sales);
    let refused = house.lease(&item, &ada).await?;
    let Err(ProgramFault::NotRunning(StartError::Unavailable { .. })) = refused else {
        return Err(format!("{refused:?}").into());
    };
    let managed = house.services.managed(&ada, item.guid).await?;
    let Status::Stopped { last_failure: Some(Failure { last_lines, .. }) } = managed.status() else {
        return Err(format!("{:?}", managed.status()).into());
    };
    assert!(last_lines.iter().any(|line| line.contains("no such table: sales")), "{last_lines:?}");
    assert!(managed.log().await?.contains("no such table: sales"));
    managed.start_again().await;
    assert_eq!(managed.status(), Status::Stopped { last_failure: None });
    Ok(())
}

#[tokio::test]
async fn files_are_no_program() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.publish(&ada, "site", &[("index.html", "x")]).await?;
    assert!(matches!(house.lease(&item, &ada).await?, Err(ProgramFault::NotAProgram)));
    Ok(())
}

#[tokio::test]
async fn without_r_no_api_is_published_and_sites_are() -> Outcome {
    let programs = ProgramSettings { rscript: "/nowhere/Rscript".into(), ..ProgramSettings::default() };
    let house = House::with_programs(programs).await?;
    house.add("ada", Role::Publisher).await?;
    let ada = house.services.console_actor("ada").await?;
    let api = api("'one'");
    let packed = house.pack(&[("plumber.R", &api)])?;
    let publication = Publication { mode: Some("plumber".parse()?), ..publication(packed, "api") };
    let refused = house.services.publish(&ada, publication).await;
    let sentence = crate::people::mistake(refused)?.to_string();
    assert!(sentence.starts_with("R is not installed"), "{sentence}");
    house.assert_nothing_was_published(&ada).await?;
    house.publish(&ada, "site", &[("index.html", "x")]).await?;
    let checked = house.services.check_programs().await?;
    assert!(checked.contains("R missing"), "{checked}");
    Ok(())
}

#[tokio::test]
async fn the_check_tells_versions_and_what_content_misses() -> Outcome {
    let (mut house, ada) = House::with_ada(Role::Publisher).await?;
    house.publish_api(&ada, "'one'").await?;
    let checked = house.services.check_programs().await?;
    assert!(checked.starts_with("Programs: R ") && !checked.contains("missing"), "{checked}");
    house.services.close().await?;
    house.programs.rscript = "/nowhere/Rscript".into();
    house.reopen().await?;
    let refused = house.services.check_programs().await;
    assert!(matches!(refused, Err(ServiceError::Unavailable(_))), "{refused:?}");
    Ok(())
}
