//! Files that answer by themselves: sites, plots and pins.

use domain::{BundlePath, Category, Kind};

use super::rules::{Rules, mistake};
use super::top::Top;
use super::{Built, Recognised};
use crate::ServiceError;
use crate::bundles::Manifest;

pub(super) const RULES: Rules = Rules {
    words: "static content",
    // The last is the word of the official clients for a site.
    modes: &[("site", Category::None), ("plot", Category::Plot), ("static", Category::None)],
    guess: |top| first_page(top, None).ok(),
    said,
    needs: None,
    build: |_| Box::pin(async { Ok(Built::default()) }),
    start: None,
};

fn said(top: &Top, manifest: Option<&Manifest>) -> Result<Recognised, ServiceError> {
    let Some(manifest) = manifest else { return first_page(top, None) };
    let Some(entry) = manifest.primary.clone() else { return first_page(top, Some(manifest.category)) };
    let inside: BundlePath = entry
        .parse()
        .map_err(|_| mistake("manifest.json names as primary_html what leads out of the bundle.".to_owned()))?;
    if !top.has(inside.as_str()) {
        return Err(mistake(format!("manifest.json names {entry:?} as primary_html, and there is no such file.")));
    }
    Ok(Recognised { kind: Kind::Static, category: manifest.category, entry })
}

/// A site or a plot, and the page that it begins with.
fn first_page(top: &Top, category: Option<Category>) -> Result<Recognised, ServiceError> {
    let files = top.files.as_slice();
    let pages: Vec<&String> = files.iter().filter(|name| name.to_lowercase().ends_with(".html")).collect();
    let single = match files {
        [only] if !top.folders => Some(only),
        _ => None,
    };
    let entry = match (files.iter().find(|name| *name == "index.html"), pages.as_slice(), single) {
        (Some(index), _, _) => index,
        (None, [page], _) => *page,
        (None, _, Some(only)) => only,
        (None, [], None) => return Err(no_entry("There is no HTML page at the top of it.")),
        (None, _, None) => return Err(no_entry("There are several HTML pages, and none is named index.html.")),
    };
    let category = category.unwrap_or(if single.is_some() { Category::Plot } else { Category::None });
    Ok(Recognised { kind: Kind::Static, category, entry: entry.clone() })
}

fn no_entry(why: &str) -> ServiceError {
    mistake(format!("It is not clear which page to show first. {why} Name the first page index.html."))
}
