//! The packages that content runs with, and the environments that hold those of Python.

use std::collections::BTreeSet;

use domain::{Role, TaskId, UsedPackage};
use tokio::task::spawn_blocking;

use crate::audit::Action;
use crate::tasks::Progress;
use crate::{Actor, Managed, ServiceError, Services, random};

impl Managed<'_> {
    /// The packages that the served version runs with, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn packages(&self) -> Result<Vec<UsedPackage>, ServiceError> {
        Ok(self.services().0.store.packages_of(self.content().id).await?)
    }

    /// What installs exactly the packages of Python that the served version runs with.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when nothing is served, or nothing of Python.
    pub async fn lockfile(&self) -> Result<String, ServiceError> {
        let bundle = self.content().bundle.ok_or(ServiceError::NotFound)?;
        self.services().0.store.lockfile_of(bundle).await?.ok_or(ServiceError::NotFound)
    }
}

impl Services {
    /// Packages of all content that is served, by name or the other way round: those after the first `skip`, at most
    /// `most`; and how many there are in all. Of one name alone, if one is given.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for all but administrators.
    pub async fn list_packages(
        &self,
        actor: &Actor,
        name: Option<&str>,
        ascending: bool,
        skip: u64,
        most: u64,
    ) -> Result<(Vec<UsedPackage>, u64), ServiceError> {
        actor.require(Role::Administrator)?;
        // What the database can count.
        let (skip, most) = (skip.min(i64::MAX.unsigned_abs()), most.min(i64::MAX.unsigned_abs()));
        Ok(self.0.store.list_packages(name, ascending, skip, most).await?)
    }

    /// The versions of Python that there are environments for.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for all but administrators.
    pub async fn environment_versions(&self, actor: &Actor) -> Result<Vec<String>, ServiceError> {
        actor.require(Role::Administrator)?;
        let services = self.clone();
        let list = move || services.0.places.list();
        let all = spawn_blocking(list).await.map_err(ServiceError::internal)??;
        let versions: BTreeSet<String> = all.into_iter().map(|(_, version)| version).collect();
        Ok(versions.into_iter().collect())
    }

    /// Begins to remove the environments for this version of Python. Programs that run with one finish what they do.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for all but administrators.
    pub async fn delete_environments(&self, actor: &Actor, version: &str) -> Result<TaskId, ServiceError> {
        actor.require(Role::Administrator)?;
        self.audit(actor, Action::RemoveCache, format!("Removed the environments of Python {version}.")).await;
        let (services, version) = (self.clone(), version.to_owned());
        let work = move |progress: Progress| async move {
            // Nobody makes one meanwhile, and takes what is about to go for granted.
            let _alone = services.0.places.alone().await;
            services.remove_environments(&version, &progress).await
        };
        let task = TaskId::from_random(random::bytes()?);
        self.begin_task_of(actor, task, None, work).await
    }

    async fn remove_environments(&self, version: &str, progress: &Progress) -> Result<(), ServiceError> {
        let services = self.clone();
        let list = move || services.0.places.list();
        let all = spawn_blocking(list).await.map_err(ServiceError::internal)??;
        for (key, _) in all.into_iter().filter(|(_, of)| of == version) {
            let (services, doomed) = (self.clone(), key.clone());
            let remove = move || services.0.places.remove(&doomed);
            spawn_blocking(remove).await.map_err(ServiceError::internal)??;
            for item in self.0.store.list_items_with_environment(&key).await? {
                self.0.runtime.retire(item).await;
            }
            progress.say(&format!("Removed an environment of Python {version}."));
        }
        Ok(())
    }
}
