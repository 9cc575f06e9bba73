//! Building and starting Python programs: with which Python, which packages, and which launcher.

use std::path::{Path, PathBuf};

use domain::{Content, PythonRequires, PythonVersion};
use runtime::StartError;

use super::super::rules::{Site, Start, mistake};
use super::super::{Built, read_manifest};
use super::Flavour;
use crate::bundles::Manifest;
use crate::environments::{Requirements, Wanted};
use crate::programs::{NO_PYTHON, Version};
use crate::tasks::Progress;
use crate::{ProgramFault, Python, ServiceError, Services};

/// What the launchers have in common.
const COMMON: (&str, &str) = ("_claviger.py", include_str!("_claviger.py"));
/// How a launcher is called beside the program.
const LAUNCHER: &str = "launcher.py";

/// Chooses a Python, and makes the environment unless it is there.
pub(in crate::kinds) async fn build(flavour: &Flavour, site: &Site<'_>) -> Result<Built, ServiceError> {
    let installed = site.services.pythons().await;
    let python = choose(installed, site.manifest, site.progress)?;
    let version = python.version;
    let folder = site.folder.to_owned();
    let file = site.manifest.and_then(|manifest| manifest.python.as_ref()?.package_file.clone());
    let read = move || Requirements::read(&folder, file.as_deref());
    let requirements = tokio::task::spawn_blocking(read).await.map_err(ServiceError::internal)??;
    let wanted = Wanted {
        python,
        requirements,
        bundle: site.bundle,
        folder: site.folder.to_owned(),
        server: flavour.server,
        proof: flavour.proof,
    };
    let environment = site.services.environment(wanted, site.progress).await?;
    Ok(Built {
        packages: environment.packages(),
        environment: Some(environment.key),
        python: Some(version.to_string()),
        lockfile: Some(environment.lockfile),
        r: None,
    })
}

/// The Python that is nearest to the one that a program was made with, among those that it may run with.
fn choose(installed: Vec<Python>, manifest: Option<&Manifest>, progress: &Progress) -> Result<Python, ServiceError> {
    if installed.is_empty() {
        return Err(ServiceError::Unavailable(NO_PYTHON));
    }
    let here: Vec<String> = installed.iter().map(|python| python.version.to_string()).collect();
    let here = here.join(", ");
    let mut fit = installed;
    if let Some(asked) = manifest.and_then(|manifest| manifest.python_requires.as_deref()) {
        let requires: PythonRequires = asked.parse().map_err(|error| {
            mistake(format!("manifest.json says {asked:?} as environment.python.requires. {error}"))
        })?;
        fit.retain(|python| requires.allows(python.version));
        if fit.is_empty() {
            return Err(mistake(format!(
                "manifest.json asks for Python {asked}, and this server has {here}. An administrator can install another \
                 one, or the requirement can be widened."
            )));
        }
    }
    let made_with = manifest.and_then(|manifest| manifest.python.as_ref()?.version.as_deref());
    let Some(made_with) = made_with.and_then(|version| version.parse::<PythonVersion>().ok()) else {
        let first = fit.swap_remove(0);
        progress.say(&format!("It runs with Python {}.", first.version));
        return Ok(first);
    };
    let nearest = made_with.nearest(fit.iter().map(|python| python.version)).ok_or_else(|| {
        mistake(format!(
            "This was made with Python {made_with}, and this server has {here}: no Python {} that it could run with.",
            made_with.major()
        ))
    })?;
    let nearest = fit.swap_remove(nearest);
    if nearest.version == made_with {
        progress.say(&format!("It runs with Python {made_with}, as it was made."));
    } else {
        let version = nearest.version;
        progress.say(&format!("It was made with Python {made_with}, and runs with {version}, the nearest one here."));
    }
    Ok(nearest)
}

