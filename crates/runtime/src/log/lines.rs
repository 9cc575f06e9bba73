//! Cutting a stream of bytes into lines of bounded length.

/// The most bytes of a line that are kept.
const LONGEST: usize = 8 * 1024;

/// The line that is being read.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    begun: Vec<u8>,
    cut: bool,
}

impl Lines {
    /// Takes what was read, and gives each line that it ends.
    pub(crate) fn take(&mut self, mut bytes: &[u8], mut each: impl FnMut(&[u8])) {
        while let Some(end) = bytes.iter().position(|byte| *byte == b'\n') {
            self.extend(&bytes[..end]);
            self.end(&mut each);
            bytes = &bytes[end + 1..];
        }
        self.extend(bytes);
    }

    /// Gives the last line, if nothing ended it.
    pub(crate) fn finish(&mut self, mut each: impl FnMut(&[u8])) {
        if !self.begun.is_empty() {
            self.end(&mut each);
        }
    }

    fn extend(&mut self, bytes: &[u8]) {
        let room = LONGEST - self.begun.len();
        self.cut |= bytes.len() > room;
        self.begun.extend(&bytes[..bytes.len().min(room)]);
    }

    fn end(&mut self, each: &mut impl FnMut(&[u8])) {
        if self.cut {
            self.begun.extend(" [cut]".bytes());
        }
        each(self.begun.strip_suffix(b"\r").unwrap_or(&self.begun));
        self.begun.clear();
        self.cut = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(reads: &[&[u8]]) -> Vec<String> {
        let (mut lines, mut found) = (Lines::default(), Vec::new());
        let mut each = |line: &[u8]| found.push(String::from_utf8_lossy(line).into_owned());
        for bytes in reads {
            lines.take(bytes, &mut each);
        }
        lines.finish(&mut each);
        found
    }

    #[test]
    fn lines_end_where_they_end_however_they_are_read() {
        assert_eq!(lines(&[b"a\nb", b"c\r\n\n", b"d"]), ["a", "bc", "", "d"]);
        assert!(lines(&[]).is_empty());
    }

    #[test]
    fn long_lines_are_cut_and_the_next_one_is_whole() {
        let long = vec![b'x'; 3 * LONGEST];
        let found = lines(&[&long, b"y\nz\n"]);
        assert_eq!((found.len(), found[0].len(), found[1].as_str()), (2, LONGEST + " [cut]".len(), "z"));
    }
}
