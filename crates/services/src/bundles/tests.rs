use std::error::Error;

use flate2::write::GzEncoder;
use tar::{Builder, EntryType, Header};

use super::*;
use crate::Mistake;

type Outcome = Result<(), Box<dyn Error>>;

/// An archive with these entries, written without any of the checks that `tar` makes.
fn archive(entries: &[(&str, EntryType, &[u8])]) -> io::Result<tempfile::NamedTempFile> {
    let file = tempfile::NamedTempFile::new()?;
    let mut builder = Builder::new(GzEncoder::new(file.reopen()?, flate2::Compression::fast()));
    for (name, kind, bytes) in entries {
        let mut header = Header::new_gnu();
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_entry_type(*kind);
        header.set_size(bytes.len() as u64);
        header.set_mode(0o777);
        if matches!(kind, EntryType::Symlink | EntryType::Link) {
            header.set_link_name("/etc/passwd")?;
        }
        header.set_cksum();
        builder.append(&header, *bytes)?;
    }
    builder.into_inner()?.finish()?;
    Ok(file)
}

fn refusal(entries: &[(&str, EntryType, &[u8])]) -> Result<String, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let target = folder.path().join("target");
    fs::create_dir(&target)?;
    let error = unpack(archive(entries)?.path(), &target).err().ok_or("it was unpacked")?;
    let outside: Vec<_> = fs::read_dir(folder.path())?.collect::<io::Result<_>>()?;
    assert_eq!(outside.len(), 1, "nothing is written outside of the folder");
    Ok(error.to_string())
}

#[test]
fn a_plain_archive_is_unpacked() -> Outcome {
    let folder = tempfile::tempdir()?;
    let archive = archive(&[
        ("", EntryType::Directory, b""),
        ("./index.html", EntryType::Regular, b"hello"),
        ("a b/ü.txt", EntryType::Regular, b"deep"),
    ])?;
    unpack(archive.path(), folder.path())?;
    assert_eq!(fs::read(folder.path().join("index.html"))?, b"hello");
    assert_eq!(fs::read(folder.path().join("a b/ü.txt"))?, b"deep");
    Ok(())
}

#[test]
fn paths_that_lead_out_are_refused() -> Outcome {
    for name in ["../evil", "/etc/evil", "a/../../evil", "a\\..\\evil"] {
        assert!(refusal(&[(name, EntryType::Regular, b"x")])?.contains("leads out"), "{name}");
    }
    Ok(())
}

#[test]
fn links_and_devices_are_refused() -> Outcome {
    for kind in [EntryType::Symlink, EntryType::Link, EntryType::Char, EntryType::Block, EntryType::Fifo] {
        assert!(refusal(&[("x", kind, b"")])?.contains("special file"), "{kind:?}");
    }
    Ok(())
}

#[test]
fn long_records_are_refused_before_they_are_read() -> Outcome {
    let long = vec![b'x'; 1024 * 1024];
    assert!(refusal(&[("x", EntryType::GNULongName, long.as_slice())])?.contains("too long"));
    Ok(())
}

#[test]
fn a_file_where_a_folder_must_be_is_refused() -> Outcome {
    let both = [("a", EntryType::Regular, b"1".as_slice()), ("a/b", EntryType::Regular, b"2".as_slice())];
    assert!(refusal(&both)?.contains("both as a file and as a folder"));
    Ok(())
}

#[test]
fn the_same_file_twice_is_refused() -> Outcome {
    let twice = [("x", EntryType::Regular, b"1".as_slice()), ("./x", EntryType::Regular, b"2".as_slice())];
    assert!(refusal(&twice)?.contains("twice"));
    Ok(())
}

#[test]
fn a_file_that_is_no_archive_is_refused() -> Outcome {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("x.tar.gz");
    fs::write(&file, "not gzip")?;
    let target = folder.path().join("target");
    fs::create_dir(&target)?;
    assert!(matches!(unpack(&file, &target), Err(ServiceError::Invalid(Mistake::Bundle(_)))));
    Ok(())
}

#[test]
fn packing_and_unpacking_give_the_same_files() -> Outcome {
    let folder = tempfile::tempdir()?;
    let data = DataFolder::open(&folder.path().join("data"))?;
    let site = folder.path().join("site");
    fs::create_dir_all(site.join("sub folder"))?;
    fs::create_dir_all(site.join(".git"))?;
    fs::write(site.join("index.html"), "top")?;
    fs::write(site.join("sub folder/ä.html"), "deep")?;
    fs::write(site.join(".git/config"), "secret")?;
    let packed = pack(&site, &data)?;
    let target = folder.path().join("target");
    fs::create_dir(&target)?;
    unpack(&data.incoming().join(packed.name), &target)?;
    assert_eq!(fs::read(target.join("sub folder/ä.html"))?, b"deep");
    assert!(!target.join(".git").exists());
    Ok(())
}

#[test]
fn a_link_in_a_folder_is_named() -> Outcome {
    let folder = tempfile::tempdir()?;
    let data = DataFolder::open(&folder.path().join("data"))?;
    let site = folder.path().join("site");
    fs::create_dir(&site)?;
    std::os::unix::fs::symlink("/etc/passwd", site.join("index.html"))?;
    assert!(matches!(pack(&site, &data), Err(PackError::Special(path)) if path.ends_with("index.html")));
    assert_eq!(fs::read_dir(data.incoming())?.count(), 0);
    Ok(())
}
