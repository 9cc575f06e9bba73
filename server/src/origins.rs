//! The two origins: the dashboard's, and that of published content, which is other people's code.
//!
//! Every address that the server tells comes from here, and so from the configuration; a request decides only which of
//! the known hosts it is for.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use domain::Guid;
use url::Url;

use crate::config::ContentUrl;

/// The host that a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    /// Pages, API, and the addresses of content that people copy and programs call.
    Dashboard,
    /// Content of all items.
    SharedContent,
    /// Content of this item alone.
    ContentOf(Guid),
}

/// How cookies of the content origin get into the dashboard's frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// Both hosts are one site: `SameSite=Lax` is enough.
    OneSite,
    /// Another site, but browsers keep secure cookies for it: `SameSite=None; Secure; Partitioned`.
    Partitioned,
    /// Another site by plain http: no cookie comes back in a frame.
    Impossible,
}

/// The configured origins.
#[derive(Clone, Debug)]
pub(crate) struct Origins {
    dashboard: Origin,
    /// For the wildcard, the part behind `*.`.
    content: Origin,
    wildcard: bool,
    framing: Framing,
}

/// An origin: scheme, host, and port unless it is the scheme's own.
#[derive(Clone, Debug)]
struct Origin {
    scheme: &'static str,
    host: String,
    /// Host and port as browsers write them into `Host`.
    authority: String,
}

impl Origin {
    fn of(url: &Url) -> Self {
        let scheme = if url.scheme() == "https" { "https" } else { "http" };
        let host = url.host_str().unwrap_or_default().to_owned();
        let authority = url.port().map_or_else(|| host.clone(), |port| format!("{host}:{port}"));
        Self { scheme, host, authority }
    }

    fn local(host: String, port: u16) -> Self {
        let authority = if port == 80 { host.clone() } else { format!("{host}:{port}") };
        Self { scheme: "http", host, authority }
    }

    fn port(&self) -> u16 {
        let port = self.authority.strip_prefix(&self.host).and_then(|rest| rest.strip_prefix(':'));
        port.and_then(|port| port.parse().ok()).unwrap_or(if self.scheme == "https" { 443 } else { 80 })
    }

    fn is(&self, host: &str) -> bool {
        let default = if self.scheme == "https" { ":443" } else { ":80" };
        let plain = |host: &str| host.eq_ignore_ascii_case(&self.authority);
        plain(host) || host.strip_suffix(default).is_some_and(plain)
    }

    /// Whether browsers keep secure cookies for it (Secure Contexts, section 3.1: loopback is trustworthy).
    fn keeps_secure_cookies(&self) -> bool {
        self.scheme == "https" || is_loopback(&self.host)
    }

    /// The registrable domain.
    fn site(&self) -> Option<&str> {
        if is_address(&self.host) { None } else { psl::domain_str(&self.host) }
    }
}

impl Origins {
    /// The origins of a server that listens here, by default as two names of this machine.
    pub(crate) fn new(url: Option<&Url>, content: Option<&ContentUrl>, listening: SocketAddr) -> Self {
        let dashboard = url.map_or_else(|| Origin::local("localhost".to_owned(), listening.port()), Origin::of);
        let wildcard = content.is_some_and(|content| content.wildcard);
        let content = content.map_or_else(|| other_name(&dashboard, listening), |content| Origin::of(&content.url));
        // One site: scheme and registrable domain agree (HTML, "same site").
        let one_site =
            dashboard.scheme == content.scheme && dashboard.site().is_some() && dashboard.site() == content.site();
        let framing = match (one_site, content.keeps_secure_cookies()) {
            (true, _) => Framing::OneSite,
            (false, true) => Framing::Partitioned,
            (false, false) => Framing::Impossible,
        };
        Self { dashboard, content, wildcard, framing }
    }

    /// The host that `Host` names, `None` when it is none of ours.
    pub(crate) fn host(&self, host: &str) -> Option<Host> {
        if self.dashboard.is(host) {
            return Some(Host::Dashboard);
        }
        if !self.wildcard {
            return self.content.is(host).then_some(Host::SharedContent);
        }
        let (item, rest) = host.split_once('.')?;
        let guid = item.to_ascii_lowercase().parse().ok()?;
        self.content.is(rest).then_some(Host::ContentOf(guid))
    }

    /// The dashboard's origin, which is also its address without a slash.
    pub(crate) fn dashboard(&self) -> String {
        format!("{}://{}", self.dashboard.scheme, self.dashboard.authority)
    }

    /// The origin that an item is shown on.
    pub(crate) fn content(&self, item: Guid) -> String {
        let Origin { scheme, authority, .. } = &self.content;
        if self.wildcard { format!("{scheme}://{item}.{authority}") } else { format!("{scheme}://{authority}") }
    }

    /// The address that an item is shown at, with a slash at its end.
    pub(crate) fn content_address(&self, item: Guid) -> String {
        format!("{}/content/{item}/", self.content(item))
    }

