//! Deploying: a version is unpacked, built, tried and served from one moment to the next.
//!
//! ```text
//! upload ─► version ─► unpack ─► recognise ─► build ─► start and ask ─► activate
//!                                                                   └─► draft: shown at `_bundle{id}/` to few
//! ```
//!
//! Whatever fails on the way, what was served before goes on being served. The pointer moves in one transaction, at the
//! end; a server that is killed midway leaves nothing that counts.

use std::path::PathBuf;

use domain::{Access, Bundle, BundleId, Content, ContentRef, JobKey, TaskId, Title, UserId};
use runtime::ProgramId;
use store::{Activation, BuiltAs};

use crate::audit::Action;
use crate::kinds::{self, Built, Recognised};
use crate::tasks::Progress;
use crate::turns::Turn;
use crate::{Actor, Managed, Mistake, Mode, ServiceError, Services, random};

/// What is to be deployed, and how.
#[derive(Clone, Copy, Debug)]
pub struct DeployWish {
    /// The version; `None` for the one that was uploaded last.
    pub bundle: Option<BundleId>,
    /// Whether it is served when all went well.
    pub activate: bool,
}

/// What a task deploys, and for whom.
struct Deploy {
    actor: Actor,
    item: Content,
    bundle: Bundle,
    activate: bool,
}

/// What a version brings along when `claviger publish` published it.
#[derive(Default)]
pub(crate) struct Extras {
    pub(crate) mode: Option<Mode>,
    pub(crate) title: Option<Title>,
    pub(crate) access: Option<Access>,
    pub(crate) viewers: Vec<UserId>,
}

impl Managed<'_> {
    /// Begins to deploy a version; the task tells how it goes.
    ///
    /// # Errors
    /// [`Mistake::NoBundle`] when there is none, [`ServiceError::NotFound`] when there is not this one,
    /// [`Mistake::BundleOfOther`], and those of who may not publish, see [`Managed::upload`].
    pub async fn deploy(&self, wish: DeployWish) -> Result<TaskId, ServiceError> {
        self.deploy_with(wish, Extras::default()).await
    }

    pub(crate) async fn deploy_with(&self, wish: DeployWish, extras: Extras) -> Result<TaskId, ServiceError> {
        self.require_publisher()?;
        let (services, item) = (self.services().clone(), self.content().clone());
        let bundle = match wish.bundle {
            Some(id) => self.version(id).await?,
            None => {
                let newest = services.0.store.list_bundles_of(item.id).await?.into_iter().next();
                newest.ok_or(Mistake::NoBundle)?
            }
        };
        let task = TaskId::from_random(random::bytes()?);
        // Whoever looks for the job finds it as soon as this is answered.
        services.add_deploy_job(&task, item.id, bundle.id, &bundle.app_mode).await?;
        let turn = services.0.turns.queue(item.id).await;
        let work = {
            let (services, actor) = (services.clone(), self.actor().clone());
            move |progress: Progress| async move {
                let deploy = Deploy { actor, item, bundle, activate: wish.activate };
                services.deploy_version(deploy, turn, extras, &progress).await.map_err(gone)
            }
        };
        let begun = services.begin_task(self.actor(), task.clone(), self.content().id, work).await;
        if begun.is_err() {
            drop(services.0.store.delete_job(JobKey::from(&task)).await);
        }
        begun
    }

    /// The item's version of this number.
    async fn version(&self, id: BundleId) -> Result<Bundle, ServiceError> {
        let services = self.services();
        if let Some(bundle) = services.0.store.find_bundle(self.content().id, id).await? {
            return Ok(bundle);
        }
        let other = services.0.store.find_item_of_bundle(id).await?.ok_or(ServiceError::NotFound)?;
        // Only who sees the other item is told that this is a version of it.
        services.content_item(self.actor(), ContentRef::Id(other)).await?;
        Err(Mistake::BundleOfOther.into())
    }
}

