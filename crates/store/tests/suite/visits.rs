//! Visits, written down many at a time and told in sums.

use domain::{Access, Caller, Content, ContentId, DayVisits, KeyId, Role, User, VisitPath};
use store::{NewVisit, PageStart, PageWish, Store, StoreError, VisitFilter};
use time::macros::{date, datetime};
use time::{Duration, OffsetDateTime};

use super::database::Outcome;
use super::fixtures::{HOUR, LATER, MOST, NOW, all, key, publish, user};

const LONG_AGO: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

async fn item(store: &Store, name: &str) -> Result<(User, Content), Box<dyn std::error::Error + Send + Sync>> {
    let ada = user(store, name, Role::Publisher).await?;
    let item = publish(store, ada.id, "plot", Access::All, &[]).await?;
    Ok((ada, item))
}

/// A visit of nobody known.
fn visit(content_id: ContentId, at: OffsetDateTime) -> NewVisit {
    NewVisit { content_id, at, user_id: None, key: None, path: VisitPath::new("/") }
}

async fn visits(store: &Store, id: ContentId) -> Result<u64, StoreError> {
    Ok(store.count_visits(id, LONG_AGO).await?.iter().map(|day| day.visits).sum())
}

pub(crate) async fn a_visit_is_told_whole(store: Store) -> Outcome {
    let (ada, item) = item(&store, "ada").await?;
    let backup = key(&store, ada.id, None).await?;
    let by_key = Some((backup.id, backup.name.clone()));
    store
        .insert_visits(&[
            visit(item.id, NOW),
            NewVisit { user_id: Some(ada.id), path: VisitPath::new("/ü?q"), ..visit(item.id, LATER) },
            NewVisit { user_id: Some(ada.id), key: by_key, ..visit(item.id, LATER + HOUR) },
        ])
        .await?;
    store.delete_key(ada.id, backup.id, false).await?;
    let told = store.list_visits(item.id, LONG_AGO, MOST).await?;
    let told: Vec<_> = told
        .iter()
        .map(|visit| {
            let (who, key) = (visit.who.as_ref().map(|who| who.as_str()), visit.key.as_ref().map(|key| key.as_str()));
            (visit.at, who, key, visit.path.as_str())
        })
        .collect();
    let expected =
        [(LATER + HOUR, Some("ada"), Some("backup"), "/"), (LATER, Some("ada"), None, "/ü"), (NOW, None, None, "/")];
    assert_eq!(told, expected);
    assert_eq!(store.list_visits(item.id, LATER, 1).await?.len(), 1);
    assert_eq!(store.list_visits(item.id, LATER, MOST).await?.len(), 2);
    Ok(())
}

pub(crate) async fn visits_are_counted_by_day_in_utc(store: Store) -> Outcome {
    let (_, item) = item(&store, "ada").await?;
    let midnight = datetime!(2026-11-23 00:00 UTC);
    let times =
        [midnight - Duration::MILLISECOND, midnight, midnight + Duration::HOUR * 23, midnight + Duration::DAY * 2];
    store.insert_visits(&times.map(|at| visit(item.id, at))).await?;
    let counted = |day, visits| DayVisits { day, visits };
    assert_eq!(
        store.count_visits(item.id, LONG_AGO).await?,
        [counted(date!(2026 - 11 - 22), 1), counted(date!(2026 - 11 - 23), 2), counted(date!(2026 - 11 - 25), 1)]
    );
    let since = store.count_visits(item.id, midnight).await?;
    assert_eq!(since.first(), Some(&counted(date!(2026 - 11 - 23), 2)));
    Ok(())
}

pub(crate) async fn visits_are_summed_up_by_person_and_key(store: Store) -> Outcome {
    let (ada, item) = item(&store, "ada").await?;
    // Two keys of one name are two callers.
    let (one, other) = (key(&store, ada.id, None).await?, key(&store, ada.id, None).await?);
    let by = |key: Option<KeyId>, at| NewVisit {
        user_id: Some(ada.id),
        key: key.map(|id| (id, one.name.clone())),
        ..visit(item.id, at)
    };
    let mut rows = vec![visit(item.id, NOW)];
    rows.extend([by(Some(one.id), NOW), by(Some(one.id), LATER), by(Some(one.id), NOW)]);
    rows.extend([by(Some(other.id), NOW), by(Some(other.id), NOW)]);
    rows.push(by(None, LATER));
    store.insert_visits(&rows).await?;
    let caller = |who: bool, key: bool, visits, last_at| Caller {
        who: who.then(|| ada.username.clone()),
        key: key.then(|| one.name.clone()),
        visits,
        last_at,
    };
    let expected = [
        caller(true, true, 3, LATER),
        caller(true, true, 2, NOW),
        caller(true, false, 1, LATER),
        caller(false, false, 1, NOW),
    ];
    assert_eq!(store.list_callers(item.id, LONG_AGO, MOST).await?, expected);
    assert_eq!(store.list_callers(item.id, LONG_AGO, 2).await?, expected[..2]);
    Ok(())
}

