//! Reading the audit log, which is for administrators.

use domain::{Role, SearchTerm, search_terms};
use store::{AuditEntry, AuditTerm, AuditTest, Page, PageWish};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::Action;
use crate::{Actor, Mistake, ServiceError, Services};

impl Services {
    /// All words for what is written down.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] below administrator.
    pub fn audit_actions(&self, actor: &Actor) -> Result<&'static [Action], ServiceError> {
        actor.require(Role::Administrator)?;
        Ok(&Action::EACH)
    }

    /// A page of the audit log.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] below administrator; faults of the database.
    pub async fn page_audit(&self, actor: &Actor, wish: &PageWish<i64>) -> Result<Page<AuditEntry>, ServiceError> {
        actor.require(Role::Administrator)?;
        Ok(self.0.store.page_audit(wish).await?)
    }

    /// How many entries of the audit log are found, and some of them: `most` after the first `skip`.
    ///
    /// Words have to be in who, what, or the word for that, in any case. `action:`, `user_guid:`, `user_id:`, `key_id:`,
    /// `from:` and `to:` filter, several values with commas between, `-` in front negates.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] below administrator; [`Mistake::AuditFilter`], [`Mistake::Time`].
    pub async fn search_audit(
        &self,
        actor: &Actor,
        query: &str,
        ascending: bool,
        skip: u64,
        most: u64,
    ) -> Result<(u64, Vec<AuditEntry>), ServiceError> {
        actor.require(Role::Administrator)?;
        // Nothing that is stored has a NUL, and not every database takes one in a question.
        let query = query.replace('\0', "\u{fffd}");
        let terms = search_terms(&query).into_iter().map(term).collect::<Result<Vec<_>, _>>()?;
        Ok(self.0.store.search_audit(&terms, ascending, skip, most).await?)
    }
}

fn term(SearchTerm { negated, filter, values }: SearchTerm) -> Result<AuditTerm, Mistake> {
    let Some(filter) = filter else {
        return Ok(AuditTerm { negated, test: AuditTest::Words(values.concat()) });
    };
    let test = match filter.as_str() {
        "action" => AuditTest::Action(values),
        "user_guid" => AuditTest::UserGuid(values),
        "user_id" => AuditTest::UserId(numbers(&values)?),
        "key_id" => AuditTest::KeyId(numbers(&values)?),
        "from" => AuditTest::From(time(&values)?),
        "to" => AuditTest::To(time(&values)?),
        // Anything else is words that have a colon in them.
        _ => AuditTest::Words(format!("{filter}:{}", values.join(","))),
    };
    Ok(AuditTerm { negated, test })
}

fn numbers(values: &[String]) -> Result<Vec<i64>, Mistake> {
    values.iter().map(|id| id.parse().map_err(|_| Mistake::AuditFilter)).collect()
}

fn time(values: &[String]) -> Result<OffsetDateTime, Mistake> {
    let [time] = values else { return Err(Mistake::Time) };
    // Searches are read in lower case.
    OffsetDateTime::parse(&time.to_uppercase(), &Rfc3339).map_err(|_| Mistake::Time)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn tests(query: &str) -> Result<Vec<(bool, AuditTest)>, Mistake> {
        search_terms(query).into_iter().map(|found| term(found).map(|term| (term.negated, term.test))).collect()
    }

    #[test]
    fn filters_are_told_from_words() -> Result<(), Mistake> {
        let found = tests("Ada -user_id:0,7 action:Add_User from:2026-11-23T12:00:00.5+01:00 10:30")?;
        let from = datetime!(2026-11-23 12:00:00.5 +1);
        let expected = [
            (false, AuditTest::Words("ada".to_owned())),
            (true, AuditTest::UserId(vec![0, 7])),
            (false, AuditTest::Action(vec!["add_user".to_owned()])),
            (false, AuditTest::From(from)),
            (false, AuditTest::Words("10:30".to_owned())),
        ];
        assert_eq!(found, expected);
        Ok(())
    }

    #[test]
    fn what_cannot_be_compared_is_refused() {
        for bad in ["from:", "from:yesterday", "to:2026-11-23", "to:2026-11-23T12:00:00Z,2026-11-23T12:00:00Z"] {
            assert_eq!(tests(bad), Err(Mistake::Time), "{bad}");
        }
        assert_eq!(tests("user_id:ada"), Err(Mistake::AuditFilter));
    }
}
