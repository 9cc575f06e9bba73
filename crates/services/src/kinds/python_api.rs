//! HTTP APIs written in Python for WSGI, such as with Flask.

use domain::Kind;

use super::python::{self, Flavour};
use super::rules::{Needs, Rules};

const FLAVOUR: Flavour =
    Flavour { kind: Kind::PythonApi, words: "Python API", frameworks: &["flask", "flask_restx", "bottle", "falcon"] };

pub(super) const RULES: Rules = Rules {
    guess: |top| python::guess(&FLAVOUR, top),
    said: |top, manifest| python::said(&FLAVOUR, top, manifest),
    needs: Needs::Python,
    start: None,
};
