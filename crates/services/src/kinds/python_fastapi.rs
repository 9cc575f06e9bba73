//! HTTP APIs written in Python for ASGI, such as with FastAPI.

use domain::Kind;

use super::python::{self, Flavour};
use super::rules::{Needs, Rules, Start, Tools};

/// What runs an API.
const LAUNCHER: (&str, &str) = ("launcher.py", include_str!("python/asgi.py"));

const FLAVOUR: Flavour = Flavour {
    kind: Kind::PythonFastApi,
    words: "Python API for ASGI",
    frameworks: &["fastapi", "starlette", "quart", "litestar", "sanic"],
};

pub(super) const RULES: Rules = Rules {
    guess: |top| python::guess(&FLAVOUR, top),
    said: |top, manifest| python::said(&FLAVOUR, top, manifest),
    // The second is for WebSockets, of which the first knows nothing by itself.
    needs: Needs::Python { server: &["uvicorn>=0.26", "websockets>=12"], proof: "import uvicorn, websockets" },
    start: Some(start),
};

fn start(tools: &Tools, entry: &str) -> Start {
    python::start(LAUNCHER, tools, entry)
}
