//! The wasm and the script that loads it: cargo, then wasm-bindgen, then wasm-opt.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use wasm_bindgen_cli_support::Bindgen;

use crate::inputs::digest_of;
use crate::site::{read, save};
use crate::{Mode, Problem};

const TARGET: &str = "wasm32-unknown-unknown";

/// The browser's half.
pub(crate) struct Browser {
    /// Loads the wasm and names its exports.
    pub(crate) glue: Vec<u8>,
    /// The islands.
    pub(crate) wasm: Vec<u8>,
}

/// Builds the islands. What wasm-bindgen and wasm-opt make of the same input is kept.
pub(crate) fn build(root: &Path, mode: Mode) -> Result<Browser, Problem> {
    need_target()?;
    let compiled = compile(root, mode)?;
    let made = root.join("target/bindgen");
    let stamp = made.join("made-from");
    let lock = fs::read(root.join("package-lock.json")).unwrap_or_default();
    let from = digest_of(&[read(&compiled)?, lock, vec![u8::from(mode == Mode::Dev)]].concat());
    if !fs::read_to_string(&stamp).is_ok_and(|before| before == from) {
        _ = fs::remove_dir_all(&made);
        bind(&compiled, &made)?;
        if mode == Mode::Release {
            optimise(root, &made.join("claviger_bg.wasm"))?;
        }
        save(&stamp, from.as_bytes())?;
    }
    Ok(Browser { glue: read(&made.join("claviger.js"))?, wasm: read(&made.join("claviger_bg.wasm"))? })
}

/// Without the target, cargo would only say that it cannot find `std`.
fn need_target() -> Result<(), Problem> {
    let output = program("rustc").args(["--print", "target-libdir", "--target", TARGET]).output();
    let folder = output.map_err(|error| format!("rustc cannot be run: {error}"))?.stdout;
    if Path::new(String::from_utf8_lossy(&folder).trim()).is_dir() {
        return Ok(());
    }
    Err(format!("Rust has no standard library for the browser yet. Run `rustup target add {TARGET}`."))
}

fn compile(root: &Path, mode: Mode) -> Result<PathBuf, Problem> {
    let (profile, folder) = if mode == Mode::Dev { ("dev", "debug") } else { ("wasm-release", "wasm-release") };
    let status = program(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--package", "frontend", "--lib", "--target", TARGET, "--profile", profile])
        .current_dir(root)
        .status()
        .map_err(|error| format!("cargo cannot be run: {error}"))?;
    if !status.success() {
        return Err("The browser's half does not compile; cargo said why.".to_owned());
    }
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder));
    Ok(target.join(TARGET).join(folder).join("frontend.wasm"))
}

fn bind(compiled: &Path, made: &Path) -> Result<(), Problem> {
    Bindgen::new()
        .input_path(compiled)
        .out_name("claviger")
        .typescript(false)
        // The boot script says where the wasm is.
        .omit_default_module_path(true)
        .web(true)
        .and_then(|bindgen| bindgen.generate(made))
        .map_err(|error| format!("wasm-bindgen failed: {error:#}"))?;
    if made.join("snippets").exists() {
        return Err(
            "A crate brings scripts of its own (target/bindgen/snippets), which the site does not carry.".to_owned()
        );
    }
    Ok(())
}

fn optimise(root: &Path, wasm: &Path) -> Result<(), Problem> {
    let tool = root.join("node_modules/.bin/wasm-opt");
    if !tool.exists() {
        return Err("wasm-opt is missing. Run `npm ci` in the top folder of the project.".to_owned());
    }
    let status = program(&tool)
        .args(["-Oz", "--enable-bulk-memory", "--enable-nontrapping-float-to-int", "-o"])
        .args([wasm, wasm])
        .status()
        .map_err(|error| format!("{} cannot be run: {error}", tool.display()))?;
    if status.success() { Ok(()) } else { Err("wasm-opt failed; it said why.".to_owned()) }
}

#[expect(clippy::disallowed_methods, reason = "the rule is for the server; a build starts the compiler")]
fn program(name: impl AsRef<OsStr>) -> Command {
    Command::new(name)
}
