//! What of the configuration is about Python, and what of the environment is let through to what installs packages.

use std::path::PathBuf;

use services::PythonSettings;
use url::Url;

use super::settings::Values;

/// How the network is reached, by the names that everybody uses: what installs packages needs to know.
const NETWORK: [&str; 10] = [
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "no_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
];
/// Where packages come from: what uv calls it, and what pip does, which counts where the other is missing.
const INDEX: [(&str, &str); 8] = [
    ("UV_DEFAULT_INDEX", "UV_INDEX_URL"),
    ("UV_DEFAULT_INDEX", "PIP_INDEX_URL"),
    ("UV_INDEX", "UV_EXTRA_INDEX_URL"),
    ("UV_INDEX", "PIP_EXTRA_INDEX_URL"),
    ("UV_FIND_LINKS", "PIP_FIND_LINKS"),
    ("UV_NO_INDEX", "PIP_NO_INDEX"),
    ("UV_INSECURE_HOST", "PIP_TRUSTED_HOST"),
    ("SSL_CERT_FILE", "PIP_CERT"),
];
/// What else uv is told by the names that it has for it.
const UV: [&str; 5] = ["UV_SYSTEM_CERTS", "UV_OFFLINE", "UV_HTTP_TIMEOUT", "UV_INDEX_STRATEGY", "UV_EXCLUDE_NEWER"];

/// The settings of Python.
///
/// # Security
/// Nothing else of the server's environment is passed on: packages that are built run other people's code.
pub(super) fn settings(
    values: &Values,
    environment: &dyn Fn(&str) -> Option<String>,
    problems: &mut Vec<String>,
) -> PythonSettings {
    let mut variables: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty())
            && !variables.iter().any(|(known, _)| known == name)
        {
            variables.push((name.to_owned(), value));
        }
    };
    add("UV_DEFAULT_INDEX", values.optional("python.index_url").and_then(|url| index_url(url, problems)));
    for name in NETWORK.into_iter().chain(UV).chain(INDEX.map(|(uv, _)| uv)) {
        add(name, environment(name));
    }
    for (uv, pip) in INDEX {
        add(uv, environment(pip));
    }
    PythonSettings {
        uv: PathBuf::from(values.text("python.uv")),
        interpreters: values.list("python.interpreters", problems).into_iter().map(PathBuf::from).collect(),
        variables,
    }
}

/// Never repeats the URL, which may hold a password.
fn index_url(url: String, problems: &mut Vec<String>) -> Option<String> {
    let fits = Url::parse(&url).is_ok_and(|url| matches!(url.scheme(), "http" | "https" | "file"));
    if !fits {
        problems.push("python.index_url is not an address such as https://pypi.org/simple.".to_owned());
    }
    fits.then_some(url)
}
