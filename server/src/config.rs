//! Configuration: flags over environment over file over defaults, read once, checked whole.

mod python;
mod settings;

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use services::{Limits, ProgramSettings};
use url::{Host, Url};

pub(crate) use self::settings::default_file;
use self::settings::{LISTEN, Values};
use crate::origins::{Origins, is_loopback};

/// What the command line says about the configuration.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// `--config`
    pub config: Option<PathBuf>,
    /// `--data-dir`
    pub data_dir: Option<PathBuf>,
    /// `--listen`
    pub listen: Option<String>,
    /// `--url`
    pub url: Option<String>,
    /// `--content-url`
    pub content_url: Option<String>,
}

/// The configuration, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// The data folder, made when it is missing.
    pub data_dir: PathBuf,
    /// Where to listen.
    pub listen: SocketAddr,
    /// The address of the dashboard; `None` until the port is known, see [`Config::origins`].
    pub url: Option<Url>,
    /// The address of the content origin; `None` until the port is known, see [`Config::origins`].
    pub content_url: Option<ContentUrl>,
    /// From whom forwarded headers are believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// A PostgreSQL URL.
    pub database_url: Option<DatabaseUrl>,
    /// Where the pepper lies, unless in the data folder.
    pub pepper_file: Option<PathBuf>,
    /// Where the secret of bootstrap tokens lies; without it there is no bootstrap.
    pub bootstrap_secret_file: Option<PathBuf>,
    /// How programs are run.
    pub programs: ProgramSettings,
    /// How long a program may take to begin an answer.
    pub answer_within: Duration,
    /// How many days visits are remembered.
    pub keep_visits_days: u32,
    /// How much is logged.
    pub log: String,
}

/// The address of the content origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentUrl {
    /// Scheme, host and port; for a wildcard, the host behind `*.`.
    pub url: Url,
    /// Whether every item gets a host of its own below it.
    pub wildcard: bool,
}

impl FromStr for ContentUrl {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let wildcard = text.contains("://*.");
        let url = origin(&text.replacen("://*.", "://", 1)).ok_or(())?;
        let named = matches!(url.host(), Some(Host::Domain(_)));
        if wildcard && !named { Err(()) } else { Ok(Self { url, wildcard }) }
    }
}

/// A database URL, which may hold a password and so does not show itself.
#[derive(Clone)]
pub struct DatabaseUrl(pub String);

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgres://...")
    }
}

/// All that is wrong with a configuration, a sentence each.
#[derive(Debug)]
pub struct Problems(pub Vec<String>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "The configuration has problems:")?;
        self.0.iter().try_for_each(|problem| writeln!(f, "- {problem}"))
    }
}

impl std::error::Error for Problems {}

impl Config {
    /// Reads and checks the configuration.
    ///
    /// # Errors
    /// With all problems at once.
    pub fn read(flags: &Flags, environment: &dyn Fn(&str) -> Option<String>) -> Result<Self, Problems> {
        let data_dir = flags.data_dir.clone().or_else(|| environment("CLAVIGER_DATA_DIR").map(PathBuf::from));
        let data_dir = data_dir.unwrap_or_else(|| PathBuf::from("claviger-data"));
        let named = flags.config.clone().or_else(|| environment("CLAVIGER_CONFIG").map(PathBuf::from));
        let file = named.clone().unwrap_or_else(|| data_dir.join("claviger.toml"));
        let mut problems = Vec::new();
        let mut values = Values::from_file(&file, named.is_some(), &mut problems);
        values.add_environment(environment, &mut problems);
        for (key, flag) in
            [("server.listen", &flags.listen), ("server.url", &flags.url), ("content.url", &flags.content_url)]
        {
            if let Some(text) = flag {
                values.set(key, text.clone());
            }
        }
        let mut config = Self::from_values(data_dir, &values, &mut problems);
        config.programs.python = python::settings(&values, environment, &mut problems);
        if problems.is_empty() { Ok(config) } else { Err(Problems(problems)) }
    }

