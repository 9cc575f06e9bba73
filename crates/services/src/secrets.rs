//! Secrets that lie beside the database and not in it: the pepper of the key digests, the secret of form tokens, and the
//! keys that environment variables are sealed with.
//!
//! # Security
//! A stolen database alone can neither confirm a found key nor be given rows that admit one (ASVS 5.0 11.4.2, 13.3.1).
//! Files are made exclusively, for the owner alone, and synced before they are used. None of them but the secret of forms is
//! ever replaced.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;
use zeroize::Zeroizing;

use crate::random::{hex, unhex};

/// A digest, or the result of an HMAC.
pub(crate) type Digest = [u8; 32];

/// 32 random bytes that nobody may learn; wiped when dropped.
pub(crate) type Secret = Zeroizing<[u8; 32]>;

/// A secret that texts are signed with.
pub(crate) struct Signer(Hmac<Sha256>);

impl Signer {
    fn new(secret: &[u8]) -> io::Result<Self> {
        Hmac::new_from_slice(secret).map(Self).map_err(io::Error::other)
    }

    /// HMAC-SHA-256 of the text.
    pub(crate) fn sign(&self, text: &[u8]) -> Digest {
        let mut mac = self.0.clone();
        mac.update(text);
        mac.finalize().into_bytes().into()
    }
}

/// All peppers that keys may have been digested with; the last one digests new keys.
pub(crate) struct Peppers(Vec<(String, Signer)>);

impl Peppers {
    /// Reads the peppers: one per line, 64 hexadecimal digits. `Ok(None)` when there is no such file.
    pub(crate) fn read(path: &Path) -> io::Result<Option<Self>> {
        let Some(secrets) = read_secrets(path)? else { return Ok(None) };
        Ok(Some(Self(secrets.iter().map(pepper).collect::<io::Result<_>>()?)))
    }

    /// Makes a new pepper in a file that does not exist yet.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        Ok(Self(vec![pepper(&create_secret(path)?)?]))
    }

    /// The digest of a key under each pepper, the newest first.
    pub(crate) fn digests(&self, key: &str) -> Vec<Digest> {
        self.0.iter().rev().map(|(_, signer)| signer.sign(key.as_bytes())).collect()
    }

    /// The digest for a new key, and the name of its pepper.
    pub(crate) fn digest_new(&self, key: &str) -> Option<(Digest, String)> {
        self.0.last().map(|(name, signer)| (signer.sign(key.as_bytes()), name.clone()))
    }

    /// Whether a pepper of this name is here.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }
}

/// A pepper and its name. The name is a digest, so that a file with other contents is noticed at the start.
fn pepper(secret: &Secret) -> io::Result<(String, Signer)> {
    let named = Zeroizing::new([b"claviger pepper name".as_slice(), secret.as_slice()].concat());
    Ok((hex(&Sha256::digest(&*named)[..8]), Signer::new(&**secret)?))
}

/// Reads a file of secrets, one per line, 64 hexadecimal digits each: at least one. `Ok(None)` when there is no such file.
pub(crate) fn read_secrets(path: &Path) -> io::Result<Option<Vec<Secret>>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => Zeroizing::new(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let damaged = |words| io::Error::new(io::ErrorKind::InvalidData, words);
    let secret = |line: &str| {
        let bytes = unhex(line.trim()).and_then(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok());
        bytes.map(Zeroizing::new).ok_or_else(|| damaged("a line of it is not 64 hexadecimal digits"))
    };
    let secrets = text.lines().filter(|line| !line.trim().is_empty()).map(secret).collect::<io::Result<Vec<_>>>()?;
    if secrets.is_empty() { Err(damaged("it is empty")) } else { Ok(Some(secrets)) }
}

/// Makes a file that does not exist yet, with one new secret in it.
pub(crate) fn create_secret(path: &Path) -> io::Result<Secret> {
    let secret = random_secret()?;
    let line = Zeroizing::new(format!("{}\n", hex(&*secret)));
    write_new(path, line.as_bytes())?;
    Ok(secret)
}

/// The secret of form tokens; made anew when it is missing, which only makes open forms stale.
pub(crate) fn form_signer(path: &Path) -> io::Result<Signer> {
    match fs::read(path) {
        Ok(secret) if secret.len() == 32 => Signer::new(&Zeroizing::new(secret)),
        Ok(_) => {
            Err(io::Error::new(io::ErrorKind::InvalidData, "it does not hold 32 bytes; delete it to have it made anew"))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let secret = random_secret()?;
            write_new(path, &*secret)?;
            Signer::new(&*secret)
        }
        Err(error) => Err(error),
    }
}

/// Writes a new file for the owner alone, and its folder, through to the disk.
///
/// # Errors
/// When the file exists.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    // It gets its name only when it is whole: a half-written pepper would stop every start.
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    File::open(folder)?.sync_all()
}

fn random_secret() -> io::Result<Secret> {
    let mut secret = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *secret).map_err(io::Error::other)?;
    Ok(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pepper_is_made_once_and_read_again() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("pepper");
        assert!(Peppers::read(&path)?.is_none());
        let made = Peppers::create(&path)?;
        let read = Peppers::read(&path)?.ok_or(io::ErrorKind::NotFound)?;
        assert_eq!(made.digests("key"), read.digests("key"));
        assert!(Peppers::create(&path).is_err(), "an existing pepper is never replaced");
        Ok(())
    }

    #[test]
    fn a_second_pepper_digests_new_keys_and_the_first_stays_known() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("pepper");
        let first = Peppers::create(&path)?;
        let old = first.digest_new("key").ok_or(io::ErrorKind::NotFound)?;
        fs::write(&path, format!("{}{}\n", fs::read_to_string(&path)?, "ab".repeat(32)))?;
        let both = Peppers::read(&path)?.ok_or(io::ErrorKind::NotFound)?;
        assert!(both.knows(&old.1) && both.digests("key").contains(&old.0));
        assert_ne!(both.digest_new("key").map(|new| new.1), Some(old.1));
        Ok(())
    }

    #[test]
    fn a_damaged_pepper_is_an_error_and_not_a_missing_one() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("pepper");
        for damaged in ["", "abc\n", "zz"] {
            fs::write(&path, damaged)?;
            assert!(Peppers::read(&path).is_err(), "{damaged:?}");
        }
        Ok(())
    }
}
