//! What was typed into "Create API Key", and what it means.

use app::model::{KeyForm, KeyProblems};
use domain::Role;
use services::ServiceError;
use time::format_description::well_known::Iso8601;
use time::{Date, Duration, OffsetDateTime, Time};

use super::super::{Sent, SignedInPage};

/// The fields as they were typed.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) name: String,
    role: String,
    expiry: String,
    date: String,
    pub(super) once: String,
}

/// The expiry that is offered first.
const USUAL_EXPIRY: &str = "90";

impl Draft {
    pub(super) fn read(sent: &Sent) -> Self {
        Self {
            name: sent.text("name"),
            role: sent.text("role"),
            expiry: sent.text("expiry"),
            date: sent.text("date"),
            once: sent.text("once"),
        }
    }

    /// The form with what was typed, what is wrong, and a new mark.
    pub(super) fn form(self, page: &SignedInPage, problems: KeyProblems) -> Result<KeyForm, ServiceError> {
        let services = page.server.services();
        let offered = page.server.services().keys(page.actor()).roles();
        let or = |text: String, usual: &str| if text.is_empty() { usual.to_owned() } else { text };
        Ok(KeyForm {
            name: self.name,
            // The least role is enough to call content, which is what most keys are for.
            role: or(self.role, Role::Viewer.as_str()),
            expiry: or(self.expiry, USUAL_EXPIRY),
            date: self.date,
            roles: offered.map(|role| (role.as_str().to_owned(), role.label().to_owned())).collect(),
            once: services.random_id()?,
            password_needed: page.actor().needs_proof(services.now()),
            problems,
        })
    }

    /// The wished role and expiry.
    ///
    /// # Errors
    /// What is wrong with the fields.
    pub(super) fn wishes(&self, now: OffsetDateTime) -> Result<(Option<Role>, Option<OffsetDateTime>), KeyProblems> {
        let role = match self.role.as_str() {
            "" => Ok(Some(Role::Viewer)),
            text => text.parse().map(Some).map_err(|_| "Choose a role.".to_owned()),
        };
        let expires_at = self.expires_at(now).map_err(str::to_owned);
        match (role, expires_at) {
            (Ok(role), Ok(expires_at)) => Ok((role, expires_at)),
            (role, expires_at) => {
                Err(KeyProblems { role: role.err(), expiry: expires_at.err(), ..KeyProblems::default() })
            }
        }
    }

    fn expires_at(&self, now: OffsetDateTime) -> Result<Option<OffsetDateTime>, &'static str> {
        match self.expiry.as_str() {
            "never" => Ok(None),
            "date" => {
                let date = Date::parse(self.date.trim(), &Iso8601::DATE)
                    .map_err(|_| "Give the date on which the key expires, such as 2027-06-30.")?;
                // The key works on the whole of the chosen day.
                let end = date.next_day().ok_or("Choose an earlier date.")?.with_time(Time::MIDNIGHT).assume_utc();
                Ok(Some(end))
            }
            "" => Ok(Some(now + Duration::days(90))),
            days => match days.parse() {
                Ok(days @ (7 | 30 | 60 | 90)) => Ok(Some(now + Duration::days(days))),
                _ => Err("Choose when the key expires."),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn expiry(expiry: &str, date: &str) -> Result<Option<OffsetDateTime>, &'static str> {
        let draft = Draft { expiry: expiry.to_owned(), date: date.to_owned(), ..Draft::default() };
        draft.expires_at(datetime!(2026-11-23 12:00 UTC))
    }

    #[test]
    fn a_chosen_day_is_worked_to_its_end() {
        assert_eq!(expiry("date", "2026-12-31"), Ok(Some(datetime!(2027-01-01 0:00 UTC))));
        for bad in ["", "31.12.2026", "2026-02-30", "tomorrow"] {
            assert!(expiry("date", bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn the_offered_spans_are_days_from_now() {
        assert_eq!(expiry("7", ""), Ok(Some(datetime!(2026-11-30 12:00 UTC))));
        assert_eq!(expiry("never", ""), Ok(None));
        assert!(expiry("8", "").is_err() && expiry("-7", "").is_err());
    }
}