impl Services {
    /// Deploys when the turn comes: deploys end in the order in which they were asked for.
    async fn deploy_version(
        &self,
        deploy: Deploy,
        turn: Turn,
        extras: Extras,
        progress: &Progress,
    ) -> Result<(), ServiceError> {
        let Deploy { actor, item, bundle, activate } = &deploy;
        let _turn = progress.unless_unwanted(async { Ok(turn.await) }).await?;
        // Its files are there for as long as the turn lasts, unless they were gone when it came.
        self.0.store.find_bundle(item.id, bundle.id).await?.ok_or(Mistake::DeletedMeanwhile)?;
        // It may have waited long, and what is built and tried runs.
        self.require_publisher_still(&deploy).await?;
        progress.say(&format!("Deploying version {} of {}.", bundle.id, item.name.as_str()));
        // This may be ended at any moment; what comes after it is done whole.
        let ready = progress.unless_unwanted(self.make_ready(&deploy, extras.mode, progress)).await;
        if matches!(ready, Err(ServiceError::Invalid(Mistake::DeployEnded | Mistake::DeletedMeanwhile))) {
            // It may have been tried just now.
            self.0.runtime.stop(ProgramId::draft(item.id, bundle.id)).await;
        }
        let (recognised, built) = ready?;
        if !*activate {
            return Ok(());
        }
        let activation = Activation {
            kind: recognised.kind,
            category: recognised.category_to_set(item),
            entry: recognised.entry,
            environment: built.environment,
            r_version: built.r,
            py_version: built.python,
            title: extras.title,
            access: extras.access,
            viewers: extras.viewers,
            at: self.now(),
        };
        // Building may have taken long: whose right is gone by now changes nothing any more.
        self.require_publisher_still(&deploy).await?;
        self.activate(item, bundle.id, activation).await?;
        let what = format!("Deployed version {} of {}.", bundle.id, item.name.as_str());
        self.audit(actor, Action::DeployContent, what).await;
        progress.say("It is served now.");
        Ok(())
    }

    /// Refuses when whoever deploys may not publish the item any more, or it was locked.
    async fn require_publisher_still(&self, deploy: &Deploy) -> Result<(), ServiceError> {
        self.managed(&deploy.actor, deploy.item.guid).await?.require_publisher_still().await
    }

    /// Does all that can be done before a version is served: it is known what it is, and has what it needs. One that is to
    /// be served has answered, too.
    async fn make_ready(
        &self,
        deploy: &Deploy,
        mode: Option<Mode>,
        progress: &Progress,
    ) -> Result<(Recognised, Built), ServiceError> {
        let Deploy { item, bundle, activate, .. } = deploy;
        let folder = self.unpacked(bundle.id).await?;
        let (folder, manifest) = kinds::read_manifest(folder).await?;
        let recognised = recognise(folder.clone(), manifest.clone(), mode).await?;
        progress.say(&format!("This is a {}.", recognised.kind.label(recognised.category)));
        self.tag_deploy_job(&progress.id(), recognised.kind).await?;
        let built = self.build(bundle.id, &recognised, &folder, manifest.as_ref(), progress).await?;
        let built_as = BuiltAs {
            kind: recognised.kind,
            category: recognised.category,
            entry: recognised.entry.clone(),
            with: built.clone().into(),
        };
        self.0.store.set_built(bundle.id, built_as).await?;
        // Building may have taken long, and what is tried reads the item's variables.
        self.require_publisher_still(deploy).await?;
        let tried = self.probe(item, bundle.id, &recognised, &folder, &built, progress).await;
        if *activate {
            tried?
        } else {
            drafted(tried, progress)?
        }
        Ok((recognised, built))
    }

    /// Makes a version the one that is served.
    async fn activate(&self, item: &Content, bundle: BundleId, activation: Activation) -> Result<(), ServiceError> {
        let activated = self.0.store.activate_bundle(item.id, bundle, activation).await;
        // Whatever the database said: it may have done it.
        self.evict_content(item.id);
        let content = activated?;
        if !content.is_program() {
            // Nobody would ever ask for the program that it was before.
            self.0.runtime.stop(item.id).await;
        }
        tracing::info!(content.id = item.id.0, bundle.id = bundle.0, "Content was deployed.");
        Ok(())
    }
}

async fn recognise(
    folder: PathBuf,
    manifest: Option<crate::bundles::Manifest>,
    mode: Option<Mode>,
) -> Result<Recognised, ServiceError> {
    tokio::task::spawn_blocking(move || kinds::recognise(&folder, manifest.as_ref(), mode))
        .await
        .map_err(ServiceError::internal)?
}

/// How a draft ends: well, also when it does not start. Whoever looks at it sees that then, and reads here why.
fn drafted(tried: Result<(), ServiceError>, progress: &Progress) -> Result<(), ServiceError> {
    match tried {
        Ok(()) => progress.say("The draft is ready."),
        Err(ServiceError::Invalid(reason)) => progress.say(&format!("The draft is built. {reason}")),
        Err(error) => return Err(error),
    }
    Ok(())
}

/// What is not found while it is deployed was deleted meanwhile.
fn gone(error: ServiceError) -> ServiceError {
    match error {
        ServiceError::NotFound => Mistake::DeletedMeanwhile.into(),
        error => error,
    }
}
