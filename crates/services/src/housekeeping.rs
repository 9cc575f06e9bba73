//! What has to be done now and then: writing uses down, sweeping what has ended.

use std::sync::PoisonError;

use store::KeyUse;

use crate::{ServiceError, Services};

impl Services {
    /// Writes down when keys and accounts were last seen. Call it every half minute, and before the end.
    ///
    /// # Errors
    /// When the database fails; nothing is forgotten then.
    pub async fn write_uses_down(&self) -> Result<(), ServiceError> {
        let uses: Vec<KeyUse> = {
            let uses = self.0.key_uses.lock().unwrap_or_else(PoisonError::into_inner);
            uses.iter()
                .map(|(id, (at, from))| KeyUse { id: *id, at: *at, from: from.map(|from| from.to_string()) })
                .collect()
        };
        self.0.store.touch_keys(&uses).await?;
        self.0.key_uses.lock().unwrap_or_else(PoisonError::into_inner).retain(|id, (at, _)| {
            // What was used again since stays for the next time.
            !uses.iter().any(|written| written.id == *id && written.at == *at)
        });
        let seen: Vec<_> = {
            let mut sightings = self.0.sightings.lock().unwrap_or_else(PoisonError::into_inner);
            sightings.drain().collect()
        };
        self.0.store.touch_users(&seen).await?;
        Ok(())
    }

    /// Removes sessions and keys that have ended, and wipes new keys that nobody came for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep(&self) -> Result<(), ServiceError> {
        let now = self.0.clock.now();
        self.0.shelf.sweep(now);
        self.0.store.sweep_sessions(now).await?;
        self.0.store.sweep_keys(now).await?;
        self.0.keys.evict(|cached| cached.expired(now));
        Ok(())
    }

    /// Wipes new keys that nobody came for within their minute.
    pub fn sweep_shelf(&self) {
        self.0.shelf.sweep(self.0.clock.now());
    }

    /// Writes down what is only in memory and closes the database.
    ///
    /// # Errors
    /// When the last writes fail.
    pub async fn close(&self) -> Result<(), ServiceError> {
        self.write_uses_down().await?;
        Ok(self.0.store.clone().close().await?)
    }
}
