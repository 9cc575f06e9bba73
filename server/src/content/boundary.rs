//! The headers that pass between a visitor and a program: what is ours does not reach the program, and what would reach
//! beyond the item does not reach the browser. Everything else passes unchanged.

use std::net::IpAddr;

use http::header::{AUTHORIZATION, CONNECTION, CONTENT_LENGTH, HOST, SET_COOKIE, TRANSFER_ENCODING, UPGRADE};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::cookies::is_ours;
use crate::{auth, cookies};

/// What a program is told about a request.
pub(super) struct Told {
    /// The host that the visitor asked.
    pub(super) host: String,
    /// `http` or `https`, as the visitor sees it.
    pub(super) scheme: &'static str,
    /// The part of the address that stands before every path inside the item, such as `/content/24`.
    pub(super) prefix: String,
    /// The visitor's address.
    pub(super) client: Option<IpAddr>,
    /// The visitor's username, if he is known.
    pub(super) user: Option<String>,
    /// The names of the groups that he belongs to.
    pub(super) groups: Vec<String>,
}

/// What belongs to one connection (RFC 9110, section 7.6.1). The length of a body goes with them on the way in: hyper
/// writes it anew from the body that it really has, so that two readings of one request cannot differ.
const HOP_BY_HOP: [&str; 8] =
    ["connection", "expect", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"];

/// The most bytes of the names of groups in a header: programs take some ten thousand in all.
const MOST_OF_GROUPS: usize = 8 * 1024;

/// By which programs learn who calls, and from where; a visitor could claim to be anybody with them.
const CLAIMS: [&str; 8] = [
    "client-ip",
    "forwarded",
    "posit-connect-user-session-token",
    "proxy",
    "remote-user",
    "rstudio-connect-credentials",
    "shiny-server-credentials",
    "x-real-ip",
];
const FAMILIES_OF_CLAIMS: [&str; 4] = ["rstudio-connect-", "x-forwarded-", "x-original-", "x-rsc-"];

/// What speaks for the whole origin, and so for other items too; or would outlive the item.
const BEYOND_THE_ITEM: [&str; 6] =
    ["alt-svc", "clear-site-data", "nel", "report-to", "service-worker-allowed", "strict-transport-security"];

/// By which a server commands the proxy in front of it: to send a file of the proxy's machine, or to keep what is private.
const TO_PROXIES: [&str; 6] =
    ["surrogate-control", "x-accel-expires", "x-accel-redirect", "x-lighttpd-send-file", "x-reproxy-url", "x-sendfile"];

/// The headers of a request as the program gets them, when it asks for a WebSocket or not.
///
/// # Security
/// Programs read headers as CGI variables, where `RStudio_Connect-Credentials` is `RStudio-Connect-Credentials`: names
/// are compared as they do it.
pub(super) fn inward(mut headers: HeaderMap, told: &Told, socket: bool) -> HeaderMap {
    drop_hop_by_hop(&mut headers);
    headers.remove(CONTENT_LENGTH);
    drop_named(&mut headers, claims_something);
    keep(&mut headers, &AUTHORIZATION, |value| !auth::is_key(value));
    // Bytes, since a program's own cookies need not be text.
    cookies::keep(&mut headers, |pair| !is_ours(pair));

    let address = format!("{}://{}{}", told.scheme, told.host, told.prefix);
    set(&mut headers, HOST.as_str(), &told.host);
    set(&mut headers, "x-forwarded-host", &told.host);
    set(&mut headers, "x-forwarded-proto", told.scheme);
    set(&mut headers, "x-forwarded-prefix", &told.prefix);
    set(&mut headers, "rstudio-connect-app-base-url", &address);
    if let Some(client) = told.client {
        set(&mut headers, "x-forwarded-for", &client.to_string());
    }
    if let Some(user) = &told.user {
        let credentials = plain(&serde_json::json!({ "user": user, "groups": fitting(&told.groups) }).to_string());
        set(&mut headers, "rstudio-connect-credentials", &credentials);
        set(&mut headers, "shiny-server-credentials", &credentials);
    }
    set(&mut headers, CONNECTION.as_str(), if socket { "upgrade" } else { "close" });
    if socket {
        set(&mut headers, UPGRADE.as_str(), "websocket");
    }
    headers
}

/// JSON in ASCII alone, as headers are: other characters are escaped, which no reader of JSON can tell (RFC 8259,
/// section 7).
fn plain(json: &str) -> String {
    let mut plain = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            ' '..='~' => plain.push(c),
            _ => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| plain.push_str(&format!("\\u{unit:04x}"))),
        }
    }
    plain
}

