//! The words and rules of Claviger.
//!
//! Everything here is a pure function of its arguments: no IO, no clock, no randomness, no SQL, no HTTP.
//! It compiles for the browser as well as for the server.

mod access;
mod bundles;
mod content;
mod groups;
mod ids;
mod jobs;
mod keys;
mod packages;
mod password;
mod permissions;
mod pictures;
mod python;
mod search;
mod tags;
mod tasks;
mod users;
mod vanity;
mod visits;

pub use access::{Access, Standing, may_manage, may_publish, may_view};
pub use bundles::Bundle;
pub use content::{
    BundlePath, BundlePathError, Category, Content, ContentName, ContentNameError, ContentRef, Description,
    DescriptionError, Kind, Owner, ProcessChange, ProcessSettings, ProcessSettingsError, Title, TitleError,
    VariableError, VariableName, VariableValue,
};
pub use groups::{Group, GroupName, GroupNameError};
pub use ids::{BundleId, ContentId, GroupId, Guid, GuidError, KeyId, NumberError, PermissionId, TagId, UserId};
pub use jobs::{Job, JobEnd, JobKey, JobKeyError, JobLine, JobStream, JobTag};
pub use keys::{
    ExpiryError, KeyName, KeyNameError, KeyRecord, PlainKey, PresentedKey, child_expiry, is_key_line,
    may_create_with_role, plausible_key, presented_key,
};
pub use packages::{Language, Package, UsedPackage};
pub use password::{PasswordError, PlainPassword};
pub use permissions::{Permission, PermissionRole, Principal};
pub use pictures::PictureKind;
pub use python::{PythonRequires, PythonRequiresError, PythonVersion, PythonVersionError};
pub use search::{Term as SearchTerm, terms as search_terms};
pub use tags::{Tag, TagName, TagNameError, TagTree};
pub use tasks::{Task, TaskId, TaskIdError};
pub use users::{EmailError, PersonName, PersonNameError, Role, RoleError, User, Username, UsernameError, email};
pub use vanity::{Vanity, VanityPath, VanityPathError};
pub use visits::{Caller, DayVisits, PastVisit, VisitPath};
