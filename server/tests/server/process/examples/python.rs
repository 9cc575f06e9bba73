//! The pages on Python.

use std::fs;

use super::item::{Item, PLOT};
use super::page::Page;
use super::script::Language;
use super::tool::Tool;

const RESPELL: &str = "os.environ['CONNECT_SERVER'] = os.environ['CONNECT_SERVER'].rstrip('/')";

const PYTHON_3: Language = Language {
    tool: Tool { program: "python3", package: "python3" },
    arguments: &["-I"],
    file: "example3.py",
    show: "print(result[0], flush=True)",
    respell: RESPELL,
    wait: "print('waiting', flush=True); input()",
};

/// Debian has no other Python 2 any more.
const PYTHON_2: Language = Language {
    tool: Tool { program: "jython", package: "jython" },
    arguments: &[],
    file: "example2.py",
    show: "import sys; print(result[0]); sys.stdout.flush()",
    respell: RESPELL,
    wait: "print('waiting'); sys.stdout.flush(); raw_input()",
};

const REFUSED: &str = "401 This API key is not valid. It may be mistyped, deleted or expired; make a new one on the \
                       API Keys page.\n";

#[test]
fn the_examples_for_python_3_do_what_their_page_says() {
    let (item, mut page) = (Item::new(), Page::of_examples("python3.md"));
    let key = item.make_key();
    item.becomes_the_api();
    let call = page.next("Call a Plumber API", "python");
    let download = page.next("Download a plot", "python");
    let refused = page.next("When the key is refused", "python");
    page.end();

    let Language { show, respell, wait, .. } = PYTHON_3;
    let lines = [&call, show, respell, &call, show, wait, &download, wait, &refused];
    let mut script = PYTHON_3.start(&item, &key, &lines);
    script.gives_a_number();
    script.gives_a_number();
    script.meanwhile(|| {
        item.becomes_the_plot();
        fs::remove_file(item.home.beside("target.html")).unwrap();
    });
    script.meanwhile(|| {
        assert_eq!(fs::read_to_string(item.home.beside("target.html")).unwrap(), PLOT);
        item.delete(&key);
    });
    assert_eq!(script.end().good(), REFUSED);
}

#[test]
fn the_examples_for_python_2_do_what_their_page_says() {
    let (item, mut page) = (Item::new(), Page::of_examples("python2.md"));
    let key = item.make_key();
    item.becomes_the_api();
    let call = page.next("Call a Plumber API", "python");
    let refused = page.next("When the key is refused", "python");
    page.end();

    let Language { show, respell, wait, .. } = PYTHON_2;
    let mut script = PYTHON_2.start(&item, &key, &[&call, show, respell, &call, show, wait, &refused]);
    script.gives_a_number();
    script.gives_a_number();
    script.meanwhile(|| item.delete(&key));
    let done = script.end();
    assert!(done.status.success(), "{}", done.err);
    // Jython's own warnings about the Java machine stand beside it.
    assert_eq!(done.out, REFUSED);
}
