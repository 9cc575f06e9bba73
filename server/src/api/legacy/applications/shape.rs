//! How an item looks to older clients.

use domain::Kind;
use serde::Serialize;
use services::ContentItem;
use utoipa::ToSchema;

use crate::api::json::written;
use crate::state::Server;

/// An item.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiApplication {
    /// Its number.
    id: i64,
    /// Its public identifier.
    guid: String,
    /// Its name, unique among its owner's.
    name: String,
    /// The title.
    title: Option<String>,
    /// What its owner says about it.
    description: String,
    /// Who it is for: `all`, `logged_in` or `acl`.
    access_type: &'static str,
    /// Where it is opened and called.
    url: String,
    /// The number of the version that is served.
    bundle_id: Option<i64>,
    /// What it is, as a number: 0 before its first deploy, 4 static, 5 Plumber, 8 a Python API, 12 FastAPI.
    app_mode: u8,
    /// What it is used as: nothing, `plot`, `pin`, `site` or `mcp`.
    content_category: &'static str,
    /// Whether it takes parameters; nothing does so far.
    has_parameters: bool,
    /// When it was made.
    #[schema(format = DateTime)]
    created_time: String,
    /// When a version was last activated, or it was made.
    #[schema(format = DateTime)]
    last_deployed_time: String,
    /// 2 when a version is served, else 0.
    build_status: u8,
    /// Whether new versions and processes are refused.
    locked: bool,
    /// The owner's guid.
    owner_guid: String,
    /// The owner's username.
    owner_username: String,
    /// The owner's given name.
    owner_first_name: String,
    /// The owner's family name.
    owner_last_name: String,
}

/// An item as it is shown to older clients.
pub(super) fn shown(item: &ContentItem, server: &Server) -> ApiApplication {
    let content = &item.content;
    ApiApplication {
        id: content.id.0,
        guid: content.guid.to_string(),
        name: content.name.as_str().to_owned(),
        title: Some(content.title.clone()).filter(|title| !title.is_empty()),
        description: content.description.clone(),
        access_type: content.access.as_str(),
        url: format!("{}/content/{}/", server.url(), content.guid),
        bundle_id: content.bundle.map(|bundle| bundle.0),
        app_mode: mode(content.kind),
        content_category: content.category.as_str(),
        has_parameters: false,
        created_time: written(content.created_at),
        last_deployed_time: written(content.deployed_at.unwrap_or(content.created_at)),
        build_status: if content.bundle.is_some() { 2 } else { 0 },
        locked: content.locked,
        owner_guid: content.owner.guid.to_string(),
        owner_username: content.owner.username.clone(),
        owner_first_name: content.owner.first_name.clone(),
        owner_last_name: content.owner.last_name.clone(),
    }
}

/// The number of a kind, as rsconnect-python lists them.
fn mode(kind: Option<Kind>) -> u8 {
    match kind {
        None => 0,
        Some(Kind::Static) => 4,
        Some(Kind::Plumber) => 5,
        Some(Kind::PythonApi) => 8,
        Some(Kind::PythonFastApi) => 12,
    }
}
