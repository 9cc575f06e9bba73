//! Recognising: what the files of a version are.

use std::path::Path;

use domain::Kind;

use super::python::imports_one_of;
use super::rules::{mistake, rules};
use super::top::Top;
use super::{Mode, Recognised, listed};
use crate::ServiceError;
use crate::bundles::Manifest;

/// What other programs begin with, in lower case.
const OTHER_PROGRAMS: [&str; 3] = ["app.r", "server.r", "app.py"];
/// Python's frameworks for what has no kind of its own yet.
const OTHER_FRAMEWORKS: [&str; 8] = ["shiny", "streamlit", "dash", "bokeh", "gradio", "panel", "voila", "nicegui"];

/// What the files are: what the publisher says, else what the manifest says, else what they look like.
pub(crate) fn recognise(
    folder: &Path,
    manifest: Option<&Manifest>,
    wished: Option<Mode>,
) -> Result<Recognised, ServiceError> {
    let top = Top::of(folder)?;
    if let Some(mode) = wished {
        // Whoever names a mode gets it, whatever the manifest calls the files.
        let manifest = manifest.filter(|manifest| manifest.app_mode == mode.kind.as_str());
        let recognised = (rules(mode.kind).said)(&top, manifest)?;
        return Ok(Recognised { category: mode.category, ..recognised });
    }
    if let Some(manifest) = manifest {
        let kind: Kind = manifest.app_mode.parse().map_err(|()| not_run(&manifest.app_mode))?;
        return (rules(kind).said)(&top, Some(manifest));
    }
    let programs = Kind::EACH.into_iter().filter(|kind| kind.is_program());
    if let Some(program) = programs.into_iter().find_map(|kind| (rules(kind).guess)(&top)) {
        return Ok(program);
    }
    if let Some(program) = top.one_of(&OTHER_PROGRAMS) {
        return Err(other_program(&top, program));
    }
    (rules(Kind::Static).said)(&top, None)
}

/// What this server runs, in a sentence.
fn run_here() -> String {
    format!("This version of Claviger publishes {}.", listed(Kind::EACH.map(|kind| rules(kind).words), "and"))
}

fn not_run(app_mode: &str) -> ServiceError {
    mistake(format!("manifest.json says appmode {app_mode:?}. This kind of content is not run yet. {}", run_here()))
}

fn other_program(top: &Top, program: &str) -> ServiceError {
    if program == "app.py" && !imports_one_of(&top.glance(program), &OTHER_FRAMEWORKS) {
        return mistake(format!(
            "{program} is a program, and it is not clear of which kind. Say so with --mode python-api (WSGI, such as \
             Flask) or --mode python-fastapi (ASGI, such as FastAPI)."
        ));
    }
    mistake(format!("{program} is a program of a kind that is not run yet. {} Render it to HTML first.", run_here()))
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::fs;

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

    const FLASK: &str = "from flask import Flask\napp = Flask(__name__)\n";
    const FASTAPI: &str = "import fastapi\napp = fastapi.FastAPI()\n";

    #[test]
    fn a_python_api_is_recognised_by_what_it_imports_or_by_its_manifest() -> Result<(), Box<dyn Error>> {
        let manifest =
            |mode: &str, entry: &str| format!(r#"{{"metadata":{{"appmode":"{mode}","entrypoint":"{entry}"}}}}"#);
        let (wsgi, asgi) = (manifest("python-api", "hello"), manifest("python-fastapi", "service.py:api"));
        for (files, wished, expected) in [
            (&[("app.py", FLASK)][..], None, (Kind::PythonApi, "app")),
            (&[("main.py", FASTAPI), ("index.html", "x")], None, (Kind::PythonFastApi, "main")),
            (&[("app.py", "x"), ("manifest.json", &wsgi)], None, (Kind::PythonApi, "hello")),
            (&[("app.py", "x"), ("manifest.json", &asgi)], None, (Kind::PythonFastApi, "service:api")),
            (&[("app.py", "x")], Some("python-api"), (Kind::PythonApi, "app")),
            (&[("other.py", FLASK)], Some("python-fastapi"), (Kind::PythonFastApi, "other")),
            (&[("app.py", FLASK), ("manifest.json", &asgi)], Some("python-api"), (Kind::PythonApi, "app")),
        ] {
            let (kind, entry) = recognised(files, wished)?;
            assert_eq!((kind, entry.as_str()), expected, "{files:?}");
        }
        Ok(())
    }

    #[test]
    fn what_cannot_be_run_is_refused_in_words() {
        let streamlit = r#"{"metadata":{"appmode":"python-streamlit","entrypoint":"app.py"}}"#;
        let bad_entry = r#"{"metadata":{"appmode":"python-api","entrypoint":"my app"}}"#;
        for (files, wished, words) in [
            (&[("app.py", "x"), ("manifest.json", streamlit)][..], None, "This kind of content is not run yet."),
            (&[("app.py", "import streamlit as st")], None, "not run yet"),
            (&[("app.R", "x")], None, "not run yet"),
            (&[("app.py", "print(1)")], None, "--mode python-api"),
            (&[("a.py", "x"), ("b.py", "x")], Some("python-api"), "It is not clear what this Python API begins with"),
            (&[("app.py", "x"), ("manifest.json", bad_entry)], None, "as entrypoint"),
        ] {
            let refused = recognised(files, wished).expect_err("it cannot be run");
            assert!(refused.to_string().contains(words), "{refused}");
        }
    }
}
