use std::error::Error;
use std::fs;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use tar::{Builder, Header};
use tempfile::NamedTempFile;

use super::*;

type Fault = Box<dyn Error>;
type Outcome = Result<(), Fault>;
type Part<'a> = (&'a str, EntryType, &'a [u8]);

const FILE: EntryType = EntryType::Regular;
const FOLDER: EntryType = EntryType::Directory;

/// A tar of these parts, written without any of the checks that `tar` makes.
fn tar(parts: &[Part<'_>]) -> io::Result<Vec<u8>> {
    let mut builder = Builder::new(Vec::new());
    for (name, kind, bytes) in parts {
        let mut header = Header::new_gnu();
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_entry_type(*kind);
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        builder.append(&header, *bytes)?;
    }
    builder.into_inner()
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn file(bytes: &[u8]) -> io::Result<NamedTempFile> {
    let file = NamedTempFile::new()?;
    fs::write(file.path(), bytes)?;
    Ok(file)
}

fn walked(parts: &[Part<'_>]) -> Result<Contents, Fault> {
    Ok(walk(file(&gzip(&tar(parts)?)?)?.path())?)
}

/// The sentence by which these bytes are refused, both while walking and while unpacking.
fn refusal(bytes: &[u8]) -> Result<String, Fault> {
    let (file, folder) = (file(bytes)?, tempfile::tempdir()?);
    let unpacked = super::super::unpack(file.path(), folder.path());
    match (walk(file.path()), unpacked) {
        (Err(ServiceError::Invalid(walked)), Err(ServiceError::Invalid(unpacked))) if walked == unpacked => {
            Ok(walked.to_string())
        }
        other => Err(format!("not refused alike: {other:?}").into()),
    }
}

fn refused(parts: &[Part<'_>]) -> Result<String, Fault> {
    refusal(&gzip(&tar(parts)?)?)
}

/// A record of PAX.
fn pax(key: &str, value: &str) -> Vec<u8> {
    let rest = format!(" {key}={value}\n");
    let length = (rest.len()..).find(|length| length.to_string().len() + rest.len() == *length).unwrap_or_default();
    format!("{length}{rest}").into_bytes()
}

#[test]
fn contents_are_counted_and_the_manifest_is_read() -> Outcome {
    let contents = walked(&[
        ("./", FOLDER, b""),
        ("./manifest.json", FILE, b"{}"),
        ("./a/b/c.txt", FILE, b"12345"),
        ("a/manifest.json", FILE, b"another"),
        ("a/", FOLDER, b""),
    ])?;
    assert_eq!(contents, Contents { entries: 5, bytes: 14, manifest: Some(b"{}".to_vec()) });
    Ok(())
}

#[test]
fn an_archive_as_pins_makes_it_begins_with_a_folder_without_a_name() -> Outcome {
    let contents = walked(&[("", FOLDER, b""), ("data.txt", FILE, b"---"), ("index.html", FILE, b"x")])?;
    assert_eq!(contents, Contents { entries: 2, bytes: 4, manifest: None });
    Ok(())
}

#[test]
fn long_names_of_gnu_and_of_pax_are_understood() -> Outcome {
    let (long, also) = ("x".repeat(150), format!("{}/ü.txt", "y".repeat(150)));
    let record = [pax("mtime", "1700000000.5"), pax("path", &also)].concat();
    let contents = walked(&[
        ("pax_global_header", EntryType::XGlobalHeader, &pax("comment", "0123456789abcdef")),
        ("././@LongLink", EntryType::GNULongName, format!("{long}\0").as_bytes()),
        ("cut", FILE, b"1"),
        ("PaxHeaders/x", EntryType::XHeader, &record),
        ("cut", FILE, b"2"),
    ])?;
    assert_eq!(contents.entries, 3);
    Ok(())
}

#[test]
fn the_oldest_form_of_a_folder_is_a_folder() -> Outcome {
    assert_eq!(walked(&[("a/", FILE, b""), ("a/b", FILE, b"x")])?.entries, 2);
    Ok(())
}

#[test]
fn what_two_readers_would_understand_differently_is_refused() -> Outcome {
    let named = |name: &str| pax("path", name);
    let cases: [(&[Part<'_>], &str); 7] = [
        (&[("h", EntryType::XGlobalHeader, &named("x")), ("a", FILE, b"1")], "one name for all"),
        (
            &[("h", EntryType::XHeader, &named("x")), ("l", EntryType::GNULongName, b"y\0"), ("a", FILE, b"1")],
            "two names",
        ),
        (&[("h", EntryType::XHeader, &pax("size", "1")), ("a", FILE, b"1")], "sparse or larger"),
        (&[("h", EntryType::XHeader, &pax("GNU.sparse.major", "1")), ("a", FILE, b"1")], "sparse or larger"),
        (&[("a", FOLDER, b"bytes")], "a folder that holds bytes"),
        (&[("a/", FILE, b"bytes")], "a folder that holds bytes"),
        (&[("a", FILE, b"1"), ("h", EntryType::XHeader, &named("x"))], "goes on behind its end"),
    ];
    for (parts, words) in cases {
        let sentence = refused(parts)?;
        assert!(sentence.contains(words), "{sentence}");
    }
    Ok(())
}

#[test]
fn names_given_by_records_are_checked_like_any_other() -> Outcome {
    for name in ["../evil", "/evil", "a/../evil", "a//b", "a\\b", "line\nbreak", ".", &"x".repeat(256)] {
        let record = pax("path", name);
        assert!(refused(&[("h", EntryType::XHeader, &record), ("ok", FILE, b"1")])?.contains("leads out"), "{name}");
    }
    Ok(())
}

#[test]
fn a_sentence_does_not_repeat_a_name_without_end() -> Outcome {
    let record = pax("path", &"x".repeat(60_000));
    assert!(refused(&[("h", EntryType::XHeader, &record), ("ok", FILE, b"1")])?.len() < 1000);
    Ok(())
}

#[test]
fn members_of_gzip_are_one_archive_wherever_it_was_cut() -> Outcome {
    let tar = tar(&[("a", FILE, &[b'x'; 2000]), ("b", FILE, b"y")])?;
    let (first, second) = tar.split_at(700);
    let contents = walk(file(&[gzip(first)?, gzip(second)?].concat())?.path())?;
    assert_eq!((contents.entries, contents.bytes), (2, 2001));
    Ok(())
}

#[test]
fn nothing_hides_behind_the_end() -> Outcome {
    let (one, two) = (tar(&[("a", FILE, b"1")])?, tar(&[("b", FILE, b"2")])?);
    assert!(refusal(&gzip(&[one.clone(), two.clone()].concat())?)?.contains("goes on behind its end"));
    assert!(refusal(&[gzip(&one)?, gzip(&two)?].concat())?.contains("goes on behind its end"));
    assert!(refusal(&[gzip(&one)?, b"garbage".to_vec()].concat())?.contains("cannot be read"));
    Ok(())
}

#[test]
fn an_archive_that_ends_too_early_is_refused_wherever_it_was_cut() -> Outcome {
    let whole = gzip(&tar(&[("a", FILE, b"some text"), ("b/c", FILE, &[b'x'; 700])])?)?;
    for cut in 0..whole.len() {
        assert!(refusal(&whole[..cut])?.contains("cannot be read"), "cut at {cut}");
    }
    let tar = tar(&[("a", FILE, b"some text"), ("b/c", FILE, &[b'x'; 700])])?;
    for cut in [100, 513, 520, 1024 + 100, 1024 + 512 + 100, 1024 + 512 + 702] {
        assert!(refusal(&gzip(&tar[..cut])?)?.contains("cannot be read"), "cut at {cut}");
    }
    Ok(())
}

#[test]
fn a_flipped_bit_is_refused() -> Outcome {
    let mut bytes = gzip(&tar(&[("a", FILE, b"some text")])?)?;
    let checksum = bytes.len() - 6;
    bytes[checksum] ^= 1;
    assert!(refusal(&bytes)?.contains("cannot be read"));
    Ok(())
}

#[test]
fn a_manifest_that_is_too_large_is_refused() -> Outcome {
    let large = vec![b' '; 1024 * 1024 + 1];
    assert!(walked(&[("manifest.json", FILE, &large[1..])])?.manifest.is_some());
    assert!(refused(&[("manifest.json", FILE, &large)])?.contains("larger than 1 MiB"));
    Ok(())
}

#[test]
fn folders_without_end_are_refused() -> Outcome {
    let record = pax("path", &"d/".repeat(101));
    assert!(refused(&[("h", EntryType::XHeader, &record), ("x", FOLDER, b"")])?.contains("one inside the other"));
    Ok(())
}

#[test]
fn bombs_are_refused_whether_in_files_or_in_what_is_skipped() -> Outcome {
    let caps = Caps { bytes: 1024 * 1024, ratio: 50, harmless: 64 * 1024, entries: 3 };
    let bomb = vec![0; 512 * 1024];
    let noise: Vec<u8> =
        (0_u32..400_000).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8 ^ (i >> 7) as u8).collect();
    let refused = |parts: &[Part<'_>]| -> Result<String, Fault> {
        let file = file(&gzip(&tar(parts)?)?)?;
        Ok(walk_into(file.path(), caps, &mut Nowhere).err().ok_or("not refused")?.to_string())
    };
    assert!(refused(&[("a", FILE, &bomb)])?.contains("too much for its size"));
    assert!(refused(&[("a", EntryType::XGlobalHeader, &bomb)])?.contains("too long"));
    assert!(refused(&[("a", EntryType::Symlink, &bomb)])?.contains("special file"));
    assert!(refused(&[("a", FILE, b"1"), ("b", FOLDER, b""), ("c/d", FILE, b"2")])?.contains("more than 3 files"));
    let many = ["a", "b", "c", "d"].map(|name| (name, FILE, noise.as_slice()));
    assert!(refused(&many)?.contains("1 MiB in all"), "noise is no bomb, but too much is too much");
    let behind_the_end = gzip(&[tar(&[("a", FILE, b"1")])?, bomb].concat())?;
    let refused = walk_into(file(&behind_the_end)?.path(), caps, &mut Nowhere).err().ok_or("not refused")?;
    assert!(refused.to_string().contains("too much for its size"), "{refused}");
    Ok(())
}

#[test]
fn what_compresses_well_is_no_bomb() -> Outcome {
    let zeros = vec![0; 8 * 1024 * 1024];
    assert_eq!(walked(&[("zeros.csv", FILE, &zeros)])?.bytes, 8 * 1024 * 1024);
    Ok(())
}
