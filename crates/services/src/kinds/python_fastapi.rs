//! HTTP APIs written in Python for ASGI, such as with FastAPI.

use domain::Kind;

use super::python::{self, Flavour};
use super::rules::{Needs, Rules};

const FLAVOUR: Flavour = Flavour {
    kind: Kind::PythonFastApi,
    words: "Python API for ASGI",
    frameworks: &["fastapi", "starlette", "quart", "litestar", "sanic"],
};

pub(super) const RULES: Rules = Rules {
    guess: |top| python::guess(&FLAVOUR, top),
    said: |top, manifest| python::said(&FLAVOUR, top, manifest),
    // The second is for WebSockets, of which the first knows nothing by itself.
    needs: Needs::Python,
    start: None,
};
