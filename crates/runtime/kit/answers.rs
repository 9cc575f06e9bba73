//! A server of HTTP/1.0 that says what its process knows of itself.

use std::fs;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::thread;

/// Answers for ever. `before` is told of each request, the readiness probe apart.
pub(crate) fn listen(socket: &str, before: impl Fn(&str) + Send + Sync + 'static) -> io::Result<()> {
    writeln!(io::stdout(), "started {}", std::process::id())?;
    let before = std::sync::Arc::new(before);
    for stream in UnixListener::bind(socket)?.incoming() {
        let (stream, before) = (stream?, before.clone());
        thread::spawn(move || answer(&stream, &*before));
    }
    Ok(())
}

fn answer(mut stream: &UnixStream, before: &dyn Fn(&str)) -> io::Result<()> {
    let mut request = String::new();
    BufReader::new(stream).read_line(&mut request)?;
    let path = request.split(' ').nth(1).unwrap_or_default();
    if path != "/__ready__" {
        before(path);
    }
    let body = body(path).unwrap_or_else(|error| error.kind().to_string());
    write!(stream, "HTTP/1.0 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

fn body(path: &str) -> io::Result<String> {
    Ok(match path {
        "/pid" => std::process::id().to_string(),
        "/environment" => fs::read_to_string("/proc/self/environ")?.replace('\0', "\n"),
        "/status" => fs::read_to_string("/proc/self/status")?,
        "/folder" => std::env::current_dir()?.display().to_string(),
        "/offspring" => fs::read_to_string("../home/offspring")?,
        _ => match path.strip_prefix("/read:") {
            Some(file) => fs::read_to_string(file)?,
            None => path.to_owned(),
        },
    })
}
