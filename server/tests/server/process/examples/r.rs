//! The page on R.

use std::fs;

use super::item::{Item, PLOT};
use super::page::Page;
use super::script::Language;
use super::tool::Tool;

const R: Language = Language {
    tool: Tool { program: "Rscript", package: "r-base-core r-cran-httr r-cran-plumber" },
    arguments: &["--vanilla"],
    file: "example.R",
    show: "cat(result[[1]], fill = TRUE); flush(stdout())",
    respell: "Sys.setenv(CONNECT_SERVER = sub('/$', '', Sys.getenv('CONNECT_SERVER')))",
    wait: "cat('waiting\\n'); flush(stdout()); invisible(readLines('stdin', 1))",
};

#[test]
fn the_examples_for_r_do_what_their_page_says() {
    let (item, mut page) = (Item::new(), Page::of_examples("r.md"));
    let key = item.make_key();
    item.becomes_the_api();
    let call = page.next("Call a Plumber API", "r");
    let download = page.next("Download a plot", "r");
    let refused = page.next("When the key is refused", "r");
    page.end();

    let lines = [&call, R.show, R.respell, &call, R.show, R.wait, &download, R.wait, &call, &refused];
    let mut script = R.start(&item, &key, &lines);
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
    let done = script.end();
    assert!(done.err.contains("Error: This API key is not valid."), "{}", done.err);
    assert_eq!(done.status.code(), Some(1));
}
