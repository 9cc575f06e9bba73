//! What has to be done now and then: writing uses down, sweeping what has ended.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use store::KeyUse;

use crate::{ServiceError, Services};

impl Services {
    /// Writes down when keys and accounts were last seen. Call it every half minute, and before the end.
    ///
    /// # Errors
    /// When the database fails; nothing is forgotten then.
    pub async fn write_uses_down(&self) -> Result<(), ServiceError> {
        let uses = self.0.key_uses.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let rows: Vec<KeyUse> = uses
            .iter()
            .map(|(id, (at, from))| KeyUse { id: *id, at: *at, from: from.map(|from| from.to_string()) })
            .collect();
        self.0.store.touch_keys(&rows).await?;
        forget(&self.0.key_uses, &uses);
        let sightings = self.0.sightings.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let rows: Vec<_> = sightings.iter().map(|(id, at)| (*id, *at)).collect();
        self.0.store.touch_users(&rows).await?;
        forget(&self.0.sightings, &sightings);
        Ok(())
    }

    /// Removes sessions and keys that have ended, visits, tasks and jobs that are kept no longer and environments that no
    /// version needs, and wipes new keys and tickets that nobody came for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep(&self) -> Result<(), ServiceError> {
        let now = self.0.clock.now();
        self.0.shelf.sweep(now);
        self.0.tickets.sweep(now);
        self.0.store.sweep_sessions(now).await?;
        self.0.store.sweep_content_sessions().await?;
        if let Some(oldest) = now.checked_sub(self.0.keep_visits) {
            self.0.store.sweep_visits(oldest).await?;
        }
        self.0.store.sweep_keys(now).await?;
        self.sweep_tasks().await?;
        self.sweep_jobs().await?;
        self.sweep_environments().await?;
        self.0.keys.evict(|cached| cached.expired(now));
        Ok(())
    }

    /// Wipes new keys that nobody came for within their minute.
    pub fn sweep_shelf(&self) {
        self.0.shelf.sweep(self.0.clock.now());
    }

    /// Ends all programs, writes down what is only in memory, and closes the database.
    ///
    /// # Errors
    /// When the last writes fail.
    pub async fn close(&self) -> Result<(), ServiceError> {
        self.0.runtime.shutdown().await;
        if let Err(error) = self.0.workspaces.close() {
            tracing::warn!(?error, "The folder of the programs stays behind until the next start.");
        }
        self.write_uses_down().await?;
        self.write_visits_down().await?;
        self.write_jobs_down().await?;
        Ok(self.0.store.clone().close().await?)
    }
}

/// Forgets what was written down; what was seen again since stays for the next time.
fn forget<K: Eq + Hash, V: PartialEq>(kept: &Mutex<HashMap<K, V>>, written: &HashMap<K, V>) {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    kept.retain(|id, last| written.get(id) != Some(last));
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use domain::{ContentId, KeyId, UserId};
    use tempfile::TempDir;
    use time::Duration;

    use super::*;
    use crate::{Clock, DataFolder, PasswordCost, ProgramSettings, ServicesConfig, Visit, Visitor};

    /// Services with uses that were not written down yet, and their folder.
    async fn with_uses() -> Result<(Services, TempDir), Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let services = Services::open(ServicesConfig {
            data: DataFolder::open(folder.path())?,
            database_url: None,
            pepper_file: None,
            password_cost: PasswordCost::Least,
            clock: Clock::by_hand(),
            programs: ProgramSettings::default(),
            keep_visits_days: 90,
        })
        .await?;
        let now = services.now();
        services.0.key_uses.lock().map_err(|_| "poisoned")?.insert(KeyId(1), (now, None));
        services.0.sightings.lock().map_err(|_| "poisoned")?.insert(UserId(1), now);
        Ok((services, folder))
    }

    fn unwritten(services: &Services) -> Result<(usize, usize), Box<dyn Error>> {
        let keys = services.0.key_uses.lock().map_err(|_| "poisoned")?.len();
        Ok((keys, services.0.sightings.lock().map_err(|_| "poisoned")?.len()))
    }

    #[tokio::test]
    async fn what_was_written_down_is_forgotten() -> Result<(), Box<dyn Error>> {
        let (services, _folder) = with_uses().await?;
        services.write_uses_down().await?;
        assert_eq!(unwritten(&services)?, (0, 0));
        Ok(())
    }

    #[tokio::test]
    async fn what_could_not_be_written_down_is_kept() -> Result<(), Box<dyn Error>> {
        let (services, _folder) = with_uses().await?;
        services.0.store.clone().close().await?;
        assert!(services.write_uses_down().await.is_err());
        assert_eq!(unwritten(&services)?, (1, 1));
        // The sightings alone.
        services.0.key_uses.lock().map_err(|_| "poisoned")?.clear();
        assert!(services.write_uses_down().await.is_err());
        assert_eq!(unwritten(&services)?, (0, 1));
        Ok(())
    }

    #[tokio::test]
    async fn visits_that_could_not_be_written_down_wait_on() -> Result<(), Box<dyn Error>> {
        let (services, _folder) = with_uses().await?;
        services.0.store.clone().close().await?;
        services.record_visit(Visit { content: ContentId(1), visitor: &Visitor::anyone(), path: "first" });
        assert!(services.write_visits_down().await.is_err());
        services.record_visit(Visit { content: ContentId(1), visitor: &Visitor::anyone(), path: "second" });
        let (waiting, lost) = services.0.waiting_visits.take();
        let paths: Vec<_> = waiting.iter().map(|visit| visit.path.as_str()).collect();
        assert_eq!((paths, lost), (vec!["first", "second"], 0));
        Ok(())
    }

    #[tokio::test]
    async fn what_was_seen_while_writing_stays_for_the_next_time() -> Result<(), Box<dyn Error>> {
        let (services, _folder) = with_uses().await?;
        let later = services.now() + Duration::SECOND;
        let writing = services.write_uses_down();
        let seeing = async {
            services.0.key_uses.lock().map_err(|_| "poisoned")?.insert(KeyId(1), (later, None));
            services.0.sightings.lock().map_err(|_| "poisoned")?.insert(UserId(1), later);
            Ok::<_, Box<dyn Error>>(())
        };
        let (written, seen) = tokio::join!(biased; writing, seeing);
        written?;
        seen?;
        assert_eq!(unwritten(&services)?.0, 1);
        Ok(())
    }
}
