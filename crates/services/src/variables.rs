//! Environment variables of content: who manages an item sets them, its processes get them, and nobody reads them.
//!
//! # Security
//! Values come in and never out: answers, logs and the audit log hold names alone. They lie in the database sealed, and
//! are opened when a process is started.

mod sealing;

use std::collections::{BTreeMap, BTreeSet};

use domain::{ContentId, VariableError, VariableName, VariableValue};
use sha2::{Digest as _, Sha256};

pub(crate) use self::sealing::VariableKeys;
use crate::audit::Action;
use crate::{Managed, ServiceError, Services};

/// The most variables of an item.
const MOST_VARIABLES: usize = 200;
/// The most bytes of an item's variables in the database: Linux starts a program with at most 2 MiB of environment and
/// arguments.
const MOST_BYTES: usize = 512 * 1024;
/// The most names in a sentence.
const MOST_NAMED: usize = 20;

/// The variables of an item as they lie in the database, by name.
#[derive(Default)]
pub(crate) struct SealedVariables(Vec<(String, Vec<u8>)>);

impl SealedVariables {
    /// A number that another one takes the place of whenever a variable is set or removed. No variables have 0.
    pub(crate) fn stamp(&self) -> u64 {
        if self.0.is_empty() {
            return 0;
        }
        let mut hash = Sha256::new();
        for (name, sealed) in &self.0 {
            // Nonces make what is sealed unlike anything before it.
            hash.update(name.as_bytes());
            hash.update(sealed);
        }
        let digest = hash.finalize();
        digest.first_chunk().map_or(0, |first| u64::from_be_bytes(*first))
    }
}

/// A variable that is set to this, or removed.
pub type VariableChange = (String, Option<VariableValue>);

impl Managed<'_> {
    /// The names of the item's environment variables, in their order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn variables(&self) -> Result<Vec<String>, ServiceError> {
        let variables = self.services().0.store.list_variables(self.content().id).await?;
        Ok(variables.into_iter().map(|(name, _)| name).collect())
    }

    /// Sets variables, or removes those without a value; all or none. Gives the names that there are then.
    ///
    /// A program that runs finishes what it does; who comes next gets one with the new values, also where it was given
    /// up before.
    ///
    /// # Errors
    /// [`Mistake::Variable`](crate::Mistake::Variable) with the first mistake.
    pub async fn set_variables(&self, changes: Vec<VariableChange>) -> Result<Vec<String>, ServiceError> {
        self.change_variables(changes, false).await
    }

    /// The same, and removes all variables that are not named.
    ///
    /// # Errors
    /// As [`Managed::set_variables`].
    pub async fn replace_variables(&self, changes: Vec<VariableChange>) -> Result<Vec<String>, ServiceError> {
        self.change_variables(changes, true).await
    }

    async fn change_variables(&self, changes: Vec<VariableChange>, replace: bool) -> Result<Vec<String>, ServiceError> {
        let (services, id) = (self.services().clone(), self.content().id);
        let changes = checked(changes)?;
        let mut sealed = Vec::new();
        for (name, value) in &changes {
            let value =
                value.as_ref().map(|value| services.0.variable_keys.seal(id, name.as_str(), value)).transpose()?;
            sealed.push((name.to_string(), value));
        }
        let before = services.0.store.list_variables(id).await?;
        fits(before, &sealed, replace)?;
        let nothing = sealed.is_empty() && !replace;
        if !nothing {
            let what = format!(
                "Changed the environment variables of {}: {}.",
                self.content().name.as_str(),
                said(&changes, replace)
            );
            let work = async move {
                services.0.store.change_variables(id, sealed, replace).await?;
                services.0.runtime.retire(id).await;
                tracing::info!(content.id = id.0, "Environment variables of content were changed.");
                Ok(())
            };
            self.change(Action::UpdateEnvironment, what, work).await?;
        }
        self.variables().await
    }
}

impl Services {
    /// The environment variables of an item, sealed.
    pub(crate) async fn sealed_variables(&self, item: ContentId) -> Result<SealedVariables, ServiceError> {
        Ok(SealedVariables(self.0.store.list_variables(item).await?))
    }

    /// Opens the environment variables of an item.
    ///
    /// # Errors
    /// [`ServiceError::Unavailable`] when one does not open.
    pub(crate) fn open_variables(
        &self,
        item: ContentId,
        sealed: &SealedVariables,
    ) -> Result<Vec<(String, String)>, ServiceError> {
        let open = |(name, sealed): &(String, Vec<u8>)| {
            let value = self.0.variable_keys.open(item, name, sealed).ok_or_else(|| {
                tracing::error!(
                    content.id = item.0,
                    name,
                    "An environment variable cannot be opened with variables-key."
                );
                ServiceError::Unavailable(
                    "The environment variables of this content cannot be read. An administrator has to put the right \
                     variables-key back, or its owner to set them anew.",
                )
            })?;
            Ok((name.clone(), value.expose().to_owned()))
        };
        sealed.0.iter().map(open).collect()
    }

