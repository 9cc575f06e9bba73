use std::fs;

use super::*;

fn read(file: &str, environment: &[(&str, &str)], flags: Flags) -> Result<Config, Problems> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("claviger.toml"), file).expect("a file in it");
    let flags = Flags { data_dir: Some(folder.path().to_owned()), ..flags };
    Config::read(&flags, &|name| {
        environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    })
}

#[test]
fn the_printed_default_file_is_valid_and_says_the_defaults() {
    let printed = read(&default_file(), &[], Flags::default()).expect("the printed file");
    let none = read("", &[], Flags::default()).expect("no file");
    let all = |config: Config| format!("{:?}", Config { data_dir: PathBuf::new(), ..config });
    assert_eq!(all(printed), all(none));
}

#[test]
fn flags_win_over_environment_over_file() {
    let file = "[server]\nlisten = \"127.0.0.1:1\"\nurl = \"http://file.test\"\n[log]\nlevel = \"debug\"";
    let environment = [
        ("CLAVIGER_SERVER_LISTEN", "127.0.0.1:2"),
        ("CLAVIGER_SERVER_URL", "http://environment.test"),
        ("CLAVIGER_CONTENT_URL", "http://content.test"),
    ];
    let flags = Flags { listen: Some("127.0.0.1:3".to_owned()), ..Flags::default() };
    let config = read(file, &environment, flags).expect("a good configuration");
    assert_eq!(config.listen.port(), 3);
    assert_eq!(config.origins(config.listen).dashboard(), "http://environment.test");
    assert_eq!(config.log, "debug");
}

#[test]
fn all_problems_are_told_at_once() {
    let file = "[server]\nlisten = \"here\"\nurl = \"ftp://x\"\ntrusted_proxies = [\"me\"]\nport = 1\n[database]\nurl = \"mysql://x\"";
    let problems = read(file, &[], Flags::default()).expect_err("problems").0;
    for word in ["server.listen", "server.url", "\"me\"", "server.port is not a setting", "database.url"] {
        assert!(problems.iter().any(|problem| problem.contains(word)), "{word} in {problems:?}");
    }
}

#[test]
fn a_secret_file_that_cannot_be_read_is_a_problem() {
    let problems = read("", &[("CLAVIGER_DATABASE_URL_FILE", "/nowhere")], Flags::default()).expect_err("a problem").0;
    assert!(problems[0].contains("CLAVIGER_DATABASE_URL_FILE") && problems[0].contains("/nowhere"), "{problems:?}");
}

#[test]
fn an_unknown_log_level_is_a_problem() {
    assert!(read("[log]\nlevel = \"warning\"", &[], Flags::default()).is_err());
}

#[test]
fn a_public_address_needs_a_url() {
    let flags = Flags { listen: Some("0.0.0.0:80".to_owned()), ..Flags::default() };
    assert!(read("", &[], flags.clone()).is_err());
    let content_url = Some("https://*.content.example.com".to_owned());
    let flags = Flags { url: Some("https://claviger.example.com/".to_owned()), content_url, ..flags };
    let config = read("", &[], flags).expect("a good configuration");
    assert_eq!(config.origins(config.listen).dashboard(), "https://claviger.example.com");
}

#[test]
fn a_database_url_does_not_show_its_password() {
    let config = read("", &[("CLAVIGER_DATABASE_URL", "postgres://a:hunter2@b/c")], Flags::default());
    let config = config.expect("a good configuration");
    assert!(!format!("{config:?}").contains("hunter2"));
}

fn problems(url: &str, content_url: &str) -> Vec<String> {
    let flags = Flags {
        url: Some(url.to_owned()).filter(|url| !url.is_empty()),
        content_url: Some(content_url.to_owned()),
        ..Flags::default()
    };
    read("", &[], flags).err().map(|problems| problems.0).unwrap_or_default()
}

#[test]
fn a_public_address_needs_a_content_origin() {
    for content_url in ["", "content.example.com", "https://content.example.com/x", "https://*.10.0.0.1", "https://*"] {
        let problems = problems("https://claviger.example.com", content_url);
        assert!(problems.iter().any(|problem| problem.starts_with("content.url")), "{content_url:?}: {problems:?}");
    }
    assert!(problems("http://127.0.0.1:8080", "").is_empty());
    let listen = Flags { listen: Some("0.0.0.0:80".to_owned()), ..Flags::default() };
    let flags = Flags { url: Some("http://localhost".to_owned()), ..listen };
    assert!(read("", &[], flags).is_err(), "others can reach it");
}

#[test]
fn content_has_a_host_of_its_own() {
    for (url, content_url) in [
        ("https://claviger.example.com", "https://claviger.example.com:8443"),
        ("https://claviger.example.com", "http://content.example.com"),
        ("https://a.content.example.com", "https://*.content.example.com"),
        ("http://localhost:3939", "http://localhost:4000"),
    ] {
        assert_eq!(problems(url, content_url).len(), 1, "{url} {content_url}");
    }
    assert!(problems("https://claviger.example.com", "https://*.claviger.example.com").is_empty());
}

#[test]
fn what_installs_packages_is_told_of_the_network_and_the_index_and_of_nothing_else() {
    let environment = [
        ("HTTPS_PROXY", "http://proxy.test:3128"),
        ("PIP_INDEX_URL", "https://pip.test/simple"),
        ("UV_EXTRA_INDEX_URL", "https://extra.test/simple"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("UV_PUBLISH_TOKEN", "secret"),
    ];
    let config = read("", &environment, Flags::default()).expect("a good configuration");
    let mut told = config.programs.python.variables;
    told.sort();
    let pairs: Vec<(&str, &str)> = told.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(
        pairs,
        [
            ("HTTPS_PROXY", "http://proxy.test:3128"),
            ("UV_DEFAULT_INDEX", "https://pip.test/simple"),
            ("UV_INDEX", "https://extra.test/simple"),
        ]
    );
    let file = "[python]\nindex_url = \"https://ours.test/simple\"\ninterpreters = [\"/opt/python/bin/python3\"]";
    let python = read(file, &environment, Flags::default()).expect("a good configuration").programs.python;
    assert!(python.variables.contains(&("UV_DEFAULT_INDEX".to_owned(), "https://ours.test/simple".to_owned())));
    assert_eq!(python.interpreters, ["/opt/python/bin/python3"].map(PathBuf::from));
    let problems = read("[python]\nindex_url = \"ada:secret\"", &[], Flags::default()).expect_err("no address").0;
    assert!(problems[0].contains("python.index_url") && !problems[0].contains("secret"), "{problems:?}");
}