    fn from_values(data_dir: PathBuf, values: &Values, problems: &mut Vec<String>) -> Self {
        let listen: SocketAddr = values.text("server.listen").parse().unwrap_or_else(|_| {
            problems.push(format!(
                "server.listen is {:?}. It is an address and a port, such as {LISTEN} or [::1]:3939.",
                values.text("server.listen")
            ));
            SocketAddr::from(([127, 0, 0, 1], 3939))
        });
        let url = values.optional("server.url").and_then(|text| server_url(&text, problems));
        if url.is_none() && values.optional("server.url").is_none() && !listen.ip().is_loopback() {
            problems.push(format!(
                "server.url is missing. Others can reach {listen}, so say under which address they do, \
                 such as https://claviger.example.com."
            ));
        }
        let content_url = values.optional("content.url").and_then(|text| content_url(&text, problems));
        let local = listen.ip().is_loopback() && url.as_ref().and_then(Url::host_str).is_none_or(is_loopback);
        match &content_url {
            Some(content) => url.iter().for_each(|url| check_apart(url, content, problems)),
            None if local || values.optional("content.url").is_some() => {}
            None => problems.push(
                "content.url is missing. Published content is other people's code and needs a host of its own, \
                 best one for each item: give a wildcard such as https://*.content.example.com, or a second name such \
                 as https://content.example.com, and let both lead to this server."
                    .to_owned(),
            ),
        }
        let trusted_proxies = values.list("server.trusted_proxies", problems);
        let trusted_proxies = trusted_proxies.iter().filter_map(|text| proxy(text, problems)).collect();
        let database_url = values.optional("database.url");
        if let Some(url) = &database_url {
            check_database_url(url, problems);
        }
        Self {
            data_dir,
            listen,
            url,
            content_url,
            trusted_proxies,
            database_url: database_url.map(DatabaseUrl),
            pepper_file: values.optional("keys.pepper_file").map(PathBuf::from),
            bootstrap_secret_file: values.optional("bootstrap.secret_key_file").map(PathBuf::from),
            programs: programs(values, problems),
            answer_within: seconds("programs.answer_within", values, problems),
            keep_visits_days: values.number("usage.keep_days", problems),
            log: log_level(values.text("log.level"), problems),
        }
    }

    /// Where dashboard and content are, now that it is known where we listen.
    pub(crate) fn origins(&self, listening: SocketAddr) -> Origins {
        Origins::new(self.url.as_ref(), self.content_url.as_ref(), listening)
    }
}

/// The URL, if it is scheme and host alone.
fn origin(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.host_str().is_some_and(|host| !host.is_empty() && !host.contains('*'))
            && matches!(url.path(), "" | "/")
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
    })
}

fn server_url(text: &str, problems: &mut Vec<String>) -> Option<Url> {
    let url = origin(text);
    if url.is_none() {
        problems.push(format!(
            "server.url is {text:?}. It is scheme and host, and a port if need be, such as https://claviger.example.com."
        ));
    }
    url
}

fn programs(values: &Values, problems: &mut Vec<String>) -> ProgramSettings {
    let defaults = ProgramSettings::default();
    let limits = Limits {
        start_within: seconds("programs.start_within", values, problems),
        idle: seconds("programs.idle_stop", values, problems),
        ..defaults.limits
    };
    ProgramSettings {
        folder: values.optional("programs.folder").map(PathBuf::from),
        rscript: PathBuf::from(values.text("programs.rscript")),
        first_uid: values.optional("programs.first_uid").map(|_| values.number("programs.first_uid", problems)),
        limits,
        ..defaults
    }
}

fn seconds(key: &str, values: &Values, problems: &mut Vec<String>) -> Duration {
    Duration::from_secs(values.number(key, problems).into())
}

fn log_level(level: String, problems: &mut Vec<String>) -> String {
    if !["error", "warn", "info", "debug", "trace"].contains(&level.as_str()) {
        problems.push(format!("log.level is {level:?}. It is error, warn, info, debug or trace."));
    }
    level
}

/// Never repeats the URL, which may hold a password.
fn check_database_url(text: &str, problems: &mut Vec<String>) {
    if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
        problems.push("database.url does not start with postgres://. Leave it out to use SQLite.".to_owned());
    } else if Url::parse(text).is_err() || text.contains('#') {
        problems.push(
            "database.url cannot be understood. It is postgres://user:password@host/name, and in user and password \
             every character but letters and digits is written as % and two hexadecimal digits."
                .to_owned(),
        );
    }
}

fn content_url(text: &str, problems: &mut Vec<String>) -> Option<ContentUrl> {
    let url = text.parse().ok();
    if url.is_none() {
        problems.push(format!(
            "content.url is {text:?}. It is scheme and host, such as https://content.example.com or https://*.content.example.com."
        ));
    }
    url
}

/// Content must not share the dashboard's cookies, which go by host and ignore ports.
fn check_apart(url: &Url, content: &ContentUrl, problems: &mut Vec<String>) {
    let (ours, theirs) = (url.host_str().unwrap_or_default(), content.url.host_str().unwrap_or_default());
    let below = content.wildcard && ours.strip_suffix(theirs).is_some_and(|rest| rest.ends_with('.'));
    if below || (!content.wildcard && ours == theirs) {
        problems.push(
            "content.url names the host of server.url. Published content is other people's code and needs a host of \
             its own; another port is not enough, since cookies ignore ports."
                .to_owned(),
        );
    }
    if url.scheme() != content.url.scheme() {
        problems.push("server.url and content.url must both be https, or both be http.".to_owned());
    }
}

fn proxy(text: &str, problems: &mut Vec<String>) -> Option<IpAddr> {
    let address = text.parse().ok();
    if address.is_none() {
        problems.push(format!("server.trusted_proxies has {text:?}, which is not an IP address."));
    }
    address
}

#[cfg(test)]
mod tests;