    /// Looks whether all environment variables can be opened; gives the items with one that cannot.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn check_variables(&self) -> Result<Vec<ContentId>, ServiceError> {
        let mut damaged = Vec::new();
        for item in self.0.store.list_items_with_variables().await? {
            let variables = self.0.store.list_variables(item).await?;
            if variables.iter().any(|(name, sealed)| self.0.variable_keys.open(item, name, sealed).is_none()) {
                damaged.push(item);
            }
        }
        Ok(damaged)
    }
}

/// The changes, if all can be made.
fn checked(changes: Vec<VariableChange>) -> Result<Vec<(VariableName, Option<VariableValue>)>, VariableError> {
    let (mut names, mut checked) = (BTreeSet::new(), Vec::new());
    for (name, value) in changes {
        let name: VariableName = name.parse()?;
        value.as_ref().map_or(Ok(()), VariableValue::check)?;
        if !names.insert(name.clone()) {
            return Err(VariableError::Twice(name.to_string()));
        }
        checked.push((name, value));
    }
    Ok(checked)
}

/// Refuses what would be too much together with what stays.
fn fits(
    before: Vec<(String, Vec<u8>)>,
    changes: &[(String, Option<Vec<u8>>)],
    replace: bool,
) -> Result<(), VariableError> {
    let before = before.into_iter().filter(|_| !replace).map(|(name, sealed)| (name, sealed.len()));
    let mut after: BTreeMap<String, usize> = before.collect();
    for (name, sealed) in changes {
        match sealed {
            Some(sealed) => after.insert(name.clone(), sealed.len()),
            None => after.remove(name),
        };
    }
    let bytes: usize = after.iter().map(|(name, sealed)| name.len() + sealed).sum();
    if after.len() > MOST_VARIABLES || bytes > MOST_BYTES { Err(VariableError::TooMany) } else { Ok(()) }
}

/// The changes in words, without values.
fn said(changes: &[(VariableName, Option<VariableValue>)], replace: bool) -> String {
    let list = |is_set: bool| {
        let names: Vec<&str> =
            changes.iter().filter(|(_, value)| value.is_some() == is_set).map(|(name, _)| name.as_str()).collect();
        match names.len().checked_sub(MOST_NAMED) {
            Some(more @ 1..) => format!("{} and {more} more", names[..MOST_NAMED].join(", ")),
            _ => names.join(", "),
        }
    };
    let parts = [("set ", list(true)), ("removed ", if replace { String::new() } else { list(false) })];
    let mut parts: Vec<String> = parts
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(verb, names)| format!("{verb}{names}"))
        .collect();
    if replace {
        parts.push("removed all others".to_owned());
    }
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(names: &[(&str, usize)]) -> Vec<(String, Vec<u8>)> {
        names.iter().map(|(name, bytes)| ((*name).to_owned(), vec![0; *bytes])).collect()
    }

    #[test]
    fn what_is_too_much_counts_what_stays() {
        let set = |name: &str, bytes: usize| (name.to_owned(), Some(vec![0; bytes]));
        let before = || sealed(&[("A", MOST_BYTES - 100)]);
        assert_eq!(fits(before(), &[set("B", 98)], false), Ok(()));
        assert_eq!(fits(before(), &[set("B", 99)], false), Err(VariableError::TooMany));
        assert_eq!(fits(before(), &[set("B", 99)], true), Ok(()), "nothing stays");
        assert_eq!(fits(before(), &[set("B", 99), ("A".to_owned(), None)], false), Ok(()));
        let many: Vec<_> = (0..=MOST_VARIABLES).map(|number| set(&number.to_string(), 1)).collect();
        assert_eq!(fits(Vec::new(), &many, false), Err(VariableError::TooMany));
        assert_eq!(fits(Vec::new(), &many[1..], false), Ok(()));
    }

    #[test]
    fn every_other_set_of_variables_has_another_stamp() {
        let stamp = |names: &[(&str, usize)]| SealedVariables(sealed(names)).stamp();
        assert_eq!(stamp(&[]), 0);
        let stamps = BTreeSet::from([stamp(&[]), stamp(&[("A", 1)]), stamp(&[("B", 1)]), stamp(&[("A", 2)])]);
        assert_eq!(stamps.len(), 4);
    }
}
