//! HTTP/1.1 over one kept connection, as bare and quick as can be.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// A connection.
pub(crate) struct Wire {
    reader: BufReader<TcpStream>,
}

/// An answer on it.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
    /// The same as it came.
    pub(crate) bytes: Vec<u8>,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("no JSON ({error}): {self:?}"))
    }

    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self:?}");
        self
    }

    /// The values of a header.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value).collect()
    }

    /// The value of the hidden field `csrf`.
    pub(crate) fn csrf(&self) -> String {
        self.hidden("csrf")
    }

    /// The value of a hidden field.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let (_, rest) = self.body.split_once(&format!("name=\"{name}\" value=\"")).expect("the field");
        rest.split('"').next().expect("its end").to_owned()
    }
}

impl Wire {
    pub(crate) fn to(port: u16) -> Self {
        Self::try_to(port).expect("a connection")
    }

    pub(crate) fn try_to(port: u16) -> std::io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Self { reader: BufReader::new(stream) })
    }

    pub(crate) fn get(&mut self, path: &str, headers: &[(&str, &str)]) -> Reply {
        self.ask("GET", path, headers, "")
    }

    pub(crate) fn ask(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Reply {
        self.try_ask(method, path, headers, body).expect("an answer")
    }

    pub(crate) fn try_ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl AsRef<[u8]>,
    ) -> std::io::Result<Reply> {
        self.send(method, path, headers, body.as_ref().len(), body)?;
        self.receive(method)
    }

    /// Sends the head, and as much of the body as is given.
    pub(crate) fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        length: usize,
        body: impl AsRef<[u8]>,
    ) -> std::io::Result<()> {
        let port = self.reader.get_ref().peer_addr()?.port();
        let mut text = format!("{method} {path} HTTP/1.1\r\nhost: localhost:{port}\r\ncontent-length: {length}\r\n");
        headers.iter().for_each(|(name, value)| text.push_str(&format!("{name}: {value}\r\n")));
        text.push_str("\r\n");
        self.reader.get_mut().write_all(&[text.as_bytes(), body.as_ref()].concat())
    }

    /// Sends more of the body.
    pub(crate) fn send_on(&mut self, body: impl AsRef<[u8]>) -> std::io::Result<()> {
        self.reader.get_mut().write_all(body.as_ref())
    }

    pub(crate) fn receive(&mut self, method: &str) -> std::io::Result<Reply> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.reader.read_line(&mut head)? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
        }
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        let mut reply = Reply { status, head, body: String::new(), bytes: Vec::new() };
        let length = reply.all("content-length").first().and_then(|length| length.parse().ok());
        let mut bytes = vec![0; if method == "HEAD" { 0 } else { length.unwrap_or(0) }];
        self.reader.read_exact(&mut bytes)?;
        reply.body = String::from_utf8_lossy(&bytes).into_owned();
        reply.bytes = bytes;
        Ok(reply)
    }

    /// The header that presents a key.
    pub(crate) fn by(key: &str) -> [(&'static str, String); 1] {
        [("authorization", format!("Key {key}"))]
    }
}

/// The status of a request with a key.
pub(crate) fn status_of(wire: &mut Wire, key: &str) -> u16 {
    let [(name, value)] = Wire::by(key);
    wire.get("/__api__/v1/user", &[(name, &value)]).status
}

/// A browser's state: its cookies.
pub(crate) struct Browser {
    pub(crate) wire: Wire,
    pub(crate) cookies: Vec<(String, String)>,
}

impl Browser {
    /// Signs in by the form.
    pub(crate) fn sign_in(wire: Wire, name: &str, password: &str) -> Self {
        let mut browser = Self { wire, cookies: Vec::new() };
        let page = browser.get("/__login__").expect(200);
        browser.post("/__login__", &page.csrf(), &[("username", name), ("password", password)]).expect(303);
        browser
    }

    pub(crate) fn get(&mut self, path: &str) -> Reply {
        let cookies = self.cookie_line();
        let reply = self.wire.get(path, &[("cookie", &cookies)]);
        self.keep(reply)
    }

    pub(crate) fn post(&mut self, path: &str, csrf: &str, fields: &[(&str, &str)]) -> Reply {
        let mut form = form_urlencoded::Serializer::new(String::new());
        let body = form.append_pair("csrf", csrf).extend_pairs(fields).finish();
        let cookies = self.cookie_line();
        let headers = [
            ("cookie", cookies.as_str()),
            ("sec-fetch-site", "same-origin"),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        let reply = self.wire.ask("POST", path, &headers, &body);
        self.keep(reply)
    }

    fn cookie_line(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn keep(&mut self, reply: Reply) -> Reply {
        for line in reply.all("set-cookie") {
            let (name, rest) = line.split_once('=').expect("a cookie");
            let value = rest.split(';').next().expect("its value");
            self.cookies.retain(|(known, _)| known != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
        reply
    }
}
