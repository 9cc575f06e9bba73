//! What comes in for an item to be made or changed. Fields of things that this server does not have are passed over.

use axum::http::StatusCode;
use domain::{Access, Category, ProcessChange, ProcessSettings};
use serde::Deserialize;
use services::{ContentAmendment, ContentDraft, Mistake, ServiceError};
use utoipa::ToSchema;

use crate::api::ApiError;
use crate::api::json::{given, id_in};

/// How processes are to run; null leaves it to the server, and what is left out stays.
#[derive(Default, Deserialize, ToSchema)]
pub(crate) struct ProcessInput {
    /// Seconds, 0 to 2592000.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i32>)]
    connection_timeout: Option<Option<i32>>,
    /// Seconds, 0 to 2592000.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i32>)]
    read_timeout: Option<Option<i32>>,
    /// Seconds, 0 to 2592000.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i32>)]
    init_timeout: Option<Option<i32>>,
    /// Seconds, 0 to 2592000.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i32>)]
    idle_timeout: Option<Option<i32>>,
    /// 1 to 20.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i32>)]
    max_processes: Option<Option<i32>>,
    /// 0 to 20.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i32>)]
    min_processes: Option<Option<i32>>,
    /// 1 to 10000.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i32>)]
    max_conns_per_process: Option<Option<i32>>,
    /// 0 to 1.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<f64>)]
    load_factor: Option<Option<f64>>,
}

/// An item to be made.
#[derive(Deserialize, ToSchema)]
pub(crate) struct CreateContentInput {
    /// 3 to 64 letters, digits, dots, hyphens, underscores; made up when left out.
    #[serde(default)]
    name: Option<String>,
    /// Nothing, or 3 to 1024 characters.
    #[serde(default)]
    title: Option<String>,
    /// At most 4096 characters.
    #[serde(default)]
    description: Option<String>,
    /// `all`, `logged_in` or `acl`; `acl` when left out.
    #[serde(default)]
    access_type: Option<String>,
    #[serde(flatten)]
    process: ProcessInput,
}

/// What is to change of an item; what is left out stays.
#[derive(Deserialize, ToSchema)]
pub(crate) struct UpdateContentInput {
    /// 3 to 64 letters, digits, dots, hyphens, underscores.
    #[serde(default)]
    name: Option<String>,
    /// 3 to 1024 characters; null takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    title: Option<Option<String>>,
    /// At most 4096 characters.
    #[serde(default)]
    description: Option<String>,
    /// `all`, `logged_in` or `acl`.
    #[serde(default)]
    access_type: Option<String>,
    /// The guid of the new owner, a publisher or administrator; administrators only.
    #[serde(default)]
    owner_guid: Option<String>,
    /// Whether new versions and processes are refused.
    #[serde(default)]
    locked: Option<bool>,
    /// What people are told while it is locked.
    #[serde(default)]
    locked_message: Option<String>,
    /// Nothing, or `mcp`.
    #[serde(default)]
    content_category: Option<String>,
    #[serde(flatten)]
    process: ProcessInput,
}

impl CreateContentInput {
    pub(crate) fn draft(self) -> Result<ContentDraft, ApiError> {
        Ok(ContentDraft {
            name: self.name,
            title: self.title.unwrap_or_default(),
            description: self.description.unwrap_or_default(),
            access: self.access_type.as_deref().map(access).transpose()?,
            process: self.process.change().over(ProcessSettings::default()),
        })
    }
}

impl UpdateContentInput {
    /// What is to change.
    pub(crate) fn amendment(self) -> Result<ContentAmendment, ApiError> {
        Ok(ContentAmendment {
            name: self.name,
            title: self.title.map(Option::unwrap_or_default),
            description: self.description,
            access: self.access_type.as_deref().map(access).transpose()?,
            owner: self.owner_guid.as_deref().map(|guid| id_in("owner_guid", guid)).transpose()?,
            locked: self.locked,
            locked_message: self.locked_message,
            category: self.content_category.as_deref().map(category).transpose()?,
            process: self.process.change(),
        })
    }
}

impl ProcessInput {
    fn change(&self) -> ProcessChange {
        ProcessChange {
            connection_timeout: self.connection_timeout,
            read_timeout: self.read_timeout,
            init_timeout: self.init_timeout,
            idle_timeout: self.idle_timeout,
            max_processes: self.max_processes,
            min_processes: self.min_processes,
            max_conns_per_process: self.max_conns_per_process,
            load_factor: self.load_factor,
        }
    }
}

/// Who an item is for.
///
/// # Errors
/// 400, code 117.
pub(crate) fn access(text: &str) -> Result<Access, ApiError> {
    text.parse().map_err(|()| ApiError::new(StatusCode::BAD_REQUEST, 117, "An access type is all, logged_in or acl."))
}

fn category(word: &str) -> Result<Category, ApiError> {
    word.parse().map_err(|_| ServiceError::from(Mistake::ContentCategory).into())
}
