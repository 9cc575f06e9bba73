//! The audit log: read by pages and searched.

use domain::{Guid, KeyId, UserId};
use store::{AuditTerm, AuditTest, NewAuditEntry, PageStart, PageWish, Store, StoreError};
use time::Duration;

use super::database::Outcome;
use super::fixtures::{LATER, MOST, NOW, guid};

fn entry(event: &str) -> NewAuditEntry {
    NewAuditEntry {
        at: NOW,
        user: None,
        user_description: "the command line".to_owned(),
        action: "add_tag",
        event: event.to_owned(),
        key: None,
        address: None,
    }
}

async fn found(store: &Store, negated: bool, test: AuditTest) -> Result<Vec<String>, StoreError> {
    let (total, entries) = store.search_audit(&[AuditTerm { negated, test }], true, 0, MOST).await?;
    assert_eq!(total, entries.len() as u64);
    Ok(entries.into_iter().map(|entry| entry.event).collect())
}

pub(crate) async fn an_entry_is_told_whole_and_pages_follow_each_other(store: Store) -> Outcome {
    let ada: Guid = guid();
    store
        .insert_audit_entry(NewAuditEntry {
            user: Some((UserId(7), ada)),
            user_description: "ada".to_owned(),
            key: Some((KeyId(3), "backup".to_owned())),
            address: Some("192.0.2.7".to_owned()),
            ..entry("1")
        })
        .await?;
    for number in 2..=5 {
        store.insert_audit_entry(entry(&number.to_string())).await?;
    }
    let page = async |ascending, start, most| store.page_audit(&PageWish { ascending, start, most }).await;
    let all = page(true, PageStart::First, MOST).await?;
    assert!(!all.more_before && !all.more_after);
    let first = all.rows.first().ok_or("no entry")?;
    assert_eq!((first.at, first.user_id, first.user_guid), (NOW, UserId(7), Some(ada)));
    assert_eq!((first.user_description.as_str(), first.action.as_str()), ("ada", "add_tag"));
    assert_eq!((&first.key, first.address.as_deref()), (&Some((KeyId(3), "backup".to_owned())), Some("192.0.2.7")));
    let ids: Vec<i64> = all.rows.iter().map(|entry| entry.id).collect();
    let events = |page: &store::Page<store::AuditEntry>| {
        let events: String = page.rows.iter().map(|entry| entry.event.as_str()).collect();
        (events, page.more_before, page.more_after)
    };
    let told = |text: &str, before, after| (text.to_owned(), before, after);
    for (ascending, start, expected) in [
        (true, PageStart::First, told("12", false, true)),
        (true, PageStart::After(ids[1]), told("34", true, true)),
        (true, PageStart::After(ids[2]), told("45", true, false)),
        (true, PageStart::Before(ids[2]), told("12", false, true)),
        (true, PageStart::Before(ids[3]), told("23", true, true)),
        (true, PageStart::Last, told("45", true, false)),
        (true, PageStart::After(ids[4]), told("", true, false)),
        (false, PageStart::First, told("54", false, true)),
        (false, PageStart::After(ids[3]), told("32", true, true)),
        (false, PageStart::Before(ids[1]), told("43", true, true)),
        (false, PageStart::Last, told("21", true, false)),
    ] {
        assert_eq!(events(&page(ascending, start, 2).await?), expected, "{ascending} {start:?}");
    }
    Ok(())
}

pub(crate) async fn entries_are_found_by_what_has_to_hold(store: Store) -> Outcome {
    let ada: Guid = guid();
    let by_ada = || NewAuditEntry {
        user: Some((UserId(7), ada)),
        user_description: "Ada".to_owned(),
        key: Some((KeyId(3), "backup".to_owned())),
        ..entry("100%_sure")
    };
    store.insert_audit_entry(by_ada()).await?;
    store.insert_audit_entry(NewAuditEntry { at: LATER, action: "remove_tag", ..entry("a\\b 1000") }).await?;
    let words = |text: &str| AuditTest::Words(text.to_owned());
    let (first, second) = (vec!["100%_sure".to_owned()], vec!["a\\b 1000".to_owned()]);
    let (both, none) = ([first.clone(), second.clone()].concat(), Vec::<String>::new());
    for (test, expected) in [
        (words("ada"), &first),
        (words("100"), &both),
        (words("0%_"), &first),
        (words("\\"), &second),
        (words("remove"), &second),
        (words("a\0b"), &none),
        (AuditTest::Action(vec!["add_tag".to_owned(), "other".to_owned()]), &first),
        (AuditTest::Action(Vec::new()), &none),
        (AuditTest::UserGuid(vec![ada.to_string()]), &first),
        (AuditTest::UserId(vec![0]), &second),
        (AuditTest::KeyId(vec![3, 4]), &first),
        (AuditTest::From(LATER), &second),
        (AuditTest::From(LATER + Duration::NANOSECOND), &none),
        (AuditTest::To(LATER - Duration::NANOSECOND), &first),
        (AuditTest::To(LATER), &both),
    ] {
        assert_eq!(&found(&store, false, test.clone()).await?, expected, "{test:?}");
        let rest: Vec<String> = both.iter().filter(|event| !expected.contains(event)).cloned().collect();
        assert_eq!(found(&store, true, test.clone()).await?, rest, "not {test:?}");
    }
    let terms = [words("0"), AuditTest::UserId(vec![7])].map(|test| AuditTerm { negated: false, test });
    assert_eq!(store.search_audit(&terms, true, 0, MOST).await?.0, 1, "all have to hold");
    let (total, page) = store.search_audit(&[], false, 1, 1).await?;
    assert_eq!((total, page.iter().map(|entry| entry.event.as_str()).collect::<Vec<_>>()), (2, vec!["100%_sure"]));
    Ok(())
}
