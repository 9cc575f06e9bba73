//! The words and rules of Claviger.
//!
//! Everything here is a pure function of its arguments: no IO, no clock, no randomness, no SQL, no HTTP.
//! It compiles for the browser as well as for the server.

mod access;
mod content;
mod ids;
mod keys;
mod password;
mod users;
mod visits;

pub use access::{Access, Facts, may_manage, may_view};
pub use content::{
    BundlePath, BundlePathError, Content, ContentName, ContentNameError, ContentRef, Description, DescriptionError,
    Kind, Title, TitleError,
};
pub use ids::{BundleId, ContentId, Guid, GuidError, KeyId, UserId};
pub use keys::{
    ExpiryError, KeyName, KeyNameError, KeyRecord, PlainKey, child_expiry, may_create_with_role, plausible_key,
};
pub use password::{PasswordError, PlainPassword};
pub use users::{EmailError, PersonName, PersonNameError, Role, RoleError, User, Username, UsernameError, email};
pub use visits::{Caller, DayVisits, PastVisit, VisitPath};
