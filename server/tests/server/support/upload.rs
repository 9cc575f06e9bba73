//! Versions that a test uploads and deploys as clients do.

use std::fs;

use http::Method;
use serde_json::{Value, json};

use super::{Client, TestApp};

/// A form with files, as browsers and Python's tools write it: the type, and the body. Of a field come the name, what
/// else its head says, and its bytes.
pub(crate) fn multipart(fields: &[(&str, &str, &[u8])]) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for (name, rest, bytes) in fields {
        let head = format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"{rest}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--limit--\r\n");
    ("multipart/form-data; boundary=limit".to_owned(), body)
}

impl TestApp {
    /// An archive of these files.
    pub(crate) fn archive(&self, files: &[(&str, &str)]) -> Vec<u8> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        let packed = services::pack(folder.path(), &self.data).expect("an archive");
        let path = self.data.incoming().join(packed.name);
        let bytes = fs::read(&path).expect("the archive");
        fs::remove_file(path).expect("an archive to remove");
        bytes
    }

    /// Makes an item, and gives its guid.
    pub(crate) async fn make_item(&self, by: &impl Client, name: &str) -> String {
        let made = by.post("/__api__/v1/content", json!({ "name": name })).await.expect(200);
        made.json()["guid"].as_str().expect("a guid").to_owned()
    }

    /// Uploads a page as a version of the item, and gives its number.
    pub(crate) async fn upload(&self, by: &impl Client, item: &str) -> String {
        let archive = self.archive(&[("index.html", "<p>Uploaded</p>")]);
        let uploaded = by.ask(Method::POST, &format!("/__api__/v1/content/{item}/bundles")).body(archive).send().await;
        uploaded.expect(200).json()["id"].as_str().expect("a number").to_owned()
    }

    /// Deploys as this body says, waits until it is done, and gives the task as it ended.
    pub(crate) async fn deploy(&self, by: &impl Client, item: &str, body: Value) -> Value {
        let begun = by.post(&format!("/__api__/v1/content/{item}/deploy"), body).await.expect(202).json();
        self.ended(by, begun["task_id"].as_str().expect("a task")).await
    }

    /// A task, once it has ended.
    pub(crate) async fn ended(&self, by: &impl Client, task: &str) -> Value {
        let mut seen = 0;
        loop {
            let task = by.get(&format!("/__api__/v1/tasks/{task}?first={seen}&wait=20")).await.expect(200).json();
            if task["finished"] == true {
                return by.get(&format!("/__api__/v1/tasks/{}", task["id"].as_str().expect("an id"))).await.json();
            }
            seen = task["last"].as_u64().expect("a number");
        }
    }
}
