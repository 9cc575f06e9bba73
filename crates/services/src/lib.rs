//! The use cases of Claviger, one file per feature.
//!
//! Permission is decided here and only here. Every use case is reached through an [`Actor`], which only a checked key,
//! a live session or the command line can make; the exceptions are those that make one.
//!
//! # Security
//! [`Services`] holds the caches, so there must be one of it per data folder: see [`DataFolder::lock`].

mod actor;
mod audit;
mod bootstrap;
mod bundles;
mod cache;
mod clock;
mod content;
mod content_sessions;
mod data_folder;
mod deploy;
mod environments;
mod error;
mod form_tokens;
mod groups;
mod housekeeping;
mod instrumentation;
mod jobs;
mod keys;
mod kinds;
mod mistake;
mod open;
mod passwords;
mod programs;
mod publish;
mod random;
mod secrets;
mod sessions;
mod setup;
mod tags;
mod tasks;
mod throttle;
mod tokens;
mod turns;
mod uncancelled;
mod upload;
mod users;
mod vanities;
mod variables;
mod visitor;
mod visits;

pub use actor::Actor;
pub use audit::Action;
pub use bootstrap::{BootstrapRefused, BootstrapSecret};
#[cfg(any(test, feature = "fuzzing"))]
pub use bundles::fuzzing;
pub use bundles::{PackError, Packed, Parcel, pack};
pub use cache::FillCache;
pub use clock::Clock;
pub use content::{
    ContentAmendment, ContentDraft, ContentItem, ContentSettings, ContentWish, Found, Managed, NamedPermission,
    PrincipalName, Served, SettingsRefused, Version, ViewRefused,
};
pub use content_sessions::TicketRefused;
pub use data_folder::{DataFolder, DataFolderError, DataLock};
pub use deploy::DeployWish;
pub use error::ServiceError;
pub use groups::{GroupAmendment, Groups};
pub use instrumentation::{ActiveAccounts, VisitList, VisitWish};
pub use jobs::{EndedJob, JobFollower};
pub use keys::{FreshKey, KeyRefused, KeyWish, Keys, ListedKey};
pub use kinds::Mode;
pub use mistake::Mistake;
pub use open::{OpenError, Services, ServicesConfig};
pub use passwords::PasswordCost;
pub use programs::{ProgramFault, ProgramSettings, Python, PythonSettings, Software, Versions};
pub use publish::Publication;
pub use runtime::{Ending, Failure, Lease, Limits, Reason, StartError, Status, warden};
pub use sessions::{SessionProof, SignInRefused};
pub use setup::{FirstAdministrator, SetupRefused, SetupToken};
pub use store::{AuditEntry, Page, PageStart, PageWish, SessionRow, StoreError, TokenRow, ToldVisit, VisitPlace};
pub use tags::{TagAmendment, Tags};
pub use tokens::{SignatureRefused, SignedRequest, TokenWish};
pub use upload::{Incoming, UploadFacts};
pub use users::{AccountChange, NewAccount, Users};
pub use vanities::Mounted;
pub use variables::VariableChange;
pub use visitor::Visitor;
pub use visits::{Usage, Visit};
