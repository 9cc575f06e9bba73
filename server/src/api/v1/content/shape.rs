//! How an item looks in the API: the same in answer to POST, GET, PATCH and in lists.

use std::collections::HashMap;

use axum::http::StatusCode;
use domain::{ContentId, Standing, Tag, VanityPath};
use serde::Serialize;
use services::{Actor, ContentItem};
use utoipa::ToSchema;

use crate::api::ApiError;
use crate::api::json::written;
use crate::api::v1::tags::{self, ApiTag};
use crate::state::Server;

/// What is told besides, when it is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Include {
    /// The owner's names.
    pub(crate) owner: bool,
    /// The tags.
    pub(crate) tags: bool,
    /// The vanity address.
    pub(crate) vanity_url: bool,
    /// Whether the caller has a bookmark on it.
    pub(crate) bookmarked: bool,
    /// When it is rendered.
    pub(crate) schedules: bool,
}

impl Include {
    /// Reads the parameter `include`.
    ///
    /// # Errors
    /// 400, code 161, for a word that it cannot have.
    pub(crate) fn parse(text: Option<&str>) -> Result<Self, ApiError> {
        let mut include = Self::default();
        for word in text.unwrap_or_default().split(',').map(str::trim).filter(|word| !word.is_empty()) {
            match word {
                "owner" => include.owner = true,
                "tags" => include.tags = true,
                "vanity_url" => include.vanity_url = true,
                "bookmarked" => include.bookmarked = true,
                "schedule" => include.schedules = true,
                _ => {
                    let words = "The parameter include has owner, tags, vanity_url, bookmarked or schedule.";
                    return Err(ApiError::new(StatusCode::BAD_REQUEST, 161, words));
                }
            }
        }
        Ok(include)
    }
}

/// What was asked for besides, of these items.
struct Besides {
    include: Include,
    tags: HashMap<ContentId, Vec<Tag>>,
    paths: HashMap<ContentId, VanityPath>,
}

impl Besides {
    async fn look_up(include: Include, items: &[ContentItem], server: &Server) -> Result<Self, ApiError> {
        let services = server.services();
        let tags = match items {
            _ if !include.tags => HashMap::new(),
            [item] => HashMap::from([(item.content.id, services.tags_of(item).await?)]),
            items => services.tags_of_all(items).await?,
        };
        let paths = if include.vanity_url { services.vanity_paths(items).await? } else { HashMap::new() };
        Ok(Self { include, tags, paths })
    }
}

/// An item.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiContent {
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
    /// Whether new versions and processes are refused.
    locked: bool,
    /// What people are told while it is locked.
    locked_message: String,
    /// Seconds; null for the server's own.
    connection_timeout: Option<i32>,
    /// Seconds; null for the server's own.
    read_timeout: Option<i32>,
    /// Seconds that a program may take until it answers; null for the server's own.
    init_timeout: Option<i32>,
    /// Seconds that a program goes on unused; null for the server's own.
    idle_timeout: Option<i32>,
    /// The most processes; one runs at a time so far.
    max_processes: Option<i32>,
    /// The fewest processes.
    min_processes: Option<i32>,
    /// The most connections of a process.
    max_conns_per_process: Option<i32>,
    /// How eagerly another process is started.
    load_factor: Option<f64>,
    /// Not limited.
    memory_request: Option<i64>,
    /// Not limited.
    memory_limit: Option<i64>,
    /// Not limited.
    cpu_request: Option<f64>,
    /// Not limited.
    cpu_limit: Option<f64>,
    /// Not limited.
    amd_gpu_limit: Option<i64>,
    /// Not limited.
    nvidia_gpu_limit: Option<i64>,
    /// There are none.
    service_account_name: Option<String>,
    /// There are none.
    default_image_name: Option<String>,
    /// There are none.
    default_environment_guid: Option<String>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_time: String,
    /// When a version was last activated, or it was made.
    #[schema(format = DateTime)]
    last_deployed_time: String,
    /// The number of the version that is served.
    bundle_id: Option<String>,
    /// What it is: `static`, `api`, `python-api`, `python-fastapi`, or `unknown` before its first deploy.
    app_mode: &'static str,
    /// What it is used as: nothing, `plot`, `pin`, `site` or `mcp`.
    content_category: &'static str,
    /// Whether it takes parameters; nothing does so far.
    parameterized: bool,
    /// There are none.
    environment_guid: Option<String>,
    /// There is one machine.
    cluster_name: Option<String>,
    /// There are none.
    image_name: Option<String>,
    /// The version of R that it runs with.
    r_version: Option<String>,
    /// The version of Python that it runs with.
    py_version: Option<String>,
    /// Nothing runs Quarto so far.
    quarto_version: Option<String>,
    /// Nothing runs Node.js so far.
    node_version: Option<String>,
    /// Left to the server.
    r_environment_management: Option<bool>,
    /// Left to the server.
    default_r_environment_management: Option<bool>,
    /// Left to the server.
    py_environment_management: Option<bool>,
    /// Left to the server.
    default_py_environment_management: Option<bool>,
    /// Each item runs as a system user of its own.
    run_as: Option<String>,
    /// Never as the visitor.
    run_as_current_user: bool,
    /// Left to the server.
    metrics_collection_enabled: Option<bool>,
    /// Nobody is sent anything.
    notify_on_share: Option<bool>,
    /// The owner's guid.
    owner_guid: String,
    /// Where it is opened and called.
    content_url: String,
    /// Where it is managed.
    dashboard_url: String,
    /// How the caller stands to it: `owner`, `editor`, `viewer` or `none`.
    app_role: &'static str,
    /// Its number.
    id: String,
    /// What it may cost to show it to everybody: nothing.
    public_content_status: Option<String>,
    /// The owner, if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<ApiOwner>,
    /// The tags, if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<ApiTag>>,
    /// The vanity address, if asked for and there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    vanity_url: Option<String>,
    /// Whether the caller has a bookmark on it, if asked for; nobody has any so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    bookmarked: Option<bool>,
    /// When it is rendered, if asked for; nothing is so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    schedules: Option<Vec<serde_json::Map<String, serde_json::Value>>>,
}

