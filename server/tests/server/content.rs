//! `/content/...`

mod access;
mod addresses;
mod browsers;
mod caching;
mod escapes;
mod files;
mod headers;
mod large;
mod locked;
mod methods;
mod opening;
mod ranges;
mod secrecy;
mod twins;
mod vanities;
mod versions;

use domain::{Access, Content};

use crate::support::TestApp;

/// A small site of pia's for everybody.
async fn site(app: &TestApp) -> Content {
    let files = app.seed_content("pia", "site").access(Access::All).file("index.html", "<h1>Site</h1>");
    files
        .file("digits.txt", "0123456789")
        .file("sub/index.html", "<h1>Sub</h1>")
        .file("sub/deep/x.txt", "x")
        .publish()
        .await
}
