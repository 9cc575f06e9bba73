//! What the kinds of Python programs have in common: how one is recognised, and what it begins with; `start` builds and
//! starts it.

mod start;

use domain::{Category, Kind};

pub(super) use self::start::{build, start};
use super::Recognised;
use super::rules::mistake;
use super::top::Top;
use crate::ServiceError;
use crate::bundles::Manifest;

/// The files that a program begins with where nobody says so.
const FIRST_FILES: [&str; 5] = ["app.py", "main.py", "api.py", "wsgi.py", "asgi.py"];
/// The longest entry point, in characters.
const LONGEST_ENTRY: usize = 200;

/// What tells one kind of Python programs from the other.
pub(super) struct Flavour {
    pub(super) kind: Kind,
    /// What it is called in sentences.
    pub(super) words: &'static str,
    /// The modules that its programs are written with.
    pub(super) frameworks: &'static [&'static str],
    /// The packages that serve it, which are installed where they are not asked for.
    pub(super) server: &'static [&'static str],
    /// A program that ends well where these are whole.
    pub(super) proof: &'static str,
    /// What runs it.
    pub(super) launcher: &'static str,
}

/// A program that imports one of the frameworks in the file that it begins with.
pub(super) fn guess(flavour: &Flavour, top: &Top) -> Option<Recognised> {
    let file = first_file(top)?;
    imports_one_of(&top.glance(file), flavour.frameworks).then(|| recognised(flavour, module_of(file), Category::None))
}

/// A program whose manifest or whose publisher says that it is one.
pub(super) fn said(flavour: &Flavour, top: &Top, manifest: Option<&Manifest>) -> Result<Recognised, ServiceError> {
    let category = manifest.map(|manifest| manifest.category).unwrap_or_default();
    if let Some(named) = manifest.and_then(|manifest| manifest.entrypoint.as_deref()).filter(|name| !name.is_empty()) {
        let entry = entry_point(named).ok_or_else(|| {
            mistake(format!(
                "manifest.json names {named:?} as entrypoint, and that is not a module, such as app, or a module and \
                 an object in it, such as app:app."
            ))
        })?;
        return Ok(recognised(flavour, entry, category));
    }
    let only = || {
        let mut scripts = top.files.iter().filter(|name| name.ends_with(".py"));
        scripts.next().filter(|_| scripts.next().is_none())
    };
    let file = first_file(top).or_else(only).ok_or_else(|| {
        mistake(format!(
            "It is not clear what this {} begins with: there is no app.py, main.py or api.py at the top of it. Name \
             the file with its app so.",
            flavour.words
        ))
    })?;
    Ok(recognised(flavour, module_of(file), category))
}

fn recognised(flavour: &Flavour, entry: String, category: Category) -> Recognised {
    Recognised { kind: flavour.kind, category, entry }
}

fn first_file(top: &Top) -> Option<&String> {
    FIRST_FILES.iter().find_map(|first| top.files.iter().find(|name| name == first))
}

fn module_of(file: &str) -> String {
    file.strip_suffix(".py").unwrap_or(file).to_owned()
}

/// Whether a line of a script imports one of these modules, or a part of one.
pub(super) fn imports_one_of(script: &str, modules: &[&str]) -> bool {
    let names = script.lines().filter_map(|line| {
        let mut words = line.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
        matches!(words.next(), Some("import" | "from")).then(|| words.next()).flatten()
    });
    names.filter_map(|name| name.split('.').next()).any(|name| modules.contains(&name))
}

/// An entry point as launchers take it: `module` or `module:object`, where a module may have been named by its file.
fn entry_point(named: &str) -> Option<String> {
    if named.chars().count() > LONGEST_ENTRY {
        return None;
    }
    let (module, object) = named.split_once(':').map_or((named, None), |(module, object)| (module, Some(object)));
    let module = module.strip_prefix("./").unwrap_or(module);
    let module = module.strip_suffix(".py").unwrap_or(module).replace('/', ".");
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let is_dotted = |path: &str| path.split('.').all(is_name);
    let fits = is_dotted(&module) && !module.starts_with('-') && object.is_none_or(is_dotted);
    fits.then(|| object.map_or_else(|| module.clone(), |object| format!("{module}:{object}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_point_is_a_module_or_an_object_in_one() {
        for (named, entry) in [
            ("app", "app"),
            ("app:app", "app:app"),
            ("hello", "hello"),
            ("hello.py", "hello"),
            ("./main.py:api", "main:api"),
            ("pkg.mod:create.app", "pkg.mod:create.app"),
            ("src/service.py:app", "src.service:app"),
            ("my-app", "my-app"),
        ] {
            assert_eq!(entry_point(named).as_deref(), Some(entry), "{named}");
        }
        let long = "x".repeat(201);
        for bad in ["", ":app", "app:", "../app", "/etc/app", "a..b", "app:app()", "app;x", "-m", "a b", long.as_str()]
        {
            assert_eq!(entry_point(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn imports_are_found_line_by_line() {
        for script in ["from flask import Flask", "import os\n  import flask", "import flask, os", "import flask.json"]
        {
            assert!(imports_one_of(script, &["flask"]), "{script}");
        }
        for script in ["# import flask", "import flasky", "flask = 1", "import"] {
            assert!(!imports_one_of(script, &["flask"]), "{script}");
        }
    }
}
