//! The data folder: for its owner alone.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::path::Path;

use super::program::{Home, PASSWORD};
use super::wire::Browser;

fn modes(folder: &Path, found: &mut Vec<(String, bool, u32)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let metadata = fs::symlink_metadata(&path).unwrap();
        found.push((path.display().to_string(), metadata.is_dir(), metadata.mode() & 0o7777));
        if metadata.is_dir() {
            modes(&path, found);
        }
    }
}

#[test]
fn every_folder_is_0700_and_every_file_0600() {
    let home = Home::with_people();
    let running = home.serve();
    fs::create_dir_all(home.beside("site/sub")).unwrap();
    fs::write(home.beside("site/index.html"), "x").unwrap();
    fs::write(home.beside("site/sub/run.sh"), "x").unwrap();
    let path = home.beside("site");
    home.run(&["publish", path.to_str().unwrap(), "--name", "site", "--user", "pia"]).good();
    Browser::sign_in(running.wire(), "vic", PASSWORD);
    assert_eq!(fs::metadata(home.data()).unwrap().mode() & 0o7777, 0o700);
    let mut found = Vec::new();
    modes(&home.data(), &mut found);
    assert!(found.len() > 12, "{found:?}");
    for (path, folder, mode) in found {
        assert_eq!(mode, if folder { 0o700 } else { 0o600 }, "{path} is {mode:o}");
    }
}

#[test]
fn the_folder_of_somebody_else_is_refused_and_left_alone() {
    let root = rustix::process::geteuid().is_root();
    let home = if root { Home::new() } else { Home::with_data("/usr") };
    if root {
        fs::create_dir(home.data()).unwrap();
        chown(home.data(), Some(65_534), Some(65_534)).unwrap();
    }
    let before = fs::read_dir(home.data()).unwrap().count();
    for action in [&["serve", "--listen", "127.0.0.1:0"][..], &["user", "list"], &["migrate"], &["check"]] {
        let words = home.run(action).refused("belongs to the system user");
        assert!(words.contains("sudo -u"), "{words}");
    }
    assert_eq!(fs::read_dir(home.data()).unwrap().count(), before);
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let home = Home::with_data("/proc/claviger");
    home.run(&["check"]).refused("cannot be used");
}

#[test]
fn a_deep_folder_has_a_socket_all_the_same() {
    let home = Home::with_data(&["a-long-name-for-a-folder"; 8].join("/"));
    home.add_user("ada", "administrator");
    let running = home.serve();
    assert!(home.run(&["user", "list"]).good().starts_with("ada"));
    running.stop();
}
