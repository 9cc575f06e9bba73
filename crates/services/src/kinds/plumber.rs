//! HTTP APIs written in R with the package plumber.

use domain::{Category, Content, Kind, Language, Package};
use runtime::StartError;

use super::rules::{Rules, Site, Start, mistake};
use super::top::Top;
use super::{Built, Recognised};
use crate::bundles::Manifest;
use crate::{ProgramFault, ServiceError, Services};

/// What Plumber looks for, in any case.
const FILES: [&str; 2] = ["plumber.r", "entrypoint.r"];
/// What runs an API.
const LAUNCHER: (&str, &str) = ("launcher.R", include_str!("plumber/launcher.R"));

pub(super) const RULES: Rules = Rules {
    words: "Plumber APIs",
    modes: &[("plumber", Category::None)],
    guess,
    said,
    needs: Some(Language::R),
    build: |site| Box::pin(build(site)),
    start: Some(|services, content, _| Box::pin(async move { start(services, content) })),
};

fn guess(top: &Top) -> Option<Recognised> {
    top.one_of(&FILES)?;
    Some(Recognised { kind: Kind::Plumber, category: Category::None, entry: String::new() })
}

fn said(top: &Top, manifest: Option<&Manifest>) -> Result<Recognised, ServiceError> {
    let api = guess(top).ok_or_else(|| {
        mistake("A Plumber API begins with plumber.R or entrypoint.R, and neither is at the top of it.".to_owned())
    })?;
    Ok(Recognised { category: manifest.map(|manifest| manifest.category).unwrap_or_default(), ..api })
}

/// Looks for R, plumber, and the packages that the manifest lists; any version of them does. What is missing is said, and
/// the start of the API shows whether it matters.
async fn build(site: &Site<'_>) -> Result<Built, ServiceError> {
    let listed = site.manifest.map(|manifest| manifest.r_packages.as_slice()).unwrap_or_default();
    let names: Vec<&str> = listed.iter().map(|(name, _)| name.as_str()).collect();
    let (versions, installed) = site.services.require_plumber(&names).await?;
    let missing: Vec<&str> =
        names.iter().zip(&installed).filter(|(_, version)| version.is_none()).map(|(name, _)| *name).collect();
    if !missing.is_empty() {
        site.progress.say(&format!(
            "Warning: these packages of R are not installed on this server: {}. If the API needs them, an administrator \
             has to install them first.",
            missing.join(", ")
        ));
    }
    let packages = names.into_iter().zip(installed).filter_map(|(name, version)| {
        Some(Package { language: Language::R, name: name.to_owned(), version: version? })
    });
    Ok(Built { packages: packages.collect(), r: versions.r, ..Built::default() })
}

fn start(services: &Services, _content: &Content) -> Result<Start, ProgramFault> {
    let rscript = services.0.runtime.find(&services.0.tools.rscript).ok_or(StartError::InterpreterMissing("R"))?;
    Ok(Start {
        argv: vec![rscript.into(), format!("../{}", LAUNCHER.0).into()],
        ours: vec![LAUNCHER],
        environment: Vec::new(),
    })
}
