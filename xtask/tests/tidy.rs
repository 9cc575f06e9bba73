//! The rules of the house that no compiler checks: which crate may name which, how long a file may get, and whether
//! ARCHITECTURE.md still speaks of what is there.

#![expect(clippy::expect_used, clippy::disallowed_methods, reason = "a test, and one that asks git and cargo")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace")
}

fn stdout(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).current_dir(root()).output().expect(program);
    assert!(output.status.success(), "{program} {arguments:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The files that git tracks or would track.
fn files() -> Vec<PathBuf> {
    stdout("git", &["ls-files", "--cached", "--others", "--exclude-standard"]).lines().map(PathBuf::from).collect()
}

/// Which crates each of our crates names, tests apart.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let metadata: Value =
        serde_json::from_str(&stdout(env!("CARGO"), &["metadata", "--no-deps", "--format-version=1"])).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    packages
        .iter()
        .map(|package| {
            let named = package["dependencies"].as_array().expect("dependencies").iter();
            let named = named.filter(|dependency| dependency["kind"].is_null());
            let names = named.map(|dependency| dependency["name"].as_str().expect("a name").to_owned());
            (package["name"].as_str().expect("a name").to_owned(), names.collect())
        })
        .collect()
}

#[test]
fn dependencies_point_one_way() {
    let ours = ["app", "domain", "frontend", "migrations", "runtime", "server", "services", "store", "xtask"];
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("app", ["domain"].as_slice()),
        ("domain", &[]),
        ("frontend", &["app"]),
        ("migrations", &[]),
        ("runtime", &["domain"]),
        ("server", &["app", "domain", "services"]),
        ("services", &["domain", "runtime", "store"]),
        ("store", &["domain", "migrations"]),
        ("xtask", &[]),
    ]);
    for (name, named) in dependencies() {
        let allowed = allowed.get(name.as_str()).unwrap_or_else(|| panic!("{name} is not in ARCHITECTURE.md's table"));
        for dependency in named.iter().filter(|dependency| ours.contains(&dependency.as_str())) {
            assert!(allowed.contains(&dependency.as_str()), "{name} must not depend on {dependency}");
        }
    }
}

#[test]
fn each_outside_thing_is_named_by_one_layer() {
    let homes: [(&str, &[&str]); 8] = [
        ("sea-orm", &["store"]),
        ("sea-orm-migration", &["store", "migrations"]),
        ("axum", &["server"]),
        ("tower-sessions", &["server"]),
        ("leptos", &["app"]),
        ("argon2", &["services"]),
        ("ring", &["services"]),
        ("tokio", &["runtime", "services", "server"]),
    ];
    let dependencies = dependencies();
    for (thing, homes) in homes {
        for home in homes {
            assert!(dependencies.iter().any(|(name, named)| name == home && named.contains(thing)), "{home}: {thing}");
        }
        for (name, named) in &dependencies {
            assert!(!named.contains(thing) || homes.contains(&name.as_str()), "{name} must not name {thing}");
        }
    }
}

#[test]
fn only_the_command_line_makes_actors_by_name() {
    for file in files() {
        let source = file.starts_with("server/src") || file.starts_with("app/src");
        if source && !file.starts_with("server/src/console") && root().join(&file).is_file() {
            let text = std::fs::read(root().join(&file)).expect("a file");
            let text = String::from_utf8_lossy(&text);
            assert!(!text.contains(".console_"), "{}: these calls are for the command line alone", file.display());
        }
    }
}

#[test]
fn roles_are_weighed_by_services_alone() {
    for file in files() {
        let names_them = file.ends_with("api/role.rs");
        if file.starts_with("server/src") && !names_them && root().join(&file).is_file() {
            let text = std::fs::read(root().join(&file)).expect("a file");
            let text = String::from_utf8_lossy(&text);
            for weighed in ["Role::Administrator", " Role::Publisher", "(Role::Publisher"] {
                assert!(!text.contains(weighed), "{}: ask the actor, or a service, and not for a role", file.display());
            }
        }
    }
}

#[test]
fn files_have_one_job() {
    const MOST_LINES: usize = 500;
    for file in files() {
        let code =
            file.extension().is_some_and(|ending| ["rs", "ts", "css", "js"].iter().any(|known| ending == *known));
        let test = file.components().any(|part| part.as_os_str() == "tests" || part.as_os_str() == "tests.rs");
        if !code || test || !root().join(&file).is_file() {
            continue;
        }
        let lines = std::fs::read_to_string(root().join(&file)).expect("text").lines().count();
        assert!(lines <= MOST_LINES, "{} has {lines} lines; which jobs does it have?", file.display());
    }
}

#[test]
fn no_module_has_a_name_without_meaning() {
    for file in files() {
        let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let empty = ["utils", "util", "helpers", "common", "misc", "types", "models"].contains(&stem);
        assert!(!(empty && file.extension().is_some_and(|ending| ending == "rs")), "{}", file.display());
        assert!(!file.ends_with("mod.rs"), "{}: foo.rs beside foo/ instead of foo/mod.rs", file.display());
    }
}

#[test]
fn the_architecture_speaks_of_what_is_there() {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let mut found = 0;
    for quoted in text.split('`').skip(1).step_by(2) {
        let path = quoted.trim_end_matches('/');
        let looks_like_one = path.contains('/') && !path.contains([' ', '{', '*', ':', '<']) && !path.starts_with('/');
        if looks_like_one {
            found += 1;
            assert!(root().join(path).exists(), "ARCHITECTURE.md names {path}, which does not exist");
        }
    }
    assert!(found > 20, "ARCHITECTURE.md names its files in backticks");
}
