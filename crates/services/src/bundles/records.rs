//! The entries of an archive that speak about the next one, and are no files: long names and the records of PAX.

use std::io::Read;

use tar::{Entry, EntryType};

use super::walk::{damaged, mistake};
use crate::ServiceError;

/// The most bytes of a record, which is held in memory.
const LONGEST_RECORD: u64 = 64 * 1024;

/// What an entry says about the next one.
pub(super) enum Record {
    /// Nothing: it is a file or a folder, or what wants to be one.
    None,
    /// Nothing that matters.
    Passed,
    /// Its name.
    Name(Vec<u8>),
}

/// Reads a record, if this is one.
///
/// # Errors
/// When it is too long or broken, or would move the bounds of the next entry.
pub(super) fn read(entry: &mut Entry<'_, impl Read>) -> Result<Record, ServiceError> {
    match entry.header().entry_type() {
        // For all entries after it: there may be remarks, but no name.
        EntryType::XGlobalHeader => match extended(&bytes(entry)?)? {
            Record::Name(_) => Err(mistake("The archive has one name for all of its files.")),
            other => Ok(other),
        },
        EntryType::GNULongName => {
            let mut name = bytes(entry)?;
            name.truncate(name.iter().position(|byte| *byte == 0).unwrap_or(name.len()));
            Ok(Record::Name(name))
        }
        EntryType::XHeader => extended(&bytes(entry)?),
        _ => Ok(Record::None),
    }
}

fn bytes(entry: &mut Entry<'_, impl Read>) -> Result<Vec<u8>, ServiceError> {
    if entry.size() > LONGEST_RECORD {
        return Err(mistake("The archive has a name or a record that is too long."));
    }
    let mut bytes = Vec::new();
    entry.read_to_end(&mut bytes).map_err(damaged)?;
    Ok(bytes)
}

/// Reads PAX records, each `LENGTH KEY=VALUE\n` where the length counts all of it (POSIX.1-2024, pax). By their length
/// and not by lines: a value may hold a line that looks like a record.
fn extended(mut rest: &[u8]) -> Result<Record, ServiceError> {
    let mut name = None;
    while !rest.is_empty() {
        let (key, value, after) = split(rest).ok_or_else(|| mistake("The archive has a broken record."))?;
        rest = after;
        if key == b"path" && name.replace(value.to_owned()).is_some() {
            return Err(mistake("The archive has two names for one file."));
        }
        if key == b"size" || key.starts_with(b"GNU.sparse") {
            return Err(mistake("The archive has a file that is sparse or larger than 8 GiB."));
        }
    }
    Ok(name.map_or(Record::Passed, Record::Name))
}

/// The key and value of the first record, and what comes after it.
fn split(records: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let space = records.iter().take(10).position(|byte| *byte == b' ')?;
    let digits = &records[..space];
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let length: usize = str::from_utf8(digits).ok()?.parse().ok()?;
    let (record, after) = records.split_at_checked(length)?;
    let pair = record.get(space + 1..)?.strip_suffix(b"\n")?;
    let equals = pair.iter().position(|byte| *byte == b'=')?;
    Some((&pair[..equals], &pair[equals + 1..], after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(records: &[u8]) -> Option<Vec<u8>> {
        match extended(records) {
            Ok(Record::Name(name)) => Some(name),
            _ => None,
        }
    }

    #[test]
    fn a_name_is_found_among_other_records() {
        assert_eq!(name(b"20 mtime=1700000000\n14 path=\xc3\xa4.md\n"), Some("ä.md".into()));
        assert!(matches!(extended(b""), Ok(Record::Passed)));
    }

    #[test]
    fn a_value_that_looks_like_a_record_is_a_value() {
        assert!(matches!(extended(b"27 comment=x\n13 path=evil\n\n"), Ok(Record::Passed)));
    }

    #[test]
    fn broken_and_dangerous_records_are_refused() {
        for bad in [
            b"x".as_slice(),
            b"5 a=b",
            b"99 path=a\n",
            b"3 a\n",
            b"0 \n",
            b"-1 a=b\n",
            b"11 size=99\n",
            b"17 GNU.sparse.x=\n",
            b"9 path=a\n9 path=b\n",
            b"99999999999999999999 a=b\n",
        ] {
            assert!(extended(bad).is_err(), "{:?}", String::from_utf8_lossy(bad));
        }
    }
}
