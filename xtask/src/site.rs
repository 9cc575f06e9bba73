//! The order of the build, and the folder that the server embeds: `target/site`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::assets::{Asset, write};
use crate::{Mode, Problem, inputs, styles, wasm};

/// Where the server serves the folder.
const ADDRESS: &str = "/connect/assets";

/// Builds `target/site` if anything it is made from has changed, and says what there is.
pub(crate) fn build(root: &Path, mode: Mode) -> Result<String, Problem> {
    let site = root.join("target/site");
    // Beside the folder, not in it: everything in it is embedded.
    let stamp = root.join("target/site.inputs");
    let inputs = inputs::digest(root, mode)?;
    if fs::read_to_string(&stamp).is_ok_and(|before| before == inputs) && is_whole(&site) {
        return Ok("target/site is up to date.".to_owned());
    }

    let browser = wasm::build(root, mode)?;
    let assets = [
        Asset { key: "css", name: "claviger", extension: "css", bytes: styles::bundle(&root.join("style/main.css"))? },
        Asset { key: "boot", name: "boot", extension: "js", bytes: boot(root)? },
        Asset { key: "js", name: "claviger", extension: "js", bytes: browser.glue },
        Asset { key: "wasm", name: "claviger", extension: "wasm", bytes: browser.wasm },
        Asset { key: "icon", name: "favicon", extension: "svg", bytes: read(&root.join("public/favicon.svg"))? },
    ];

    fs::create_dir_all(&site).map_err(|error| format!("{} cannot be made: {error}", site.display()))?;
    let mut addresses = serde_json::Map::new();
    let mut kept = BTreeSet::from(["assets.json".to_owned()]);
    let mut report = String::new();
    for asset in &assets {
        let written = write(&site, asset, mode)?;
        addresses.insert(asset.key.to_owned(), format!("{ADDRESS}/{}", written.name).into());
        report += &format!("{:>9} {:>8}  {}\n", asset.bytes.len(), written.brotli, written.name);
        kept.insert(format!("{}.br", written.name));
        kept.insert(written.name);
    }
    let list = serde_json::Value::Object(addresses);
    save(&site.join("assets.json"), format!("{list:#}\n").as_bytes())?;
    remove_others(&site, &kept)?;
    save(&stamp, inputs.as_bytes())?;
    Ok(format!("    bytes   brotli\n{report}target/site is ready."))
}

/// Whether the folder holds all that its list names.
fn is_whole(site: &Path) -> bool {
    let list = fs::read_to_string(site.join("assets.json")).unwrap_or_default();
    serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&list).is_ok_and(|list| {
        let names = list.values().filter_map(|value| value.as_str()?.rsplit('/').next());
        names.clone().count() > 0 && names.into_iter().all(|name| site.join(name).is_file())
    })
}

/// The boot script without its comments and indentation, which is all the minifying that it needs.
fn boot(root: &Path) -> Result<Vec<u8>, Problem> {
    let source = String::from_utf8(read(&root.join("frontend/boot.js"))?).map_err(|error| error.to_string())?;
    let lines = source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    Ok(lines.collect::<Vec<_>>().join("\n").into_bytes())
}

fn remove_others(site: &Path, kept: &BTreeSet<String>) -> Result<(), Problem> {
    let problem = |error| format!("{} cannot be tidied: {error}", site.display());
    for entry in fs::read_dir(site).map_err(problem)? {
        let entry = entry.map_err(problem)?;
        if !entry.file_name().to_str().is_some_and(|name| kept.contains(name)) {
            fs::remove_file(entry.path()).map_err(problem)?;
        }
    }
    Ok(())
}

/// Reads a file, or says which one cannot be read.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

/// Writes a file, or says which one cannot be written.
pub(crate) fn save(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    fs::write(path, bytes).map_err(|error| format!("{} cannot be written: {error}", path.display()))
}
