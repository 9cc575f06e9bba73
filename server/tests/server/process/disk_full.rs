//! A full disk: a sentence, and nothing lost that was acknowledged.

use std::path::Path;
use std::process::{Command, Stdio};

use super::program::{Home, PASSWORD, Running};
use super::wire::{Wire, status_of};

/// The server on a small file system of its own, which can be filled and emptied by a line on its input.
const ON_A_SMALL_DISK: &str = r#"
    set -e
    mount -t tmpfs -o size=2m,mode=700 tmpfs "$2"
    printf '%s' "$3" | "$1" --data-dir "$2" user add vic --role administrator --password-stdin >&2
    "$1" --data-dir "$2" serve --listen 127.0.0.1:0 &
    server=$!
    while read -r line; do
        case $line in
            fill) cat /dev/zero >"$2/filler" 2>&- || true ;;
            free) rm "$2/filler" ;;
            list) (cd "$2" && find incoming bundles unpacked set-aside -mindepth 1 -maxdepth 1) ;;
            key) "$1" --data-dir "$2" key create --user vic --name first ;;
        esac
        echo "$line: done"
    done
    kill $server
    wait $server
"#;

/// The same where nobody may mount: files cannot grow beyond a size. The system then says something else than that the
/// disk is full, so only the loss of nothing can be shown.
const WITH_SMALL_FILES: &str = r#"
    trap '' XFSZ
    printf '%s' "$3" | "$1" --data-dir "$2" user add vic --role administrator --password-stdin >&2
    "$1" --data-dir "$2" serve --listen 127.0.0.1:0 &
    server=$!
    while read -r line; do
        case $line in
            fill) prlimit --pid $server --fsize=200000: ;;
            free) prlimit --pid $server --fsize=unlimited: ;;
            list) (cd "$2" && find incoming bundles unpacked set-aside -mindepth 1 -maxdepth 1) ;;
            key) "$1" --data-dir "$2" key create --user vic --name first ;;
        esac
        echo "$line: done"
    done
    kill $server
    wait $server
"#;

/// `unshare` with what it takes to mount here, if that is possible.
pub(super) fn mounting() -> Option<Vec<&'static str>> {
    let ways = [vec!["--mount"], vec!["--user", "--map-root-user", "--mount"]];
    ways.into_iter().find(|way| {
        let probe = shell(way, "mount -t tmpfs tmpfs /mnt", &[]).stdout(Stdio::null()).stderr(Stdio::null()).status();
        probe.is_ok_and(|status| status.success())
    })
}

#[expect(clippy::disallowed_methods, reason = "this test needs a process around the program")]
fn shell(way: &[&str], script: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(if way.is_empty() { "sh" } else { "unshare" });
    if !way.is_empty() {
        command.args(way).arg("sh");
    }
    command.args(["-c", script, "sh"]).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub(super) fn start(way: Option<&[&str]>, folder: &Path) -> Running {
    let arguments = [env!("CARGO_BIN_EXE_claviger"), folder.to_str().unwrap(), PASSWORD];
    Running::start(match way {
        Some(way) => shell(way, ON_A_SMALL_DISK, &arguments),
        None => shell(&[], WITH_SMALL_FILES, &arguments),
    })
}

#[test]
fn changes_are_refused_in_words_nothing_is_lost_and_work_goes_on_when_there_is_room() {
    let home = Home::new();
    std::fs::create_dir(home.beside("disk")).unwrap();
    let way = mounting();
    let mut running = start(way.as_deref(), &home.beside("disk"));
    running.tell("key");
    let mut key = running.line();
    while !domain::plausible_key(&key) {
        key = running.line();
    }
    let header = format!("Key {key}");
    let mut wire = running.wire();
    let guid = wire.get("/__api__/v1/user", &[("authorization", &header)]).expect(200).json()["guid"].clone();
    let path = format!("/__api__/v1/users/{}/keys", guid.as_str().unwrap());
    let create = |wire: &mut Wire| wire.ask("POST", &path, &[("authorization", &header)], "{\"name\":\"x\"}");

    let mut made = vec![key.clone()];
    running.tell("fill");
    while running.line() != "fill: done" {}
    // There is room left in what the database holds already.
    let refused = (0..2000).find_map(|_| {
        let reply = create(&mut wire);
        if reply.status == 200 {
            made.push(reply.json()["key"].as_str().unwrap().to_owned());
            return None;
        }
        Some(reply)
    });
    let refused = refused.expect("a refusal");
    assert_eq!(refused.json()["code"], 1);
    if way.is_some() {
        assert_eq!(refused.status, 503, "{refused:?}");
        assert!(refused.body.contains("disk is full") && refused.body.contains("make room"), "{refused:?}");
    }
    // What is known is still answered, and more changes are refused alike.
    assert_eq!(status_of(&mut wire, &key), 200);
    wire.get(&path, &[("authorization", &header)]).expect(200);
    assert_eq!(create(&mut wire).status, refused.status);

    running.tell("free");
    while running.line() != "free: done" {}
    made.push(create(&mut wire).expect(200).json()["key"].as_str().unwrap().to_owned());
    for made in &made {
        assert_eq!(status_of(&mut wire, made), 200);
    }
    let keys = wire.get(&path, &[("authorization", &header)]).expect(200).json();
    assert_eq!(keys.as_array().unwrap().len(), made.len(), "what was refused was not made");
    assert!(!running.messages().contains("panicked"), "{}", running.messages());
    running.ended();
}
