//! Who content may be for, as a choice.

use domain::Access;

use super::Choice;

/// A kind of access with a line about what it means.
pub(crate) fn access_choice(access: Access) -> Choice {
    let (label, help) = match access {
        Access::All => ("Anyone - no login required", "Every visitor, and programs without a key."),
        Access::LoggedIn => ("All users - login required", "Everyone with an account on this server."),
        Access::Acl => ("Specific users", "The owner, and the people and groups that are named in the settings."),
    };
    Choice { value: access.as_str().to_owned(), label: label.to_owned(), help }
}
