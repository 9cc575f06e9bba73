//! Content that runs: what visitors and programs see of each other through the server.
//!
//! The server is the program itself where the wire matters, and one of the test's own where its inside does. Most
//! programs are [`MIRROR`], which does what it is told to; it is a Plumber API by name alone.

mod boundary;
pub(crate) mod caller;
mod faults;
mod house;
mod large;
mod lives;
mod plumber;
mod sessions;
mod smuggling;
mod sockets;
mod streams;

use domain::Content;

use crate::support::{Client as _, Key, TestApp};

/// The program that does what a test tells it to.
const MIRROR: &str = include_str!("programs/mirror.py");
/// Starts it in the place of R, by the same contract: the socket is the last argument.
const MIRROR_ENTRYPOINT: &str = "system2('python3', c('mirror.py', commandArgs(TRUE)[[1]]))\n";
/// What Plumber's own documentation begins with.
const MEAN: &str = "
#* Mean of some random numbers
#* @get /mean
function(samples = 10) {
  mean(rnorm(samples))
}
";

/// The mirror as pia's content, which vic may view.
async fn mirror(app: &TestApp) -> Content {
    let files = app.seed_content("pia", "mirror").allow("vic");
    files.file("entrypoint.R", MIRROR_ENTRYPOINT).file("mirror.py", MIRROR).publish().await
}

/// The path of something inside an item.
fn inside(item: &Content, path: &str) -> String {
    format!("/content/{}{path}", item.guid)
}

/// Waits until the mirror was told of this event.
async fn happened(key: &Key<'_>, item: &Content, event: &str) {
    key.get(&inside(item, &format!("/await/{event}"))).await.expect(204);
}
