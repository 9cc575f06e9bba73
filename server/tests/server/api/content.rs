//! `/__api__/v1/content` and what lies below it.

mod bundles;
mod deploys;
mod items;
mod lists;
mod permissions;
mod processes;
mod races;
mod refused;
mod uploads;
mod uploads_refused;
