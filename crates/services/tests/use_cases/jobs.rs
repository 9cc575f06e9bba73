//! Jobs: told to who manages the item, followed for as long as that lasts, and ended with their server.

use domain::{Content, Job, Role};
use services::Actor;

use crate::house::{Fault, House, Outcome, wish};
use crate::programs::get;

const API: &str = "message('ready')\n#* @get /\n#* @serializer text\nfunction() 'one'\n";

impl House {
    async fn jobs(&self, actor: &Actor, item: &Content) -> Result<Vec<Job>, Fault> {
        Ok(self.services.managed(actor, item.guid).await?.jobs().await?)
    }
}

#[tokio::test]
async fn what_ran_is_known_after_a_restart_and_ended_well() -> Outcome {
    let (mut house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.publish(&ada, "api", &[("plumber.R", API)]).await?;
    let lease = house.lease(&item, &ada).await??;
    assert_eq!(get(&lease).await?, "one");
    drop(lease);
    let running = house.jobs(&ada, &item).await?.into_iter().next().ok_or("no job")?;
    assert!(running.ended.is_none() && running.pid.is_some());
    house.restart().await?;
    let ended = house.jobs(&ada, &item).await?.into_iter().next().ok_or("no job")?;
    assert_eq!(ended.key, running.key);
    let end = ended.ended.clone().ok_or("it goes on")?;
    assert_eq!((end.exit_code, end.error), (Some(143), None), "the server asked it to end");
    let managed = house.services.managed(&ada, item.guid).await?;
    let lines = managed.job_log(&ended).await?;
    assert!(lines.iter().any(|line| line.text == "ready"), "{lines:?}");
    assert!(managed.follow_job(&ended).await?.next().await.is_some());
    Ok(())
}

#[tokio::test]
async fn who_follows_a_job_hears_nothing_more_when_the_right_has_gone() -> Outcome {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.publish(&ada, "api", &[("plumber.R", API)]).await?;
    let _lease = house.lease(&item, &ada).await??;
    let key = house.services.keys(&ada).create(wish("follower")).await?;
    let by_key = house.actor_of(key.plain.expose()).await?.ok_or("refused")?;
    let managed = house.services.managed(&by_key, item.guid).await?;
    let job = managed.jobs().await?.into_iter().next().ok_or("no job")?;
    let mut follower = managed.follow_job(&job).await?;
    assert!(follower.next().await.is_some());
    house.services.keys(&ada).delete(key.record.id, false).await?;
    while follower.next().await.is_some() {}
    let job = house.jobs(&ada, &item).await?.into_iter().next().ok_or("no job")?;
    assert!(job.ended.is_none(), "it goes on all the same");
    Ok(())
}
