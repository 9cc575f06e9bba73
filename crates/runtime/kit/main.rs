//! The programs that the tests of this crate run: a warden, a tiny server, and the kit of bad programs.
//!
//! `runtime-kit MODE ... SOCKET`; the modes are the arms of `main`.

mod answers;
mod bad;
mod offspring;
mod server;

use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["__warden"] => return runtime::warden(),
        ["server", folder] => server::run(folder.as_ref()),
        ["lasts", generations] => offspring::last(generations),
        ["well", socket] => answers::listen(socket, |_| {}),
        ["dies-at-start", _] => return bad::die_at_start(),
        ["dies-on-every-third", socket] => answers::listen(socket, bad::die_on_every_third()),
        ["has-offspring", socket] => offspring::have().and_then(|()| answers::listen(socket, |_| {})),
        ["floods", socket] => bad::flood(socket),
        ["opens-no-socket", _] => bad::hang(),
        ["answers-garbage", socket] => bad::answer_garbage(socket),
        ["never-answers", socket] => bad::never_answer(socket),
        ["leads-elsewhere", socket] => bad::lead_elsewhere(socket),
        _ => Err(io::Error::other(format!("the kit has nothing for {arguments:?}"))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            drop(io::Write::write_fmt(&mut io::stderr(), format_args!("{error}\n")));
            ExitCode::FAILURE
        }
    }
}
