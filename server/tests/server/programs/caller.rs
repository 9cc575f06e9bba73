//! HTTP/1.1 by bytes: requests that no client would send, and answers while they are still under way.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::Value;

/// Nothing that is waited for takes so long; a test that waits longer has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits for a condition.
#[track_caller]
pub(super) fn until(mut condition: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !condition() {
        assert!(begin.elapsed() < PATIENCE, "this never came to be");
        std::thread::yield_now();
    }
}

/// A connection.
pub(crate) struct Caller {
    reader: BufReader<TcpStream>,
}

/// An answer on it.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}{}", self.head, self.text());
        self
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("no JSON ({error}): {}", self.text()))
    }

    /// The values of a header.
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value).collect()
    }

    /// The value of a header that is there at most once; blank without it.
    #[track_caller]
    pub(crate) fn header(&self, name: &str) -> &str {
        let all = self.all(name);
        assert!(all.len() < 2, "{all:?}");
        all.first().copied().unwrap_or_default()
    }

    fn has_body(&self, method: &str) -> bool {
        method != "HEAD" && !matches!(self.status, 100..=199 | 204 | 304)
    }
}

impl Caller {
    pub(super) fn to(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
        stream.set_nodelay(true).expect("a socket");
        stream.set_read_timeout(Some(PATIENCE)).expect("a socket");
        Self { reader: BufReader::new(stream) }
    }

    /// Sends these bytes.
    pub(crate) fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.reader.get_mut().write_all(bytes)
    }

    /// The next head of an answer.
    pub(crate) fn head(&mut self) -> io::Result<Reply> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.reader.read_line(&mut head)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Ok(Reply { status, head, body: Vec::new() })
    }

    /// The next chunk of a body; empty at its end.
    pub(super) fn chunk(&mut self) -> io::Result<Vec<u8>> {
        let mut line = String::new();
        if self.reader.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let length = usize::from_str_radix(line.trim_end(), 16).map_err(io::Error::other)?;
        let mut bytes = vec![0; length + 2];
        self.reader.read_exact(&mut bytes)?;
        bytes.truncate(length);
        Ok(bytes)
    }

    /// So many bytes.
    pub(crate) fn exactly(&mut self, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.reader.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// The next answer, whole.
    pub(super) fn reply(&mut self, method: &str) -> io::Result<Reply> {
        let mut reply = self.head()?;
        while reply.status == 100 {
            reply = self.head()?;
        }
        if !reply.has_body(method) {
            return Ok(reply);
        }
        if reply.header("transfer-encoding") == "chunked" {
            loop {
                match self.chunk()? {
                    chunk if chunk.is_empty() => return Ok(reply),
                    chunk => reply.body.extend(chunk),
                }
            }
        }
        match reply.header("content-length").parse() {
            Ok(length) => reply.body = self.exactly(length)?,
            Err(_) => drop(self.reader.read_to_end(&mut reply.body)?),
        }
        Ok(reply)
    }

    /// Everything that still comes. Whoever hangs up on garbage may do so with a reset.
    pub(super) fn rest(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        match self.reader.read_to_end(&mut bytes) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => panic!("the connection stays open"),
            _ => bytes,
        }
    }
}

/// A request in the making.
#[must_use]
pub(crate) struct Ask<'a> {
    port: u16,
    method: &'a str,
    head: Vec<u8>,
    host: Option<String>,
    body: Option<Vec<u8>>,
}

impl<'a> Ask<'a> {
    pub(crate) fn new(port: u16, method: &'a str, target: &str) -> Self {
        let head = format!("{method} {target} HTTP/1.1\r\n").into_bytes();
        Self { port, method, head, host: Some(format!("localhost:{port}")), body: None }
    }

    /// Asks the content origin.
    pub(super) fn on_content_host(self) -> Self {
        let host = Some(format!("127.0.0.1:{}", self.port));
        Self { host, ..self }
    }

    /// A line, whatever others of this name there are.
    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        self.line(format!("{name}: {value}").as_bytes())
    }

    /// A line as it stands here.
    pub(super) fn line(mut self, line: &[u8]) -> Self {
        self.head.extend(line);
        self.head.extend(b"\r\n");
        self
    }

    /// The body, with its length.
    pub(super) fn body(self, bytes: &[u8]) -> Self {
        let length = bytes.len().to_string();
        Self { body: Some(bytes.to_vec()), ..self }.header("Content-Length", &length)
    }

    /// The body in these chunks.
    pub(crate) fn chunks(self, chunks: &[&[u8]]) -> Self {
        let mut body = Vec::new();
        for chunk in chunks.iter().copied().filter(|chunk| !chunk.is_empty()).chain([&b""[..]]) {
            body.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
            body.extend(chunk);
            body.extend(b"\r\n");
        }
        Self { body: Some(body), ..self }.header("Transfer-Encoding", "chunked")
    }

    /// The bytes of the request.
    pub(super) fn bytes(self) -> Vec<u8> {
        let host = self.host.map(|host| format!("Host: {host}\r\n")).unwrap_or_default();
        [&self.head[..], host.as_bytes(), b"\r\n", &self.body.unwrap_or_default()].concat()
    }

    /// Sends it on a connection of its own, whose answer is still to come.
    pub(crate) fn begin(self) -> Caller {
        let mut caller = Caller::to(self.port);
        caller.send(&self.bytes()).expect("an open connection");
        caller
    }

    /// The answer, unless the connection broke.
    pub(super) fn try_send(self) -> io::Result<Reply> {
        let method = self.method;
        self.begin().reply(method)
    }

    #[track_caller]
    pub(crate) fn send(self) -> Reply {
        self.try_send().expect("an answer")
    }
}
