//! The style sheet: one file out of `style/main.css` and what it imports.

use std::path::Path;

use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};

use crate::Problem;

/// Bundles and minifies.
pub(crate) fn bundle(main: &Path) -> Result<Vec<u8>, Problem> {
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut sheet = bundler.bundle(main).map_err(|error| format!("The style sheet has a mistake: {error}"))?;
    sheet.minify(MinifyOptions::default()).map_err(|error| format!("The style sheet has a mistake: {error}"))?;
    let options = PrinterOptions { minify: true, ..PrinterOptions::default() };
    let css = sheet.to_css(options).map_err(|error| format!("The style sheet cannot be written: {error}"))?;
    Ok(css.code.into_bytes())
}
