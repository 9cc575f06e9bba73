//! HTTP APIs written in Python for WSGI, such as with Flask.

use domain::Kind;

use super::python::{self, Flavour};
use super::rules::{Needs, Rules, Start, Tools};

/// What runs an API.
const LAUNCHER: (&str, &str) = ("launcher.py", include_str!("python/wsgi.py"));

const FLAVOUR: Flavour =
    Flavour { kind: Kind::PythonApi, words: "Python API", frameworks: &["flask", "flask_restx", "bottle", "falcon"] };

pub(super) const RULES: Rules = Rules {
    guess: |top| python::guess(&FLAVOUR, top),
    said: |top, manifest| python::said(&FLAVOUR, top, manifest),
    needs: Needs::Python { server: &["waitress>=3.0"], proof: "import waitress" },
    start: Some(start),
};

fn start(tools: &Tools, entry: &str) -> Start {
    python::start(LAUNCHER, tools, entry)
}
