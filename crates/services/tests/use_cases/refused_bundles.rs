//! Archives that are hostile, damaged or not understood: a sentence for the publisher, and nothing left behind.

use std::fs;
use std::io::Write as _;

use domain::Role;
use flate2::Compression;
use flate2::write::GzEncoder;
use services::{ContentWish, Mistake, pack};
use tar::{Builder, EntryType, Header};

use crate::house::{Fault, House, Outcome};
use crate::people::mistake;
use crate::publish::{Files, publication};

/// The bytes of an archive with these entries, written without the checks of `tar`.
fn archive(entries: &[(&str, EntryType)]) -> Result<Vec<u8>, Fault> {
    let mut builder = Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for (name, kind) in entries {
        let text: &[u8] = if *kind == EntryType::Regular { b"text" } else { b"" };
        let mut header = Header::new_gnu();
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_entry_type(*kind);
        header.set_size(text.len() as u64);
        if *kind == EntryType::Symlink {
            header.set_link_name("/etc/passwd")?;
        }
        header.set_cksum();
        builder.append(&header, text)?;
    }
    Ok(builder.into_inner()?.finish()?)
}

/// Publishes these bytes, and gives the sentence by which they are refused.
async fn refusal(bytes: &[u8]) -> Result<String, Fault> {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("bundle.tar.gz");
    fs::write(&path, bytes)?;
    let refused = house.services.publish(&ada, publication(pack(&path, &house.data)?, "plot")).await;
    let Mistake::Bundle(sentence) = mistake(refused)? else { return Err("another mistake".into()) };
    house.assert_nothing_was_published(&ada).await?;
    Ok(sentence)
}

#[tokio::test]
async fn a_hostile_archive_is_refused() -> Outcome {
    use EntryType::{Directory, Regular, Symlink};
    let cases: [(&[(&str, EntryType)], &str); 7] = [
        (&[("../evil.html", Regular)], "leads out"),
        (&[("/etc/evil.html", Regular)], "leads out"),
        (&[("index.html", Symlink)], "special file"),
        (&[("index.html", Regular), ("./index.html", Regular)], "twice"),
        (&[("index.html", Regular), ("index.html/x", Regular)], "both as a file and as a folder"),
        (&[("index.html", Directory), ("index.html", Regular)], "both as a file and as a folder"),
        (&[("index.html", Regular), ("index.html", Directory)], "both as a file and as a folder"),
    ];
    for (entries, expected) in cases {
        let sentence = refusal(&archive(entries)?).await?;
        assert!(sentence.contains(expected), "{entries:?}: {sentence}");
    }
    Ok(())
}

#[tokio::test]
async fn a_damaged_archive_is_refused() -> Outcome {
    let whole = archive(&[("index.html", EntryType::Regular)])?;
    let mut flipped = whole.clone();
    let middle = whole.len() / 2;
    flipped[middle] ^= 0xff;
    let mut bare = GzEncoder::new(Vec::new(), Compression::fast());
    bare.write_all(&[b'x'; 2048])?;
    for bytes in [&b"not an archive"[..], &whole[..middle], &whole[..whole.len() - 12], &flipped, &bare.finish()?] {
        let sentence = refusal(bytes).await?;
        assert!(sentence.contains("cannot be read") || sentence.contains("no HTML page"), "{sentence}");
    }
    Ok(())
}

#[tokio::test]
async fn content_that_is_not_understood_is_refused() -> Outcome {
    let cases: [(Files<'_>, &str); 8] = [
        (&[("app.R", "x"), ("index.html", "x")], "app.R is a program"),
        (&[("app.py", "x")], "app.py is a program"),
        (&[("a.html", "x"), ("b.html", "x")], "several HTML pages"),
        (&[("a.txt", "x"), ("b.txt", "x")], "no HTML page"),
        (&[("x.html", ""), ("manifest.json", r#"{"metadata":{"appmode":"api"}}"#)], "neither is at the top"),
        (&[("app.py", ""), ("manifest.json", r#"{"metadata":{"appmode":"python-shiny"}}"#)], "is not run yet"),
        (
            &[("x.html", ""), ("manifest.json", r#"{"metadata":{"appmode":"static","primary_html":"y.html"}}"#)],
            "no such file",
        ),
        (
            &[("x.html", ""), ("manifest.json", r#"{"metadata":{"appmode":"static","primary_html":"../x"}}"#)],
            "leads out",
        ),
    ];
    for (files, expected) in cases {
        let (house, ada) = House::with_ada(Role::Publisher).await?;
        let packed = house.pack(files)?;
        let refused = house.services.publish(&ada, publication(packed, "plot")).await;
        let sentence = mistake(refused)?.to_string();
        assert!(sentence.contains(expected), "{files:?}: {sentence}");
        house.assert_nothing_was_published(&ada).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_refused_version_leaves_the_one_that_is_served() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.publish(&ada, "plot", &[("index.html", "one")]).await?;
    let bad = house.pack(&[("a.txt", "x"), ("b.txt", "x")])?;
    mistake(house.services.publish(&ada, publication(bad, "plot")).await)?;
    assert_eq!(house.services.list_content(&ada, &ContentWish::default()).await?, std::slice::from_ref(&item));
    let served = house.view(&item, &ada).await?;
    assert_eq!(fs::read_to_string(served.folder().join("index.html"))?, "one");
    Ok(())
}
