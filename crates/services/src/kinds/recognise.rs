//! Recognising: what the files of a bundle are.

use std::fs;
use std::path::Path;

use domain::{BundlePath, Category, Kind};

use super::{Mode, Recognised};
use crate::bundles::Manifest;
use crate::{Mistake, ServiceError};

/// What Plumber looks for, in any case.
const PLUMBER: [&str; 2] = ["plumber.r", "entrypoint.r"];
/// What other programs begin with, in lower case.
const OTHER_PROGRAMS: [&str; 3] = ["app.r", "server.r", "app.py"];

/// What the files are.
pub(crate) fn recognise(
    folder: &Path,
    manifest: Option<&Manifest>,
    wished: Option<Mode>,
) -> Result<Recognised, ServiceError> {
    let Top { files, folders } = Top::of(folder)?;
    let wished_kind = wished.map(|mode| mode.kind);
    if wished_kind == Some(Kind::Plumber) {
        return plumber(&files);
    }
    if let Some(manifest) = manifest {
        // Whoever names a mode gets it, whatever the manifest calls the files.
        if manifest.app_mode != "api" || wished.is_none() {
            return from_manifest(folder, manifest, wished, &files);
        }
    }
    if wished.is_none()
        && let Ok(api) = plumber(&files)
    {
        return Ok(api);
    }
    if wished.is_none()
        && let Some(program) = files.iter().find(|name| is_one_of(name, &OTHER_PROGRAMS))
    {
        return Err(mistake(format!(
            "{program} is a program. This version of Claviger publishes static sites, plots and Plumber APIs; render \
             it to HTML first."
        )));
    }
    first_page(files, folders, wished)
}

/// What lies at the top of a bundle.
struct Top {
    files: Vec<String>,
    /// Whether there are folders too.
    folders: bool,
}

impl Top {
    fn of(folder: &Path) -> Result<Self, ServiceError> {
        let mut top = Self { files: Vec::new(), folders: false };
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            match entry.file_type()?.is_dir() {
                true => top.folders = true,
                false => top.files.push(entry.file_name().to_string_lossy().into_owned()),
            }
        }
        Ok(top)
    }
}

/// A Plumber API, if there is one among these files.
fn plumber(files: &[String]) -> Result<Recognised, ServiceError> {
    if files.iter().any(|name| is_one_of(name, &PLUMBER)) {
        Ok(Recognised { kind: Kind::Plumber, category: Category::None, entry: String::new() })
    } else {
        Err(mistake("A Plumber API begins with plumber.R or entrypoint.R, and neither is at the top of it.".to_owned()))
    }
}

/// A site or a plot, and the page that it begins with.
fn first_page(mut files: Vec<String>, folders: bool, wished: Option<Mode>) -> Result<Recognised, ServiceError> {
    let pages: Vec<&String> = files.iter().filter(|name| name.to_lowercase().ends_with(".html")).collect();
    let single = files.len() == 1 && !folders;
    let entry = match (files.iter().find(|name| *name == "index.html"), pages.as_slice(), single) {
        (Some(index), _, _) => index.clone(),
        (None, [page], _) => (*page).clone(),
        (None, _, true) => files.remove(0),
        (None, [], false) => return Err(no_entry("There is no HTML page at the top of it.")),
        (None, _, false) => return Err(no_entry("There are several HTML pages, and none is named index.html.")),
    };
    let category = wished.map_or(if single { Category::Plot } else { Category::None }, |mode| mode.category);
    Ok(Recognised { kind: Kind::Static, category, entry })
}

fn no_entry(why: &str) -> ServiceError {
    mistake(format!("It is not clear which page to show first. {why} Name the first page index.html."))
}

fn is_one_of(name: &str, known: &[&str]) -> bool {
    known.contains(&name.to_lowercase().as_str())
}

fn mistake(text: String) -> ServiceError {
    Mistake::Bundle(text).into()
}

fn from_manifest(
    folder: &Path,
    manifest: &Manifest,
    wished: Option<Mode>,
    files: &[String],
) -> Result<Recognised, ServiceError> {
    let appmode = manifest.app_mode.as_str();
    match appmode {
        "static" => {}
        "api" => return plumber(files),
        _ => {
            return Err(mistake(format!(
                "manifest.json says appmode {appmode:?}. This version of Claviger publishes static content and Plumber \
                 APIs."
            )));
        }
    }
    let entry = manifest.primary.clone().unwrap_or_else(|| "index.html".to_owned());
    let inside: BundlePath = entry
        .parse()
        .map_err(|_| mistake("manifest.json names a primary_html that leads out of the bundle.".to_owned()))?;
    if !folder.join(inside.as_str()).is_file() {
        return Err(mistake(format!("manifest.json names {entry:?} as primary_html, and there is no such file.")));
    }
    let category = wished.map_or(manifest.category, |mode| mode.category);
    Ok(Recognised { kind: Kind::Static, category, entry })
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use super::*;

    const API: &str = r#"{"metadata":{"appmode":"api"}}"#;
    const STATIC: &str = r#"{"metadata":{"appmode":"static","primary_html":"a.html"}}"#;

    fn recognised(files: &[(&str, &str)], wished: Option<&str>) -> Result<(Kind, String), Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        for (name, text) in files {
            fs::write(folder.path().join(name), text)?;
        }
        let manifest = files.iter().find(|(name, _)| *name == "manifest.json");
        let manifest = manifest.map(|(_, text)| Manifest::parse(text.as_bytes())).transpose()?.flatten();
        let wished = wished.map(|word| word.parse()).transpose()?;
        let found = recognise(folder.path(), manifest.as_ref(), wished)?;
        Ok((found.kind, found.entry))
    }

    #[test]
    fn a_plumber_api_is_recognised_by_its_file_or_by_its_manifest() -> Result<(), Box<dyn Error>> {
        for files in [
            &[("plumber.R", "x")][..],
            &[("PLUMBER.r", "x"), ("index.html", "x")],
            &[("entrypoint.R", "x"), ("helpers.R", "x")],
            &[("plumber.R", "x"), ("app.R", "x"), ("manifest.json", API)],
        ] {
            assert_eq!(recognised(files, None)?, (Kind::Plumber, String::new()), "{files:?}");
        }
        assert_eq!(recognised(&[("plumber.R", "x"), ("app.R", "x")], Some("plumber"))?.0, Kind::Plumber);
        Ok(())
    }

    #[test]
    fn whoever_names_a_mode_gets_it() -> Result<(), Box<dyn Error>> {
        let files = [("plumber.R", "x"), ("a.html", "x")];
        assert_eq!(recognised(&files, Some("site"))?, (Kind::Static, "a.html".to_owned()));
        let files = [("plumber.R", "x"), ("a.html", "x"), ("manifest.json", STATIC)];
        assert_eq!(recognised(&files, None)?, (Kind::Static, "a.html".to_owned()), "the manifest says so");
        assert_eq!(recognised(&files, Some("plumber"))?.0, Kind::Plumber);
        let files = [("plumber.R", "x"), ("app.py", "x"), ("a.html", "x"), ("manifest.json", API)];
        assert_eq!(recognised(&files, Some("site"))?, (Kind::Static, "a.html".to_owned()));
        Ok(())
    }

    #[test]
    fn a_plumber_api_without_its_file_is_refused() {
        for (files, wished) in
            [(&[("a.html", "x")][..], Some("plumber")), (&[("a.html", "x"), ("manifest.json", API)], None)]
        {
            let refused = recognised(files, wished).expect_err("there is no API");
            assert!(refused.to_string().contains("plumber.R or entrypoint.R"), "{refused}");
        }
    }
}
