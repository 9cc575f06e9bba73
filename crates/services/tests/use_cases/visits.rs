//! Who looked at what: remembered without the database, told to who manages it.

use domain::{Access, Content, Role};
use services::{Actor, Usage, Visit, Visitor};
use time::Duration;

use crate::house::{Fault, House, Outcome, wish};

async fn scene() -> Result<(House, Actor, Content), Fault> {
    let (house, ada) = House::with_ada(Role::Publisher).await?;
    let item = house.publish(&ada, "plot", &[("index.html", "x")]).await?;
    Ok((house, ada, item))
}

impl House {
    fn visit(&self, item: &Content, visitor: &Visitor, path: &str) {
        self.services.record_visit(Visit { content: item.id, visitor, path });
    }

    async fn usage(&self, owner: &Actor, item: &Content, days: u16) -> Result<Usage, Fault> {
        Ok(self.services.managed(owner, item.guid).await?.usage(days).await?)
    }
}

/// Who came by which key to which path, the newest first.
fn told(usage: &Usage) -> Vec<(Option<&str>, Option<&str>, &str)> {
    let text = usage.latest.iter().map(|visit| {
        let who = visit.who.as_ref().map(|who| who.as_str());
        (who, visit.key.as_ref().map(|key| key.as_str()), visit.path.as_str())
    });
    text.collect()
}

#[tokio::test]
async fn visits_are_told_at_once_with_who_came_and_by_which_key() -> Outcome {
    let (house, ada, item) = scene().await?;
    let key = house.services.keys(&ada).create(wish("nightly report")).await?;
    let by_key = Visitor::from(&house.actor_of(key.plain.expose()).await?.ok_or("refused")?);
    house.visit(&item, &Visitor::anyone(), "");
    house.clock.advance(Duration::SECOND);
    house.visit(&item, &Visitor::from(&ada), "a/b.html?token=secret");
    house.clock.advance(Duration::SECOND);
    house.visit(&item, &by_key, "mean");
    house.services.keys(&ada).delete(key.record.id, false).await?;
    let usage = house.usage(&ada, &item, 30).await?;
    let expected = [(Some("ada"), Some("nightly report"), "mean"), (Some("ada"), None, "a/b.html"), (None, None, "")];
    assert_eq!(told(&usage), expected);
    assert_eq!((usage.visits, usage.callers.len()), (3, 3));
    assert_eq!(usage.latest.first().map(|visit| visit.at), Some(house.clock.now()));
    Ok(())
}

#[tokio::test]
async fn every_day_is_counted_also_one_without_visits() -> Outcome {
    let (house, ada, item) = scene().await?;
    house.visit(&item, &Visitor::anyone(), "");
    house.clock.advance(Duration::days(2));
    (0..3).for_each(|_| house.visit(&item, &Visitor::anyone(), ""));
    let counts = |usage: &Usage| usage.days.iter().map(|day| day.visits).collect::<Vec<_>>();
    let usage = house.usage(&ada, &item, 4).await?;
    assert_eq!((counts(&usage), usage.visits), (vec![0, 1, 0, 3], 4));
    assert_eq!(usage.days.last().map(|day| day.day), Some(house.clock.now().date()));
    let usage = house.usage(&ada, &item, 2).await?;
    assert_eq!((counts(&usage), usage.visits, usage.latest.len()), (vec![0, 3], 3, 3));
    assert_eq!(counts(&house.usage(&ada, &item, 0).await?), [3], "today at least");
    Ok(())
}

#[tokio::test]
async fn callers_are_listed_by_how_often_they_came() -> Outcome {
    let (house, ada, item) = scene().await?;
    let (often, once) = (Visitor::anyone(), Visitor::from(&ada));
    for visitor in [&often, &once, &often] {
        house.visit(&item, visitor, "");
    }
    let usage = house.usage(&ada, &item, 1).await?;
    let callers: Vec<_> = usage.callers.iter().map(|caller| (caller.who.is_some(), caller.visits)).collect();
    assert_eq!(callers, [(false, 2), (true, 1)]);
    Ok(())
}

#[tokio::test]
async fn visits_outlive_a_restart() -> Outcome {
    let (mut house, ada, item) = scene().await?;
    house.visit(&item, &Visitor::anyone(), "");
    house.restart().await?;
    assert_eq!(house.usage(&ada, &item, 1).await?.visits, 1);
    Ok(())
}

#[tokio::test]
async fn writing_down_that_nobody_waits_for_loses_nothing_and_counts_nothing_twice() -> Outcome {
    let (house, ada, item) = scene().await?;
    for _ in 0..20 {
        house.visit(&item, &Visitor::anyone(), "");
        tokio::select! {
            biased;
            written = house.services.write_visits_down() => written?,
            () = tokio::task::yield_now() => {}
        }
    }
    assert_eq!(house.usage(&ada, &item, 1).await?.visits, 20);
    Ok(())
}

#[tokio::test]
async fn visits_are_kept_for_ninety_days() -> Outcome {
    let (house, ada, item) = scene().await?;
    house.visit(&item, &Visitor::anyone(), "");
    house.services.write_visits_down().await?;
    house.clock.advance(Duration::days(90));
    house.services.sweep().await?;
    assert_eq!(house.usage(&ada, &item, 100).await?.visits, 1);
    house.clock.advance(Duration::MILLISECOND);
    house.services.sweep().await?;
    assert_eq!(house.usage(&ada, &item, 100).await?.visits, 0);
    Ok(())
}

#[tokio::test]
async fn a_visit_of_a_deleted_item_hinders_no_other() -> Outcome {
    let (house, ada, item) = scene().await?;
    let kept = house.publish(&ada, "kept", &[("index.html", "x")]).await?;
    house.visit(&item, &Visitor::anyone(), "");
    house.visit(&kept, &Visitor::anyone(), "");
    house.services.managed(&ada, item.guid).await?.delete().await?;
    assert_eq!(house.usage(&ada, &kept, 1).await?.visits, 1);
    Ok(())
}

#[tokio::test]
async fn each_item_tells_its_own_visits() -> Outcome {
    let (house, ada, item) = scene().await?;
    let other = house.publish(&ada, "other", &[("index.html", "x")]).await?;
    house.visit(&item, &Visitor::anyone(), "");
    assert_eq!(house.usage(&ada, &other, 1).await?.visits, 0);
    let root = house.services.console_actor("root").await?;
    assert_eq!(house.usage(&root, &item, 1).await?.visits, 1, "administrators see it too");
    assert_eq!(item.access, Access::Acl);
    Ok(())
}
