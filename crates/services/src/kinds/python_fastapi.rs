//! HTTP APIs written in Python for ASGI, such as with FastAPI.

use domain::{Category, Kind, Language};

use super::python::{self, Flavour};
use super::rules::Rules;

const FLAVOUR: Flavour = Flavour {
    kind: Kind::PythonFastApi,
    words: "Python API for ASGI",
    frameworks: &["fastapi", "starlette", "quart", "litestar", "sanic"],
    // The second is for WebSockets, of which the first knows nothing by itself.
    server: &["uvicorn", "websockets"],
    proof: "import uvicorn, websockets",
    launcher: include_str!("python/asgi.py"),
};

pub(super) const RULES: Rules = Rules {
    words: "Python APIs for ASGI (such as FastAPI)",
    modes: &[("python-fastapi", Category::None)],
    guess: |top| python::guess(&FLAVOUR, top),
    said: |top, manifest| python::said(&FLAVOUR, top, manifest),
    needs: Some(Language::Python),
    build: |site| Box::pin(python::build(&FLAVOUR, site)),
    start: Some(|services, content, version| Box::pin(python::start(&FLAVOUR, services, content, version))),
};
