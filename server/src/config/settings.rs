//! The list of settings: the one place that knows their names, defaults and meaning.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

/// Where we listen unless told otherwise.
pub(super) const LISTEN: &str = "127.0.0.1:3939";

/// One setting.
pub(super) struct Setting {
    /// Table and key, such as `server.listen`.
    pub(super) key: &'static str,
    /// The default as it stands in a TOML file; `None` when there is none.
    default: Option<&'static str>,
    /// An example for settings without a default.
    example: &'static str,
    /// What it means.
    meaning: &'static str,
}

pub(super) const SETTINGS: [Setting; 18] = [
    Setting {
        key: "server.listen",
        default: Some("\"127.0.0.1:3939\""),
        example: "",
        meaning: "Address and port to listen on. Port 0 picks a free one.",
    },
    Setting {
        key: "server.url",
        default: None,
        example: "\"https://claviger.example.com\"",
        meaning: "The address under which people and programs reach the server.\n\
                  Needed as soon as `server.listen` is not a loopback address; else http://localhost with the port.",
    },
    Setting {
        key: "server.trusted_proxies",
        default: Some("[]"),
        example: "",
        meaning: "IP addresses of the reverse proxies whose X-Forwarded-For header is believed.",
    },
    Setting {
        key: "content.url",
        default: None,
        example: "\"https://*.content.example.com\"",
        meaning: "The address of the content origin: another host name than that of `server.url`, or a wildcard, which\n\
                  gives every item a host of its own and is recommended. Needed unless `server.listen` and the host of\n\
                  `server.url` are both loopback; there it is the other of localhost and the loopback address.",
    },
    Setting {
        key: "database.url",
        default: None,
        example: "\"postgres://claviger:secret@localhost/claviger\"",
        meaning: "A PostgreSQL database. Without it the SQLite database in the data folder is used.\n\
                  Better given as a file, see below: CLAVIGER_DATABASE_URL_FILE.",
    },
    Setting {
        key: "keys.pepper_file",
        default: None,
        example: "\"/etc/claviger/pepper\"",
        meaning: "The file with the pepper of the API keys. Without it `pepper` in the data folder is used, and made\n\
                  at the first start. Back it up: without it no API key works any more.",
    },
    Setting {
        key: "bootstrap.secret_key_file",
        default: None,
        example: "\"/etc/claviger/bootstrap\"",
        meaning: "A file with the base64 of at least 32 random bytes, such as `openssl rand -base64 48` makes. While there\n\
                  is no account, `rsconnect bootstrap` makes the first administrator with it. Without it that is off.",
    },
    Setting {
        key: "programs.rscript",
        default: Some("\"Rscript\""),
        example: "",
        meaning: "The program that runs R, found on PATH, or its path.",
    },
    Setting {
        key: "programs.folder",
        default: None,
        example: "\"/var/tmp/claviger\"",
        meaning: "Where programs work, each in a copy of its files. A short path, to a folder that nobody else can\n\
                  write to. Without it `running` in the data folder is used; by a server that root runs, or whose data\n\
                  folder has a long path, a folder in the system's temporary one.",
    },
    Setting {
        key: "programs.first_uid",
        default: None,
        example: "1900000000",
        meaning: "When root runs the server, each program runs as a system user of its own: this number and the item's.\n\
                  Without it 1900000000, or 50000 in a container that has no such numbers.",
    },
    Setting {
        key: "programs.start_within",
        default: Some("60"),
        example: "",
        meaning: "Seconds that a program may take until it answers for the first time.",
    },
    Setting {
        key: "programs.answer_within",
        default: Some("300"),
        example: "",
        meaning: "Seconds that a program may take to begin an answer.",
    },
    Setting {
        key: "programs.idle_stop",
        default: Some("120"),
        example: "",
        meaning: "Seconds after its last request at which a program is stopped; the next request starts it again.",
    },
    Setting {
        key: "python.uv",
        default: Some("\"uv\""),
        example: "",
        meaning: "The program that makes the environments of Python programs, found on PATH, or its path.",
    },
    Setting {
        key: "python.interpreters",
        default: Some("[]"),
        example: "",
        meaning: "Paths of Pythons, which are taken before those on PATH (python3, python3.11 and so on).",
    },
    Setting {
        key: "python.index_url",
        default: None,
        example: "\"https://pypi.example.com/simple\"",
        meaning: "Where packages of Python come from. Without it UV_DEFAULT_INDEX or PIP_INDEX_URL of the environment\n\
                  count, or it is PyPI.",
    },
    Setting {
        key: "usage.keep_days",
        default: Some("90"),
        example: "",
        meaning: "Days for which visits of content are remembered.",
    },
    Setting {
        key: "log.level",
        default: Some("\"info\""),
        example: "",
        meaning: "How much is logged to standard error: error, warn, info, debug or trace.",
    },
];

/// The settings as they were given: file, then environment, then flags.
pub(super) struct Values(HashMap<String, String>);

