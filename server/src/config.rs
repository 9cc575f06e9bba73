//! Configuration: flags over environment over file over defaults, read once, checked whole.

mod settings;

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use url::{Host, Url};

pub(crate) use self::settings::default_file;
use self::settings::{LISTEN, Values};

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
    /// The address of the dashboard; `None` until the port is known, see [`Config::server_url`].
    pub url: Option<Url>,
    /// The address of the content origin, for browsers.
    pub content_url: Option<String>,
    /// From whom forwarded headers are believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// A PostgreSQL URL.
    pub database_url: Option<DatabaseUrl>,
    /// Where the pepper lies, unless in the data folder.
    pub pepper_file: Option<PathBuf>,
    /// How much is logged.
    pub log: String,
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
        let config = Self::from_values(data_dir, &values, &mut problems);
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
        let content_url = values.optional("content.url");
        if let Some(text) = &content_url {
            check_content_url(text, problems);
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
            log: log_level(values.text("log.level"), problems),
        }
    }

    /// The address of the dashboard, now that it is known where we listen; without a slash at its end.
    pub fn server_url(&self, listening: SocketAddr) -> String {
        match &self.url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            None => format!("http://localhost:{}", listening.port()),
        }
    }
}

/// The URL, if it is scheme and host alone.
fn origin(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.host().is_some_and(|host| host != Host::Domain(""))
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

fn check_content_url(text: &str, problems: &mut Vec<String>) {
    if origin(&text.replacen("://*.", "://any.", 1)).is_none() {
        problems.push(format!(
            "content.url is {text:?}. It is scheme and host, such as https://content.example.com or https://*.content.example.com."
        ));
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
