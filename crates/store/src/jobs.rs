//! Jobs: what runs, or ran, for an item.

use domain::{BundleId, ContentId, Job, JobEnd, JobKey, JobTag};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use time::OffsetDateTime;

use crate::entities::jobs::{ActiveModel, Column, Entity, Model};
use crate::row::{from_millis, parse, to_millis};
use crate::tasks::kept;
use crate::{Store, StoreError};

/// A job that begins.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// Its name.
    pub key: JobKey,
    /// The item that it is for.
    pub content_id: ContentId,
    /// The version that it is about.
    pub bundle_id: BundleId,
    /// Whether the version runs beside what answers for the item.
    pub draft: bool,
    /// What it does.
    pub tag: JobTag,
    /// The process, if it is one.
    pub pid: Option<i32>,
    /// The system user that it runs as, by number, unless it is the server's own.
    pub run_as: Option<u32>,
    /// The machine.
    pub hostname: String,
    /// Now.
    pub at: OffsetDateTime,
}

impl Store {
    /// Remembers a job that begins.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the item is gone.
    pub async fn insert_job(&self, new: NewJob) -> Result<(), StoreError> {
        let row = ActiveModel {
            id: NotSet,
            key: Set(new.key.to_string()),
            content_id: Set(new.content_id.0),
            bundle_id: Set(new.bundle_id.0),
            draft: Set(new.draft),
            tag: Set(new.tag.as_str().to_owned()),
            pid: Set(new.pid),
            run_as: Set(new.run_as.map(i64::from)),
            hostname: Set(new.hostname),
            started_at: Set(to_millis(new.at)),
            ended_at: Set(None),
            exit_code: Set(None),
            error: Set(None),
        };
        Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Remembers what a job does, now that it is known. One that is gone is passed over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_job_tag(&self, key: JobKey, tag: JobTag) -> Result<(), StoreError> {
        let update = Entity::update_many().col_expr(Column::Tag, tag.as_str().into());
        update.filter(Column::Key.eq(key.as_str())).exec(&self.db).await?;
        Ok(())
    }

    /// Remembers how a job ended. One that is gone, or has ended already, is passed over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_job(&self, key: JobKey, end: &JobEnd) -> Result<(), StoreError> {
        Entity::update_many()
            .col_expr(Column::EndedAt, to_millis(end.at).into())
            .col_expr(Column::ExitCode, end.exit_code.into())
            .col_expr(Column::Error, end.error.as_deref().map(kept).into())
            .filter(Column::Key.eq(key.as_str()))
            .filter(Column::EndedAt.is_null())
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Forgets a job that did not begin after all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_job(&self, key: JobKey) -> Result<(), StoreError> {
        Entity::delete_many().filter(Column::Key.eq(key.as_str())).exec(&self.db).await?;
        Ok(())
    }

    /// The jobs of an item, the newest first, at most so many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_jobs(&self, item: ContentId, most: u64) -> Result<Vec<Job>, StoreError> {
        let rows = Entity::find().filter(Column::ContentId.eq(item.0)).order_by_desc(Column::Id).limit(most);
        rows.all(&self.db).await?.into_iter().map(job).collect()
    }

    /// The job of this name, if it is the item's.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_job(&self, item: ContentId, key: JobKey) -> Result<Option<Job>, StoreError> {
        let rows = Entity::find().filter(Column::ContentId.eq(item.0)).filter(Column::Key.eq(key.as_str()));
        rows.one(&self.db).await?.map(job).transpose()
    }

    /// Ends all jobs that did not end: their server is gone. Nobody saw how.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_unfinished_jobs(&self, at: OffsetDateTime, error: &str) -> Result<u64, StoreError> {
        let ended = Entity::update_many()
            .col_expr(Column::EndedAt, to_millis(at).into())
            .col_expr(Column::Error, error.into())
            .filter(Column::EndedAt.is_null())
            .exec(&self.db)
            .await?;
        Ok(ended.rows_affected)
    }

    /// Forgets jobs that began before this time and have ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep_jobs(&self, before: OffsetDateTime) -> Result<(), StoreError> {
        Entity::delete_many()
            .filter(Column::EndedAt.is_not_null())
            .filter(Column::StartedAt.lt(to_millis(before)))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

fn job(row: Model) -> Result<Job, StoreError> {
    let Model { ended_at, exit_code, error, .. } = row;
    let end = |at| Ok::<_, StoreError>(JobEnd { at: from_millis(at)?, exit_code, error });
    Ok(Job {
        id: row.id,
        key: parse("job", &row.key)?,
        content_id: ContentId(row.content_id),
        bundle_id: BundleId(row.bundle_id),
        draft: row.draft,
        tag: parse("tag of a job", &row.tag)?,
        pid: row.pid,
        run_as: row.run_as.map(u32::try_from).transpose().map_err(|_| StoreError::Foreign("run_as".to_owned()))?,
        hostname: row.hostname,
        started_at: from_millis(row.started_at)?,
        ended: ended_at.map(end).transpose()?,
    })
}
