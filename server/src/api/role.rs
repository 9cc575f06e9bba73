//! Roles, as the API writes them.

use domain::Role;
use serde::Serialize;
use utoipa::ToSchema;

/// What an account or a key may do at most.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RoleName {
    /// Takes care of the server and its accounts.
    Administrator,
    /// Publishes content.
    Publisher,
    /// Sees the content that it was given.
    Viewer,
}

impl From<Role> for RoleName {
    fn from(role: Role) -> Self {
        match role {
            Role::Administrator => Self::Administrator,
            Role::Publisher => Self::Publisher,
            Role::Viewer => Self::Viewer,
        }
    }
}
