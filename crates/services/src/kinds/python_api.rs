//! HTTP APIs written in Python for WSGI, such as with Flask.

use domain::{Category, Kind, Language};

use super::python::{self, Flavour};
use super::rules::Rules;

const FLAVOUR: Flavour = Flavour {
    kind: Kind::PythonApi,
    words: "Python API",
    frameworks: &["flask", "flask_restx", "bottle", "falcon"],
    server: &["waitress"],
    proof: "import waitress",
    launcher: include_str!("python/wsgi.py"),
};

pub(super) const RULES: Rules = Rules {
    words: "Python APIs for WSGI (such as Flask)",
    modes: &[("python-api", Category::None)],
    guess: |top| python::guess(&FLAVOUR, top),
    said: |top, manifest| python::said(&FLAVOUR, top, manifest),
    needs: Some(Language::Python),
    build: |site| Box::pin(python::build(&FLAVOUR, site)),
    start: Some(|services, content, version| Box::pin(python::start(&FLAVOUR, services, content, version))),
};
