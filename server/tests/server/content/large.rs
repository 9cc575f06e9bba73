//! Files that are too large to be kept in memory.

use domain::Access;
use http::Method;

use crate::support::{Client as _, TestApp};

/// Just over what is kept in memory, and over several pieces of the stream.
const SIZES: [usize; 3] = [256 * 1024, 256 * 1024 + 1, 3 * 1024 * 1024 + 17];

fn bytes(size: usize) -> Vec<u8> {
    (0..size).map(|at| (at % 251) as u8).collect()
}

#[tokio::test]
async fn a_large_file_comes_whole_in_parts_and_as_304() {
    let app = TestApp::start().await;
    for size in SIZES {
        let bytes = bytes(size);
        let seed = app.seed_content("pia", &format!("large{size}")).access(Access::All);
        let item = seed.file("data.bin", bytes.clone()).publish().await;
        let (anon, path) = (app.anon(), format!("/content/{}/data.bin", item.id));
        let whole = anon.get(&path).await.expect(200);
        assert!(whole.body == bytes, "{size}");
        assert_eq!(whole.header("content-length"), size.to_string());

        for (first, last) in
            [(0, 0), (0, 99), (size - 1, size - 1), (65_530, 65_550), (100_000, size - 1), (1, size - 2)]
        {
            let ask = anon.ask(Method::GET, &path).header("range", &format!("bytes={first}-{last}"));
            let part = ask.send().await.expect(206);
            assert!(part.body == bytes[first..=last], "{first}-{last} of {size}");
            assert_eq!(part.header("content-range"), format!("bytes {first}-{last}/{size}"));
        }
        let etag = whole.header("etag");
        assert!(anon.ask(Method::GET, &path).header("if-none-match", etag).send().await.expect(304).body.is_empty());
        let head = anon.head(&path).await.expect(200);
        assert_eq!((head.header("content-length"), head.body.len()), (size.to_string().as_str(), 0));
        anon.ask(Method::GET, &path).header("range", &format!("bytes={size}-")).send().await.expect(416);
    }
}

#[tokio::test]
async fn a_large_file_has_twins_too() {
    let app = TestApp::start().await;
    let seed = app.seed_content("pia", "large").access(Access::All).file("index.html", "");
    let item = seed.file("data.json", bytes(SIZES[1])).file("data.json.br", "twin").publish().await;
    let (anon, path) = (app.anon(), format!("/content/{}/data.json", item.id));
    let twin = anon.ask(Method::GET, &path).header("accept-encoding", "br").send().await.expect(200);
    assert_eq!((twin.text(), twin.header("content-type")), ("twin", "application/json; charset=utf-8"));
    assert_eq!(anon.get(&path).await.expect(200).body.len(), SIZES[1]);
}