pub(crate) async fn visits_of_items_that_are_gone_are_passed_over(store: Store) -> Outcome {
    let (ada, gone) = item(&store, "ada").await?;
    let kept = publish(&store, ada.id, "kept", Access::All, &[]).await?;
    store.insert_visits(&[visit(gone.id, NOW)]).await?;
    store.delete_content(gone.id).await?;
    assert_eq!(visits(&store, gone.id).await?, 0, "they went with it");
    store.insert_visits(&[visit(gone.id, NOW), visit(kept.id, NOW)]).await?;
    store.insert_visits(&[visit(gone.id, NOW)]).await?;
    store.insert_visits(&[]).await?;
    assert_eq!((visits(&store, gone.id).await?, visits(&store, kept.id).await?), (0, 1));
    Ok(())
}

pub(crate) async fn very_many_visits_are_written_at_once(store: Store) -> Outcome {
    let (_, item) = item(&store, "ada").await?;
    store.insert_visits(&vec![visit(item.id, NOW); 20_000]).await?;
    assert_eq!(visits(&store, item.id).await?, 20_000);
    Ok(())
}

pub(crate) async fn a_deletion_passes_visits_that_are_written_down(store: Store) -> Outcome {
    let (ada, _) = item(&store, "ada").await?;
    for round in 0..20 {
        let items = [
            publish(&store, ada.id, &format!("a-{round}"), Access::All, &[]).await?.id,
            publish(&store, ada.id, &format!("b-{round}"), Access::All, &[]).await?.id,
        ];
        let writers = [items, [items[1], items[0]]].map(|items| {
            let store = store.clone();
            tokio::spawn(async move {
                for _ in 0..4 {
                    store.insert_visits(&items.map(|id| visit(id, NOW))).await?;
                }
                Ok(())
            })
        });
        for id in items {
            store.delete_content(id).await.map_err(|error| format!("round {round}: {error}"))?;
        }
        all(writers.into()).await?;
        assert_eq!(visits(&store, items[0]).await? + visits(&store, items[1]).await?, 0);
    }
    Ok(())
}

pub(crate) async fn sweeping_takes_old_visits(store: Store) -> Outcome {
    let (_, item) = item(&store, "ada").await?;
    store.insert_visits(&[visit(item.id, NOW), visit(item.id, LATER)]).await?;
    store.sweep_visits(LATER).await?;
    assert_eq!(visits(&store, item.id).await?, 1);
    Ok(())
}

pub(crate) async fn visits_of_many_items_are_paged_by_time(store: Store) -> Outcome {
    let (ada, one) = item(&store, "ada").await?;
    let other = publish(&store, ada.id, "other", Access::All, &[]).await?;
    // Two at the same time, and the oldest written down last.
    let by_ada = NewVisit { user_id: Some(ada.id), path: VisitPath::new("/ada"), ..visit(one.id, NOW) };
    store.insert_visits(&[by_ada, visit(other.id, NOW), visit(one.id, LATER), visit(other.id, NOW - HOUR)]).await?;
    let page = async |filter: &VisitFilter, start, most| {
        let wish = PageWish { ascending: true, start, most };
        store.page_visits(filter, &wish).await
    };
    let everything = VisitFilter::default();
    let all = page(&everything, PageStart::First, MOST).await?.rows;
    assert_eq!(all.iter().map(|visit| visit.content).collect::<Vec<_>>(), [other.guid, one.guid, other.guid, one.guid]);
    assert_eq!(all.iter().map(|visit| visit.at).collect::<Vec<_>>(), [NOW - HOUR, NOW, NOW, LATER]);
    assert_eq!((all[1].user, all[1].path.as_str(), all[2].user), (Some(ada.guid), "/ada", None));
    let second = page(&everything, PageStart::After(all[1].place()), 1).await?;
    assert_eq!((second.rows, second.more_before, second.more_after), (vec![all[2].clone()], true, true));
    let back = page(&everything, PageStart::Before(all[2].place()), 1).await?;
    assert_eq!((back.rows, back.more_before, back.more_after), (vec![all[1].clone()], true, true));
    let last = page(&everything, PageStart::Last, 3).await?;
    assert_eq!((last.rows, last.more_before, last.more_after), (all[1..].to_vec(), true, false));
    let down = PageWish { ascending: false, start: PageStart::After(all[2].place()), most: MOST };
    assert_eq!(store.page_visits(&everything, &down).await?.rows, [all[1].clone(), all[0].clone()]);
    for (filter, expected) in [
        (VisitFilter { items: Some(vec![one.id]), ..VisitFilter::default() }, vec![1, 3]),
        (VisitFilter { guids: Some(vec![other.guid]), ..VisitFilter::default() }, vec![0, 2]),
        (VisitFilter { items: Some(vec![one.id]), guids: Some(vec![other.guid]), ..VisitFilter::default() }, vec![]),
        (VisitFilter { items: Some(Vec::new()), ..VisitFilter::default() }, vec![]),
        (VisitFilter { from: Some(NOW), to: Some(NOW), ..VisitFilter::default() }, vec![1, 2]),
        (VisitFilter { from: Some(NOW + Duration::NANOSECOND), ..VisitFilter::default() }, vec![3]),
    ] {
        let expected: Vec<_> = expected.into_iter().map(|at: usize| all[at].clone()).collect();
        assert_eq!(page(&filter, PageStart::First, MOST).await?.rows, expected, "{filter:?}");
    }
    Ok(())
}
