//! What programs said of themselves, kept for as long as their files stay as they are.
//!
//! # Security
//! An interpreter is asked as the system user that also builds packages. It is asked before the first of them is built,
//! and not again beside one.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tokio::sync::Mutex;

/// A file as it was when it was asked: when it was last changed, and how long it was.
type Stamp = (SystemTime, u64);

/// The answers, by the paths of the programs.
#[derive(Default)]
pub(super) struct Answers(Mutex<HashMap<PathBuf, (Stamp, Vec<String>)>>);

impl Answers {
    /// What a program answered, or answers now; who comes meanwhile waits. What gives no answer is asked each time.
    pub(super) async fn of(
        &self,
        program: &Path,
        ask: impl Future<Output = Option<Vec<String>>>,
    ) -> Option<Vec<String>> {
        let mut known = self.0.lock().await;
        let file = fs::metadata(program).ok()?;
        let stamp = (file.modified().ok()?, file.len());
        if let Some((then, lines)) = known.get(program)
            && *then == stamp
        {
            return Some(lines.clone());
        }
        let lines = ask.await?;
        known.insert(program.to_owned(), (stamp, lines.clone()));
        Some(lines)
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[tokio::test]
    async fn a_program_is_asked_again_when_its_file_changes_or_when_it_gave_no_answer() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let (program, answers) = (folder.path().join("python3"), Answers::default());
        fs::write(&program, "one")?;
        let answer = |text: &str| std::future::ready(Some(vec![text.to_owned()]));
        assert_eq!(answers.of(&program, std::future::ready(None)).await, None);
        assert_eq!(answers.of(&program, answer("3.11")).await, answer("3.11").await);
        assert_eq!(answers.of(&program, answer("3.12")).await, answer("3.11").await);
        fs::write(&program, "another")?;
        assert_eq!(answers.of(&program, answer("3.12")).await, answer("3.12").await);
        fs::remove_file(&program)?;
        assert_eq!(answers.of(&program, answer("3.12")).await, None);
        Ok(())
    }
}
