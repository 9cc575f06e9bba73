//! What may happen to keys and their owners.

use domain::Role;
use proptest::prelude::*;

/// One step. Accounts and keys are named by number, counted round from the start.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Somebody makes a key with this role, for so many minutes or for ever.
    Create { owner: usize, role: Role, minutes: Option<i64> },
    /// A program makes a key with a key.
    CreateWith { key: usize, role: Option<Role>, minutes: Option<i64> },
    /// A program uses a key.
    Use { key: usize },
    /// The owner deletes a key, with or without those that were made with it.
    Delete { key: usize, with_descendants: bool },
    /// Somebody tries to delete another's key.
    DeleteOfAnother { key: usize },
    /// An account is locked or unlocked.
    Lock { owner: usize, locked: bool },
    /// An account is promoted or demoted.
    SetRole { owner: usize, role: Role },
    /// Time passes.
    Wait { minutes: i64 },
    /// What has expired is swept away.
    Sweep,
    /// The server is stopped and started.
    Restart,
}

/// Any step, the usual ones more often.
pub(crate) fn step() -> impl Strategy<Value = Step> {
    let number = || 0..64_usize;
    let role = || prop::sample::select(&Role::ALL[..]);
    let minutes = || prop::option::of(1..60_i64);
    prop_oneof![
        6 => (number(), role(), minutes()).prop_map(|(owner, role, minutes)| Step::Create { owner, role, minutes }),
        6 => (number(), prop::option::of(role()), minutes())
            .prop_map(|(key, role, minutes)| Step::CreateWith { key, role, minutes }),
        3 => number().prop_map(|key| Step::Use { key }),
        4 => (number(), any::<bool>())
            .prop_map(|(key, with_descendants)| Step::Delete { key, with_descendants }),
        1 => number().prop_map(|key| Step::DeleteOfAnother { key }),
        3 => (number(), any::<bool>()).prop_map(|(owner, locked)| Step::Lock { owner, locked }),
        3 => (number(), role()).prop_map(|(owner, role)| Step::SetRole { owner, role }),
        3 => (1..30_i64).prop_map(|minutes| Step::Wait { minutes }),
        1 => Just(Step::Sweep),
        1 => Just(Step::Restart),
    ]
}
