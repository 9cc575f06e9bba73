//! The item of the examples: number 24, once a plot and once a Plumber API.

use std::fs;

use super::super::program::{Home, Running};
use super::page::Page;

/// The number in the examples.
const NUMBER: usize = 24;

/// What the plot is.
pub(super) const PLOT: &str = "<p>The plot</p>\n";

/// A server with an item of this number.
pub(super) struct Item {
    pub(super) home: Home,
    pub(super) running: Running,
    /// A key of its owner, which is not in the examples.
    own: String,
}

/// A key for the examples.
pub(super) struct Key {
    pub(super) secret: String,
    /// Where the API has it.
    address: String,
}

impl Item {
    /// With the plot.
    pub(super) fn new() -> Self {
        let home = Home::new();
        home.add_user("pia", "publisher");
        fs::write(home.beside("target.html"), PLOT).unwrap();
        for number in 1..NUMBER {
            publish(&home, "target.html", &format!("before-{number}"));
        }
        let (running, own) = (home.serve(), home.key("pia"));
        let item = Self { home, running, own };
        item.becomes_the_plot();
        item
    }

    pub(super) fn becomes_the_plot(&self) {
        self.becomes("target.html");
    }

    /// Makes it the API of the page on curl, which is what all pages call.
    pub(super) fn becomes_the_api(&self) {
        let page = Page::of("curl.md");
        fs::create_dir_all(self.home.beside("api")).unwrap();
        fs::write(self.home.beside("api/plumber.R"), page.find("Call a Plumber API", "r")).unwrap();
        self.becomes("api");
    }

    fn becomes(&self, path: &str) {
        let made = publish(&self.home, path, "in-the-examples");
        assert!(made.contains(&format!("\"id\":\"{NUMBER}\"")), "{made}");
    }

    /// The server's address with and without a slash at its end.
    pub(super) fn addresses(&self) -> [String; 2] {
        [format!("{}/", self.running.url), self.running.url.clone()]
    }

    pub(super) fn make_key(&self) -> Key {
        let by = format!("Key {}", self.own);
        let (mut wire, headers) = (self.running.wire(), [("authorization", by.as_str())]);
        let user = wire.get("/__api__/v1/user", &headers).expect(200).json();
        let keys = format!("/__api__/v1/users/{}/keys", user["guid"].as_str().unwrap());
        let made = wire.ask("POST", &keys, &headers, "{\"name\":\"for the examples\"}").expect(200).json();
        let (id, secret) = (made["id"].as_str().unwrap(), made["key"].as_str().unwrap());
        Key { secret: secret.to_owned(), address: format!("{keys}/{id}") }
    }

    pub(super) fn delete(&self, key: &Key) {
        let by = format!("Key {}", self.own);
        self.running.wire().ask("DELETE", &key.address, &[("authorization", &by)], "").expect(204);
    }
}

fn publish(home: &Home, path: &str, name: &str) -> String {
    let path = home.beside(path);
    home.run(&["publish", path.to_str().unwrap(), "--name", name, "--user", "pia"]).good()
}
