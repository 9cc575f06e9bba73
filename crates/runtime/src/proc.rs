//! The processes of this machine, as `/proc` shows them.

use std::fs;
use std::io;

use rustix::process::Pid;

/// A process, a moment ago.
pub(crate) struct Seen {
    /// Its number.
    pub(crate) pid: Pid,
    /// Who has to wait for it.
    pub(crate) parent: Option<Pid>,
    /// It has ended, and nobody has waited for it yet.
    pub(crate) zombie: bool,
}

/// All processes. Those that end meanwhile are left out.
pub(crate) fn processes() -> io::Result<impl Iterator<Item = Seen>> {
    let entries = fs::read_dir("/proc")?;
    Ok(entries.filter_map(|entry| {
        let pid: u32 = entry.ok()?.file_name().to_str()?.parse().ok()?;
        read(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
    }))
}

/// Reads `pid (name) state parent ...`, where the name is the program's own choice and may hold spaces and brackets.
fn read(stat: &str) -> Option<Seen> {
    let (pid, rest) = stat.split_once(" (")?;
    let (_name, rest) = rest.rsplit_once(") ")?;
    let mut fields = rest.split(' ');
    let zombie = fields.next()? == "Z";
    let parent = fields.next()?.parse().ok()?;
    Some(Seen { pid: Pid::from_raw(pid.parse().ok()?)?, parent: Pid::from_raw(parent), zombie })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_pass_for_a_parent() -> Result<(), &'static str> {
        let seen = read("77 (x) S 1 (y) Z 12 77 77 0 -1").ok_or("not read")?;
        assert_eq!(
            (seen.pid.as_raw_nonzero().get(), seen.parent.map(Pid::as_raw_pid), seen.zombie),
            (77, Some(12), true)
        );
        assert!(read("77 (x").is_none());
        Ok(())
    }

    #[test]
    fn we_are_among_the_processes() -> io::Result<()> {
        let me = rustix::process::getpid();
        let seen = processes()?.find(|seen| seen.pid == me);
        assert_eq!(seen.map(|seen| (seen.parent, seen.zombie)), Some((rustix::process::getppid(), false)));
        Ok(())
    }
}