    /// All content origins, as a source of a content security policy.
    pub(crate) fn content_source(&self) -> String {
        let Origin { scheme, authority, .. } = &self.content;
        format!("{scheme}://{}{authority}", if self.wildcard { "*." } else { "" })
    }

    /// Whether every item has an origin of its own.
    pub(crate) fn wildcard(&self) -> bool {
        self.wildcard
    }

    /// Whether the content origin is reached by https.
    pub(crate) fn content_https(&self) -> bool {
        self.content.scheme == "https"
    }

    /// How cookies of the content origin get into the dashboard's frame.
    pub(crate) fn framing(&self) -> Framing {
        self.framing
    }

    /// Whether the dashboard can show private content in a frame.
    pub(crate) fn frames_work(&self) -> bool {
        self.framing != Framing::Impossible
    }
}

/// The name of this machine that the dashboard does not use.
fn other_name(dashboard: &Origin, listening: SocketAddr) -> Origin {
    let host = match listening.ip() {
        _ if is_address(&dashboard.host) => "localhost".to_owned(),
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    };
    Origin::local(host, dashboard.port())
}

/// Whether a host, as it stands in a URL, is an address and no name.
fn is_address(host: &str) -> bool {
    host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok()
}

/// Whether a host, as it stands in a URL, leads to this machine alone.
pub(crate) fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        || host == "localhost"
        || host.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ITEM: &str = "0a1b2c3d-0000-4000-8000-000000000001";

    fn origins(dashboard: &str, content: &str) -> Origins {
        let (dashboard, content) = (dashboard.parse().unwrap(), content.parse().unwrap());
        Origins::new(Some(&dashboard), Some(&content), SocketAddr::from(([127, 0, 0, 1], 3939)))
    }

    #[test]
    fn hosts_are_told_apart() {
        let shared = origins("https://claviger.example.com", "https://content.example.com:8443");
        assert_eq!(shared.host("claviger.example.com"), Some(Host::Dashboard));
        assert_eq!(shared.host("Claviger.Example.Com:443"), Some(Host::Dashboard));
        assert_eq!(shared.host("content.example.com:8443"), Some(Host::SharedContent));
        for foreign in ["", "content.example.com", "evil.test", "claviger.example.com:80", "xclaviger.example.com"] {
            assert_eq!(shared.host(foreign), None, "{foreign}");
        }
        let wildcard = origins("https://claviger.example.com", "https://*.content.example.com");
        let item: Guid = ITEM.parse().unwrap();
        assert_eq!(wildcard.host(&format!("{ITEM}.content.example.com")), Some(Host::ContentOf(item)));
        for foreign in ["x.content.example.com", "content.example.com", &format!("{ITEM}.example.com")] {
            assert_eq!(wildcard.host(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn addresses_are_told() {
        let item = ITEM.parse().unwrap();
        let shared = origins("http://localhost:3939", "http://127.0.0.1:3939");
        assert_eq!(shared.dashboard(), "http://localhost:3939");
        assert_eq!(shared.content_address(item), format!("http://127.0.0.1:3939/content/{ITEM}/"));
        assert_eq!(shared.content_source(), "http://127.0.0.1:3939");
        let wildcard = origins("https://claviger.example.com", "https://*.content.example.com");
        assert_eq!(wildcard.content(item), format!("https://{ITEM}.content.example.com"));
        assert_eq!(wildcard.content_source(), "https://*.content.example.com");
    }

    #[test]
    fn loopback_has_two_names() {
        for (listening, url, dashboard, content) in [
            ("127.0.0.1:3939", None, "http://localhost:3939", "http://127.0.0.1:3939"),
            ("[::1]:80", None, "http://localhost", "http://[::1]"),
            ("127.0.0.1:1", Some("http://127.0.0.1:8080"), "http://127.0.0.1:8080", "http://localhost:8080"),
        ] {
            let url = url.map(|url| url.parse().unwrap());
            let origins = Origins::new(url.as_ref(), None, listening.parse().unwrap());
            assert_eq!((origins.dashboard().as_str(), origins.content_source().as_str()), (dashboard, content));
            assert_eq!(origins.framing(), Framing::Partitioned);
        }
    }

    #[test]
    fn cookies_reach_the_frame_where_browsers_let_them() {
        for (dashboard, content, framing) in [
            ("https://claviger.example.com", "https://*.content.example.com", Framing::OneSite),
            ("http://claviger.example.com", "http://content.example.com", Framing::OneSite),
            ("https://claviger.example.com", "https://claviger-content.test", Framing::Partitioned),
            ("https://a.github.io", "https://b.github.io", Framing::Partitioned),
            ("http://localhost:3939", "http://127.0.0.1:3939", Framing::Partitioned),
            ("http://claviger.example.com", "http://claviger-content.test", Framing::Impossible),
            ("http://10.0.0.1", "http://10.0.0.2", Framing::Impossible),
        ] {
            assert_eq!(origins(dashboard, content).framing(), framing, "{dashboard} {content}");
        }
    }
}
