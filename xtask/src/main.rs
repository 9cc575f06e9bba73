//! Builds the browser's half: `cargo run --profile xtask -p xtask -- site [--dev]`.

mod assets;
mod inputs;
mod site;
mod styles;
mod wasm;

use std::path::Path;
use std::process::ExitCode;

/// What went wrong and what to do, as a sentence.
type Problem = String;

/// How much care the build takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Small files; the build may take its time.
    Release,
    /// A quick build; the files may be large.
    Dev,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mode = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["site"] => Mode::Release,
        ["site", "--dev"] => Mode::Dev,
        _ => return fail("Usage: cargo run --profile xtask -p xtask -- site [--dev]"),
    };
    let Some(root) = Path::new(env!("CARGO_MANIFEST_DIR")).parent() else {
        return fail("The workspace around xtask is gone.");
    };
    match site::build(root, mode) {
        Ok(report) => {
            say(&report);
            ExitCode::SUCCESS
        }
        Err(problem) => fail(&problem),
    }
}

#[expect(clippy::print_stdout, reason = "the one place where a build tells what it did")]
fn say(text: &str) {
    println!("{text}");
}

#[expect(clippy::print_stderr, reason = "the one place where a build tells why it stopped")]
fn fail(text: &str) -> ExitCode {
    eprintln!("xtask: {text}");
    ExitCode::FAILURE
}
