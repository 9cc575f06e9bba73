//! The browser's half, carried inside the program: hashed names, kept for ever, compressed before.

use app::model::Assets;
use axum::extract::Path;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// The addresses of the browser's half.
///
/// # Errors
/// When the program was built without it.
pub(crate) fn addresses() -> Result<Assets, String> {
    let file =
        Site::get("assets.json").ok_or("This program was built without its pages. Build it with `make build`.")?;
    serde_json::from_slice(&file.data).map_err(|error| format!("The program's pages are damaged: {error}."))
}

/// `GET /connect/assets/{name}`
pub(crate) async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(plain) = Site::get(&name).filter(|_| !name.ends_with(".br") && name != "assets.json") else {
        return (StatusCode::NOT_FOUND, "404 page not found").into_response();
    };
    let kind = mime_guess::from_path(&name).first_or_octet_stream();
    let kind = if kind.type_() == "text" { format!("{kind}; charset=utf-8") } else { kind.to_string() };
    let always = [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned()),
        (VARY, "Accept-Encoding".to_owned()),
    ];
    let accepts = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match Site::get(&format!("{name}.br")).filter(|_| accepts.split([',', ';']).any(|coding| coding.trim() == "br")) {
        Some(packed) => (always, [(CONTENT_ENCODING, "br")], packed.data).into_response(),
        None => (always, plain.data).into_response(),
    }
}
