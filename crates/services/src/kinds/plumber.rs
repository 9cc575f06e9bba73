//! HTTP APIs written in R with the package plumber.

use domain::{Category, Kind};

use super::Recognised;
use super::rules::{Needs, Rules, Start, Tools, mistake};
use super::top::Top;
use crate::ServiceError;
use crate::bundles::Manifest;

/// What Plumber looks for, in any case.
const FILES: [&str; 2] = ["plumber.r", "entrypoint.r"];
/// What runs an API.
const LAUNCHER: (&str, &str) = ("launcher.R", include_str!("plumber/launcher.R"));

pub(super) const RULES: Rules = Rules { guess, said, needs: Needs::R, start: Some(start) };

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

fn start(tools: &Tools, _entry: &str) -> Start {
    Start {
        argv: vec![tools.interpreter.clone().into(), format!("../{}", LAUNCHER.0).into()],
        ours: vec![LAUNCHER],
        environment: Vec::new(),
    }
}
