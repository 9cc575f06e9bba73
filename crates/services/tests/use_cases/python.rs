//! Python APIs, as far as they come without a package from anywhere.

use domain::{Role, Task};
use services::{ProgramSettings, PythonSettings};

use crate::deploy::NEWEST;
use crate::house::{Fault, House, Outcome};
use crate::publish::Files;

const APP: (&str, &str) = ("app.py", "import flask\napp = flask.Flask(__name__)\n");

/// How a deploy of these files ends on a server without uv.
async fn deployed(files: Files<'_>) -> Result<Task, Fault> {
    let house = House::with_programs(ProgramSettings {
        warden: vec![env!("CARGO_BIN_EXE_services-warden").into()],
        python: PythonSettings { uv: "/nowhere/uv".into(), ..PythonSettings::default() },
        ..ProgramSettings::default()
    })
    .await?;
    house.add("ada", Role::Publisher).await?;
    let ada = house.services.console_actor("ada").await?;
    let item = house.item(&ada, "api").await?.guid;
    house.upload(&ada, item, files).await?;
    house.deploy(&ada, item, NEWEST).await
}

#[tokio::test]
async fn without_what_installs_packages_a_python_api_is_refused_in_words() -> Outcome {
    let task = deployed(&[APP]).await?;
    assert!(task.code != 0 && task.error.contains("uv, which installs packages of Python"), "{task:?}");
    assert!(task.output.iter().any(|line| line.starts_with("It runs with Python 3.")), "{task:?}");
    Ok(())
}

#[tokio::test]
async fn a_python_that_is_not_here_is_asked_for_in_vain() -> Outcome {
    for (requires, words) in [(">=3.99", "asks for Python >=3.99, and this server has 3."), ("new", "requires")] {
        let manifest = format!(
            r#"{{"metadata":{{"appmode":"python-api","entrypoint":"app"}},"environment":{{"python":{{"requires":"{requires}"}}}}}}"#
        );
        let task = deployed(&[APP, ("manifest.json", &manifest)]).await?;
        assert!(task.code != 0 && task.error.contains(words), "{task:?}");
    }
    Ok(())
}

#[tokio::test]
async fn requirements_outside_of_the_version_are_refused() -> Outcome {
    let task = deployed(&[APP, ("requirements.txt", "flask\n-r ../../secrets.txt\n")]).await?;
    assert!(task.code != 0 && task.error.contains("no file of this version"), "{task:?}");
    Ok(())
}
