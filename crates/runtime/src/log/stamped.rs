//! Lines as they stand in a log: `2026-11-23T09:00:00Z KEY err what was written`, where the key names the run.

use domain::{JobKey, JobLine, JobStream};
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{OffsetDateTime, UtcOffset};

/// The words for the streams. People read them.
const OUT: &str = "out";
const ERR: &str = "err";

/// What stands before a line that was written now.
pub(super) fn stamp(now: OffsetDateTime, run: JobKey, stream: JobStream) -> String {
    let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
    let at = now.to_offset(UtcOffset::UTC).format(format).unwrap_or_default();
    let stream = match stream {
        JobStream::Out => OUT,
        JobStream::Err => ERR,
    };
    format!("{at} {run} {stream} ")
}

/// The lines as people read them, without the names of runs.
pub(super) fn plain(log: &str) -> String {
    let mut plain = String::with_capacity(log.len());
    for line in log.split_inclusive('\n') {
        match line.split_once(' ').and_then(|(at, rest)| Some((at, run(rest)?.1))) {
            Some((at, rest)) => plain.extend([at, " ", rest]),
            None => plain.push_str(line),
        }
    }
    plain
}

/// The lines of one run.
pub(super) fn of_run(log: &str, key: JobKey) -> Vec<JobLine> {
    log.lines().filter_map(|line| read(line, key)).collect()
}

fn read(line: &str, key: JobKey) -> Option<JobLine> {
    let (at, rest) = line.split_once(' ')?;
    let (of, rest) = run(rest)?;
    let (stream, text) = rest.split_once(' ')?;
    let stream = if stream == OUT { JobStream::Out } else { JobStream::Err };
    let line = || JobLine { at: OffsetDateTime::parse(at, &Rfc3339).ok(), stream, text: text.to_owned() };
    (of == key).then(line)
}

/// The name of the run that begins this, and what comes after it.
fn run(text: &str) -> Option<(JobKey, &str)> {
    let (key, rest) = text.split_once(' ')?;
    Some((key.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const AT: OffsetDateTime = datetime!(2026-11-23 09:00 UTC);

    #[test]
    fn runs_are_told_apart_and_their_names_are_not_for_people() {
        let (one, other) = (JobKey::from_random([1; 16]), JobKey::from_random([2; 16]));
        let log = [
            format!("{}first\n", stamp(AT, one, JobStream::Out)),
            format!("{}another's\n", stamp(AT, other, JobStream::Out)),
            format!("{}\n", stamp(AT, one, JobStream::Err)),
            format!("{}{}pretended\n", stamp(AT, other, JobStream::Err), stamp(AT, one, JobStream::Err)),
        ]
        .concat();
        let line = |stream, text: &str| JobLine { at: Some(AT), stream, text: text.to_owned() };
        assert_eq!(of_run(&log, one), [line(JobStream::Out, "first"), line(JobStream::Err, "")]);
        let plain = plain(&log);
        assert!(plain.starts_with("2026-11-23T09:00:00Z out first\n2026-11-23T09:00:00Z out another's\n"), "{plain}");
        assert_eq!(plain.lines().count(), 4);
    }

    #[test]
    fn what_is_no_line_of_a_run_is_left_as_it_is() {
        for odd in ["", "a\n", "2026-11-23T09:00:00Z out an older server's\n", "x y z"] {
            assert_eq!(plain(odd), odd);
            assert!(of_run(odd, JobKey::from_random([1; 16])).is_empty());
        }
    }
}
