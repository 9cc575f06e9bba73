//! The command `claviger`.

fn main() -> std::process::ExitCode {
    server::run()
}
