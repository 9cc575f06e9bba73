//! What a version asks for in its file of requirements (pip, "Requirements File Format").
//!
//! # Security
//! The file is written by whoever publishes. Only lines that are known to speak of nothing but names, versions and web
//! addresses are shared; when in doubt, an environment belongs to its version alone.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use domain::BundlePath;

use crate::{Mistake, ServiceError};

/// The file that lists packages where nobody names another one.
const USUAL_FILE: &str = "requirements.txt";
/// The most bytes of it.
const LARGEST: u64 = 1024 * 1024;
/// Options that say nothing of files, whatever stands behind them.
const HARMLESS: [&str; 6] =
    ["--no-index", "--pre", "--prefer-binary", "--no-binary", "--only-binary", "--trusted-host"];
/// Options behind which the address of an index stands.
const OF_INDEXES: [&str; 5] = ["--index-url", "-i", "--extra-index-url", "--find-links", "-f"];
/// Options behind which a file stands.
const OF_FILES: [&str; 4] = ["--requirement", "-r", "--constraint", "-c"];

/// Options of what is not installed but only pointed at.
const EDITABLE: [&str; 2] = ["--editable", "-e"];

/// What a version asks for.
#[derive(Clone)]
pub(crate) struct Requirements {
    /// The file, as it is called in the version.
    file: String,
    /// Its lines, without remarks.
    lines: Vec<String>,
    speaks_of_files: bool,
}

impl Requirements {
    /// Reads the file of a version, or the usual one; nothing is asked for where there is none.
    pub(crate) fn read(folder: &Path, named: Option<&str>) -> Result<Self, ServiceError> {
        let name = named.unwrap_or(USUAL_FILE);
        let inside: BundlePath = name.parse().map_err(|_| outside(name))?;
        let mut bytes = Vec::new();
        match fs::File::open(folder.join(inside.as_str())) {
            Ok(file) if file.metadata()?.is_file() => drop(file.take(LARGEST + 1).read_to_end(&mut bytes)?),
            Ok(_) => {}
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
            Err(error) => return Err(error.into()),
        }
        if bytes.len() as u64 > LARGEST {
            return Err(mistake(format!("{name} is larger than 1 MiB, too long for a list of packages.")));
        }
        Self::of(name, &bytes)
    }

    /// Reads the contents of a file of this name.
    pub(crate) fn of(name: &str, bytes: &[u8]) -> Result<Self, ServiceError> {
        let text = decoded(bytes).ok_or_else(|| mistake(format!("{name} is no text in UTF-8.")))?;
        let text = text.replace("\r\n", "\n");
        // Where other readers would see the end of a line, or nothing, we would see none, or something.
        if text.contains(|c: char| c.is_control() && c != '\n' && c != '\t') {
            return Err(mistake(format!("{name} has control characters in it. Save it as plain text.")));
        }
        let joined = text.replace("\\\n", " ");
        let lines = joined.lines().map(without_remark).filter(|line| !line.is_empty()).map(str::to_owned);
        let mut lines: Vec<String> = lines.collect();
        for line in &lines {
            check(name, line)?;
        }
        let speaks_of_files = !lines.iter().all(|line| is_plain(line));
        if !lines.iter().any(|line| line.starts_with('-')) {
            // Among options, the order may matter.
            lines.sort();
            lines.dedup();
        }
        Ok(Self { file: name.to_owned(), lines, speaks_of_files })
    }

    /// How the file is called where an environment is made.
    pub(super) fn file_here(&self) -> String {
        if self.speaks_of_files { format!("./{}", self.file) } else { format!("./{USUAL_FILE}") }
    }

    /// Whether nothing is asked for.
    pub(super) fn are_none(&self) -> bool {
        self.lines.is_empty()
    }

    /// Whether they may speak of files of their version.
    pub(super) fn speaks_of_files(&self) -> bool {
        self.speaks_of_files
    }

    /// The text that is the same for all who ask for the same.
    pub(super) fn normal(&self) -> String {
        self.lines.iter().map(|line| format!("{line}\n")).collect()
    }
}

/// The text of a file; Windows writes some in UTF-16.
fn decoded(bytes: &[u8]) -> Option<String> {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => String::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).to_vec()).ok(),
    }
    .filter(|text| !text.contains('\0'))
}

/// A line without what stands behind `#`, which begins a line or comes after a space.
fn without_remark(line: &str) -> &str {
    let begins = line
        .char_indices()
        .find(|(place, c)| *c == '#' && (*place == 0 || line[..*place].ends_with(char::is_whitespace)));
    line[..begins.map_or(line.len(), |(place, _)| place)].trim()
}

/// Refuses lines that name files outside of the version, or what is gone when the environment is used.
fn check(file: &str, line: &str) -> Result<(), ServiceError> {
    if option(line, &EDITABLE).is_some() {
        return Err(mistake(format!("{file} asks for an editable installation: {line}. Leave out the -e.")));
    }
    let Some(named) = option(line, &OF_FILES) else { return Ok(()) };
    let named = named.trim_start_matches("./");
    let inside = named.contains("://") || named.parse::<BundlePath>().is_ok();
    if inside { Ok(()) } else { Err(mistake(format!("{file} includes {named}, which is no file of this version."))) }
}

