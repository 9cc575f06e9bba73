//! An answer, whole in memory.

use axum::body::Bytes;
use http::header::{CONTENT_TYPE, LOCATION, SET_COOKIE};
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use tower_sessions::cookie::Cookie;

use super::html::{self, Form};

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// The header as text; blank when there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().expect("a header of plain text")).unwrap_or_default()
    }

    /// The body as text.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a body of UTF-8")
    }

    /// What somebody who looks for a fault wants to see of the body: of a page, its main part.
    pub(crate) fn shown(&self) -> String {
        let text = String::from_utf8_lossy(&self.body);
        text.find("<main").map_or(text.to_string(), |at| text[at..].to_owned())
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("no JSON ({error}): {self:?}"))
    }

    /// Where the answer sends the browser.
    pub(crate) fn location(&self) -> &str {
        self.header(LOCATION.as_str())
    }

    /// The cookies that it sets.
    pub(crate) fn cookies(&self) -> Vec<Cookie<'static>> {
        let lines = self.headers.get_all(SET_COOKIE).iter().map(|line| line.to_str().expect("a plain cookie"));
        lines.map(|line| Cookie::parse(line.to_owned()).expect("a cookie")).collect()
    }

    /// The form with this action, as a browser would send it untouched.
    pub(crate) fn form(&self, action: &str) -> Form {
        let mut forms = html::forms(self.text());
        let at = forms.iter().position(|form| form.action == action);
        forms.swap_remove(at.unwrap_or_else(|| panic!("no form for {action} in {}", self.shown())))
    }

    /// Ends the test unless this is the status.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.shown());
        self
    }

    /// Ends the test unless this is the status, and the body the API's error with this code.
    #[track_caller]
    pub(crate) fn expect_error(self, status: u16, code: u16) -> Self {
        let answer = self.expect(status);
        assert_eq!(answer.header(CONTENT_TYPE.as_str()), "application/json");
        let body = answer.json();
        assert_eq!(body["code"], code, "{body}");
        assert!(body["error"].as_str().is_some_and(|text| text.ends_with('.')), "{body}");
        assert!(body["payload"].is_null(), "{body}");
        answer
    }

    /// Ends the test unless it is a redirect to there.
    #[track_caller]
    pub(crate) fn expect_redirect(self, location: &str) -> Self {
        let answer = self.expect(303);
        assert_eq!(answer.location(), location);
        answer
    }

    /// Ends the test unless it is a page with these words in it.
    #[track_caller]
    pub(crate) fn expect_page(self, status: u16, words: &str) -> Self {
        let answer = self.expect(status);
        assert_eq!(answer.header(CONTENT_TYPE.as_str()), "text/html; charset=utf-8");
        assert!(answer.text().contains(words), "{words} is not in {}", answer.shown());
        answer
    }
}
