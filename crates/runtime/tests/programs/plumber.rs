//! Plumber APIs in real R.

use std::fs;

use runtime::{Program, ProgramKind, Status};

use crate::workshop::{Fault, ITEM, Outcome, Workshop, answer, get, until};

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

fn api(shop: &Workshop, files: &[(&str, &str)]) -> Result<Program, Fault> {
    for (name, text) in files {
        fs::write(shop.path().join("files").join(name), text)?;
    }
    Ok(Program { kind: ProgramKind::Plumber, ..shop.program("") })
}

/// An API with these files; an error that says what to install where there is no R.
async fn start(files: &[(&str, &str)]) -> Result<(Workshop, Program), Fault> {
    let shop = Workshop::open()?;
    if let Some(missing) = shop.runtime.versions().await.missing() {
        return Err(format!("This test needs R and its package plumber. {missing}").into());
    }
    let program = api(&shop, files)?;
    Ok((shop, program))
}

#[tokio::test]
async fn a_plumber_api_answers() -> Outcome {
    let (shop, program) = start(&[("plumber.R", MEAN)]).await?;
    let lease = shop.runtime.lease(&program).await?;
    let mean = get(&lease, "/mean?samples=5").await?;
    let number: f64 = mean.strip_prefix('[').and_then(|mean| mean.strip_suffix(']')).ok_or(mean.as_str())?.parse()?;
    assert!(number.abs() < 10.0, "{mean}");
    Ok(())
}

#[tokio::test]
async fn where_an_api_says_nothing_its_documentation_is_shown() -> Outcome {
    let (shop, program) = start(&[("plumber.R", MEAN)]).await?;
    let lease = shop.runtime.lease(&program).await?;
    let root = answer(&lease, "/").await?;
    assert!(root.starts_with("HTTP/1.1 307"), "{root}");
    assert!(root.contains("Location: ./__docs__/\r\n"), "{root}");
    assert!(get(&lease, "/__docs__/").await?.contains("swagger"));
    let description = get(&lease, "/openapi.json").await?;
    assert!(description.contains(r#""/mean""#), "{description}");
    Ok(())
}

#[tokio::test]
async fn an_api_that_answers_at_its_root_keeps_it() -> Outcome {
    let entrypoint = "pr <- plumber::pr(); plumber::pr_get(pr, '/', function() 'my own')";
    let (shop, program) = start(&[("entrypoint.R", entrypoint)]).await?;
    assert_eq!(shop.ask(&program, "/").await?, r#"["my own"]"#);
    Ok(())
}

#[tokio::test]
async fn files_at_the_root_of_an_api_keep_it() -> Outcome {
    let (shop, program) = start(&[("plumber.R", "#* @assets . /\nlist()\n"), ("index.html", "<h1>Mine</h1>")]).await?;
    assert_eq!(shop.ask(&program, "/").await?, "<h1>Mine</h1>");
    Ok(())
}

#[tokio::test]
async fn an_api_that_cannot_be_read_tells_its_owner_where() -> Outcome {
    let (shop, program) = start(&[("plumber.R", "#* @get /mean\nfunction( {\n")]).await?;
    assert!(shop.runtime.lease(&program).await.is_err());
    let Status::Stopped { last_failure: Some(failure) } = shop.runtime.status(ITEM) else {
        return Err("no failure".into());
    };
    assert!(failure.last_lines.iter().any(|line| line.contains("function(")), "{failure:?}");
    Ok(())
}

#[tokio::test]
async fn an_api_that_ends_is_started_anew() -> Outcome {
    let (shop, program) = start(&[("plumber.R", MEAN)]).await?;
    let lease = shop.runtime.lease(&program).await?;
    assert!(get(&lease, "/ends").await.is_err());
    drop(lease);
    until(|| !matches!(shop.runtime.status(ITEM), Status::Ready { .. })).await?;
    assert!(shop.ask(&program, "/mean").await?.starts_with('['));
    Ok(())
}
