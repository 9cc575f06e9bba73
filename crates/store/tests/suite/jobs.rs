//! Jobs, and what becomes of them when their server is gone.

use domain::{BundleId, ContentId, Job, JobEnd, JobKey, JobTag, Role};
use store::{NewJob, Store, StoreError};

use super::database::Outcome;
use super::fixtures::{HOUR, LATER, MOST, NOW, new_content, user};

fn begun(content_id: ContentId, byte: u8) -> NewJob {
    NewJob {
        key: JobKey::from_random([byte; 16]),
        content_id,
        bundle_id: BundleId(7),
        draft: byte.is_multiple_of(2),
        tag: JobTag::RunApi,
        pid: Some(4242),
        run_as: Some(4_000_000_000),
        hostname: "here".to_owned(),
        at: NOW,
    }
}

pub(crate) async fn a_job_is_remembered_as_it_ended(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let item = store.insert_content(new_content(ada, "plot")?).await?.id;
    let (first, second) = (begun(item, 1), begun(item, 2));
    store.insert_job(first.clone()).await?;
    store.insert_job(NewJob { pid: None, run_as: None, tag: JobTag::Unknown, ..second.clone() }).await?;
    store.set_job_tag(second.key, JobTag::BuildSite).await?;
    let listed = store.list_jobs(item, MOST).await?;
    let [other, job] = listed.as_slice() else { return Err(format!("{listed:?}").into()) };
    let expected = Job {
        id: job.id,
        key: first.key,
        content_id: item,
        bundle_id: BundleId(7),
        draft: false,
        tag: JobTag::RunApi,
        pid: Some(4242),
        run_as: Some(4_000_000_000),
        hostname: "here".to_owned(),
        started_at: NOW,
        ended: None,
    };
    assert_eq!(*job, expected);
    assert_eq!((other.pid, other.run_as, other.draft, other.tag), (None, None, true, JobTag::BuildSite));
    assert_eq!(store.list_jobs(item, 1).await?.first(), Some(other));
    let end = JobEnd { at: LATER, exit_code: Some(143), error: Some("a\0b".to_owned()) };
    store.end_job(first.key, &end).await?;
    // It ends once.
    store.end_job(first.key, &JobEnd { at: NOW, exit_code: Some(0), error: None }).await?;
    let ended = Job { ended: Some(JobEnd { error: Some("a\u{fffd}b".to_owned()), ..end }), ..expected };
    assert_eq!(store.find_job(item, first.key).await?, Some(ended));
    assert_eq!(store.find_job(ContentId(item.0 + 1), first.key).await?, None);
    store.delete_job(second.key).await?;
    assert_eq!(store.find_job(item, second.key).await?, None);
    Ok(())
}

pub(crate) async fn jobs_end_with_their_server_and_are_swept(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let item = store.insert_content(new_content(ada, "plot")?).await?.id;
    let (old, active) = (begun(item, 1), NewJob { at: NOW, ..begun(item, 2) });
    store.insert_job(old.clone()).await?;
    assert_eq!(store.end_unfinished_jobs(LATER, "The server stopped.").await?, 1);
    let ended = JobEnd { at: LATER, exit_code: None, error: Some("The server stopped.".to_owned()) };
    assert_eq!(store.find_job(item, old.key).await?.and_then(|job| job.ended), Some(ended));
    store.insert_job(active.clone()).await?;
    store.sweep_jobs(NOW).await?;
    assert_eq!(store.list_jobs(item, MOST).await?.len(), 2, "none is older");
    store.sweep_jobs(NOW + HOUR).await?;
    let left = store.list_jobs(item, MOST).await?;
    assert_eq!(left.iter().map(|job| job.key).collect::<Vec<_>>(), [active.key]);
    store.delete_content(item).await?;
    assert!(store.list_jobs(item, MOST).await?.is_empty(), "they go with their item");
    let late = store.insert_job(begun(item, 3)).await;
    assert!(matches!(late, Err(StoreError::NotFound)), "{late:?}");
    Ok(())
}