/// As many groups as a header can hold; who is in more is told to programs as a member of the first ones.
fn fitting(groups: &[String]) -> &[String] {
    let mut room = MOST_OF_GROUPS;
    let fits = groups.iter().take_while(|group| {
        // Escaped, no character takes more than three times the bytes that it has.
        room = room.saturating_sub(group.len() * 3 + 3);
        room > 0
    });
    &groups[..fits.count()]
}

/// The headers of an answer as the visitor gets them.
pub(super) fn outward(mut headers: HeaderMap, upgraded: bool) -> HeaderMap {
    let protocol = headers.get(UPGRADE).cloned().filter(|_| upgraded);
    if headers.contains_key(TRANSFER_ENCODING) {
        // Chunks decide, and a length beside them is wrong or an attack (RFC 9112, section 6.3).
        headers.remove(CONTENT_LENGTH);
    }
    drop_hop_by_hop(&mut headers);
    drop_named(&mut headers, |name| {
        BEYOND_THE_ITEM.contains(&name) || TO_PROXIES.contains(&name) || name.ends_with("cdn-cache-control")
    });
    keep(&mut headers, &SET_COOKIE, stays_with_the_item);
    if let Some(protocol) = protocol {
        headers.insert(UPGRADE, protocol);
        headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
    }
    headers
}

fn claims_something(name: &str) -> bool {
    let name = name.replace('_', "-");
    CLAIMS.contains(&name.as_str()) || FAMILIES_OF_CLAIMS.iter().any(|family| name.starts_with(family))
}

fn drop_hop_by_hop(headers: &mut HeaderMap) {
    let lines = headers.get_all(CONNECTION).iter().filter_map(|line| line.to_str().ok());
    let named: Vec<String> = lines.flat_map(|line| line.split(',')).map(|name| name.trim().to_lowercase()).collect();
    drop_named(headers, |name| HOP_BY_HOP.contains(&name) || named.iter().any(|named| named == name));
}

fn drop_named(headers: &mut HeaderMap, doomed: impl Fn(&str) -> bool) {
    let doomed: Vec<HeaderName> = headers.keys().filter(|name| doomed(name.as_str())).cloned().collect();
    for name in doomed {
        headers.remove(name);
    }
}

/// Keeps the lines of a header that this says yes to.
fn keep(headers: &mut HeaderMap, name: &HeaderName, wanted: impl Fn(&HeaderValue) -> bool) {
    let lines: Vec<HeaderValue> = headers.get_all(name).iter().filter(|line| wanted(line)).cloned().collect();
    headers.remove(name);
    for line in lines {
        headers.append(name, line);
    }
}

/// Whether a cookie is the program's to set: not one of ours, and for its own host alone.
fn stays_with_the_item(line: &HeaderValue) -> bool {
    let mut parts = line.as_bytes().split(|byte| *byte == b';').map(<[u8]>::trim_ascii);
    // A cookie without a name comes back as its value, which could read like one of ours.
    let ours = parts.next().is_none_or(|pair| pair.starts_with(b"=") || !pair.contains(&b'=') || is_ours(pair));
    let wider = parts.any(|attribute| {
        let name = attribute.split(|byte| *byte == b'=').next().unwrap_or_default();
        name.trim_ascii().eq_ignore_ascii_case(b"domain")
    });
    !ours && !wider
}

fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests;
