//! The file `manifest.json`, in which a client says what a bundle is and what it needs.
//!
//! # Security
//! It is written by whoever publishes. Each text is short and of one line; what becomes a file name is a
//! [`BundlePath`]. It is read loosely otherwise: clients differ in what they leave out, and `files` is never believed.

use domain::{BundlePath, Category};
use serde_json::Value;

use super::walk::mistake;
use crate::ServiceError;

/// The most bytes of a version, a word or a name.
const LONGEST_TEXT: usize = 256;

/// What a manifest says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// What the bundle is, in a word of the Connect API; not necessarily one that we know.
    pub(crate) app_mode: String,
    /// What it is used as.
    pub(crate) category: Category,
    /// The file that it begins with.
    pub(crate) primary: Option<String>,
    /// What it begins with, such as `app:app`, `api.py` or `index.html`. What is before the first colon is safe as a
    /// path in the bundle.
    pub(crate) entrypoint: Option<String>,
    /// The version of R that it was made with.
    pub(crate) r_version: Option<String>,
    /// The packages of R that it was made with, and their versions.
    pub(crate) r_packages: Vec<(String, Option<String>)>,
    /// What it needs of Python.
    pub(crate) python: Option<PythonNeeds>,
    /// Which versions of Python it may run with, such as `>=3.9`.
    pub(crate) python_requires: Option<String>,
    /// The version of Quarto that it was made with.
    pub(crate) quarto_version: Option<String>,
}

/// What a manifest says about Python.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PythonNeeds {
    /// The version that it was made with.
    pub(crate) version: Option<String>,
    /// The file in the bundle that lists the packages.
    pub(crate) package_file: Option<String>,
}

impl Manifest {
    /// Reads a manifest; nothing when it is another file of this name, such as that of a web app.
    ///
    /// # Errors
    /// [`Mistake::Bundle`](crate::Mistake::Bundle) when it names a file outside of the bundle, or says something that
    /// is too long or not of one line.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Option<Self>, ServiceError> {
        let Ok(json) = serde_json::from_slice::<Value>(bytes) else { return Ok(None) };
        let Some(app_mode) = text(&json, "/metadata/appmode")? else { return Ok(None) };
        let first = if app_mode == "static" {
            ["primary_html", "primary_document", "primary_rmd"]
        } else {
            ["primary_rmd", "primary_document", "primary_html"]
        };
        let mut primary = None;
        for field in first {
            let named = path(&json, &format!("/metadata/{field}"))?;
            primary = primary.or(named);
        }
        let python = json.get("python").filter(|python| python.is_object());
        let python = python.map(|_| {
            Ok::<_, ServiceError>(PythonNeeds {
                version: text(&json, "/python/version")?,
                package_file: path(&json, "/python/package_manager/package_file")?,
            })
        });
        let category = text(&json, "/metadata/content_category")?;
        Ok(Some(Self {
            app_mode,
            category: category.and_then(|word| word.parse().ok()).unwrap_or_default(),
            primary,
            entrypoint: entrypoint(&json)?,
            r_version: text(&json, "/platform")?,
            r_packages: r_packages(&json)?,
            python: python.transpose()?,
            python_requires: text(&json, "/environment/python/requires")?,
            quarto_version: text(&json, "/quarto/version")?,
        }))
    }
}

/// A text that is there and says something.
fn text(json: &Value, pointer: &str) -> Result<Option<String>, ServiceError> {
    let text = json.pointer(pointer).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    text.map(|text| one_line(text, pointer)).transpose()
}

fn one_line(text: &str, pointer: &str) -> Result<String, ServiceError> {
    if text.len() > LONGEST_TEXT || text.chars().any(char::is_control) {
        let field = field(pointer);
        return Err(mistake(&format!("manifest.json has a {field} that is too long or not of one line.")));
    }
    Ok(text.to_owned())
}

/// The file that a field names.
fn path(json: &Value, pointer: &str) -> Result<Option<String>, ServiceError> {
    let named = json.pointer(pointer).and_then(Value::as_str).map(|name| name.trim_start_matches("./"));
    let Some(named) = named.filter(|name| !name.is_empty()) else { return Ok(None) };
    let inside: BundlePath = named.parse().map_err(|_| leads_out(pointer))?;
    Ok(Some(inside.as_str().to_owned()))
}

/// The entry point: a file, a module, or one of them with an object after a colon.
fn entrypoint(json: &Value) -> Result<Option<String>, ServiceError> {
    const POINTER: &str = "/metadata/entrypoint";
    let Some(text) = json.pointer(POINTER).and_then(Value::as_str) else { return Ok(None) };
    let text = text.trim().trim_start_matches("./");
    if text.is_empty() {
        return Ok(None);
    }
    let (file, object) = text.split_once(':').map_or((text, None), |(file, object)| (file, Some(object)));
    let inside: BundlePath = file.parse().map_err(|_| leads_out(POINTER))?;
    if let Some(object) = object {
        one_line(object, POINTER)?;
    }
    Ok(Some(inside.as_str().to_owned() + &text[file.len()..]))
}

fn r_packages(json: &Value) -> Result<Vec<(String, Option<String>)>, ServiceError> {
    // Where there are none, R's writers of JSON may make a list of it.
    let Some(packages) = json.get("packages").and_then(Value::as_object) else { return Ok(Vec::new()) };
    let known = |name: &str| {
        name.len() <= LONGEST_TEXT && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.') && !name.is_empty()
    };
    packages
        .iter()
        .map(|(name, package)| {
            if !known(name) {
                return Err(mistake("manifest.json names a package of R as no package can be called."));
            }
            Ok((name.clone(), text(package, "/description/Version")?))
        })
        .collect()
}

fn leads_out(pointer: &str) -> ServiceError {
    mistake(&format!("manifest.json names as {} what leads out of the bundle.", field(pointer)))
}

/// How a field is called in a sentence.
fn field(pointer: &str) -> &str {
    pointer.rsplit('/').next().unwrap_or(pointer)
}

#[cfg(test)]
mod tests;
