//! What this server runs content with, as whoever publishes may ask.

use domain::Role;

use crate::{Actor, ServiceError, Services};

/// What content may need to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Software {
    /// R.
    R,
    /// Python.
    Python,
    /// Quarto, which no content is run with so far.
    Quarto,
    /// TensorFlow Serving, which no content is run with so far.
    TensorFlow,
    /// Node.js, which no content is run with so far.
    NodeJs,
}

impl Services {
    /// The versions that content is run with, as the interpreters themselves say them, the newest first; none of what is
    /// not installed, or not used here.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for viewers.
    pub async fn installations(&self, actor: &Actor, software: Software) -> Result<Vec<String>, ServiceError> {
        actor.require(Role::Publisher)?;
        match software {
            Software::R => Ok(self.versions().await.r.into_iter().collect()),
            Software::Python => {
                let mut versions: Vec<_> = self.pythons().await.into_iter().map(|python| python.version).collect();
                versions.sort();
                versions.dedup();
                Ok(versions.iter().rev().map(ToString::to_string).collect())
            }
            Software::Quarto | Software::TensorFlow | Software::NodeJs => Ok(Vec::new()),
        }
    }
}
