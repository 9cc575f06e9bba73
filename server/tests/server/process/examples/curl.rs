//! The page on curl.

use std::fs;

use super::super::program::Done;
use super::item::{Item, Key, PLOT};
use super::page::Page;
use super::tool::Tool;

/// What runs the lines of the page as a terminal does.
const SHELL: Tool = Tool { program: "sh", package: "dash" };

fn run(item: &Item, lines: &str, server: &str, key: &Key) -> Done {
    let mut command = SHELL.command(&item.home.beside(""), &["-euc", lines]);
    command.env("CONNECT_SERVER", server).env("CONNECT_API_KEY", &key.secret);
    let done = SHELL.run(command);
    assert_ne!(done.status.code(), Some(127), "curl is missing; `make test` installs it. {}", done.err);
    done
}

#[test]
fn the_examples_for_curl_do_what_their_page_says() {
    let (item, mut page) = (Item::new(), Page::of_examples("curl.md"));
    let (key, file) = (item.make_key(), |name| fs::read_to_string(item.home.beside(name)));
    let download = page.next("Download a plot", "sh");
    let renamed = page.next("Download under another name", "sh");
    for server in item.addresses() {
        for (lines, name) in [(&download, "target.html"), (&renamed, "output.html")] {
            drop(fs::remove_file(item.home.beside(name)));
            assert!(run(&item, lines, &server, &key).status.success());
            assert_eq!(file(name).unwrap(), PLOT);
        }
    }

    page.next("Call a Plumber API", "r");
    item.becomes_the_api();
    let call = page.next("Call a Plumber API", "sh");
    for server in item.addresses() {
        let json = run(&item, &call, &server, &key).out;
        let number = json.strip_prefix('[').and_then(|json| json.strip_suffix(']'));
        assert!(number.is_some_and(|number| number.parse::<f64>().is_ok()), "{json}");
    }

    item.delete(&key);
    let refused = page.next("When the key is refused", "sh");
    let sentence = page.next("When the key is refused", "json");
    let script = page.next("When the key is refused", "sh");
    fs::remove_file(item.home.beside("target.html")).unwrap();
    for server in item.addresses() {
        let answer = run(&item, &refused, &server, &key).out;
        assert!(answer.starts_with("HTTP/1.1 401 Unauthorized\r\n"), "{answer}");
        assert!(answer.ends_with(&format!("\r\n\r\n{}", sentence.trim_end())), "{answer}");
        assert_eq!(run(&item, &script, &server, &key).status.code(), Some(22));
        assert!(file("target.html").is_err(), "a refusal was kept as the plot");
    }
    page.end();
}
