//! Tasks: what is known of them after they ended, or their server did.

use domain::{ContentId, Task, TaskId, UserId};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};
use time::OffsetDateTime;

use crate::entities::tasks;
use crate::row::{from_millis, parse, to_millis};
use crate::{Store, StoreError};

impl Store {
    /// Remembers a task that begins.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_task(&self, task: &Task) -> Result<(), StoreError> {
        let row = tasks::ActiveModel {
            id: Set(task.id.as_str().to_owned()),
            user_id: Set(task.user_id.0),
            content_id: Set(task.content_id.map(|id| id.0)),
            output: Set(kept(&task.output.join("\n"))),
            finished: Set(task.finished),
            code: Set(task.code),
            error: Set(kept(&task.error)),
            created_at: Set(to_millis(task.created_at)),
        };
        tasks::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Remembers how a task went.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when nobody knows of it any more.
    pub async fn finish_task(&self, task: &Task) -> Result<(), StoreError> {
        let row = tasks::ActiveModel {
            id: Unchanged(task.id.as_str().to_owned()),
            output: Set(kept(&task.output.join("\n"))),
            finished: Set(true),
            code: Set(task.code),
            error: Set(kept(&task.error)),
            ..Default::default()
        };
        row.update(&self.db).await?;
        Ok(())
    }

    /// The task of this name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_task(&self, id: &TaskId) -> Result<Option<Task>, StoreError> {
        tasks::Entity::find_by_id(id.as_str()).one(&self.db).await?.map(task).transpose()
    }

    /// Fails all tasks that did not finish: their server is gone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn fail_unfinished_tasks(&self, code: i32, error: &str) -> Result<u64, StoreError> {
        let failed = tasks::Entity::update_many()
            .col_expr(tasks::Column::Finished, true.into())
            .col_expr(tasks::Column::Code, code.into())
            .col_expr(tasks::Column::Error, error.into())
            .filter(tasks::Column::Finished.eq(false))
            .exec(&self.db)
            .await?;
        Ok(failed.rows_affected)
    }

    /// Forgets tasks that began before this time and have ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep_tasks(&self, before: OffsetDateTime) -> Result<(), StoreError> {
        tasks::Entity::delete_many()
            .filter(tasks::Column::Finished.eq(true))
            .filter(tasks::Column::CreatedAt.lt(to_millis(before)))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

fn task(row: tasks::Model) -> Result<Task, StoreError> {
    let lines = |text: String| if text.is_empty() { Vec::new() } else { text.split('\n').map(str::to_owned).collect() };
    Ok(Task {
        id: parse("task", &row.id)?,
        user_id: UserId(row.user_id),
        content_id: row.content_id.map(ContentId),
        output: lines(row.output),
        finished: row.finished,
        code: row.code,
        error: row.error,
        created_at: from_millis(row.created_at)?,
    })
}

/// The text as a database takes it: PostgreSQL has no place for NUL, which a program may write.
pub(crate) fn kept(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}
