//! The plain page that people get in place of content: one file without scripts, which needs nothing from anywhere, so
//! that it also shows in a frame and when everything else is down.

use axum::response::{Html, IntoResponse, Response};
use http::header::CONTENT_SECURITY_POLICY;
use http::{HeaderValue, StatusCode};

/// What the page says.
pub(super) struct Page<'a> {
    pub(super) title: &'a str,
    pub(super) words: &'a str,
    /// Where to go on: address and words.
    pub(super) link: Option<(&'a str, &'a str)>,
}

/// Colours and widths are those of the dashboard (`style/`), in few words.
const STYLE: &str = "\
    :root{color-scheme:light dark}\
    body{max-width:36rem;margin:15vh auto 0;padding:0 1.25rem;font:1rem/1.6 system-ui,sans-serif;\
    color:light-dark(#1c2024,#edeef0);background:light-dark(#fff,#111315)}\
    h1{font-size:1.5rem;line-height:1.25;text-wrap:balance}\
    a{color:light-dark(#0b5c86,#7cc4ee);text-underline-offset:.2em}";

impl Page<'_> {
    pub(super) fn answer(&self, status: StatusCode) -> Response {
        let link = self.link.map(|(address, words)| {
            // A new tab, because inside a frame the dashboard does not show.
            format!("<p><a href=\"{}\" target=\"_blank\" rel=\"noopener\">{}</a></p>", escaped(address), escaped(words))
        });
        let html = format!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <title>{title}</title><style>{STYLE}</style></head>\
             <body><main><h1>{title}</h1><p>{words}</p>{link}</main></body></html>",
            title = escaped(self.title),
            words = escaped(self.words),
            link = link.unwrap_or_default(),
        );
        let policy = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'");
        let mut response = (status, Html(html)).into_response();
        response.headers_mut().append(CONTENT_SECURITY_POLICY, policy);
        response
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
