//! How uploads come in, through the API and through the pages: piece by piece, within limits of time and memory.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use axum::RequestExt as _;
use axum::body::Body;
use axum::extract::{Multipart, Request};
use futures_util::StreamExt as _;
use http::Method;

/// How long an upload may stand still.
pub(crate) const NEXT_PIECE_WITHIN: Duration = Duration::from_secs(30);
/// How long an upload may take in all.
pub(crate) const ALL_WITHIN: Duration = Duration::from_secs(60 * 60);
/// The most bytes that a form may have between two pieces of its fields, which are kept in memory.
const MOST_BETWEEN: usize = 1024 * 1024;

/// Whether the body of a request is an upload or a picture, which is read with limits of its own, and only once it is known
/// who sends it.
pub(crate) fn is_upload(method: &Method, path: &str) -> bool {
    let below = |prefix: &str, rest: &str| path.strip_prefix(prefix).is_some_and(|path| path.ends_with(rest));
    match *method {
        Method::POST => {
            below("/__api__/v1/content/", "/bundles")
                || below("/__api__/applications/", "/upload")
                || path == "/connect/new"
                || below("/connect/apps/", "/versions/new")
        }
        Method::PUT => below("/__api__/v1/content/", "/thumbnail"),
        _ => false,
    }
}

/// A form that comes in piece by piece.
pub(crate) struct Parts {
    form: Multipart,
    between: Between,
}

/// How much came since the last piece of a field.
#[derive(Clone, Default)]
pub(crate) struct Between(Arc<AtomicUsize>);

impl Between {
    /// A piece of a field has come.
    pub(crate) fn reset(&self) {
        self.0.store(0, Relaxed);
    }
}

impl Parts {
    /// The form of a request; `None` when it has none.
    pub(crate) async fn of(request: Request) -> Option<Self> {
        let between = Between::default();
        let form = bounded(request, between.clone()).extract::<Multipart, _>().await.ok()?;
        Some(Self { form, between })
    }

    /// The form itself, for its next field, and what to reset with each piece of that.
    pub(crate) fn next(&mut self) -> (&mut Multipart, Between) {
        self.between.reset();
        (&mut self.form, self.between.clone())
    }
}

/// The request with a body that breaks off when too much of it comes between two pieces of its fields: what has no end of
/// a line or no boundary would be kept in memory whole.
fn bounded(request: Request, between: Between) -> Request {
    request.map(|body| {
        Body::from_stream(body.into_data_stream().map(move |piece| {
            let piece = piece.map_err(io::Error::other)?;
            if between.0.fetch_add(piece.len(), Relaxed) > MOST_BETWEEN {
                return Err(io::Error::other("the form has too much outside of its fields"));
            }
            Ok(piece)
        }))
    })
}
