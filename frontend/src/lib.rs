//! The entry of the browser's half.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the boot script once the wasm is there; the islands are exported by `app` itself.
#[wasm_bindgen]
pub fn hydrate() {
    app::islands::hydrate();
}