/// What stands behind one of these options.
fn option<'a>(line: &'a str, options: &[&str]) -> Option<&'a str> {
    options.iter().find_map(|option| {
        let rest = line.strip_prefix(option)?;
        let value = rest.trim_start_matches('=').trim();
        // A long option ends before its value; a short one need not.
        let ends = rest.starts_with(['=', ' ', '\t']) || (!option.starts_with("--") && !rest.is_empty());
        ends.then_some(value)
    })
}

/// Whether a line speaks of names, versions and web addresses alone.
fn is_plain(line: &str) -> bool {
    let on_the_web = |text: &str| text.starts_with("https://") || text.starts_with("http://");
    if line.starts_with('-') {
        let word = line.split([' ', '=']).next().unwrap_or(line);
        return HARMLESS.contains(&word) || option(line, &OF_INDEXES).is_some_and(on_the_web);
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let rest = line.trim_start_matches(is_name);
    let name = &line[..line.len() - rest.len()];
    let archive = [".whl", ".gz", ".zip", ".bz2", ".xz", ".tgz", ".tar"].iter().any(|end| name.ends_with(end));
    let begins_well = name.starts_with(|c: char| c.is_ascii_alphanumeric()) && !archive;
    let goes_on_well = rest.is_empty() || rest.starts_with([' ', '\t', ';', '[', '<', '>', '=', '!', '~', '(', '@']);
    let place = rest.split_once('@').map(|(_, place)| place.trim());
    let place = place.filter(|_| !rest.trim_start().starts_with([';', '<', '>', '=', '!', '~']));
    let source = place.unwrap_or("https://").trim_start_matches("git+");
    begins_well && goes_on_well && on_the_web(source) && !rest.contains("file:")
}

fn outside(name: &str) -> ServiceError {
    mistake(format!("manifest.json names {name:?} as package_file, which leads out of the bundle."))
}

fn mistake(text: String) -> ServiceError {
    Mistake::Bundle(text).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(text: &[u8]) -> String {
        Requirements::of("requirements.txt", text).map(|read| read.normal()).expect("requirements")
    }

    #[test]
    fn remarks_order_and_encodings_make_no_difference() {
        let plain = normal(b"click\nflask==3.1.0\n");
        assert_eq!(plain, "click\nflask==3.1.0\n");
        assert_eq!(normal(b"\xef\xbb\xbf# by rsconnect\r\nflask==3.1.0 # web\r\n\r\nclick\r\nclick"), plain);
        let wide: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("flask==3.1.0\nclick\n".bytes().flat_map(|b| [b, 0])).collect();
        assert_eq!(normal(&wide), plain);
        assert_eq!(normal(b"own @ https://x.test/own.zip#sha256=1"), "own @ https://x.test/own.zip#sha256=1\n");
        assert_eq!(normal(b"flask==3.1.0 \\\n  --hash=sha256:1"), "flask==3.1.0    --hash=sha256:1\n");
        for bad in [b"\xff\xff".as_slice(), b"a\0b", b"flask \r-e /tmp/own", b"flask\x0c-e .", "a\u{85}b".as_bytes()] {
            assert!(Requirements::of("requirements.txt", bad).is_err());
        }
    }

    #[test]
    fn only_what_speaks_of_no_file_is_shared() {
        for plain in [
            "flask",
            "flask==3.1.0",
            "Flask [async] >= 3 ; python_version < '3.12'",
            "zope.interface~=7.0",
            "flask==3.1.0 --hash=sha256:abc",
            "own @ https://x.test/own-1.0.zip",
            "own @ git+https://git.test/own@main",
            "--index-url https://x.test/simple",
            "--extra-index-url=https://x.test/simple",
            "--no-binary :all:",
            "--pre",
        ] {
            assert!(is_plain(plain), "{plain}");
        }
        for doubtful in [
            "./own",
            "../own",
            "/opt/own",
            "own/",
            "own-1.0-py3-none-any.whl",
            "wheels/own.whl",
            "own @ ./own",
            "own @ file:///opt/own",
            "file:own",
            "git+https://git.test/own",
            "-e .",
            "--editable=.",
            "-r more.txt",
            "-rmore.txt",
            "--constraint limits.txt",
            "--find-links wheels",
            "-f ./wheels",
            "-i file:///opt/index",
            "--unknown x",
        ] {
            assert!(!is_plain(doubtful), "{doubtful}");
        }
    }

    #[test]
    fn files_outside_of_the_version_are_refused() {
        for bad in
            ["-r ../more.txt", "-r/etc/passwd", "--requirement=/etc/passwd", "-c  a/../../b", "-e .", "--editable=."]
        {
            assert!(Requirements::of("requirements.txt", bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(Requirements::of("requirements.txt", b"-r ./more.txt\n-c limits/all.txt").is_ok());
        let nowhere = Path::new("/nowhere");
        assert!(Requirements::read(nowhere, Some("../requirements.txt")).is_err());
        assert!(Requirements::read(nowhere, None).expect("none").are_none());
    }
}