/// How a program is started, by this launcher. An environment that is gone is made again first.
pub(in crate::kinds) async fn start(
    flavour: &Flavour,
    services: &Services,
    content: &Content,
    version: &Version<'_>,
) -> Result<Start, ProgramFault> {
    let known = match &content.environment {
        Some(key) => services.interpreter_in(key).await?,
        None => None,
    };
    let python = match known {
        Some(python) => python,
        None => make_again(flavour, services, content, version).await?,
    };
    let programs = python.parent().map(Path::to_owned).unwrap_or_default();
    let mut path = vec![programs.clone()];
    let shared = services.0.runtime.environment().into_iter().find(|(name, _)| name == "PATH");
    path.extend(std::env::split_paths(&shared.map(|(_, path)| path).unwrap_or_default()));
    let path = std::env::join_paths(path).map_err(ServiceError::internal)?;
    let venv = programs.parent().map(Path::to_owned).unwrap_or_default();
    let text = |name: &str, value: &std::ffi::OsStr| (name.to_owned(), value.to_string_lossy().into_owned());
    Ok(Start {
        argv: vec![python.into(), format!("../{LAUNCHER}").into(), content.entry.clone().into()],
        ours: vec![COMMON, (LAUNCHER, flavour.launcher)],
        environment: vec![
            // What the program starts itself, it finds in its environment first.
            text("PATH", &path),
            text("VIRTUAL_ENV", venv.as_os_str()),
            // What it prints is in its log at once, also when it dies.
            ("PYTHONUNBUFFERED".to_owned(), "1".to_owned()),
            ("PYTHONDONTWRITEBYTECODE".to_owned(), "1".to_owned()),
        ],
    })
}

/// Makes the environment of a version that was deployed, and remembers it if another one came of it, as with another
/// Python.
async fn make_again(
    flavour: &Flavour,
    services: &Services,
    content: &Content,
    version: &Version<'_>,
) -> Result<PathBuf, ProgramFault> {
    tracing::info!(content.id = content.id.0, "The environment of a program is gone and is made again.");
    let (folder, manifest) = read_manifest(version.folder.to_owned()).await?;
    let progress = Progress::to_nobody();
    let site =
        Site { services, bundle: version.bundle, folder: &folder, manifest: manifest.as_ref(), progress: &progress };
    let built = build(flavour, &site).await?;
    let key = built.environment.clone().unwrap_or_default();
    if content.environment.as_ref() != Some(&key) {
        services.0.store.set_runs_with(version.bundle, built.into()).await.map_err(ServiceError::from)?;
        services.evict_content(content.id);
    }
    services.interpreter_in(&key).await?.ok_or_else(|| StartError::InterpreterMissing("Python").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(made_with: Option<&str>, requires: Option<&str>) -> Result<String, String> {
        let python = |version: &str| Python { version: version.parse().expect("a version"), path: PathBuf::new() };
        let manifest = serde_json::json!({
            "metadata": { "appmode": "python-api" },
            "python": { "version": made_with },
            "environment": { "python": { "requires": requires } },
        });
        let manifest = Manifest::parse(manifest.to_string().as_bytes()).expect("a manifest");
        let installed = ["3.11.2", "3.13.0", "3.9.18"].map(python).to_vec();
        let chosen = choose(installed, manifest.as_ref(), &Progress::to_nobody());
        chosen.map(|python| python.version.to_string()).map_err(|error| error.to_string())
    }

    #[test]
    fn the_nearest_python_that_is_allowed_is_taken() {
        for (made_with, requires, expected) in [
            (None, None, "3.11.2"),
            (Some("3.12.2"), None, "3.13.0"),
            (Some("3.12.2"), Some("<3.13"), "3.11.2"),
            (None, Some("~=3.12"), "3.13.0"),
            (Some("not known"), None, "3.11.2"),
        ] {
            assert_eq!(chosen(made_with, requires).as_deref(), Ok(expected), "{made_with:?} {requires:?}");
        }
    }

    #[test]
    fn what_no_python_here_can_run_is_refused_in_words() {
        for (made_with, requires, words) in [
            (Some("2.7.18"), None, "no Python 2"),
            (None, Some(">=3.14"), "asks for Python >=3.14, and this server has 3.11.2, 3.13.0, 3.9.18"),
            (None, Some("three"), "environment.python.requires"),
        ] {
            let refused = chosen(made_with, requires).expect_err("no Python");
            assert!(refused.contains(words), "{refused}");
        }
    }
}