impl Values {
    /// Reads the file. A missing file is a problem only when somebody named it.
    pub(super) fn from_file(file: &Path, named: bool, problems: &mut Vec<String>) -> Self {
        let mut values = HashMap::new();
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) => {
                if named || error.kind() != io::ErrorKind::NotFound {
                    problems.push(format!("{} cannot be read: {error}.", file.display()));
                }
                return Self(values);
            }
        };
        match text.parse::<toml::Table>() {
            Ok(table) => flatten("", &table, &mut values),
            // Only the reason: a line of the file may hold a password.
            Err(error) => problems.push(format!("{} is not valid TOML: {}.", file.display(), error.message())),
        }
        for key in values.keys() {
            if !SETTINGS.iter().any(|setting| setting.key == key) {
                let known: Vec<&str> = SETTINGS.iter().map(|setting| setting.key).collect();
                problems.push(format!("{key} is not a setting. The settings are {}.", known.join(", ")));
            }
        }
        Self(values)
    }

    /// Adds what the environment says: `CLAVIGER_SERVER_LISTEN`, or the contents of `CLAVIGER_SERVER_LISTEN_FILE`.
    pub(super) fn add_environment(&mut self, environment: &dyn Fn(&str) -> Option<String>, problems: &mut Vec<String>) {
        for setting in &SETTINGS {
            let name = format!("CLAVIGER_{}", setting.key.replace('.', "_").to_uppercase());
            if let Some(text) = environment(&name) {
                self.set(setting.key, text);
            } else if let Some(file) = environment(&format!("{name}_FILE")) {
                match std::fs::read_to_string(&file) {
                    Ok(text) => self.set(setting.key, text.trim().to_owned()),
                    Err(error) => problems.push(format!("{name}_FILE names {file}, which cannot be read: {error}.")),
                }
            }
        }
    }

    pub(super) fn set(&mut self, key: &str, text: String) {
        self.0.insert(key.to_owned(), text);
    }

    /// The value, or the default.
    pub(super) fn text(&self, key: &str) -> String {
        let default = || SETTINGS.iter().find(|setting| setting.key == key).and_then(|setting| setting.default);
        self.optional(key).unwrap_or_else(|| default().unwrap_or_default().trim_matches('"').to_owned())
    }

    /// The value as a number of at least 1.
    pub(super) fn number(&self, key: &str, problems: &mut Vec<String>) -> u32 {
        let text = self.text(key);
        text.parse().ok().filter(|number| *number > 0).unwrap_or_else(|| {
            problems.push(format!("{key} is {text:?}. It is a whole number from 1."));
            1
        })
    }

    /// The value, if one was given that is not blank.
    pub(super) fn optional(&self, key: &str) -> Option<String> {
        self.0.get(key).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// A list: in a file `["a", "b"]`, in the environment `a,b`.
    pub(super) fn list(&self, key: &str, problems: &mut Vec<String>) -> Vec<String> {
        let Some(text) = self.optional(key) else { return Vec::new() };
        if !text.starts_with('[') {
            return text.split(',').map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect();
        }
        let table = format!("list = {text}").parse::<toml::Table>();
        let items = table.ok().and_then(|table| table.get("list").and_then(toml::Value::as_array).cloned());
        let items = items.and_then(|items| items.iter().map(|item| item.as_str().map(str::to_owned)).collect());
        items.unwrap_or_else(|| {
            problems.push(format!("{key} is not a list of texts, such as [\"10.0.0.1\"]."));
            Vec::new()
        })
    }
}

fn flatten(prefix: &str, table: &toml::Table, values: &mut HashMap<String, String>) {
    for (name, value) in table {
        let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match value {
            toml::Value::Table(inner) => flatten(&key, inner, values),
            toml::Value::String(text) => drop(values.insert(key, text.clone())),
            other => drop(values.insert(key, other.to_string())),
        }
    }
}

/// The documented file that says what holds without one.
pub(crate) fn default_file() -> String {
    let mut text = String::from(
        "# The configuration of Claviger, with its defaults.\n\
         #\n\
         # Flags come before the environment, the environment before this file. The environment variable of a setting\n\
         # is CLAVIGER_ and its name in capitals, such as CLAVIGER_SERVER_LISTEN for listen in [server]; with _FILE at\n\
         # its end it names a file that holds the value.\n",
    );
    let mut table = "";
    for setting in &SETTINGS {
        let (group, name) = setting.key.split_once('.').unwrap_or(("", setting.key));
        if group != table {
            table = group;
            let _ = write!(text, "\n[{table}]\n");
        }
        for line in setting.meaning.lines() {
            let _ = writeln!(text, "# {}", line.trim());
        }
        let _ = match setting.default {
            Some(default) => writeln!(text, "{name} = {default}"),
            None => writeln!(text, "# {name} = {}", setting.example),
        };
    }
    text
}
