//! The warden of the programs that the tests run. The server is its own warden; tests have no server.

use std::process::ExitCode;

fn main() -> ExitCode {
    services::warden()
}