/// The owner of an item.
#[derive(Serialize, ToSchema)]
struct ApiOwner {
    /// The account's guid.
    guid: String,
    /// The name it signs in with.
    username: String,
    /// The given name.
    first_name: String,
    /// The family name.
    last_name: String,
}

/// An item as the API shows it to this caller.
///
/// # Errors
/// When the database fails.
pub(crate) async fn shown(
    item: &ContentItem,
    actor: &Actor,
    include: Include,
    server: &Server,
) -> Result<ApiContent, ApiError> {
    let besides = Besides::look_up(include, std::slice::from_ref(item), server).await?;
    Ok(put_together(item, actor, &besides, server))
}

/// Items as the API shows them to this caller, one after the other.
///
/// # Errors
/// When the database fails.
pub(crate) async fn shown_all(
    items: Vec<ContentItem>,
    actor: &Actor,
    include: Include,
    server: &Server,
) -> Result<impl Iterator<Item = ApiContent> + use<>, ApiError> {
    let besides = Besides::look_up(include, &items, server).await?;
    let (actor, server) = (actor.clone(), server.clone());
    Ok(items.into_iter().map(move |item| put_together(&item, &actor, &besides, &server)))
}

fn put_together(item: &ContentItem, actor: &Actor, besides: &Besides, server: &Server) -> ApiContent {
    let (content, process) = (&item.content, &item.content.process);
    // What runs it is not a viewer's business.
    let for_publishers = |version: &Option<String>| version.clone().filter(|_| actor.publishes());
    ApiContent {
        guid: content.guid.to_string(),
        name: content.name.as_str().to_owned(),
        title: Some(content.title.clone()).filter(|title| !title.is_empty()),
        description: content.description.clone(),
        access_type: content.access.as_str(),
        locked: content.locked,
        locked_message: content.locked_message.clone(),
        connection_timeout: process.connection_timeout,
        read_timeout: process.read_timeout,
        init_timeout: process.init_timeout,
        idle_timeout: process.idle_timeout,
        max_processes: process.max_processes,
        min_processes: process.min_processes,
        max_conns_per_process: process.max_conns_per_process,
        load_factor: process.load_factor,
        memory_request: None,
        memory_limit: None,
        cpu_request: None,
        cpu_limit: None,
        amd_gpu_limit: None,
        nvidia_gpu_limit: None,
        service_account_name: None,
        default_image_name: None,
        default_environment_guid: None,
        created_time: written(content.created_at),
        last_deployed_time: written(content.deployed_at.unwrap_or(content.created_at)),
        bundle_id: content.bundle.map(|bundle| bundle.to_string()),
        app_mode: content.kind.map_or("unknown", |kind| kind.as_str()),
        content_category: content.category.as_str(),
        parameterized: false,
        environment_guid: None,
        cluster_name: None,
        image_name: None,
        r_version: for_publishers(&content.r_version),
        py_version: for_publishers(&content.py_version),
        quarto_version: None,
        node_version: None,
        r_environment_management: None,
        default_r_environment_management: None,
        py_environment_management: None,
        default_py_environment_management: None,
        run_as: None,
        run_as_current_user: false,
        metrics_collection_enabled: None,
        notify_on_share: None,
        owner_guid: content.owner.guid.to_string(),
        content_url: format!("{}/content/{}/", server.url(), content.guid),
        dashboard_url: format!("{}/connect/apps/{}", server.url(), content.guid),
        app_role: role(item),
        id: content.id.to_string(),
        public_content_status: None,
        owner: besides.include.owner.then(|| ApiOwner {
            guid: content.owner.guid.to_string(),
            username: content.owner.username.clone(),
            first_name: content.owner.first_name.clone(),
            last_name: content.owner.last_name.clone(),
        }),
        tags: besides.include.tags.then(|| {
            besides.tags.get(&content.id).map(|tags| tags.iter().map(tags::shown).collect()).unwrap_or_default()
        }),
        vanity_url: besides.paths.get(&content.id).map(|path| format!("{}{path}", server.url())),
        bookmarked: besides.include.bookmarked.then_some(false),
        schedules: besides.include.schedules.then(Vec::new),
    }
}

fn role(item: &ContentItem) -> &'static str {
    match item.standing {
        Standing::Owner => "owner",
        Standing::Collaborator => "editor",
        Standing::Viewer => "viewer",
        Standing::Account | Standing::Unknown if item.may_view => "viewer",
        Standing::Account | Standing::Unknown => "none",
    }
}
